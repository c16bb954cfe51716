"""Codecs as data: how the leaves of a value are written and read in one wire form.

A tree codec has values made of dicts and lists: the plain values of `to_value`, JSON
and CBOR differ only in their leaves and member names. An XML codec reads elements. What
a codec says is turned into code by `serde`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ...ir.code import Expression, Text, call
from ...ir.imports import NO_IMPORTS, Import
from ...model.closure import innermost
from ...model.shapes import (
    EnumShape,
    IntEnumShape,
    Member,
    Model,
    SimpleShape,
    SimpleType,
)
from ...model.traits import JsonName, TimestampFormat, XmlName
from .. import runtime
from ..names.context import Context

_VALUES = frozenset({runtime.module("values")})
_CBOR = frozenset({runtime.module("cbor")})
_JSON = frozenset({runtime.module("json")})
_XML = frozenset({runtime.module("xml")})

INTEGERS = (
    SimpleType.BYTE,
    SimpleType.SHORT,
    SimpleType.INTEGER,
    SimpleType.LONG,
    SimpleType.BIG_INTEGER,
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A conversion of one value: `function(value)`. An empty `function` leaves the
    value as it is.
    """

    function: str = ""
    imports: frozenset[Import] = NO_IMPORTS

    def apply(self, value: str) -> str:
        return f"{self.function}({value})" if self.function else value

    def expression(self, value: str) -> Expression:
        """`apply` as an expression that the layout can break."""
        if not self.function:
            return Text(value)
        return call(self.function, Text(value), imports=self.imports)


IDENTITY = Leaf()


