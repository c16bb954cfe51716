"""What several places say about a module, as one.

The more trusted form goes first: source, interface, HTML, text. Where two places both
say something, it has to be the same (E062); what only one of them says is taken from
there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from ...problems.diagnostics import Diagnostics
from .facts import FORMS, Case, Field, ModuleFacts, OperationFacts, SourceFacts
from .items import same_fields

T = TypeVar("T")


def merge(facts: SourceFacts, diagnostics: Diagnostics) -> SourceFacts:
    """Each module and each operation once, in the order in which the source first names
    them.
    """
    grouped: dict[str, list[ModuleFacts]] = {}
    for module in facts.modules:
        grouped.setdefault(module.name, []).append(module)
    facts.modules = [_Merger(each, diagnostics).merged() for each in grouped.values()]
    operations: dict[str, OperationFacts] = {}
    for operation in facts.operations:
        first = operations.setdefault(operation.name, operation)
        if (first.input, first.output) != (operation.input, operation.output):
            diagnostics.add(
                "E062",
                f"two places say different things of the operation {operation.name}",
                location=operation.location,
                hint=f"the other is at {first.location}",
            )
    facts.operations = list(operations.values())
    return facts


class _Merger:
    def __init__(self, places: Sequence[ModuleFacts], diagnostics: Diagnostics) -> None:
        self.places = sorted(places, key=lambda each: FORMS.index(each.form))
        self.diagnostics = diagnostics

    def merged(self) -> ModuleFacts:
        first = self.places[0]
        if len(self.places) == 1:
            return first
        kind = self.agreed("kind", lambda each: each.kind)
        fields = self.fields()
        cases = self.whole(lambda each: each.cases, lambda each: each.all_cases)
        errors = self.whole(lambda each: each.errors, lambda each: each.all_errors)
        self.compare(
            "errors",
            [
                set(each.errors)
                for each in self.places
                if each.errors and each.all_errors
            ],
        )
        self.compare(
            "values",
            [_case_names(each.cases) for each in self.places if each.all_cases],
        )
        named: dict[str, str] = {}
        spelled: dict[str, str] = {}
        for each in reversed(self.places):
            named |= each.named
            spelled |= each.spelled
        return replace(
            first,
            kind=kind,
            alias=self.first(lambda each: each.alias),
            fields=None if fields is None else fields.fields,
            all_fields=fields is not None and fields.all_fields,
            in_order=fields is None or fields.in_order,
            element=self.agreed("element", lambda each: each.element),
            cases=None if cases is None else cases.cases,
            all_cases=cases is not None and cases.all_cases,
            errors=None if errors is None else errors.errors,
            all_errors=errors is not None and errors.all_errors,
            wrapper=self.agreed("result wrapper", lambda each: each.wrapper),
            documentation=self.first(lambda each: each.documentation),
            all_documentation=any(each.all_documentation for each in self.places),
            all_texts=any(each.all_texts for each in self.places),
            spelled=spelled,
            constraints=self.first(lambda each: each.constraints),
            named=named,
            common_kind=self.first(lambda each: each.common_kind),
            is_name_certain=any(each.is_name_certain for each in self.places),
            items=frozenset[str]().union(*(each.items for each in self.places)),
        )

    def first(self, said: Callable[[ModuleFacts], T | None]) -> T | None:
        return next((value for value in map(said, self.places) if value), None)

    def agreed(self, what: str, said: Callable[[ModuleFacts], T | None]) -> T | None:
        self.compare(what, [value for value in map(said, self.places) if value])
        return self.first(said)

    def whole(
        self,
        said: Callable[[ModuleFacts], Any],
        is_whole: Callable[[ModuleFacts], bool],
    ) -> ModuleFacts | None:
        """The first place that says all of it; else the first that says anything."""
        places = [each for each in self.places if said(each) is not None]
        return next(filter(is_whole, places), places[0] if places else None)

    def fields(self) -> ModuleFacts | None:
        """The first place with all fields, in order if any has that, and with the texts
        that others have.
        """
        whole = [
            each for each in self.places if each.all_fields and each.fields is not None
        ]
        chosen = next(
            (each for each in whole if each.in_order),
            self.whole(lambda each: each.fields, lambda each: each.all_fields),
        )
        if chosen is None or chosen.fields is None:
            return chosen
        for other in whole:
            assert other.fields is not None
            if chosen.all_fields and not _agree(chosen, other):
                self.differ("members", chosen, other)
        texts: dict[str, Field] = {}
        for each in reversed(self.places):
            for field in each.fields or ():
                known = texts.get(field.label, field)
                texts[field.label] = replace(
                    known,
                    documentation=field.documentation or known.documentation,
                    name=field.name or known.name,
                )
        fields = tuple(
            replace(
                field,
                documentation=texts[field.label].documentation,
                name=texts[field.label].name,
            )
            for field in chosen.fields
        )
        return replace(chosen, fields=fields)

    def compare(self, what: str, values: Sequence[Any]) -> None:
        if any(value != values[0] for value in values[1:]):
            self.differ(what, self.places[0], self.places[-1])

    def differ(self, what: str, one: ModuleFacts, other: ModuleFacts) -> None:
        self.diagnostics.add(
            "E062",
            f"two places say different things of {one.name}: its {what}",
            location=other.location,
            hint=f"the other is at {one.location}; leave out the one of another version",
        )


def _case_names(cases: tuple[Case, ...] | None) -> list[str]:
    return [case.name for case in cases or ()]


def _agree(one: ModuleFacts, other: ModuleFacts) -> bool:
    assert one.fields is not None
    assert other.fields is not None
    if one.in_order and other.in_order:
        return same_fields(one.fields, other.fields)
    return same_fields(_by_label(one.fields), _by_label(other.fields))


def _by_label(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    def label(field: Field) -> str:
        return field.label

    return tuple(sorted(fields, key=label))
