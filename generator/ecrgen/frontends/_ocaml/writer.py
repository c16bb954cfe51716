"""Facts -> load operations of Smithy 2.0, each shape with the facts that the source
does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from ...model.ids import ShapeId
from ...model.partial_trait import Partial
from ...model.prelude import UNIT
from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document, Location
from .._botocore_names import (
    allocate,
    enum_member_names,
    namespace_of,
    service_name,
)
from .._service_facts import PROTOCOLS, traits_of, unsaid_of
from ..operations import (
    ApplyTrait,
    DefineMember,
    DefineShape,
    LoadOperation,
    PutMetadata,
)
from . import names
from .facts import Field, ModuleFacts, OperationFacts
from .survey import Survey

_UNKNOWN_NAMESPACE = "ecrgen.unknown"
_CONSTRAINED = frozenset(
    {"blob", "double", "enum", "float", "integer", "list", "long", "map", "string"}
)


def write(source: str, survey: Survey, diagnostics: Diagnostics) -> list[LoadOperation]:
    writer = _Writer(source, survey, diagnostics)
    writer.cut()
    writer.metadata()
    for name in survey.names:
        writer.shape(name)
    for operation in survey.operations:
        writer.operation(operation)
    writer.service()
    return writer.made


class _Writer:
    def __init__(self, source: str, survey: Survey, diagnostics: Diagnostics) -> None:
        self.survey = survey
        self.diagnostics = diagnostics
        self.made: list[LoadOperation] = []
        self.top = Location(Document(source, ""))
        facts = survey.facts
        self.known = dict(facts.service)
        if facts.protocol == "json":
            if facts.json_version is not None:
                version = facts.json_version.replace(".", "_")
                self.known["protocol"] = f"awsJson{version}"
        elif facts.protocol in PROTOCOLS:
            self.known["protocol"] = PROTOCOLS[facts.protocol]
        prefix = self.known.pop("name", None)
        namespace = namespace_of(facts.names[0]) if facts.names else _UNKNOWN_NAMESPACE
        self.spelled = {
            name: survey.spelled.get(name, names.shape_name(name))
            for name in survey.names
        }
        service = service_name(prefix, "")
        if prefix is not None:
            self.known["name"] = service
        else:
            # A name that nobody said takes none from a shape.
            taken = {name.lower() for name in self.spelled.values()}
            while service.lower() in taken:
                service += "Shape"
        self.ids = allocate(
            namespace,
            service,
            [each.name for each in survey.operations],
            sorted(self.spelled.values()),
            [self.spelled[each] for each in sorted(survey.errors)],
            (),
        )
        self.contained = {
            target
            for module in survey.modules.values()
            for target in (
                *(each.target for each in module.fields or ()),
                *(module.element or ()),
                *(module.errors or ()),
            )
        }
        # The places that name a module first, for those that are defined nowhere.
        self.named_at: dict[str, Location] = {}
        for module in survey.modules.values():
            for name, at in (module.errors or {}).items():
                self.named_at.setdefault(name, at)
            for each in module.fields or ():
                self.named_at.setdefault(each.target, each.location)
            for name in module.element or ():
                self.named_at.setdefault(name, module.location)
        # The operation that an output gives its errors and documentation to: the first
        # that has it.
        self.first_with: dict[str, str] = {}
        for operation in survey.operations:
            for side in (operation.input, operation.output):
                if side:
                    self.first_with.setdefault(side, operation.name)

    # --- Parts

    def cut(self) -> None:
        """Tells which pages are not whole (W060)."""
        cut = self.survey.facts.cut
        if cut:
            at, name, missing = cut[0]
            shown = ", ".join(missing)
            more = f", and of {len(cut) - 1} more pages" if len(cut) > 1 else ""
            self.diagnostics.add(
                "W060",
                f"the page of {name} is cut: it has no {shown}{more}",
                location=at,
                hint="a page that is saved as HTML is whole",
            )

    def metadata(self) -> None:
        facts = self.survey.facts
        origin = {
            "format": "ocaml",
            "forms": sorted(facts.forms),
            "modules": len(facts.modules),
            "service": {key: self.known[key] for key in sorted(self.known)},
        }
        self.made.append(PutMetadata("ecrgen.source", origin, self.top))

    def id_of(self, module: str) -> ShapeId:
        return self.ids.shape(self.spelled[module])

    def define(
        self, shape: ShapeId, kind: str, at: Location, **properties: Any
    ) -> None:
        self.made.append(DefineShape(shape, kind, at, properties=properties))

    def trait(self, target: ShapeId, trait: str, value: Any, at: Location) -> None:
        self.made.append(ApplyTrait(target, ShapeId(trait), value, at))

    def documentation(self, target: ShapeId, text: str | None, at: Location) -> None:
        if text:
            # Smithy's documentation is CommonMark, where tags and entities are markup;
            # awso took these out.
            self.trait(target, "smithy.api#documentation", escape(text, False), at)

    def partial(self, target: ShapeId, facts: Iterable[str], at: Location) -> None:
        listed = sorted(set(facts))
        if listed:
            self.trait(target, Partial.ID, listed, at)

    # --- Shapes

    def shape(self, name: str) -> None:
        survey = self.survey
        module = survey.modules.get(name)
        if module is None:
            module = ModuleFacts(name, self.named_at.get(name, self.top), "")
        shape, at = self.id_of(name), module.location
        kind = survey.kinds.get(name)
        unsaid: set[str] = set()
        if not module.is_name_certain:
            unsaid.add("name")
        if kind is None:
            # Any type will do as long as the model says that it is not known, but for
            # keys of maps.
            kind = "string" if name in survey.map_keys else "document"
            unsaid |= {"type", "constraints"}
        self.define(shape, kind, at)
        match kind:
            case "structure":
                unsaid |= self.structure(shape, module)
            case "enum":
                unsaid |= self.enum(shape, module)
            case "list" | "map":
                unsaid |= self.elements(shape, module, kind)
            case _:
                pass
        if kind in _CONSTRAINED:
            if module.constraints is None:
                unsaid.add("constraints")
            for trait, value in (module.constraints or {}).items():
                self.trait(shape, trait, value, at)
        is_said = module.all_documentation and kind not in ("enum", "list", "map")
        if self.gives_documentation(name):
            is_said = False
        else:
            if not self.survey.facts.all_operations and name not in self.contained:
                # It may be an input or output, whose text may be the operation's.
                is_said = False
            self.documentation(shape, module.documentation, at)
        has_texts = bool(module.fields) or "members" in unsaid
        if not is_said or (has_texts and not module.all_texts):
            unsaid.add("documentation")
        self.partial(shape, unsaid, at)

    def structure(self, shape: ShapeId, module: ModuleFacts) -> set[str]:
        survey, name = self.survey, module.name
        unsaid: set[str] = set()
        for each in module.fields or ():
            self.member(shape, each)
        if module.fields is None or not module.all_fields:
            unsaid.add("members")
        if not module.in_order:
            unsaid.add("order")
        fields = module.fields or ()
        all_optional = all(each.optional for each in fields)
        if name not in survey.of_inputs and (all_optional or "members" in unsaid):
            # awso drops `required` from what only outputs and errors reach.
            unsaid.add("required")
        if any(names.has_suffix(each.label) for each in fields):
            unsaid.add("required")
        if name in survey.errors:
            self.trait(shape, "smithy.api#error", "client", module.location)
            unsaid.add("fault")
        elif name not in self.first_with:
            if all_optional:
                unsaid.add("union" if fields or "members" in unsaid else "document")
            if name not in survey.of_inputs and name not in survey.of_outputs:
                unsaid.add("error")
        return unsaid

    def member(self, shape: ShapeId, field: Field) -> None:
        name = field.name or names.member_name(field.label)
        member, at = shape.with_member(name), field.location
        self.made.append(DefineMember(member, self.id_of(field.target), at))
        if not field.optional:
            self.trait(member, "smithy.api#required", {}, at)
        self.documentation(member, field.documentation, at)
        if field.name is None:
            self.partial(member, ["name"], at)

    def enum(self, shape: ShapeId, module: ModuleFacts) -> set[str]:
        cases = module.cases or ()
        labels = {case.name: case.name for case in cases}
        values = [case.value for case in cases if case.value is not None]
        if len(values) == len(labels):
            # The format that awso reads has values without names.
            made = {value: label for label, value in enum_member_names(values)}
            labels = {
                case.name: made.get(case.value or "", case.name) for case in cases
            }
        for case in cases:
            member = shape.with_member(labels[case.name])
            self.made.append(DefineMember(member, UNIT, case.location))
            value = case.name if case.value is None else case.value
            self.trait(member, "smithy.api#enumValue", value, case.location)
            if case.value is None:
                doubt = "value" if names.is_doubtful_value(case.name) else "spelling"
                self.partial(member, [doubt], case.location)
        if module.cases is None or not module.all_cases:
            return {"members"}
        return set()

    def elements(self, shape: ShapeId, module: ModuleFacts, kind: str) -> set[str]:
        labels = ("member",) if kind == "list" else ("key", "value")
        targets = module.element
        for label, target in zip(labels, targets or labels, strict=True):
            known = self.id_of(target) if targets else ShapeId("smithy.api#String")
            member = shape.with_member(label)
            self.made.append(DefineMember(member, known, module.location))
        return set() if targets else {"members"}

    # --- Operations

    def side(self, name: str | None) -> ModuleFacts | None:
        return self.survey.modules.get(name or "")

    def gives_documentation(self, name: str) -> bool:
        """Whether the text of a module is, or may be, that of an operation."""
        return any(
            name in (each.input, each.output)
            and self.operation_text(each)[0] is not None
            for each in self.survey.operations
            if name in self.first_with
        )

    def operation_text(self, operation: OperationFacts) -> tuple[str | None, bool]:
        """The documentation of an operation, and whether there is no doubt about it.

        awso gives an input or output without documentation of its own that of the
        operation.
        """
        sides = [
            self.side(name)
            for name in (operation.input, operation.output)
            if name and self.first_with[name] == operation.name
        ]
        known = [each for each in sides if each is not None]
        texts = [each.documentation for each in known]
        if len(known) == 2:
            if texts[0] == texts[1]:
                return texts[0], all(each.all_documentation for each in known)
            is_own = None in texts and all(each.all_documentation for each in known)
            return None, is_own
        return (texts[0] if texts else None), False

    def operation(self, operation: OperationFacts) -> None:
        shape, at = self.ids.operation(operation.name), operation.location
        unsaid: set[str] = set() if operation.named else {"name"}
        properties: dict[str, Any] = {}
        for key, side in (("input", operation.input), ("output", operation.output)):
            if side is None:
                properties[key] = {"target": UNIT}
                unsaid.add(key)
            elif side:
                properties[key] = {"target": self.id_of(side)}
        output = self.side(operation.output)
        is_first = self.first_with.get(operation.output or "") == operation.name
        if output is None or not is_first or output.errors is None:
            unsaid.add("errors")
        else:
            if not output.all_errors:
                unsaid.add("errors")
            properties["errors"] = [
                {"target": self.id_of(each)} for each in sorted(output.errors)
            ]
        self.define(shape, "operation", at, **properties)
        text, is_sure = self.operation_text(operation)
        self.documentation(shape, text, at)
        if not is_sure:
            unsaid.add("documentation")
        self.partial(shape, unsaid, at)

    def service(self) -> None:
        shape, at = self.ids.service, self.top
        operations = [
            {"target": self.ids.operation(each.name)} for each in self.survey.operations
        ]
        version = self.known.get("version", "")
        self.define(shape, "service", at, version=version, operations=operations)
        for trait, value in traits_of(self.known):
            self.trait(shape, trait, value, at)
        unsaid = {*unsaid_of(self.known), "shape_names", "traits", "documentation"}
        if not self.survey.facts.all_operations:
            unsaid.add("operations")
        self.partial(shape, unsaid, at)