# What reading a plain value takes: also what JSON has for a timestamp or a float.
_PLAIN_READERS: Mapping[SimpleType, Leaf] = {
    SimpleType.TIMESTAMP: Leaf("values.timestamp", _VALUES),
    SimpleType.FLOAT: Leaf("float"),
    SimpleType.DOUBLE: Leaf("float"),
    SimpleType.BIG_DECIMAL: Leaf("values.decimal", _VALUES),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """How the leaves of a value are written and read, where that is not as in plain
    values.
    """

    writers: Mapping[SimpleType, Leaf] = field(default_factory=dict[SimpleType, Leaf])
    readers: Mapping[SimpleType, Leaf] = field(default_factory=dict[SimpleType, Leaf])
    # Writers of timestamps by timestampFormat, and the format where the model says
    # nothing. None: they stay as they are, whatever the model says.
    timestamps: Mapping[str, Leaf] = field(default_factory=dict[str, Leaf])
    timestamp_default: str = ""

    def write_leaf(self, context: Context, member: Member) -> Leaf:
        shape = context.target(member)
        match shape:
            case EnumShape():
                return Leaf("str")
            case IntEnumShape():
                return Leaf("int")
            case SimpleShape(type=SimpleType.TIMESTAMP) if self.timestamps:
                return self.timestamps.get(
                    self.timestamp_format(context, member),
                    self.timestamps[self.timestamp_default],
                )
            case SimpleShape():
                return self.writers.get(shape.type, IDENTITY)
            case _:
                raise TypeError(shape.id)

    def read_leaf(self, context: Context, member: Member) -> Leaf:
        shape = context.target(member)
        match shape:
            case EnumShape() | IntEnumShape():
                name, imported = context.reference(shape.id)
                return Leaf(name, frozenset({imported}))
            case SimpleShape():
                plain = _PLAIN_READERS.get(shape.type, IDENTITY)
                return self.readers.get(shape.type, plain)
            case _:
                raise TypeError(shape.id)

    def timestamp_format(self, context: Context, member: Member) -> str:
        """The member's own format, else its target's, else the protocol's (Smithy 2.0,
        "timestampFormat").
        """
        return timestamp_format(context, member) or self.timestamp_default

    def writes_plainly(self, kind: SimpleType) -> bool:
        """Whether values of a simple type are written as plain values are."""
        if kind is SimpleType.TIMESTAMP:
            return not self.timestamps
        return kind not in self.writers

    def reads_plainly(self, kind: SimpleType) -> bool:
        """Whether values of a simple type are read as plain values are."""
        return kind not in self.readers


def member_name(member: Member) -> str:
    return member.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec(Leaves):
    """A tree codec. `write` and `read` name the methods that structures have for it."""

    write: str
    read: str
    wire_name: Callable[[Member], str] = member_name

    @property
    def methods(self) -> frozenset[str]:
        return frozenset({self.write, self.read})

    def differs_in_writing(self, model: Model, member: Member) -> bool:
        """Whether a member is written otherwise than in plain values, what other shapes
        in it are left aside.
        """
        return self.renames(member) or not all(
            self.writes_plainly(kind) for kind in _kinds(model, member)
        )

    def differs_in_reading(self, model: Model, member: Member) -> bool:
        """The same for reading."""
        return self.renames(member) or not all(
            self.reads_plainly(kind) for kind in _kinds(model, member)
        )

    def renames(self, member: Member) -> bool:
        """Whether a member has another name than in plain values."""
        return self.wire_name(member) != member.name


def _kinds(model: Model, member: Member) -> Iterator[SimpleType]:
    """The simple types of a member, or of what the lists and maps in it hold."""
    for leaf in innermost(model, member):
        target = model[leaf.target]
        if isinstance(target, SimpleShape):
            yield target.type


def timestamp_format(context: Context, member: Member) -> str:
    """The format that the model says; nothing where it says none."""
    found = member.traits.get(TimestampFormat) or context.target(member).traits.get(
        TimestampFormat
    )
    return "" if found is None else found.value


def json_name(member: Member) -> str:
    """The property of a member in protocols that look at `jsonName`."""
    name = member.traits.get(JsonName)
    return member.name if name is None else name.value


# Plain values: the contract of `to_value` and `from_value`.
VALUES = Codec(write="to_value", read="from_value")


def json_codec(*, timestamp_default: str, wire_name: Callable[[Member], str]) -> Codec:
    """JSON for a protocol that names members by `wire_name`."""
    return Codec(
        write="to_json",
        read="from_json",
        writers={
            SimpleType.BLOB: Leaf("json.write_blob", _JSON),
            SimpleType.FLOAT: Leaf("json.write_float", _JSON),
            SimpleType.DOUBLE: Leaf("json.write_float", _JSON),
            SimpleType.BIG_DECIMAL: Leaf("json.write_decimal", _JSON),
        },
        readers={SimpleType.BLOB: Leaf("json.blob", _JSON)},
        timestamps={
            "epoch-seconds": Leaf("json.write_epoch_seconds", _JSON),
            "date-time": Leaf("json.write_date_time", _JSON),
            "http-date": Leaf("json.write_http_date", _JSON),
        },
        timestamp_default=timestamp_default,
        wire_name=wire_name,
    )


def rpc_json_codec() -> Codec:
    """JSON of rpcv2Json: big numbers are strings, and every timestamp is a number,
    whatever the model says.
    """
    base = json_codec(timestamp_default="epoch-seconds", wire_name=member_name)
    return replace(
        base,
        writers={
            **base.writers,
            SimpleType.BIG_INTEGER: Leaf("str"),
            SimpleType.BIG_DECIMAL: Leaf("json.decimal_text", _JSON),
        },
        readers={
            **base.readers,
            SimpleType.BIG_INTEGER: Leaf("json.big_integer", _JSON),
        },
        timestamps={"epoch-seconds": base.timestamps["epoch-seconds"]},
    )


def text_leaves(
    module: str,
    *,
    timestamp_default: str = "date-time",
    readers: Mapping[SimpleType, Leaf] | None = None,
) -> Leaves:
    """Leaves that are texts, all of them: in forms, XML and the lines of HTTP. `module`
    of the runtime writes them.
    """
    imports = frozenset({runtime.module(module)})
    number = Leaf(f"{module}.number", imports)
    return Leaves(
        writers={
            **dict.fromkeys(INTEGERS, Leaf("str")),
            SimpleType.BIG_DECIMAL: Leaf("str"),
            SimpleType.BOOLEAN: Leaf(f"{module}.boolean", imports),
            SimpleType.FLOAT: number,
            SimpleType.DOUBLE: number,
            SimpleType.BLOB: Leaf(f"{module}.blob", imports),
        },
        readers=readers or {},
        timestamps={
            "date-time": Leaf(f"{module}.date_time", imports),
            "epoch-seconds": Leaf(f"{module}.epoch_seconds", imports),
            "http-date": Leaf(f"{module}.http_date", imports),
        },
        timestamp_default=timestamp_default,
    )


# CBOR has types of its own for nearly all of what a plain value is; `cbor.dump` knows
# them by the values. Reading gives plain values. `timestampFormat` is not respected.
CBOR = Codec(
    write="to_cbor",
    read="from_cbor",
    writers={
        SimpleType.FLOAT: Leaf("cbor.single", _CBOR),
        SimpleType.BIG_INTEGER: Leaf("cbor.big_integer", _CBOR),
    },
)


def xml_name(member: Member) -> str:
    """The element of a member (Smithy 2.0, "XML bindings": xmlName)."""
    name = member.traits.get(XmlName)
    return member.name if name is None else name.value


# What every package needs for errors that come as XML, and some for outputs. Leaves
# read an element.
XML_READERS: Mapping[SimpleType, Leaf] = {
    SimpleType.BLOB: Leaf("xml.blob", _XML),
    SimpleType.BOOLEAN: Leaf("xml.boolean", _XML),
    SimpleType.STRING: Leaf("xml.text", _XML),
    **dict.fromkeys(INTEGERS, Leaf("xml.integer", _XML)),
    SimpleType.FLOAT: Leaf("xml.number", _XML),
    SimpleType.DOUBLE: Leaf("xml.number", _XML),
    SimpleType.BIG_DECIMAL: Leaf("xml.decimal", _XML),
    SimpleType.DOCUMENT: Leaf("xml.text", _XML),
}
# By timestampFormat: digits alone may be a date too. The other formats tell themselves
# apart.
XML_TIMESTAMPS: Mapping[str, Leaf] = {
    "epoch-seconds": Leaf("xml.epoch_seconds", _XML),
    "date-time": Leaf("xml.timestamp", _XML),
    "http-date": Leaf("xml.timestamp", _XML),
}
