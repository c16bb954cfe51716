"""What to do about facts that a source does not say: warnings, and the refusal to
generate a client without them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..frontends._service_facts import BUILDABLE, KEYS
from ..model.closure import closure
from ..model.ids import ShapeId
from ..model.partial import is_partial, unsaid, without_partial
from ..model.partial_trait import NEEDED
from ..model.shapes import (
    EnumShape,
    Model,
    OperationShape,
    ServiceShape,
    SimpleShape,
    StructureShape,
)
from ..problems.diagnostics import Diagnostic, Diagnostics
from ..problems.locations import Document, Location
from .overlay_files import overlay_name

_SHOWN = 5
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_. /:()-]*")


def warn(model: Model, diagnostics: Diagnostics) -> None:
    """What a reader of a partial model should know (W061, W062)."""
    if not is_partial(model):
        return
    nameless: list[ShapeId] = []
    for shape in model:
        facts = unsaid(shape)
        if isinstance(shape, EnumShape):
            doubtful = [
                str(member.value)
                for member in shape.members
                if facts.get(member.id) and str(member.value).upper() != member.value
            ]
            if doubtful:
                diagnostics.add(
                    "W061",
                    f"{_count(len(doubtful), 'value')} of the enum {shape.id.name} may have lost characters, "
                    f"or have small letters: {_listed(doubtful)}",
                    location=shape.location,
                    shape=shape.id,
                    hint="say what is sent with `values:` in the `facts:` of an overlay",
                )
        elif not isinstance(shape, ServiceShape | OperationShape):
            nameless += [
                each for each in facts if each.member and "name" in facts[each]
            ]
    if nameless:
        at = model[nameless[0].without_member].location
        diagnostics.add(
            "W062",
            f"the first letter of {_count(len(nameless), 'member')} is not known: taken as a small one",
            location=Location(Document(at.file, "")),
            hint="say which it is with `wire_names:` in the `facts:` of an overlay",
        )


def known(
    model: Model, service: ServiceShape, source: str
) -> tuple[Model, list[Diagnostic]]:
    """The model that a client is generated from, as if its source had said everything,
    and what to note about it.

    Raises `InputError` with what has to be known before that (E063, E064, E065).
    """
    if not is_partial(model):
        return model, []
    diagnostics = Diagnostics()
    report = _Report(model, service, source)
    _refuse(report, diagnostics)
    diagnostics.raise_errors()
    if doubtful := report.doubtful():
        diagnostics.add(
            "N060",
            "unions, event streams and documents look like structures in OCaml, and so may "
            f"{_listed(doubtful)}",
            location=report.at,
            hint="say what they are with `kinds:` in the `facts:` of the overlay",
        )
    return without_partial(model), diagnostics.items


def _refuse(report: _Report, diagnostics: Diagnostics) -> None:
    for protocol in report.protocols():
        if protocol not in BUILDABLE:
            what = "members of lists" if "Query" in protocol else "HTTP bindings"
            diagnostics.add(
                "E065",
                f"{what} of {protocol} cannot be read from OCaml",
                location=report.at,
                hint="build the service from another source, as in `ecrgen build botocore:SERVICE`",
            )
            return
    missing, undefined = report.missing(), report.undefined()
    overlay = Path(report.source).with_name(overlay_name(report.source))
    block = f"fill this in, and save it as {overlay}:\n\n{report.block()}"
    if missing:
        diagnostics.add(
            "E063",
            f"this source cannot say, and no overlay does: {'; '.join(missing)}",
            location=report.at,
            hint=block,
        )
    if undefined:
        pages = "add the pages of these shapes, best the whole folder, or say what they are under `facts: shapes:`"
        shapes = _count(len(undefined), "shape")
        diagnostics.add(
            "E064",
            f"{shapes} named here and not defined, or not wholly: {_listed(undefined)}",
            location=report.model[report.shapes_without[0]].location,
            hint=pages if missing else f"{pages}; {block}",
        )


class _Report:
    """What is not said of the shapes that a service reaches."""

    def __init__(self, model: Model, service: ServiceShape, source: str) -> None:
        self.model = model
        self.service = service
        self.source = source
        self.at = Location(Document(source, ""))
        found = closure(model, service)
        self.operations = found.operations
        self.shapes = [model[shape] for shape in found.shapes]
        self.facts: dict[ShapeId, frozenset[str]] = {}
        for shape in (service, *self.operations, *self.shapes):
            self.facts |= unsaid(shape)
        self.shapes_without = [
            shape.id
            for shape in self.shapes
            if self.facts.get(shape.id, frozenset()) & {"type", "members"}
        ]

    def lacks(self, shape: ShapeId, fact: str) -> bool:
        return fact in self.facts.get(shape, ())

    def protocols(self) -> list[str]:
        traits = (trait.partition("#") for trait in self.service.traits)
        return [name for space, _, name in traits if space == "aws.protocols"]

    def service_keys(self) -> list[str]:
        return [
            key for key in KEYS if key in NEEDED and self.lacks(self.service.id, key)
        ]

    def members(self, fact: str) -> list[ShapeId]:
        return [each for each in self.facts if each.member and self.lacks(each, fact)]

    def asked_operations(self) -> Iterator[tuple[OperationShape, list[str]]]:
        for operation in self.operations:
            keys = [k for k in ("input", "output") if self.lacks(operation.id, k)]
            if keys or self.lacks(operation.id, "name"):
                yield operation, keys or ["output"]

    def missing(self) -> list[str]:
        """What is missing besides shapes, in words."""
        found: list[str] = []
        if keys := self.service_keys():
            found.append(f"the service's {', '.join(keys)}")
        if sides := [
            f"{' and '.join(keys)} of {operation.id.name}"
            for operation, keys in self.asked_operations()
        ]:
            found.append(_listed(sides))
        if self.members("name"):
            found.append("the first letter of the members' names")
        if values := self.members("value"):
            found.append(f"the values {_listed([_dotted(each) for each in values])}")
        return found

    def undefined(self) -> list[str]:
        return [each.name for each in self.shapes_without]

    def doubtful(self) -> list[str]:
        return [
            shape.id.name
            for shape in self.shapes
            if self.facts.get(shape.id, frozenset()) & {"union", "document"}
        ]

    # --- The block to paste

    def block(self) -> str:
        lines = ["overlay: 1", "facts:", "  service:"]
        origin: Any = self.model.metadata.get("ecrgen.source", {})
        known: dict[str, Any] = origin.get("service", {})
        for key, example in KEYS.items():
            if key in known:
                lines.append(f"    {key}: {_scalar(known[key])}")
            elif self.lacks(self.service.id, key) and key in NEEDED:
                lines.append(f"    {key}:  # such as {example}")
        if self.members("name"):
            lines.append(
                "  wire_names:  # lower, upper, or {default: lower, Tag.key: Key}"
            )
        operations = list(self.asked_operations())
        if operations:
            lines.append("  operations:")
            for operation, keys in operations:
                sides = ", ".join(self._side(operation, key) for key in keys)
                lines.append(f"    {operation.id.name}: {{{sides}}}")
        values = self.members("value")
        if values:
            lines.append("  values:")
            for each in values:
                lines.append(f"    {_dotted(each)}:")
        if self.shapes_without:
            lines.append("  shapes:")
            lines += (self._shape(each) for each in self.shapes_without)
        return "\n".join(lines)

    def _side(self, operation: OperationShape, key: str) -> str:
        target: ShapeId = getattr(operation, key)
        return f"{key}: {'' if self.lacks(operation.id, key) else target.name}"

    def _shape(self, shape: ShapeId) -> str:
        found = self.model[shape]
        if self.lacks(shape, "type") or isinstance(found, SimpleShape):
            return f"    {shape.name}:  # string, or {{type: list, members: {{member: Tag}}}}"
        if isinstance(found, StructureShape):
            start = "error: , " if "smithy.api#error" in found.traits else ""
            return f"    {shape.name}: {{{start}members: }}"
        if isinstance(found, EnumShape):
            return f"    {shape.name}: {{values: []}}"
        kind = type(found).__name__.removesuffix("Shape").lower()
        return f"    {shape.name}: {{type: {kind}, members: }}"


def _dotted(member: ShapeId) -> str:
    return f"{member.name}.{member.member}"


def _scalar(value: Any) -> str:
    """A value as YAML; what could be anything but a text is quoted."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) and ": " not in text else json.dumps(text)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(names: Sequence[str] | Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - _SHOWN
    shown = ", ".join(listed[:_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown
