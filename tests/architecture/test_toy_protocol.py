"""A new protocol is one new file: one is put where protocols are looked for, and a
package is built and called.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecrgen import pipeline, protocols
from ecrgen.lower.package import context_of
from ecrgen.lower.protocol import Protocol
from ecrgen.model.closure import closure
from tests.support import packages
from tests.support.short_form import assembled, document_of

PLUG_IN = Path(__file__).parent / "plug_ins" / "toy.py"
TRAIT = "toy.protocols#backwards"
SHAPES: dict[str, Any] = {
    "Item": {"structure": {"label": ["String", {"required": {}}], "data": "Blob"}},
    "Items": {"list": "Item"},
    "Choice": {"union": {"item": "Item", "count": "Integer"}},
    "PutIn": {"structure": {"items": "Items", "choice": "Choice", "to_json": "String"}},
    "PutOut": {"structure": {"items": "Items", "choice": "Choice"}},
    "Full": {
        "structure": {"message": "String", "limit": "Integer"},
        "traits": {"error": "client"},
    },
    "Put": {"operation": {"input": "PutIn", "output": "PutOut", "errors": ["Full"]}},
    "Ping": {"operation": {}},
    "Free": {"operation": {"input": "FreeIn"}},
    "FreeIn": {"structure": {"anything": "Document"}},
}


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package of a service that speaks the toy protocol first."""
    folder = tmp_path_factory.mktemp("toy")
    plug_ins = folder / "plug_ins"
    plug_ins.mkdir()
    shutil.copy(PLUG_IN, plug_ins)
    path = list(protocols.__path__)
    protocols.__path__.append(str(plug_ins))
    document = document_of(SHAPES, traits={TRAIT: {}}, protocol="awsJson1_0")
    model = folder / "toy.json"
    model.write_text(json.dumps(document), encoding="utf-8")
    try:
        target = pipeline.target(pipeline.Job(str(model), folder, "toy_service"))
        assert target.protocol.trait == TRAIT
        _, diagnostics = pipeline.build(target)
        assert [each.message for each in diagnostics] == [
            "Free is left out: its input has a document, which is not supported yet"
        ]
        yield packages.load(folder / "toy_service", "toy_service")
    finally:
        protocols.__path__[:] = path
        sys.modules.pop(f"{protocols.__name__}.toy", None)
        del protocols.toy  # type: ignore[attr-defined]


def served(request: Any, response: type) -> Any:
    """A service of the protocol, written without any of ours: it gives back what it is
    put, up to two of them.
    """
    assert request.method == "PUT"
    assert request.path == "/Put"
    asked = json.loads(request.body)
    if len(asked["smeti"]) > 2:
        answer = {"__type": "FULL", "egassem": "no room", "timil": 2}
        return response(507, {}, json.dumps(answer).encode())
    kept = [{**each, "lebal": each["lebal"].upper()} for each in asked["smeti"]]
    answer = {"smeti": kept, "eciohc": asked["eciohc"]}
    return response(200, {}, json.dumps(answer).encode())


def test_a_call_through_the_generated_operation(toy: Any) -> None:
    op, models = toy.operations.Put, toy.models
    items = [models.Item(label="a", data=b"\0\1"), models.Item(label="b")]
    value = op.input(items=items, choice=models.ChoiceItem(items[0]))
    request = op.serialize(value)
    first = {"lebal": "a", "atad": base64.b64encode(b"\0\1").decode()}
    assert json.loads(request.body) == {
        "smeti": [first, {"lebal": "b"}],
        "eciohc": {"meti": first},
    }
    output = op.deserialize(served(request, toy.Response))
    assert isinstance(output, op.output)
    assert output.to_value() == {
        "items": [{"label": "A", "data": b"\0\1"}, {"label": "B"}],
        "choice": {"item": {"label": "a", "data": b"\0\1"}},
    }


def test_errors_have_the_code_and_the_form_of_the_protocol(toy: Any) -> None:
    op, models = toy.operations.Put, toy.models
    items = [models.Item(label=each) for each in "abc"]
    request = op.serialize(op.input(items=items, choice=models.ChoiceCount(3)))
    with pytest.raises(toy.errors.Full) as caught:
        op.deserialize(served(request, toy.Response))
    error = caught.value
    assert (error.code, error.message, error.limit) == ("FULL", "no room", 2)
    assert error.status == 507
    unknown = toy.Response(400, {}, b'{"__type": "Full"}')
    with pytest.raises(toy.errors.UnknownOperationError, match="Full"):
        op.deserialize(unknown)


def test_an_operation_without_input_and_output(toy: Any) -> None:
    op = toy.operations.Ping
    request = op.serialize(op.input())
    assert (request.path, request.body) == ("/Ping", b"{}")
    assert op.deserialize(toy.Response(200, {}, b"{}")) == op.output()


def test_the_client_makes_calls_with_it(toy: Any) -> None:
    class Transport:
        def send(self, request: Any, timeout: Any = None) -> Any:
            path = request.url.removeprefix("https://toy.example")
            sent = toy.Request(request.method, path, [], {}, request.body)
            return served(sent, toy.Response)

        def close(self) -> None: ...

    with toy.Client(
        endpoint_url="https://toy.example",
        region="eu-west-1",
        credentials=toy.Credentials("id", "key"),
        transport=Transport(),
    ) as client:
        answer = client.put(
            items=[toy.models.Item(label="x")], choice=toy.models.ChoiceCount(1)
        )
    assert answer.items == [toy.models.Item(label="X")]


@pytest.mark.parametrize("kind", protocols.supported().values())
def test_a_protocol_knows_the_methods_of_its_forms(kind: type[Protocol]) -> None:
    """Names are allocated before there are forms."""
    model = assembled(document_of({"In": {"structure": {}}}))
    reached = closure(model, model.services()[0])
    protocol = kind(context_of(model, reached, "any", kind.methods))
    contract = {"to_value", "from_value"}
    given = {method for form in protocol.forms for method in form.methods}
    assert given - contract == kind.methods - contract
