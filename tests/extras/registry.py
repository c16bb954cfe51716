"""A registry of plain data that answers the steps of a push.

It follows the service's documentation of the layer operations: parts come in order and
without gaps, a layer has the digest of its bytes, and a manifest that a tag already has
is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


class Registry:
    """`steps` are the names of the operations in order.

    `fail` may raise before or after.
    """

    def __init__(self, package: ModuleType, part_size: int | None = 1000) -> None:
        self.package = package
        self.part_size = part_size
        self.layers: dict[str, bytes] = {}
        self.uploads: dict[str, bytes] = {}
        self.images: dict[str | None, str] = {}
        self.manifests: dict[str, str] = {}
        self.steps: list[str] = []
        self.inputs: list[Any] = []
        self.before: Callable[[str, Any], None] = lambda name, value: None
        self.after: Callable[[str, Any], None] = lambda name, value: None
        self.names_digests = True

    def answer(self, step: Any) -> Any:
        name = type(step).__name__.removesuffix("Request")
        self.steps.append(name)
        self.inputs.append(step)
        self.before(name, step)
        output = getattr(self, name)(step)
        self.after(name, step)
        return output

    def BatchCheckLayerAvailability(self, value: Any) -> Any:  # noqa: N802
        assert 1 <= len(value.layer_digests) <= 100
        models = self.package.models
        return models.BatchCheckLayerAvailabilityResponse(
            layers=[
                models.Layer(layer_digest=digest, layer_availability="AVAILABLE")
                for digest in value.layer_digests
                if digest in self.layers
            ],
            failures=[
                models.LayerFailure(
                    layer_digest=digest, failure_code="MissingLayerDigest"
                )
                for digest in value.layer_digests
                if digest not in self.layers
            ],
        )

    def InitiateLayerUpload(self, value: Any) -> Any:  # noqa: N802
        upload = f"upload-{len(self.uploads)}"
        self.uploads[upload] = b""
        return self.package.models.InitiateLayerUploadResponse(
            upload_id=upload, part_size=self.part_size
        )

    def UploadLayerPart(self, value: Any) -> Any:  # noqa: N802
        held = self.uploads[value.upload_id]
        blob = value.layer_part_blob
        assert value.part_last_byte - value.part_first_byte + 1 == len(blob) > 0
        if value.part_first_byte != len(held):
            raise self.package.errors.InvalidLayerPartException(
                last_valid_byte_received=len(held) - 1
            )
        self.uploads[value.upload_id] = held + blob
        return self.package.models.UploadLayerPartResponse(
            last_byte_received=value.part_last_byte
        )

    def CompleteLayerUpload(self, value: Any) -> Any:  # noqa: N802
        errors = self.package.errors
        if value.upload_id not in self.uploads:
            raise errors.UploadNotFoundException()
        content = self.uploads.pop(value.upload_id)
        if digest_of(content) not in value.layer_digests:
            raise errors.InvalidLayerException()
        if digest_of(content) in self.layers:
            raise errors.LayerAlreadyExistsException()
        self.layers[digest_of(content)] = content
        return self.package.models.CompleteLayerUploadResponse(
            layer_digest=digest_of(content)
        )

    def PutImage(self, value: Any) -> Any:  # noqa: N802
        digest = digest_of(value.image_manifest.encode())
        assert value.image_digest == digest
        there = self.images.get(value.image_tag)
        if value.image_tag is None:
            there = digest if digest in self.manifests else None
        if there is not None:
            text = f"Image with digest '{there}' already exists"
            raise self.package.errors.ImageAlreadyExistsException(
                message=text if self.names_digests else "It already exists"
            )
        self.manifests[digest] = value.image_manifest
        self.images[value.image_tag] = digest
        return self.package.models.PutImageResponse()

    def DescribeImages(self, value: Any) -> Any:  # noqa: N802
        models = self.package.models
        (wanted,) = value.image_ids
        digest = wanted.image_digest or self.images[wanted.image_tag]
        return models.DescribeImagesResponse(
            image_details=[models.ImageDetail(image_digest=digest)]
        )


def drive(steps: Any, registry: Registry) -> Any:
    """Carries out the steps with `registry`."""
    answer: Any = None
    problem: Exception | None = None
    while True:
        try:
            step = steps.send(answer) if problem is None else steps.throw(problem)
        except StopIteration as done:
            return done.value
        answer = problem = None
        try:
            answer = step.run() if hasattr(step, "run") else registry.answer(step)
        except Exception as raised:
            problem = raised


class Calls:
    """The operations as methods of a client, asynchronous with `is_async`."""

    def __init__(self, registry: Registry, *, is_async: bool = False) -> None:
        self._registry = registry
        self._is_async = is_async

    def __getattr__(self, method: str) -> Callable[..., Any]:
        name = "".join(word.capitalize() for word in method.split("_"))
        kind = getattr(self._registry.package.operations, name).input

        def call(**parameters: Any) -> Any:
            return self._registry.answer(kind(**parameters))

        async def call_async(**parameters: Any) -> Any:
            return call(**parameters)

        return call_async if self._is_async else call


class Trickle:
    """A stream that cannot seek and returns a few bytes at a time, as a pipe does."""

    def __init__(self, content: bytes, steps: Iterable[int] = (1, 7, 300)) -> None:
        self._content = content
        self._steps = list(steps)
        self._reads = 0
        self.most = 0

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "all of it at once"
        self.most = max(self.most, size)
        step = min(size, self._steps[self._reads % len(self._steps)])
        self._reads += 1
        content, self._content = self._content[:step], self._content[step:]
        return content
