# Copied by ecrgen: the overlay of ECR PUBLIC 2020-10-30 names extras/_push_steps.py.
# Do not edit: change that file, then run `ecrgen build`.
"""The steps of a push, without I/O.

`layer_steps` and `image_steps` are generators. They yield the inputs of operations and `Work`, get the output or result
sent in or the exception thrown in, and return what was pushed. push.py has the loops that do what they ask for.
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
"""Called after each part with the bytes sent so far and those to send in all: None where a stream does not tell."""

# BatchedOperationLayerDigestList: at most 100. LayerPartBlob: at most 20971520 bytes.
_BATCH = 100
_LARGEST_PART = 20 * 1024 * 1024
# Where the registry leaves it open. Every part but the last has to have 5 MiB (LayerPartTooSmallException).
_DEFAULT_PART = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PushedLayer:
    """A layer that the repository has now. `was_sent` is False where it had the layer before."""

    digest: str
    size: int | None
    was_sent: bool


@dataclass(frozen=True, slots=True)
class PushedImage:
    """An image that the repository has now. `was_new` is False where it had all of the tags on that image before."""

    digest: str
    media_type: str
    tags: tuple[str, ...]
    layers: tuple[PushedLayer, ...]
    was_new: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Something that blocks: reading and hashing. The asynchronous loop does it in a thread."""

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
    """One push: where it goes, and how far it is."""

    repository_name: str
    registry_id: str | None
    progress: Progress | None
    sent: int = 0
    total: int | None = 0

    def layers(self, sources: Sequence[Source]) -> Steps[tuple[PushedLayer, ...]]:
        # Every mistake in what is to be pushed shows before anything is.
        for source in sources:
            yield Work(source.prepare)
        known = yield from self.available([each.digest for each in sources])
        todo: list[Source] = []
        for source in sources:
            if source.digest is None:
                todo.append(source)
            elif source.digest not in known:
                known.add(source.digest)  # a layer may occur several times
                todo.append(source)
        sizes = [each.size for each in todo]
        self.total = None if None in sizes else sum(size or 0 for size in sizes)
        for source in todo:
            yield from self.upload(source)
        return tuple(
            PushedLayer(each.digest or "", each.size, each in todo) for each in sources
        )

    def available(self, digests: Iterable[str | None]) -> Steps[set[str]]:
        """Those of the digests whose layers the repository has."""
        wanted = list(dict.fromkeys(each for each in digests if each is not None))
        found: set[str] = set()
        for start in range(0, len(wanted), _BATCH):
            answer: models.BatchCheckLayerAvailabilityResponse
            answer = yield models.BatchCheckLayerAvailabilityRequest(
                registry_id=self.registry_id,
                repository_name=self.repository_name,
                layer_digests=wanted[start : start + _BATCH],
            )
            # What could not be checked is among the failures, and is sent.
            found |= {
                layer.layer_digest
                for layer in answer.layers or ()
                if layer.layer_digest is not None
                and layer.layer_availability == "AVAILABLE"
            }
        return found & set(wanted)

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
            # The answer to the first attempt got lost, and the client sent the part again.
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
            pass  # somebody else was faster: what counts is that it is there
        except errors.UploadNotFoundException:
            # So it is after an attempt whose answer got lost; then the layer is there.
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
        """Whether any of the tags was not on that image before."""
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
                # An earlier attempt, whose answer got lost, may have put it there.
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
        """Whether what is there already is the same image: the registry's text names its digest, or it is looked up."""
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
        return any(each.image_digest == digest for each in answer.image_details or ())


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
    """The manifest as the text that goes into the request, and its media type.

    A digest is one of bytes, so the text is never parsed and written again.
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
    found: Any = members.get("mediaType")
    if media_type is not None:
        if found not in (None, media_type):
            raise ValueError(f"the manifest is of type {found!r}, not {media_type!r}")
        return text, media_type
    if isinstance(found, str):
        return text, found
    # OCI Image Format 1.1, "Image Manifest" and "Image Index": the property SHOULD be there; Docker's has it always.
    for member, kind in (("manifests", "index"), ("layers", "manifest")):
        if isinstance(members.get(member), list):
            return text, f"application/vnd.oci.image.{kind}.v1+json"
    raise ValueError("the manifest does not say its media type: give media_type=")
