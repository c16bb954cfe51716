"""Where the members of inputs, outputs and errors stand in HTTP messages (Smithy 2.0,
"HTTP binding traits").

Facts only: which member is bound to what. `http_requests` and `http_responses` make
code of them. The traits mean something on the top-level members of inputs, outputs and
errors alone, and each side ignores those of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...model.closure import Closure, members_of
from ...model.ids import ShapeId
from ...model.shapes import Member, Model
from ...model.traits import (
    HttpHeader,
    HttpLabel,
    HttpPayload,
    HttpPrefixHeaders,
    HttpQuery,
    HttpQueryParams,
    HttpResponseCode,
)


@dataclass(frozen=True, slots=True)
class Bindings:
    """The members of one structure by their place, each in the model's order."""

    labels: Mapping[str, Member]
    # Members with the name of their query parameter or header.
    query: tuple[tuple[str, Member], ...]
    headers: tuple[tuple[str, Member], ...]
    query_params: Member | None
    # The map whose entries are headers, with what stands before their keys.
    prefix_headers: tuple[str, Member] | None
    payload: Member | None
    status: Member | None
    # What is bound to nothing: the members of the document that the body is.
    document: tuple[Member, ...]

    @property
    def is_document(self) -> bool:
        """Whether the body says it all."""
        return not (
            self.labels
            or self.query
            or self.headers
            or self.query_params
            or self.prefix_headers
            or self.payload
            or self.status
        )


def of_input(members: Iterable[Member]) -> Bindings:
    """The bindings of an operation's input."""
    labels: dict[str, Member] = {}
    query: list[tuple[str, Member]] = []
    query_params: Member | None = None
    rest: list[Member] = []
    for member in members:
        if member.traits.has(HttpLabel):
            labels[member.name] = member
        elif (parameter := member.traits.get(HttpQuery)) is not None:
            query.append((parameter.value, member))
        elif member.traits.has(HttpQueryParams):
            query_params = member
        else:
            rest.append(member)
    headers, prefix_headers, payload, document = _shared(rest)
    return Bindings(
        labels=labels,
        query=tuple(query),
        headers=headers,
        query_params=query_params,
        prefix_headers=prefix_headers,
        payload=payload,
        status=None,
        document=document,
    )


def of_output(members: Iterable[Member]) -> Bindings:
    """The bindings of an operation's output, or of an error."""
    status: Member | None = None
    rest: list[Member] = []
    for member in members:
        if member.traits.has(HttpResponseCode):
            status = member
        else:
            rest.append(member)
    headers, prefix_headers, payload, document = _shared(rest)
    return Bindings(
        labels={},
        query=(),
        headers=headers,
        query_params=None,
        prefix_headers=prefix_headers,
        payload=payload,
        status=status,
        document=document,
    )


def _shared(
    members: Iterable[Member],
) -> tuple[
    tuple[tuple[str, Member], ...],
    tuple[str, Member] | None,
    Member | None,
    tuple[Member, ...],
]:
    """The places that both sides have: headers, prefix headers, payload and document."""
    headers: list[tuple[str, Member]] = []
    prefix_headers: tuple[str, Member] | None = None
    payload: Member | None = None
    document: list[Member] = []
    for member in members:
        if (header := member.traits.get(HttpHeader)) is not None:
            headers.append((header.value, member))
        elif (prefix := member.traits.get(HttpPrefixHeaders)) is not None:
            prefix_headers = (prefix.value, member)
        elif member.traits.has(HttpPayload):
            payload = member
        else:
            document.append(member)
    return tuple(headers), prefix_headers, payload, tuple(document)


@dataclass(frozen=True, slots=True)
class Bound:
    """Which inputs and outputs are more than documents.

    `responses` are the outputs that are read from whole responses. Of the inputs and
    outputs with bindings, nobody takes `written` and `read` for documents: a structure
    that a member holds is one there.
    """

    responses: frozenset[ShapeId]
    written: frozenset[ShapeId]
    read: frozenset[ShapeId]


def bound(model: Model, closure: Closure) -> Bound:
    """What is bound in the operations of `closure`."""
    targeted = {
        member.target for shape in closure.shapes for member in members_of(model[shape])
    }
    inputs: set[ShapeId] = set()
    outputs: set[ShapeId] = set()
    for operation in closure.operations:
        for target, bindings, found in (
            (operation.input, of_input, inputs),
            (operation.output, of_output, outputs),
        ):
            members = members_of(model[target])
            if not bindings(members).is_document:
                found.add(target)
    return Bound(
        frozenset(outputs),
        frozenset(inputs - targeted),
        frozenset(outputs - targeted),
    )
