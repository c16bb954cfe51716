# Copied by ecrgen: the overlay of ECR 2015-09-21 names extras/_push_steps.py.
# Do not edit: change that file, then run `ecrgen build`.
"""The steps of a push, without I/O.

`layer_steps` and `image_steps` are generators. They yield inputs of operations and
`Work`. Their callers send in the output or result, or throw in the exception. They
return what was pushed. The loops that carry out the steps are in push.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, cast

from . import errors, models
from ._layer_sources import DIGEST, LayerSource, Source

__all__ = [
    "Progress",
    "PushedImage",
    "PushedLayer",
    "Step",
    "Steps",
    "Work",
    "image_steps",
    "layer_steps",
]

T = TypeVar("T")

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called after every part with the bytes sent so far and the total, if it is known."""

# BatchedOperationLayerDigestList: at most 100. LayerPartBlob: at most 20971520 bytes.
_BATCH = 100
_LARGEST_PART = 20 * 1024 * 1024
# If the registry gives no size. All parts but the last must have at least 5 MiB
# (LayerPartTooSmallException).
_DEFAULT_PART = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PushedLayer:
    """A layer in the repository. `was_sent` is False if it was there before."""

    digest: str
    size: int | None
    was_sent: bool


@dataclass(frozen=True, slots=True)
class PushedImage:
    """An image in the repository.

    `was_new` is False if it had all of the tags before.
    """

    digest: str
    media_type: str
    tags: tuple[str, ...]
    layers: tuple[PushedLayer, ...]
    was_new: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Reading or hashing, which blocks. The asynchronous loop runs it in a thread."""

    run: Callable[[], Any]


Step: TypeAlias = (
    Work
    | models.BatchCheckLayerAvailabilityRequest
    | models.InitiateLayerUploadRequest
    | models.UploadLayerPartRequest
    | models.CompleteLayerUploadRequest
    | models.PutImageRequest
    | models.DescribeImagesRequest
)
Steps: TypeAlias = Generator[Step, Any, T]


@dataclass(slots=True)
class _Push:
    """One push: its destination and its progress."""

    repository_name: str
    registry_id: str | None
    progress: Progress | None
    sent: int = 0
    total: int | None = 0

    def layers(self, sources: Sequence[Source]) -> Steps[tuple[PushedLayer, ...]]:
        # All sources are checked before anything is sent.
        for source in sources:
            yield Work(source.prepare)
        known = yield from self.available([source.digest for source in sources])
        todo: list[Source] = []
        for source in sources:
            if source.digest is None:
                todo.append(source)
            elif source.digest not in known:
                known.add(source.digest)  # a layer may occur several times
                todo.append(source)
        sizes = [source.size for source in todo]
        self.total = None if None in sizes else sum(size or 0 for size in sizes)
        for source in todo:
            yield from self.upload(source)
        return tuple(
            PushedLayer(source.digest or "", source.size, source in todo)
            for source in sources
        )

    def available(self, digests: Iterable[str | None]) -> Steps[set[str]]:
        """The digests of those layers that the repository has."""
        wanted = list(dict.fromkeys(digest for digest in digests if digest is not None))
        available: set[str] = set()
        for start in range(0, len(wanted), _BATCH):
            answer: models.BatchCheckLayerAvailabilityResponse
            answer = yield models.BatchCheckLayerAvailabilityRequest(
                registry_id=self.registry_id,
                repository_name=self.repository_name,
                layer_digests=wanted[start : start + _BATCH],
            )
            # Layers that could not be checked are listed as failures, and are sent.
            available |= {
                layer.layer_digest
                for layer in answer.layers or ()
                if layer.layer_digest is not None
                and layer.layer_availability == "AVAILABLE"
            }
        return available & set(wanted)

    def upload(self, source: Source) -> Steps[None]:
        answer: models.InitiateLayerUploadResponse
        answer = yield models.InitiateLayerUploadRequest(
            registry_id=self.registry_id, repository_name=self.repository_name
        )
        upload_id = answer.upload_id
        if not upload_id:
            raise ValueError("the registry did not say under which ID to upload")
        size = min(answer.part_size or _DEFAULT_PART, _LARGEST_PART)
        yield Work(source.open)
        try:
            first = 0
            while part := (yield Work(lambda: source.read(size))):
                yield from self.part(upload_id, first, part)
                first += len(part)
                self.sent += len(part)
                if self.progress is not None:
                    self.progress(self.sent, self.total)
        finally:
            source.close()
        digest = source.sent_digest
        if source.digest not in (None, digest):
            raise ValueError(
                f"{source.name} has the digest {digest}, not {source.digest}: "
                "it is another one, or changed while it was sent"
            )
        source.digest, source.size = digest, first
        yield from self.complete(upload_id, digest)

    def part(self, upload_id: str, first: int, part: bytes) -> Steps[None]:
        last = first + len(part) - 1
        try:
            yield models.UploadLayerPartRequest(
                registry_id=self.registry_id,
                repository_name=self.repository_name,
                upload_id=upload_id,
                part_first_byte=first,
                part_last_byte=last,
                layer_part_blob=part,
            )
        except errors.InvalidLayerPartException as problem:
            # The response to the first attempt was lost, and the client sent the part
            # again.
            if problem.last_valid_byte_received != last:
                raise

    def complete(self, upload_id: str, digest: str) -> Steps[None]:
        try:
            yield models.CompleteLayerUploadRequest(
                registry_id=self.registry_id,
                repository_name=self.repository_name,
                upload_id=upload_id,
                layer_digests=[digest],
            )
        except errors.LayerAlreadyExistsException:
            pass  # somebody else was faster, but the layer is there
        except errors.UploadNotFoundException:
            # If the response to an earlier attempt was lost, the layer is there.
            if digest not in (yield from self.available([digest])):
                raise

    def image(
        self,
        manifest: str,
        digest: str,
        media_type: str,
        tags: Sequence[str],
        exist_ok: bool,
    ) -> Steps[bool]:
        """Whether the image did not have one of the tags before."""
        was_new = False
        for tag in tags or (None,):
            try:
                yield models.PutImageRequest(
                    registry_id=self.registry_id,
                    repository_name=self.repository_name,
                    image_manifest=manifest,
                    image_manifest_media_type=media_type,
                    image_tag=tag,
                    image_digest=digest,
                )
                was_new = True
            except (
                errors.ImageAlreadyExistsException,
                errors.ImageTagAlreadyExistsException,
            ) as problem:
                # An earlier attempt whose response was lost may have put it there.
                is_ours = problem.attempts > 1
                if not (exist_ok or is_ours):
                    raise
                if not (yield from self.has_image(problem, digest, tag)):
                    raise
                was_new = was_new or is_ours
        return was_new

    def has_image(
        self, problem: errors.ServiceError, digest: str, tag: str | None
    ) -> Steps[bool]:
        """Whether the image that is there is the same.

        The registry's message contains its digest; otherwise the image is looked up.
        """
        named = DIGEST.search(problem.message or "")
        if named is not None:
            return named[0] == digest
        wanted = {"image_digest": digest} if tag is None else {"image_tag": tag}
        answer: models.DescribeImagesResponse
        answer = yield models.DescribeImagesRequest(
            registry_id=self.registry_id,
            repository_name=self.repository_name,
            image_ids=[models.ImageIdentifier(**wanted)],
        )
        return any(image.image_digest == digest for image in answer.image_details or ())


def layer_steps(
    repository_name: str,
    layer: LayerSource,
    *,
    registry_id: str | None = None,
    digest: str | None = None,
    progress: Progress | None = None,
) -> Steps[PushedLayer]:
    """The steps of `push_layer`."""
    push = _Push(repository_name, registry_id, progress)
    (pushed,) = yield from push.layers([Source(layer, digest, "the layer")])
    return pushed


def image_steps(
    repository_name: str,
    manifest: bytes | str,
    layers: Iterable[LayerSource] | Mapping[str, LayerSource],
    *,
    tags: Iterable[str] = (),
    exist_ok: bool = False,
    registry_id: str | None = None,
    media_type: str | None = None,
    digest: str | None = None,
    progress: Progress | None = None,
) -> Steps[PushedImage]:
    """The steps of `push_image`."""
    if isinstance(tags, str):
        raise TypeError("tags is a str: give a list of tags")
    if not isinstance(cast("object", manifest), (str, bytes, bytearray, memoryview)):
        kind = type(manifest).__name__
        raise TypeError(f"the manifest is a {kind}: give its bytes as they are")
    content = manifest.encode() if isinstance(manifest, str) else bytes(manifest)
    text, media_type = _manifest(content, media_type)
    actual = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if digest is not None and digest != actual:
        raise ValueError(f"the manifest has the digest {actual}, not {digest}")
    pairs: list[tuple[LayerSource, str | None]]
    if isinstance(layers, Mapping):
        named = cast("Mapping[str, LayerSource]", layers)
        pairs = [(layer, name) for name, layer in named.items()]
    else:
        pairs = [(layer, None) for layer in layers]
    sources = [
        Source(layer, name, f"layer {number}")
        for number, (layer, name) in enumerate(pairs, 1)
    ]
    push = _Push(repository_name, registry_id, progress)
    pushed = yield from push.layers(sources)
    names = tuple(dict.fromkeys(tags))
    was_new = yield from push.image(text, actual, media_type, names, exist_ok)
    return PushedImage(actual, media_type, names, pushed, was_new)


def _manifest(content: bytes, media_type: str | None) -> tuple[str, str]:
    """The text of the manifest for the request, and its media type.

    The digest is that of the bytes, so the text is sent as it is and not rendered anew.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError as problem:
        raise ValueError(f"the manifest is not UTF-8 at byte {problem.start}") from None
    try:
        parsed: Any = json.loads(text)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise ValueError("the manifest is not a JSON object")
    members = cast("dict[str, Any]", parsed)
    own_type: Any = members.get("mediaType")
    if media_type is not None:
        if own_type not in (None, media_type):
            raise ValueError(
                f"the manifest is of type {own_type!r}, not {media_type!r}"
            )
        return text, media_type
    if isinstance(own_type, str):
        return text, own_type
    # OCI Image Format 1.1, "Image Manifest" and "Image Index": `mediaType` SHOULD be
    # there. Docker's manifests always have it.
    for member, kind in (("manifests", "index"), ("layers", "manifest")):
        if isinstance(members.get(member), list):
            return text, f"application/vnd.oci.image.{kind}.v1+json"
    raise ValueError("the manifest does not say its media type: give media_type=")
