"""The values that stand in the lines of HTTP messages: labels, query parameters and
headers, all of them text.

What differs between the places is the format of timestamps, and that headers hold lists
in one line and strings of a media type in base64 (Smithy 2.0, "httpHeader", "httpLabel"
and "httpQuery" traits).
"""

from __future__ import annotations

from ...ir.code import Comprehension, Expression, Text, call, text as one_line
from ...model.customizations import MayBeInvalid
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    ListShape,
    Member,
    SimpleShape,
    SimpleType,
)
from ...model.traits import MediaType
from .. import runtime
from ..names.context import Context
from ..values.codecs import INTEGERS, Leaf, Leaves, text_leaves

REST = frozenset({runtime.module("rest")})
_VALUES = frozenset({runtime.module("values")})
_READERS = {
    **dict.fromkeys(INTEGERS, Leaf("int")),
    SimpleType.BIG_DECIMAL: Leaf("values.decimal", _VALUES),
    SimpleType.BOOLEAN: Leaf("rest.read_boolean", REST),
    SimpleType.FLOAT: Leaf("float"),
    SimpleType.DOUBLE: Leaf("float"),
    SimpleType.BLOB: Leaf("rest.read_blob", REST),
    SimpleType.TIMESTAMP: Leaf("values.timestamp", _VALUES),
}
# Labels and query parameters.
URI = text_leaves("rest", readers=_READERS)
HEADERS = text_leaves("rest", timestamp_default="http-date", readers=_READERS)


def write(context: Context, codec: Leaves, member: Member, value: str) -> Expression:
    """The text of one value of the member's target, which is simple."""
    if isinstance(context.target(member), IntEnumShape):
        # The int of a member of an IntEnum says its name as a string, in some versions
        # of Python.
        return Text(f"str(int({value}))")
    return codec.write_leaf(context, member).expression(value)


def write_header(context: Context, member: Member, value: str) -> Expression:
    """The text of a header."""
    target = context.target(member)
    if not isinstance(target, ListShape):
        return _write_one(context, member, value)
    element = _write_one(context, target.member, "each")
    is_enum = isinstance(context.target(target.member), EnumShape)
    if is_enum or element == Text("each"):
        return call("rest.quoted_list", Text(value), imports=REST)
    parts = (one_line(element), f"for each in {value}")
    written = Comprehension("[", parts, "]", element.imports)
    return call("rest.plain_list", written, imports=REST)


def read_header(context: Context, member: Member, value: str) -> Expression:
    """The value of a header whose text is `value`."""
    target = context.target(member)
    if not isinstance(target, ListShape):
        return _read_one(context, member, value)
    # HTTP dates have a comma of their own.
    has_commas = _is_timestamp(context, target.member, "http-date")
    function = "rest.read_dates" if has_commas else "rest.read_list"
    element = _read_one(context, target.member, "each")
    if element == Text("each"):
        return call(function, Text(value), imports=REST)
    parts = (one_line(element), f"for each in {function}({value})")
    return Comprehension("[", parts, "]", element.imports | REST)


def is_text(context: Context, member: Member) -> bool:
    """Whether a header's text is the value as it is."""
    return read_header(context, member, "item") == Text("item")


def _write_one(context: Context, member: Member, value: str) -> Expression:
    if _has_media_type(context, member):
        return call("rest.media_type", Text(value), imports=REST)
    return write(context, HEADERS, member, value)


def _read_one(context: Context, member: Member, value: str) -> Expression:
    target = context.target(member)
    if _has_media_type(context, member):
        return call("rest.read_media_type", Text(value), imports=REST)
    if isinstance(target, IntEnumShape):
        name, imported = context.reference(target.id)
        return call(name, Text(f"int({value})"), imports={imported})
    leaf = HEADERS.read_leaf(context, member)
    if member.traits.has(MayBeInvalid):
        return call("rest.read_valid_timestamp", Text(value), imports=REST)
    if _is_timestamp(context, member, "epoch-seconds"):
        # Digits alone may be a date too.
        leaf = Leaf("rest.read_epoch_seconds", REST)
    return leaf.expression(value)


def _has_media_type(context: Context, member: Member) -> bool:
    """Whether the member is a string that headers hold in base64."""
    target = context.target(member)
    return (
        isinstance(target, SimpleShape)
        and target.type is SimpleType.STRING
        and target.traits.has(MediaType)
    )


def _is_timestamp(context: Context, member: Member, form: str) -> bool:
    """Whether the member is a timestamp that headers hold in the format `form`."""
    target = context.target(member)
    return (
        isinstance(target, SimpleShape)
        and target.type is SimpleType.TIMESTAMP
        and HEADERS.timestamp_format(context, member) == form
    )
