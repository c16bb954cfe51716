# Copied by ecrgen: the overlay of ECR PUBLIC 2020-10-30 names extras/push.py.
# Do not edit: change that file, then run `ecrgen build`.
"""Pushing layers and images.

    ecr.push.push_image(client, "app", manifest, [config, layer], tags=["v1"], progress=ecr.push.show_progress())

A layer is bytes, a file object opened for reading bytes, or the path of a file. No more of it is in memory than one
part (the registry says how large, commonly 10 MiB) and that part's encoding. Layers that the repository has already
are not sent.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from . import models
from ._layer_sources import LayerSource
from ._push_steps import (
    Progress,
    PushedImage,
    PushedLayer,
    Steps,
    Work,
    image_steps,
    layer_steps,
)

if TYPE_CHECKING:
    from .client import AsyncClient, Client

__all__ = [
    "LayerSource",
    "Progress",
    "PushedImage",
    "PushedLayer",
    "push_image",
    "push_image_async",
    "push_layer",
    "push_layer_async",
    "show_progress",
]

T = TypeVar("T")


def push_layer(
    client: Client,
    repository_name: str,
    layer: LayerSource,
    *,
    registry_id: str | None = None,
    digest: str | None = None,
    progress: Progress | None = None,
) -> PushedLayer:
    """Sends a layer, unless the repository has it already.

    `digest` (sha256:<hex>) saves reading the layer twice; what is sent must have it. A file object is read from where
    it stands; one that cannot be wound back is sent without asking first unless its digest is given.

    Raises ValueError for an empty layer or one of another digest, and the errors of the operations.
    """
    return _do(
        client,
        layer_steps(
            repository_name,
            layer,
            registry_id=registry_id,
            digest=digest,
            progress=progress,
        ),
    )


async def push_layer_async(
    client: AsyncClient,
    repository_name: str,
    layer: LayerSource,
    *,
    registry_id: str | None = None,
    digest: str | None = None,
    progress: Progress | None = None,
) -> PushedLayer:
    """As `push_layer`; the layer is read and hashed in a thread."""
    return await _do_async(
        client,
        layer_steps(
            repository_name,
            layer,
            registry_id=registry_id,
            digest=digest,
            progress=progress,
        ),
    )


def push_image(
    client: Client,
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
) -> PushedImage:
    """Sends the layers that the repository lacks, then the manifest, exactly as it is, once for every tag.

    `layers` are the manifest's layers and its config, alone or by their digests; those that are in the repository
    for sure may be left out. Nothing is sent when one of them is empty, or when the manifest cannot be used or has
    another digest than `digest`. `media_type` is for manifests that do not say their own. With `exist_ok` a tag that
    is on that very image already is no error.

    Raises ValueError for the above, and the errors of the operations.
    """
    return _do(
        client,
        image_steps(
            repository_name,
            manifest,
            layers,
            tags=tags,
            exist_ok=exist_ok,
            registry_id=registry_id,
            media_type=media_type,
            digest=digest,
            progress=progress,
        ),
    )


async def push_image_async(
    client: AsyncClient,
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
) -> PushedImage:
    """As `push_image`; the layers are read and hashed in a thread."""
    return await _do_async(
        client,
        image_steps(
            repository_name,
            manifest,
            layers,
            tags=tags,
            exist_ok=exist_ok,
            registry_id=registry_id,
            media_type=media_type,
            digest=digest,
            progress=progress,
        ),
    )


# The method of the clients that takes the members of an input as its parameters.
_METHODS: Mapping[type[Any], str] = {
    models.BatchCheckLayerAvailabilityRequest: "batch_check_layer_availability",
    models.InitiateLayerUploadRequest: "initiate_layer_upload",
    models.UploadLayerPartRequest: "upload_layer_part",
    models.CompleteLayerUploadRequest: "complete_layer_upload",
    models.PutImageRequest: "put_image",
    models.DescribeImagesRequest: "describe_images",
}


def _call(client: Client | AsyncClient, step: Any) -> Any:
    parameters = {each.name: getattr(step, each.name) for each in fields(step)}
    return getattr(client, _METHODS[type(step)])(**parameters)


def _do(client: Client, steps: Steps[T]) -> T:
    answer: Any = None
    problem: Exception | None = None
    try:
        while True:
            step = steps.send(answer) if problem is None else steps.throw(problem)
            answer = problem = None
            try:
                answer = step.run() if isinstance(step, Work) else _call(client, step)
            except Exception as raised:
                problem = raised
    except StopIteration as done:
        pushed: T = done.value
        return pushed
    finally:
        steps.close()


async def _do_async(client: AsyncClient, steps: Steps[T]) -> T:
    import asyncio

    answer: Any = None
    problem: Exception | None = None
    try:
        while True:
            step = steps.send(answer) if problem is None else steps.throw(problem)
            answer = problem = None
            try:
                if isinstance(step, Work):
                    answer = await asyncio.to_thread(step.run)
                else:
                    answer = await _call(client, step)
            except Exception as raised:
                problem = raised
    except StopIteration as done:
        pushed: T = done.value
        return pushed
    finally:
        steps.close()


# --- Progress ------------------------------------------------------------------------------------------------------


def show_progress(file: TextIO | None = None, *, width: int = 30) -> Progress:
    """A progress bar on standard error, or on `file`; nothing at all where that is not a terminal."""
    stream = sys.stderr if file is None else file
    if not stream.isatty():
        return lambda sent, total: None

    def show(sent: int, total: int | None) -> None:
        if total is None:
            stream.write(f"\r{sent / 2**20:.1f} MiB")
        else:
            done = width * sent // total
            stream.write(
                f"\r[{'#' * done}{' ' * (width - done)}] {100 * sent // total:3} %"
                f"  {sent / 2**20:.1f} of {total / 2**20:.1f} MiB"
            )
            if sent >= total:
                stream.write("\n")
        stream.flush()

    return show
