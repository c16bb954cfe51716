"""Where members stand in HTTP messages."""

from __future__ import annotations

from typing import Any

from ecrgen.lower.http.bindings import bound, of_input, of_output
from ecrgen.lower.http.protocol import HttpProtocol
from ecrgen.model.closure import closure, members_of
from ecrgen.model.ids import ShapeId
from ecrgen.model.shapes import Member, Model, OperationShape
from tests.support.short_form import NAMESPACE, assembled, document_of

HTTP: dict[str, Any] = {"http": {"method": "POST", "uri": "/{label}"}}
BOTH: dict[str, Any] = {
    "label": ["String", {"required": {}, "httpLabel": {}}],
    "query": ["String", {"httpQuery": "q"}],
    "params": ["Pairs", {"httpQueryParams": {}}],
    "header": ["String", {"httpHeader": "X-Header"}],
    "prefix": ["Pairs", {"httpPrefixHeaders": "X-"}],
    "status": ["Integer", {"httpResponseCode": {}}],
    "loose": "String",
}
PAIRS = {"map": ["String", "String"]}


def loaded(shapes: dict[str, Any]) -> Model:
    return assembled(document_of({"Pairs": PAIRS, **shapes}))


def id_of(name: str) -> ShapeId:
    return ShapeId(f"{NAMESPACE}#{name}")


def members(model: Model, name: str) -> tuple[Member, ...]:
    return members_of(model[id_of(name)])


def operation(model: Model, name: str) -> OperationShape:
    found = model[id_of(name)]
    assert isinstance(found, OperationShape)
    return found


def names(*found: Member | None) -> list[str]:
    return [each.name for each in found if each is not None]


def test_each_side_ignores_the_traits_of_the_other() -> None:
    model = loaded(
        {
            "Both": {"structure": BOTH},
            "Put": {"operation": {"input": "Both", "output": "Both"}, "traits": HTTP},
        }
    )
    sent = of_input(members(model, "Both"))
    assert list(sent.labels) == ["label"]
    assert [(name, each.name) for name, each in sent.query] == [("q", "query")]
    assert names(sent.query_params) == ["params"]
    assert sent.status is None
    assert names(*sent.document) == ["status", "loose"]
    answered = of_output(members(model, "Both"))
    assert not answered.labels
    assert not answered.query
    assert answered.query_params is None
    assert names(answered.status) == ["status"]
    assert names(*answered.document) == ["label", "query", "params", "loose"]
    for side in (sent, answered):
        assert [(name, each.name) for name, each in side.headers] == [
            ("X-Header", "header")
        ]
        assert side.prefix_headers is not None
        assert side.prefix_headers[0] == "X-"
        assert side.payload is None
        assert not side.is_document


def test_a_payload_is_all_of_the_body() -> None:
    model = loaded({"Thing": {"structure": {"data": ["Blob", {"httpPayload": {}}]}}})
    bindings = of_input(members(model, "Thing"))
    assert names(bindings.payload) == ["data"]
    assert bindings.document == ()
    assert not bindings.is_document


def test_who_needs_no_methods_for_the_wire() -> None:
    header = ["String", {"httpHeader": "X-A"}]
    put = {"http": {"method": "POST", "uri": "/put"}}
    model = loaded(
        {
            "Plain": {"structure": {"a": "String"}},
            "Bound": {"structure": {"a": header}},
            # What a member holds is a document there.
            "Held": {"structure": {"a": header, "next": "Held"}},
            "Query": {"structure": {"a": ["String", {"httpQuery": "a"}]}},
            "One": {"operation": {"input": "Plain", "output": "Bound"}, "traits": put},
            "Two": {"operation": {"input": "Held", "output": "Held"}, "traits": put},
            "Three": {
                "operation": {"input": "Query", "output": "Query"},
                "traits": put,
            },
            "Four": {"operation": {}, "traits": put},
        }
    )
    (service,) = model.services()
    found = bound(model, closure(model, service))
    assert found.responses == {id_of("Bound"), id_of("Held")}
    assert found.written == {id_of("Query")}
    assert found.read == {id_of("Bound")}


def test_an_operation_without_the_trait_cannot_be_done() -> None:
    put = {"http": {"method": "POST", "uri": "/put"}}
    model = loaded({"Call": {"operation": {}}, "Put": {"operation": {}, "traits": put}})
    assert (
        HttpProtocol.refusal(model, operation(model, "Call")) == "it has no http trait"
    )
    assert HttpProtocol.refusal(model, operation(model, "Put")) == ""
