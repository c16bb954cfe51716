"""How programs use a package; every line that must not type-check ends in `# wrong`."""

from __future__ import annotations

from typing import assert_never

import ecr
from ecr import errors, models, operations
from ecr.operations.put_image import PutImageError


class Recorded:
    """A transport of one's own; what it is written with are names of the package."""

    def send(self, request: ecr.HttpRequest) -> ecr.Response:
        if not request.body:
            raise errors.TransportError("nothing to send", retryable=False)
        return ecr.Response(200, {}, b"{}")

    def close(self) -> None:
        pass


class Halved:
    def send(self, request: ecr.HttpRequest) -> ecr.Response:
        return ecr.Response(200)


def slow(attempt: ecr.Attempt) -> None:
    if attempt.duration > 1 and attempt.error is not None:
        print(attempt.operation, attempt.host, attempt.status, attempt.request_id)


def connected(transport: ecr.Transport) -> ecr.Client:
    return ecr.Client(transport=transport, hooks=ecr.Hooks(after_response=slow))


connected(Recorded())
connected(Halved())  # wrong

op = operations.InitiateLayerUpload
request: ecr.Request = op.serialize(op.input(repository_name="app"))
answer = op.deserialize(ecr.Response(200, {}, b"{}"))
upload: str | None = answer.upload_id
size: int = answer.part_size  # wrong

op.input()  # wrong
op.input(repository_name=5)  # wrong
op.input(repository_name="app", no_such_member=1)  # wrong
print(models.NoSuchShape)  # wrong
print(operations.NoSuchOperation)  # wrong
print(errors.NoSuchError)  # wrong
other = operations.PutImage.input(repository_name="app", image_manifest="{}")
op.serialize(other)  # wrong

names: tuple[type[Exception], ...] = op.errors
every: list[str] = list(operations.ALL)
tags: list[models.ImageIdentifier] = [models.ImageIdentifier(image_tag="v1")]
mutability: models.ImageTagMutability = models.ImageTagMutability("LATER")
number: int = mutability  # wrong


def explain(error: PutImageError) -> str:
    """A match over everything that an operation can answer."""
    match error:
        case (
            errors.ImageAlreadyExistsException()
            | errors.ImageTagAlreadyExistsException()
        ):
            return "there already"
        case (
            errors.ImageDigestDoesNotMatchException() | errors.LayersNotFoundException()
        ):
            return "wrong digest"
        case (
            errors.InvalidParameterException()
            | errors.KmsException()
            | errors.ServerException()
        ):
            return error.message or error.code
        case (
            errors.LimitExceededException() | errors.ReferencedImagesNotFoundException()
        ):
            return "limit"
        case errors.RepositoryNotFoundException():
            return "no repository"
        case errors.UnknownOperationError():
            return f"{error.code}: {error.payload}"
        case _:
            assert_never(error)


def forgets_one(error: PutImageError) -> str:
    match error:
        case errors.KmsException():
            return error.kms_error or ""
        case _:
            assert_never(error)  # wrong
