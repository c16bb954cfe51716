"""The two sans-I/O values: what an operation wants sent, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Request:
    """An HTTP request without its host, unsigned.

    `path` starts with a slash and is already percent-encoded; `query` holds decoded names and values in order;
    `host_prefix` goes before the host of the endpoint ("123456789012.").
    """

    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    host_prefix: str = ""


@dataclass(slots=True)
class Response:
    """An HTTP response. Header names are found in any case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The value of the header `name`, whatever the case of either."""
        value = self.headers.get(name)
        if value is not None:
            return value
        folded = name.lower()
        for key, value in self.headers.items():
            if key.lower() == folded:
                return value
        return None
