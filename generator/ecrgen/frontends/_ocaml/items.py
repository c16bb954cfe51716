"""Items -> what they say: records, enums, aliases, errors, and the kinds that the type of `to_value` names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document, Location
from . import patterns
from .facts import (
    ALIASES,
    KINDS,
    SIMPLE,
    Case as EnumCase,
    Field,
    Item,
    ModuleFacts,
    Pieces,
)
from .prose import after, between

_SPACE = re.compile(r"\s+")


def split(
    text: str, start: int, end: int, pattern: re.Pattern[str], pieces: Pieces = ((), ())
) -> Iterator[Item]:
    """The items between two places, each with everything up to the next."""
    previous: tuple[str, int] | None = None
    for match in pattern.finditer(text, start, end):
        if previous is not None:
            yield Item(previous[0], text, previous[1], match.start(), pieces=pieces)
        previous = (_name(match), match.end())
    if previous is not None:
        yield Item(previous[0], text, previous[1], end, last=True, pieces=pieces)


def _name(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    name = match[kind]
    return {
        "function": f"val {name}",
        "let": f"let {name}",
        "type": f"type {name}",
        "and": f"and {name}",
        "wrap": f"wrap {name}",
    }[kind]


class Reader:
    """Reads the items of one module. `is_code` says that no documentation stands between them."""

    def __init__(
        self,
        module: ModuleFacts,
        document: Document,
        diagnostics: Diagnostics,
        *,
        is_code: bool,
    ) -> None:
        self.module = module
        self.document = document
        self.diagnostics = diagnostics
        self.is_code = is_code
        self.made: ModuleFacts | None = None

    def read(self, items: Iterable[Item]) -> None:
        listed = list(items)
        names = {item.name for item in listed}
        self.module.items = frozenset(names)
        for item in listed:
            if item.name.startswith("wrap "):
                self.wrapper(item)
            else:
                read = _READERS.get(item.name)
                if read is not None:
                    read(self, item)
        if self.module.alias == "string" and "val context_" in names:
            # Structures have a context too, but those are no strings.
            self.kind("string", listed[0])
        self.compare_made()

    def compare_made(self) -> None:
        """Holds the record against the arguments of `make`, and takes from them what the record does not say."""
        made, module = self.made, self.module
        if made is None or made.fields is None:
            return
        if module.fields is None:
            if module.kind in (None, "structure"):
                module.kind = "structure"
                module.fields, module.all_fields = made.fields, True
                module.in_order = len(made.fields) < 2
            return
        there = {_sense(each) for each in module.fields}
        passed = {_sense(each) for each in made.fields}
        if there - passed or (module.all_fields and there != passed):
            self.differ_from_make(module.fields, made.fields)
        elif not module.all_fields:
            missing = [each for each in made.fields if _sense(each) not in there]
            module.fields, module.all_fields = (*module.fields, *missing), True
            module.in_order = not missing

    def differ_from_make(
        self, record: tuple[Field, ...], made: tuple[Field, ...]
    ) -> None:
        name = self.module.name
        labels = {each.label: each for each in made}
        for each in record:
            other = labels.pop(each.label, None)
            if other is not None and _sense(other) == _sense(each):
                continue
            said = _words(each)
            passed = "missing" if other is None else _words(other)
            self.diagnostics.add(
                "E062",
                f"two places say different things of {name}.{each.label}: "
                f"{said} in the record, {passed} in make",
                location=each.location,
                hint=None if other is None else f"make is at {other.location}",
            )
        for other in labels.values():
            self.diagnostics.add(
                "E062",
                f"two places say different things of {name}.{other.label}: "
                f"missing in the record, {_words(other)} in make",
                location=other.location,
                hint=f"the record is at {self.module.location}",
            )

    # --- Types

    def type_t(self, item: Item) -> None:
        body = item.body
        if item.documentation is not None:
            self.module.documentation = item.documentation
        record = patterns.RECORD.match(body)
        assert record is not None
        if record["brace"] or patterns.FIELD.match(body, record.end()):
            self.record(item, record)
        elif not self.alias(item, body) and not self.enum(item, body):
            self.unknown(item)

    def alias(self, item: Item, body: str) -> bool:
        match = patterns.ALIAS.match(body)
        if match is None:
            return False
        if match["list"]:
            self.kind("list", item)
            self.module.element = (match["member"],)
        elif match["map"]:
            self.kind("map", item)
            self.module.element = (match["key"], match["value"])
        else:
            alias = match["simple"] or "int64"
            self.module.alias = alias
            if alias in ALIASES:
                self.kind(ALIASES[alias], item)
            if alias == "unit":
                self.fields((), all_fields=True)
        return True

    def enum(self, item: Item, body: str) -> bool:
        match = patterns.CASES.match(body)
        if match is None or patterns.ONLY_UNKNOWN_CASE.match(body):
            if patterns.ONLY_UNKNOWN_CASE.match(body) is None:
                return False
            self.kind("enum", item)
            self.module.cases, self.module.all_cases = (), True
            return True
        if match["last"] is None:
            # Without its last constructor this is a piece of an enum, or none.
            return False
        self.kind("enum", item)
        start = match.start("cases")
        cases = patterns.CONSTRUCTOR.finditer(body, start, match.end("cases"))
        self.module.cases = tuple(
            EnumCase(case[0], self.at(item, case.start())) for case in cases
        )
        self.module.all_cases = True
        return True

    def record(self, item: Item, record: re.Match[str]) -> None:
        self.kind("structure", item)
        body = item.body
        if self.is_code:
            end = body.find("}", record.end())
            is_whole = end >= 0
            inside = body[: end if is_whole else len(body)]
            found = self.code_fields(item, inside, record.end("brace"))
            # Interfaces that a compiler inferred have no documentation.
            self.module.all_texts = is_whole and self.module.form != "mli"
        else:
            found, is_whole = self.page_fields(item, body)
        self.fields(found, all_fields=is_whole)

    def code_fields(self, item: Item, body: str, start: int) -> tuple[Field, ...]:
        found: list[Field] = []
        position = start
        for match in patterns.LAST_FIELD.finditer(body, start):
            if body[position : match.start()].strip():
                break
            found.append(self.field(item, match, item.docs.get(match["label"])))
            position = match.end()
        rest = body[position:].strip()
        if rest and not (item.last and "}" not in item.body):
            if patterns.WRAPPED.match(rest):
                return tuple(found)
            self.unknown(item)
        return tuple(found)

    def page_fields(self, item: Item, body: str) -> tuple[tuple[Field, ...], bool]:
        matches = list(patterns.FIELD.finditer(body))
        texts = [
            between(body[match.end() : after.start()])
            for match, after in pairwise(matches)
        ]
        is_whole = not item.last and "}" in body
        if matches:
            text, is_whole = after(body[matches[-1].end() :], item.last)
            texts.append(text or "")
            self.module.all_texts = text is not None
        fields = (
            self.field(item, match, text)
            for match, text in zip(matches, texts, strict=True)
        )
        return tuple(fields), is_whole

    def field(self, item: Item, match: re.Match[str], text: str | None) -> Field:
        return Field(
            match["label"],
            match["target"],
            match["option"] is not None,
            self.at(item, match.start()),
            text or None,
        )

    def wrapper(self, item: Item) -> None:
        record = patterns.RECORD.match(item.body)
        assert record is not None
        self.record(item, record)
        name = item.name.removeprefix("wrap ")
        self.module.wrapper = name[:1].upper() + name[1:]

    def fields(self, found: tuple[Field, ...], *, all_fields: bool) -> None:
        module = self.module
        if module.fields is None or (all_fields and not module.all_fields):
            module.fields, module.all_fields = found, all_fields
        # The signature and the structure of a recursive module both have the record.
        elif all_fields and not same_fields(module.fields, found):
            self.differ(module.fields, found)

    def differ(self, first: tuple[Field, ...], second: tuple[Field, ...]) -> None:
        where = (*second, *first)
        self.diagnostics.add(
            "E062",
            f"two places say different things of the type of {self.module.name}",
            location=where[0].location if where else self.module.location,
            hint="one of them is of another version, or damaged; leave one out",
        )

    def kind(self, kind: str, item: Item) -> None:
        known = self.module.kind
        if known is not None and known != kind:
            self.diagnostics.add(
                "E062",
                f"two places say different things of {self.module.name}: {known} and {kind}",
                location=self.at(item, 0),
                hint="one of them is of another version, or damaged; leave one out",
            )
        else:
            self.module.kind = kind

    def unknown(self, item: Item) -> None:
        if item.last and not self.is_code:
            # A page that was cut in the middle of a type.
            return
        body = _SPACE.sub(" ", item.body).strip()
        shown = body if len(body) <= 60 else f"{body[:57]}..."
        self.diagnostics.add(
            "E061",
            f"the type of {self.module.name} is of no form that awso writes: {shown!r}",
            location=self.at(item, 0),
            hint="awso writes records, enums, lists, maps and aliases of simple types",
        )

    # --- Errors

    def errors(self, item: Item) -> None:
        body = item.body
        found = {
            match["name"]: self.at(item, match.start())
            for match in patterns.ERROR.finditer(body)
        }
        is_whole = found.pop(patterns.UNKNOWN_ERROR, None) is not None and "]" in body
        module = self.module
        if module.errors is None:
            module.errors, module.all_errors = found, is_whole
        elif module.all_errors and is_whole:
            if module.errors.keys() != found.keys():
                self.diagnostics.add(
                    "E062",
                    f"two places say different things of the errors of {module.name}: "
                    f"{', '.join(sorted(module.errors.keys() ^ found.keys()))}",
                    location=self.at(item, 0),
                )
        elif is_whole or (not module.all_errors and len(found) > len(module.errors)):
            module.errors, module.all_errors = found, is_whole

    # --- Functions

    def make(self, item: Item) -> None:
        """The arguments are the fields, those that may be left out first."""
        found: list[Field] = []
        position = 0
        body = item.body
        while (match := patterns.ARGUMENT.match(body, position)) is not None:
            found.append(
                Field(
                    match["label"],
                    match["target"],
                    match["option"] is not None,
                    self.at(item, match.start("label")),
                )
            )
            position = match.end()
        if patterns.NO_MORE_ARGUMENTS.match(body, position) is None:
            # Of a shape that is no structure, or cut.
            return
        self.made = ModuleFacts(
            self.module.name,
            self.at(item, 0),
            self.module.form,
            fields=tuple(found),
            all_fields=True,
        )

    def to_value(self, item: Item) -> None:
        body = item.body
        for match in patterns.NAMED_KIND.finditer(body):
            kind = KINDS.get(match["kind"])
            if kind is not None and kind in SIMPLE:
                self.module.named[match["target"]] = kind
        own = patterns.OWN_KIND.match(body)
        if own is not None:
            kind = KINDS.get(own["kind"] or own["enum"] or own["listed"])
            if kind is not None:
                self.kind(kind, item)
            return
        row = patterns.ROW.match(body)
        if row is not None:
            self.kind("structure", item)
            self.module.common_kind = _only_kind(body, row.end())

    def at(self, item: Item, offset: int) -> Location:
        return Location(self.document, offset=item.offset(offset))


_READERS: dict[str, Callable[[Reader, Item], None]] = {
    "type t": Reader.type_t,
    "type error": Reader.errors,
    "val error_of_json": Reader.errors,
    "val error_of_xml": Reader.errors,
    "val make": Reader.make,
    "val to_value": Reader.to_value,
}


def same_fields(one: tuple[Field, ...], other: tuple[Field, ...]) -> bool:
    return [_sense(each) for each in one] == [_sense(each) for each in other]


def _words(field: Field) -> str:
    return f"{'optional' if field.optional else 'required'} {field.target}"


def _sense(field: Field) -> tuple[str, str, bool]:
    return field.label, field.target, field.optional


def _only_kind(body: str, position: int) -> str | None:
    """The kind of all values of a row, where it has one constructor: ``[> `Long of PartSize.t ]``."""
    depth = 1
    kinds: set[str] = set()
    for match in patterns.ROW_TOKEN.finditer(body, position):
        if match[0] in "[({":
            depth += 1
        elif match[0] in "])}":
            depth -= 1
            if depth == 0:
                # In a result wrapper the one structure is the result, not the kind of a member.
                kind = kinds.pop() if len(kinds) == 1 else ""
                return None if kind == "Structure" else KINDS.get(kind)
        elif depth == 1:
            kinds.add(match["kind"])
    return None
