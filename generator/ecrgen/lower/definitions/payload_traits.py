"""What is done with the bodies of requests and answers where the operation's traits ask
for it, whatever the protocol.

A body is compressed first, and its checksum is that of what is sent (Smithy 2.0,
"requestCompression trait", "httpChecksumRequired trait", "aws.protocols#httpChecksum
trait").
"""

from __future__ import annotations

from collections.abc import Iterator

from ...ir import literals
from ...ir.code import Brackets, Item, Line, Text
from ...model.shapes import Member, OperationShape
from ...model.traits import (
    HttpChecksum,
    HttpChecksumRequired,
    RequestCompression,
)
from .. import runtime
from ..exchange import Answer, Request
from ..names.context import Context
from ..protocol import Protocol

_CHECKSUMS = frozenset({runtime.module("checksums")})
_COMPRESSION = frozenset({runtime.module("compression")})
# Values of the model that a response may be checked with, as the specification lists
# them.
_ALGORITHMS = frozenset({"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"})


def request(protocol: Protocol, operation: OperationShape, request: Request) -> Request:
    """The request, with what is done after it is made."""
    return request.then(*_steps(protocol, operation))


def answer(operation: OperationShape, answer: Answer) -> Answer:
    """The answer, with what is done before it is read."""
    checksum = operation.traits.get(HttpChecksum)
    if checksum is None:
        return answer
    algorithms = [
        each for each in checksum.response_algorithms if each.upper() in _ALGORITHMS
    ]
    if not algorithms:
        return answer
    listed = (Item(Text(literals.string(each))) for each in algorithms)
    arguments = (Item(Text("response")), Item(Text("cls.name")), *listed)
    made = Brackets("checksums.verified(", arguments, ")", _CHECKSUMS)
    return answer.preceded(Line("response = ", made))


def _steps(protocol: Protocol, operation: OperationShape) -> Iterator[Brackets]:
    context = protocol.context
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
        header = protocol.header_of(chosen)
        if header:
            arguments.append(Item(Text(literals.string(header)), "header="))
        yield Brackets("checksums.flexible(", tuple(arguments), ")", _CHECKSUMS)
    elif checksum.request_checksum_required:
        yield _md5()
    mode = _input_member(context, operation, checksum.request_validation_mode_member)
    if mode is not None and (header := protocol.header_of(mode)):
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
