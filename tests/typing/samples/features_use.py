"""How a program uses what `features.py` models; every line that must not type-check
ends in `# wrong`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, assert_never

from features import errors, models, operations
from features.operations.swap import SwapError

simple = models.Simple(a_big_decimal=Decimal(1), a_document={"a": [None, 1]})
when: datetime | None = simple.a_timestamp
data: bytes = simple.a_blob  # wrong
number: float = models.Defaults().number
texts: list[str] = models.Defaults().texts
mode: models.Mode = models.Defaults().mode
models.Defaults(mode="a")  # wrong
no_such = models.Mode.NO_SUCH  # wrong
level: int = models.Level.LOW
text: str = models.Mode("new")

models.Required()  # wrong
read = models.Required.from_value({})
name: str = read.a_string
moment: datetime = read.a_timestamp
shape: models.Shape = read.shape
times: list[datetime | None] | None = models.Everything().sparse_times
times_without_nulls: list[datetime] | None = models.Everything().sparse_times  # wrong
cube: list[list[list[str]]] | None = models.Everything().cube
plain: Mapping[str, Any] = read.to_value()


def told(shape: models.Shape) -> str:
    match shape:
        case models.ShapeNode(node):
            return node.name
        case models.ShapeTexts(value=values):
            return values[0]
        case models.ShapeNothing():
            return ""
        case models.ShapeUnknown(text):
            return text.upper()
        case models.ShapeUnknown_(tag, value):
            return f"{tag}: {value}"
        case _:
            return "other"


models.ShapeData("text")  # wrong
models.ShapeNothing(1)  # wrong
models.Everything(any=models.Any_(request=models.Request_Mapping(models.Mapping_())))
models.Words(class_="x", list_="y", type="z", str_="s")


def handled(error: SwapError) -> str:
    match error:
        case errors.WordsError():
            found: models.Simple | None = error.code_
            return f"{error.code} {found}"
        case errors.Failed():
            node: models.Node = error.node
            first: list[str] = error.texts
            secret: str | None = error.message
            return f"{node} {first} {secret} {error.status + 1}"
        case errors.Plain() | errors.Bare() | errors.UnknownOperationError_():
            return error.message or error.code
        case errors.UnknownOperationError():
            return f"{error.code}: {error.payload}"
        case _:
            assert_never(error)


errors.Failed()  # wrong
errors.Failed(node=models.Node(name="n"), texts=None, level=models.Level.LOW)
errors.Plain(message=3)  # wrong

swap = operations.Swap
answer = swap.deserialize(swap.serialize(models.Everything()))  # wrong
swap.serialize(swap.output())
error: SwapError = swap.error_of_json("Failed", {})
error = swap.error_of_xml("Failed", b"<Error/>")
operations.Rest.serialize(operations.Rest.input()).host_prefix.upper()
operations.Operation_.serialize(models.Defaults())
every = [operation.name for operation in operations.ALL.values()]


def heard(answer: models.TalkOutput) -> str:
    for event in answer.talk:
        match event:
            case models.TalkSaid(value):
                return f"{value.page} {value.mode} {value.data!r}"
            case models.TalkShown(value):
                return "" if value.node is None else value.node.name
            case _:
                return "other"
    return answer.streams_ or ""


mode = models.Mode.A
said = models.TalkSaid(models.Said(mode=mode, data=b"", page=1))
talk = models.TalkInput(event_streams_=[said])
models.TalkInput(event_streams_=iter([said]), sources_="s")
models.TalkInput(event_streams_=[mode])  # wrong
models.TalkInput(event_streams_=said)  # wrong
models.TalkSaid(mode)  # wrong
operations.Converse.serialize(talk)
