"""What only an implementation says: names on the wire, values of enums, constraints,
and facts of the service.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...model.ids import is_identifier
from .._botocore_shapes import anchored
from . import names
from .facts import KINDS, Item, ModuleFacts, SourceFacts
from .lexer import Source

_JSON_FIELD = re.compile(
    r'\blet\s++(?P<label>[a-z_]\w*+)\s*+=\s*+\(?field_map(?:_exn)?\s++json__\s++(?P<string>")'
)
# `of_string`: a value, and the constructor that it becomes.
_VALUE = re.compile(r'(?P<string>") *+"\s*+->\s*+(?P<case>[A-Z]\w*+)')
_ERROR = re.compile(r'(?P<string>") *+"\s*+->\s*+`(?P<case>[A-Z]\w*+)')
_OWN_KIND = re.compile(r"\s*+\w++\s*+=\s*+`(?P<kind>[A-Z]\w*+)\b")
_CONTEXT = re.compile(r'\s*+=\s*+(?P<string>")')
_KIND_WORD = re.compile(r'~kind:\s*+(?P<string>")')
_CHECK = re.compile(
    r"\bcheck_(?P<what>string|int64|int|list)_(?P<side>min|max)\s++i\s++~(?:min|max):\s*+"
    r"\(?\s*+(?P<bound>-?[0-9]{1,40})[lLn]?"
)
_PATTERN = re.compile(r'\bcheck_pattern\s++i\s++~pattern:\s*+\(?\s*+(?P<string>")')
_LENGTHS = frozenset({"string", "list"})
# Kinds whose constraints are all written; awso writes the maximum of a float as its
# minimum.
_CONSTRAINED = frozenset({"string", "integer", "long", "list"})

_CONSTANT = re.compile(r'^let\s++(?P<name>[a-zA-Z]\w*+)\s*+=\s*+(?P<string>")', re.M)
_SERVICE = re.compile(r"^let\s++service\s*+=\s*+Service\.(?P<name>\w++)", re.M)
# awso's constants, by the keys of `facts: service:`.
_SERVICE_KEYS = {
    "apiVersion": "version",
    "endpointPrefix": "endpoint_prefix",
    "serviceFullName": "title",
    "targetPrefix": "name",
    "xmlNamespace": "xml_namespace",
}


def read_implementation(
    module: ModuleFacts, source: Source, items: Sequence[Item], start: int, end: int
) -> None:
    """Adds what the functions of a module say."""
    named = {item.name: item for item in items if item.name.startswith("let ")}
    if module.fields and "let of_json" in named:
        _fields(module, source, named["let of_json"])
    if module.cases and "let of_string" in named:
        _values(module, source, named["let of_string"])
    if module.kind is None and "let to_value" in named:
        own = _OWN_KIND.match(source.code, named["let to_value"].start)
        if own is not None:
            module.kind = KINDS.get(own["kind"])
    if "let error_of_json" in named:
        item = named["let error_of_json"]
        for match in _ERROR.finditer(source.code, item.start, item.end):
            _spell(module, match["case"], source.string(match.start("string")))
    for name, pattern in (("let context_", _CONTEXT), ("let of_json", _KIND_WORD)):
        if name in named:
            item = named[name]
            word = pattern.search(source.code, item.start, item.end)
            if word is not None:
                _spell(module, module.name, source.string(word.start("string")))
    if module.kind in _CONSTRAINED and "let make" in named:
        module.constraints = _constraints(source, named["let make"])


def _fields(module: ModuleFacts, source: Source, item: Item) -> None:
    found = {
        match["label"]: source.string(match.start("string"))
        for match in _JSON_FIELD.finditer(source.code, item.start, item.end)
    }
    assert module.fields is not None
    module.fields = tuple(
        replace(each, name=_member(found.get(each.label))) for each in module.fields
    )


def _member(name: str | None) -> str | None:
    """A member's name, where it is one that Smithy can have."""
    if name is None:
        return None
    name = names.without_suffix(name)
    return name if is_identifier(name) else None


def _values(module: ModuleFacts, source: Source, item: Item) -> None:
    found = {
        match["case"]: source.string(match.start("string"))
        for match in _VALUE.finditer(source.code, item.start, item.end)
    }
    assert module.cases is not None
    module.cases = tuple(
        replace(case, value=found.get(case.name)) for case in module.cases
    )


def _spell(module: ModuleFacts, name: str, spelled: str | None) -> None:
    """Takes a string for the name of a shape where it becomes the name of the module."""
    if spelled is not None and names.module_name(spelled) == name:
        shape = names.without_suffix(spelled)
        if is_identifier(shape):
            module.spelled[name] = shape


def _constraints(source: Source, item: Item) -> dict[str, Any]:
    """The traits that constrain a shape (Smithy 2.0, "Constraint traits")."""
    found: dict[str, Any] = {}
    for match in _CHECK.finditer(source.code, item.start, item.end):
        trait = "length" if match["what"] in _LENGTHS else "range"
        found.setdefault(f"smithy.api#{trait}", {})[match["side"]] = int(match["bound"])
    pattern = _PATTERN.search(source.code, item.start, item.end)
    if pattern is not None:
        text = source.string(pattern.start("string"))
        if text is not None:
            found["smithy.api#pattern"] = anchored(text)
    return found


def read_constants(source: Source, facts: SourceFacts) -> None:
    """The facts of the service at the top of `values.ml`."""
    for match in _CONSTANT.finditer(source.code):
        value = source.string(match.start("string"))
        if value is None:
            continue
        if match["name"] == "protocol":
            facts.protocol = value
        elif match["name"] in _SERVICE_KEYS:
            facts.service.setdefault(_SERVICE_KEYS[match["name"]], value)
    service = _SERVICE.search(source.code)
    if service is not None:
        facts.names.insert(0, service["name"])
