"""How a service-2 file refers to its shapes: counts from which traits follow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from ._botocore_nodes import Node

# botocore has these marks on members; in Smithy they are traits of the target.
MARKS: dict[str, tuple[str, Any, str]] = {
    "jsonvalue": ("smithy.api#mediaType", "application/json", "JsonValue"),
    "streaming": ("smithy.api#streaming", {}, "Stream"),
}
ELEMENTS = ("member", "key", "value")


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts of references by shape name."""

    inputs: Counter[str]
    outputs: Counter[str]
    # References from members of any kind, and from lists of errors.
    others: Counter[str]
    # References from members with a mark.
    marked: dict[str, Counter[str]]
    errors: tuple[str, ...]

    def only_input(self, shape: str) -> bool:
        """Whether it is the input of one operation and nothing else ("input trait")."""
        return self.inputs[shape] == 1 and not (
            self.outputs[shape] or self.others[shape]
        )

    def only_output(self, shape: str) -> bool:
        return self.outputs[shape] == 1 and not (
            self.inputs[shape] or self.others[shape]
        )

    def always(self, shape: str, mark: str) -> bool:
        """Whether every reference to `shape` has the mark, so that the
        shape gets the trait.
        """
        return 0 < self.marked[shape][mark] == self.others[shape]

    def variant(self, shape: str, mark: str) -> str | None:
        """The name of a copy of `shape` for members with the mark, if
        others have none.
        """
        if self.always(shape, mark) or not self.marked[shape][mark]:
            return None
        return shape + MARKS[mark][2]

    def variants(self) -> Iterator[tuple[str, str, str]]:
        """All copies that are needed: name of the copy, name of the shape, mark."""
        for shape, marks in self.marked.items():
            for mark in marks:
                name = self.variant(shape, mark)
                if name is not None:
                    yield name, shape, mark


def survey(service: Node) -> Usage:
    # Wrong values are skipped here; the code that writes load operations reports them.
    inputs, outputs, others = Counter[str](), Counter[str](), Counter[str]()
    marked: defaultdict[str, Counter[str]] = defaultdict(Counter)
    errors: dict[str, None] = {}
    for operation in _objects(service.entries.get("operations")):
        inputs.update(_target(operation.get("input")))
        outputs.update(_target(operation.get("output")))
        for error in _objects(operation.get("errors")):
            for name in _target(error):
                others[name] += 1
                errors[name] = None
    for shape in _objects(service.entries.get("shapes")):
        elements = [shape.get(key) for key in ELEMENTS]
        for member in _objects([*elements, *_objects(shape.get("members"))]):
            for name in _target(member):
                others[name] += 1
                for mark in MARKS:
                    if member.get(mark) is True:
                        marked[name][mark] += 1
    return Usage(inputs, outputs, others, marked, tuple(errors))


def _objects(value: object) -> Iterator[dict[str, object]]:
    items: list[object] = []
    if isinstance(value, dict):
        items = list(cast("dict[str, object]", value).values())
    elif isinstance(value, list):
        items = cast("list[object]", value)
    for item in items:
        if isinstance(item, dict):
            yield cast("dict[str, object]", item)


def _target(reference: object) -> Iterator[str]:
    if isinstance(reference, dict):
        name = cast("dict[str, object]", reference).get("shape")
        if isinstance(name, str):
            yield name
