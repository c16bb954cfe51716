"""Jinja with what templates ask of the layout: undefined names are errors, and nothing
is escaped as HTML.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

import jinja2

from ..ir.code import Expression, Text, text
from ..ir.modules import (
    Alias,
    Attribute,
    Class,
    Definition,
    Enum,
    EnumMember,
    Field,
    Function,
)
from . import layout, templates
from .docstrings import comment, docstring


def jinja_environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(templates.read),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do"],
    )
    filters: dict[str, Callable[..., str]] = {
        "assigned": _assigned,
        "attributes": _attributes,
        "class_header": _class_header,
        "comment": comment,
        "docstring": _docstring,
        "fields": _fields,
        "listed": _listed,
        "method": _method,
        "spaced": _spaced,
        "text": text,
        "union": _union,
        "values": _values,
    }
    environment.filters.update(filters)
    return environment


def _assigned(value: Expression, prefix: str) -> str:
    return "\n".join(layout.expression(value, 0, prefix, ""))


def _docstring(value: str, depth: int) -> str:
    return "\n".join(docstring(value, depth))


def _union(alternatives: Sequence[Expression], prefix: str) -> str:
    return "\n".join(layout.union(alternatives, prefix))


def _listed(names: Sequence[str], prefix: str) -> str:
    """An entry of a table: the prefix, and the names as one string below it where they
    do not fit the line.
    """
    indent = " " * 12
    whole = f'{indent}{prefix}"{" ".join(names)}",'
    if len(whole) <= layout.WIDTH:
        return whole
    *first, last = textwrap.wrap(
        " ".join(names), layout.WIDTH - len(indent) - 7, break_long_words=False
    )
    parts = [*(f'{indent}    "{part} "' for part in first), f'{indent}    "{last}"']
    return "\n".join([f"{indent}{prefix}(", *parts, f"{indent}),"])


def _attributes(attributes: Sequence[Attribute]) -> str:
    return "\n".join(
        line
        for attribute in attributes
        for line in layout.expression(attribute.value, 1, f"{attribute.name} = ", "")
    )


def _class_header(definition: Class) -> str:
    return "\n".join(layout.class_header(definition))


def _fields(fields: Sequence[Field]) -> str:
    """Fields, with a blank line around those that are documented."""
    lines: list[str] = []
    previous: Field | None = None
    for field in fields:
        if previous is not None and (field.doc or previous.doc):
            lines.append("")
        lines += layout.field(field)
        if field.doc:
            lines += docstring(field.doc, 1)
        previous = field
    return "\n".join(lines)


def _method(function: Function) -> str:
    lines = [f"    @{function.decorator}"] if function.decorator else []
    lines += layout.signature(function, 1)
    if function.doc:
        lines += [*docstring(function.doc, 2), ""]
    return "\n".join([*lines, *layout.statements(function.body, 2)])


def _values(members: Sequence[EnumMember]) -> str:
    lines: list[str] = []
    for index, member in enumerate(members):
        if index and (member.doc or members[index - 1].doc):
            lines.append("")
        lines += layout.expression(Text(member.value), 1, f"{member.name} = ", "")
        if member.doc:
            lines += docstring(member.doc, 1)
    return "\n".join(lines)


def _spaced(definitions: Sequence[tuple[Definition, str]]) -> str:
    """Definitions with the blank lines that PEP 8 asks for between them."""
    parts: list[str] = []
    previous: Definition | None = None
    for definition, rendered in definitions:
        if isinstance(definition, Class | Enum) or isinstance(previous, Class | Enum):
            parts.append("\n\n")
        elif (
            previous is None
            or _is_documented(definition)
            or _is_documented(previous)
            or type(previous) is not type(definition)
        ):
            parts.append("\n")
        parts.append(rendered)
        previous = definition
    return "".join(parts).rstrip("\n")


def _is_documented(definition: Definition | None) -> bool:
    return isinstance(definition, Alias) and bool(definition.doc)
