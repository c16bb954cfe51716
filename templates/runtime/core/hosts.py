"""Parts of host names that come from an operation's input."""

from __future__ import annotations

import re

_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)


def host_label(member: str, value: str | None) -> str:
    """`value` as a label of a host name. Raises ValueError for what is none (RFC 1123,
    2.1).
    """
    if value is None or _LABEL.fullmatch(value) is None:
        raise ValueError(
            f"{member} becomes part of the host name and must be a label: {value!r}"
        )
    return value


def host_name(member: str, value: str) -> str:
    """`value`, which says where the request goes. Raises ValueError where it is empty
    or white space.
    """
    if not value.strip():
        raise ValueError(
            f"{member} says where the request goes and must not be empty: {value!r}"
        )
    return value
