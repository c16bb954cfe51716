"""Plain values: what `to_value` gives and `from_value` takes, and the leaves that need
a conversion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from decimal import Decimal

    _Document: TypeAlias = (
        Mapping[str, "_Document"]
        | Sequence["_Document"]
        | str
        | int
        | float
        | bool
        | None
    )
else:
    # `typing.get_type_hints` could not resolve the recursion from the modules that name
    # the type.
    _Document = Any

T = TypeVar("T")

if TYPE_CHECKING:

    def new(kind: type[T], /) -> T:
        """A structure without any of its fields, for who sets them all: faster than to
        call the class.
        """
        ...

else:
    new = object.__new__

# A document is any JSON value (Smithy 2.0, "document").
Document: TypeAlias = _Document

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def timestamp(value: Any) -> datetime:
    """An aware datetime in UTC from a datetime, epoch seconds, or a string in ISO 8601
    or HTTP date form.

    A datetime without a time zone counts as UTC.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    if isinstance(value, (int, float)):
        # An addition, because fromtimestamp refuses years that the service may still
        # send.
        return EPOCH + timedelta(seconds=float(value))
    if not isinstance(value, str):
        from decimal import Decimal

        if isinstance(value, Decimal):
            return timestamp(float(value))
        raise TypeError(f"expected a timestamp, found {type(value).__name__}")
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        try:
            return timestamp(float(value))
        except ValueError:
            from email.utils import parsedate_to_datetime

            parsed = parsedate_to_datetime(value)
    return (
        parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    )


def decimal(value: Any) -> Decimal:
    """A Decimal with the digits that were written: a float goes through its shortest
    representation.
    """
    from decimal import Decimal

    return value if isinstance(value, Decimal) else Decimal(str(value))


def redacted(value: Any, hidden: set[str]) -> str:
    """A repr in which the fields named in `hidden` show only whether they are set."""
    shown: list[str] = []
    for field in fields(value):
        content = getattr(value, field.name)
        text = "***" if field.name in hidden and content is not None else repr(content)
        shown.append(f"{field.name}={text}")
    return f"{type(value).__name__}({', '.join(shown)})"
