"""What is done with the bodies of requests and answers where the operation's traits ask for it, whatever the protocol.

A body is compressed first, and its checksum is that of what is sent (Smithy 2.0, "requestCompression trait",
"httpChecksumRequired trait", "aws.protocols#httpChecksum trait").
"""

from __future__ import annotations

from collections.abc import Iterator

from ...ir import literals
from ...ir.code import Brackets, Item, Line, Statement, Text
from ...model.shapes import Member, OperationShape
from ...model.traits import (
    HttpChecksum,
    HttpChecksumRequired,
    HttpHeader,
    RequestCompression,
)
from .. import runtime
from ..names.context import Context
from ..protocol import Protocol

_CHECKSUMS = frozenset({runtime.module("checksums")})
_COMPRESSION = frozenset({runtime.module("compression")})
# Values of the model that a response may be checked with, as the specification lists them.
_ALGORITHMS = frozenset({"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"})


def serialize(
    context: Context,
    protocol: Protocol,
    operation: OperationShape,
    statements: tuple[Statement, ...],
) -> tuple[Statement, ...]:
    """The statements of `serialize`, with what comes after the request is made."""
    steps = list(_request_steps(context, protocol, operation))
    match statements:
        case (*before, Line(prefix="return ", value=made)) if steps:
            lines = [Line("request = ", each) for each in (made, *steps)]
            return (*before, *lines[:-1], Line("return ", steps[-1]))
        case _:
            return statements


def deserialize(
    context: Context, operation: OperationShape, statements: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """The statements of `deserialize`, with what comes before the answer is read."""
    checksum = operation.traits.get(HttpChecksum)
    if checksum is None:
        return statements
    algorithms = [
        each for each in checksum.response_algorithms if each.upper() in _ALGORITHMS
    ]
    if not algorithms:
        return statements
    name = context.names.operations[operation.id]
    listed = (Item(Text(literals.string(each))) for each in algorithms)
    arguments = (Item(Text("response")), Item(Text(f"{name}.name")), *listed)
    made = Brackets("checksums.verified(", arguments, ")", _CHECKSUMS)
    return (Line("response = ", made), *statements)


def _request_steps(
    context: Context, protocol: Protocol, operation: OperationShape
) -> Iterator[Brackets]:
    compression = operation.traits.get(RequestCompression)
    if compression is not None and "gzip" in map(str.lower, compression.encodings):
        yield Brackets("compression.gzip(", (Item(Text("request")),), ")", _COMPRESSION)
    checksum = operation.traits.get(HttpChecksum)
    if checksum is None:
        if operation.traits.has(HttpChecksumRequired):
            yield _md5()
        return
    # `httpChecksum` supersedes `httpChecksumRequired`.
    chosen = _input_member(context, operation, checksum.request_algorithm_member)
    if chosen is not None:
        field = context.names.fields[chosen.id]
        arguments = [Item(Text("request")), Item(Text(f"value.{field}"))]
        if checksum.request_checksum_required:
            arguments.append(Item(Text("True"), "required="))
        header = _header(protocol, chosen)
        if header:
            arguments.append(Item(Text(literals.string(header)), "header="))
        yield Brackets("checksums.flexible(", tuple(arguments), ")", _CHECKSUMS)
    elif checksum.request_checksum_required:
        yield _md5()
    mode = _input_member(context, operation, checksum.request_validation_mode_member)
    if mode is not None and (header := _header(protocol, mode)):
        arguments = [Item(Text("request")), Item(Text(literals.string(header)))]
        yield Brackets("checksums.ask(", tuple(arguments), ")", _CHECKSUMS)


def _md5() -> Brackets:
    return Brackets("checksums.md5(", (Item(Text("request")),), ")", _CHECKSUMS)


def _input_member(
    context: Context, operation: OperationShape, name: str | None
) -> Member | None:
    if name is None:
        return None
    return context.model.structure(operation.input).members.get(name)


def _header(protocol: Protocol, member: Member) -> str:
    """The header that a member is bound to; nothing where the protocol has no such bindings."""
    header = member.traits.get(HttpHeader)
    return "" if protocol.bodies is None or header is None else header.value
