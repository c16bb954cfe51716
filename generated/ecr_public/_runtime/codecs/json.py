"""JSON on the wire: documents from and to bytes, and the leaves that JSON has no type
for.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..core.errors import UnknownOperationError, select
from ..core.values import EPOCH, timestamp

if TYPE_CHECKING:
    from decimal import Decimal

    from ..core.errors import ServiceError

    E = TypeVar("E", bound=ServiceError)

_orjson: Any
try:
    _orjson = import_module("orjson")
except ImportError:
    _orjson = None


def dump(value: Any) -> bytes:
    """A JSON document in UTF-8 without white space."""
    if _orjson is not None:
        try:
            fast: bytes = _orjson.dumps(value)
            return fast
        except TypeError:
            # Integers beyond 64 bits, lone surrogates and the digits of a Decimal are
            # JSON all the same.
            pass
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except TypeError:
        text = _with_decimals(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # A lone surrogate has no form in UTF-8, but it has one as an escape.
        return _escaped(text).encode()


def _with_decimals(value: Any) -> str:
    """JSON in which a Decimal has all its digits, which the standard library does not
    write.
    """
    from decimal import Decimal

    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value).items()
        pairs = (f"{json.dumps(key)}:{_with_decimals(each)}" for key, each in members)
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, (list, tuple)):
        elements = map(_with_decimals, cast("list[Any]", value))
        return f"[{','.join(elements)}]"
    return json.dumps(value, ensure_ascii=False)


def _escaped(text: str) -> str:
    """JSON with its lone surrogates as escapes. Only strings of it can have any."""
    return "".join(
        f"\\u{ord(each):04x}" if "\ud800" <= each <= "\udfff" else each for each in text
    )


def load(body: bytes) -> Any:
    """The value of a JSON document. Raises ValueError for anything else."""
    if _orjson is not None:
        try:
            return _orjson.loads(body)
        except ValueError:
            # NaN and byte order marks, which the standard library reads.
            pass
    return _load(body)


def load_exact(body: bytes) -> Any:
    """`load`, with every digit: integers of any size, and floats that a bigDecimal can
    be made of.
    """
    # Not orjson, of which integers beyond 64 bits become floats.
    return _load(body, parse_float=_Number)


def _load(body: bytes, **options: Any) -> Any:
    try:
        return json.loads(body, **options)
    except RecursionError:
        raise ValueError("nested too deeply") from None


class _Number(float):
    """A float whose text is the one that it was read from, as `values.decimal` takes
    it.
    """

    __slots__ = ("_text",)
    _text: str

    def __new__(cls, text: str) -> _Number:
        made = super().__new__(cls, text)
        made._text = text
        return made

    def __str__(self) -> str:
        return self._text


def members(value: Any) -> Mapping[str, Any]:
    """The members of a JSON object, given as a value or as a document; nothing for any
    other value.
    """
    if isinstance(value, (str, bytes)):
        try:
            value = load_exact(value.encode() if isinstance(value, str) else value)
        except ValueError:
            return {}
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def error_of(
    code: str, payload: Any, kinds: tuple[type[E], ...]
) -> E | UnknownOperationError:
    """The error among `kinds` that has a code, made of a value or document; the one for
    what is not modelled.
    """
    kind = select(code, kinds)
    if kind is None:
        return UnknownOperationError(code, payload)
    return read_error(kind, payload)


def read_error(kind: type[E], payload: Any) -> E:
    """The error of class `kind` that a value or document holds, with its message
    however the service spells it.
    """
    known = members(payload)
    found = kind.from_json(known)
    if found.message is None:
        texts = (known.get(key) for key in ("message", "Message"))
        found.message = next((text for text in texts if isinstance(text, str)), None)
    return found


def blob(value: str) -> bytes:
    """The bytes of a blob, base64 on the wire."""
    return b64decode(value)


def write_blob(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def write_float(value: float) -> float | str:
    """NaN and the infinities as strings, every other float as itself (awsJson,
    "Non-numeric float serialization").
    """
    if value != value:
        return "NaN"
    if value in (_INFINITY, -_INFINITY):
        return "Infinity" if value > 0 else "-Infinity"
    return value


_INFINITY = float("inf")


def write_decimal(value: Decimal) -> Decimal | str:
    """A number with all its digits; what is no number as with floats."""
    return value if value.is_finite() else decimal_text(value)


def decimal_text(value: Decimal) -> str:
    """The digits of a bigDecimal that is a string on the wire (rpcv2Json, "bigDecimal
    string format").
    """
    if value.is_finite():
        return str(value)
    return str(write_float(float("nan") if value.is_nan() else float(value)))


def big_integer(value: str | int) -> int:
    """A bigInteger that is a string on the wire (rpcv2Json, "bigInteger string
    format").
    """
    if isinstance(value, (float, bool)):
        raise TypeError(f"expected an integer, found {type(value).__name__}")
    return int(value)


def write_epoch_seconds(value: datetime) -> int | float:
    """Seconds since the Unix epoch, with at most millisecond precision (Smithy 2.0,
    "timestampFormat").
    """
    elapsed = timestamp(value) - EPOCH
    milliseconds = (
        elapsed.days * 86_400 + elapsed.seconds
    ) * 1000 + elapsed.microseconds // 1000
    return milliseconds // 1000 if milliseconds % 1000 == 0 else milliseconds / 1000


def write_date_time(value: datetime) -> str:
    """RFC 3339 in UTC: `1985-04-12T23:20:50.520Z`."""
    utc = timestamp(value).astimezone(UTC)
    precision = "milliseconds" if utc.microsecond else "seconds"
    return utc.replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def write_http_date(value: datetime) -> str:
    """IMF-fixdate of RFC 9110: `Tue, 29 Apr 2014 18:30:38 GMT`, whatever the locale."""
    utc = timestamp(value).astimezone(UTC)
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {utc.day:02} {month} {utc.year:04} {utc:%H:%M:%S} GMT"


# Names of RFC 9110, not of the locale.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
