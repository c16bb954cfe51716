"""The two clients of a package with one face, so that every test is about both."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

import boto3  # type: ignore[import-untyped]

import ecr

REGION = "eu-west-1"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
CREDENTIALS = ecr.Credentials("AKIDEXAMPLE", SECRET)


def witness(service: str, url: str) -> Any:
    """boto3's client, which reads what ours wrote and the other way round."""
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key=SECRET,
    )


class Driver:
    """`driver.list_images(...)` is the method of the client, awaited where it is to be.

    `sent` are the operations in the order of their attempts, `attempts` what the hooks
    saw of each.
    """

    def __init__(
        self, kind: str, url: str, *, package: Any = ecr, **options: Any
    ) -> None:
        self.package = package
        self.sent: list[str] = []
        self.attempts: list[Any] = []
        self.is_async = kind == "AsyncClient"
        self._loop = asyncio.new_event_loop() if self.is_async else None
        options.setdefault("credentials", package.Credentials("AKIDEXAMPLE", SECRET))
        hooks = package.Hooks(
            before_send=lambda each: self.sent.append(each.operation),
            after_response=self.attempts.append,
        )
        self.client: Any = getattr(package, kind)(
            region=REGION, endpoint_url=url, hooks=hooks, **options
        )

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        assert self._loop is not None
        return self._loop.run_until_complete(coroutine)

    def collect(self, paginator: Any) -> list[Any]:
        """Everything that a paginator of the client gives."""
        if not self.is_async:
            return list(paginator)

        async def gather() -> list[Any]:
            return [each async for each in paginator]

        return self.run(gather())

    def push_layer(self, *arguments: Any, **options: Any) -> Any:
        if self.is_async:
            push = ecr.push.push_layer_async
            return self.run(push(self.client, *arguments, **options))
        return ecr.push.push_layer(self.client, *arguments, **options)

    def push_image(self, *arguments: Any, **options: Any) -> Any:
        if self.is_async:
            push = ecr.push.push_image_async
            return self.run(push(self.client, *arguments, **options))
        return ecr.push.push_image(self.client, *arguments, **options)

    def log_in(self) -> Any:
        if self.is_async:
            return self.run(ecr.login.log_in_async(self.client))
        return ecr.login.log_in(self.client)

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.client, name)
        if not self.is_async or name.startswith("paginate_"):
            return method
        return lambda *arguments, **parameters: self.run(
            method(*arguments, **parameters)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._loop is None:
            self.client.close()
        else:
            self.run(self.client.close())
            self._loop.close()
