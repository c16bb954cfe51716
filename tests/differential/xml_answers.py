"""The XML that a service would send for a value of a botocore shape."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Characters that XML cannot hold (XML 1.0, "Characters").
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(root: str, shape: Any, value: dict[str, Any]) -> str:
    """A whole document: a structure, in the XML namespace of its requests."""
    return f'<{root} xmlns="https://x/"{attributes(shape, value)}>{inside(shape, value)}</{root}>'


def inside(shape: Any, value: dict[str, Any]) -> str:
    """The elements of a structure's members."""
    return "".join(
        element(shape.members[name], member_value, name)
        for name, member_value in value.items()
        if not shape.members[name].serialization.get("xmlAttribute")
    )


def attributes(shape: Any, value: dict[str, Any]) -> str:
    written = ""
    for name, member_value in value.items():
        serialization = shape.members[name].serialization
        if serialization.get("xmlAttribute"):
            key = serialization["name"]
            prefix = key.rpartition(":")[0]
            if prefix:
                written += f' xmlns:{prefix}="https://{prefix}/"'
            written += f" {key}={quoteattr(text(member_value))}"
    return written


def element(shape: Any, value: Any, name: str) -> str:
    """The element or elements of a member named `name`."""
    tag = shape.serialization.get("name", name)
    is_flat = bool(shape.serialization.get("flattened"))
    match shape.type_name:
        case "structure":
            return f"<{tag}{attributes(shape, value)}>{inside(shape, value)}</{tag}>"
        case "list" if is_flat:
            # The name of the list's member takes precedence over the structure's
            # member.
            own = shape.member.serialization.get("name", tag)
            return "".join(element(shape.member, item, own) for item in value)
        case "list":
            content = "".join(element(shape.member, item, "member") for item in value)
        case "map":
            entry = tag if is_flat else "entry"
            content = "".join(
                f"<{entry}>{element(shape.key, key, 'key')}{element(shape.value, item, 'value')}</{entry}>"
                for key, item in value.items()
            )
            if is_flat:
                return content
        case _:
            content = leaf(shape, value)
    return f"<{tag}>{content}</{tag}>"


def leaf(shape: Any, value: Any) -> str:
    match shape.type_name:
        case "boolean":
            return "true" if value else "false"
        case "blob":
            return b64encode(value).decode()
        case "timestamp":
            match shape.serialization.get("timestampFormat"):
                case "unixTimestamp":
                    return str(int((value - _EPOCH).total_seconds()))
                case "rfc822":
                    return format_datetime(value, usegmt=True)
                case _:
                    return f"{value:%Y-%m-%dT%H:%M:%SZ}"
        case _:
            return text(str(value))


def text(value: str) -> str:
    return escape(_NO_CHARACTER.sub("", value), {"\r": "&#13;"})
