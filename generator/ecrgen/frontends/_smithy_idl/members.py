"""The members of shapes (Smithy 2.0, "Aggregate shapes" and "Target Elision")."""

from __future__ import annotations

from typing import Any

from ...documents.nodes import show
from ...model.ids import ShapeId
from ...model.prelude import UNIT
from ..operations import ELIDED, ApplyTrait, DefineMember, LoadOperation
from .names import shape_id_text
from .source import SAY_VERSION_2, Source
from .traits import TraitUse

_DEFAULT = ShapeId("smithy.api#default")
_ENUM_VALUE = ShapeId("smithy.api#enumValue")
_ENUM_HINTS = {
    "enum": "values of an enum are strings in double quotes",
    "intEnum": "values of an intEnum are integers of 32 bits",
}
_INTEGERS = range(-(2**31), 2**31)


def read_members(
    source: Source, shape: ShapeId, kind: str, made: list[LoadOperation]
) -> None:
    """Skips `{ ... }` with the members of a shape."""
    tokens = source.tokens
    tokens.skip_whitespace_and_docs()
    tokens.skip("LBRACE")
    tokens.skip_whitespace()
    defined: set[str] = set()
    member = _enum_member if kind in ("enum", "intEnum") else _member
    while tokens.kind not in ("EOF", "RBRACE"):
        member(source, shape, kind, defined, made)
        tokens.skip_whitespace()
    tokens.skip("RBRACE")


def _member(
    source: Source,
    shape: ShapeId,
    kind: str,
    defined: set[str],
    made: list[LoadOperation],
) -> None:
    """Skips a member of a structure, union, list or map."""
    tokens = source.tokens
    traits = _traits(source)
    if traits is None:
        return
    start = tokens.offset
    elided = tokens.kind == "DOLLAR"
    if elided:
        tokens.next()
    tokens.expect("IDENTIFIER")
    name = tokens.take()
    member = shape.with_member(name)
    target = ELIDED
    if elided:
        _only_in_2(source, "Members can only elide targets in", start, member)
    else:
        tokens.skip_spaces()
        tokens.skip("COLON")
        tokens.skip_spaces()
        source.document.places[start, "target"] = tokens.offset
        target = source.names.resolved(shape_id_text(tokens))
    ours: list[LoadOperation] = [DefineMember(member, target, source.at(start))]
    source.apply(traits, member, ours)
    assigned = _assigned(source)
    if assigned:
        offset, value = assigned
        _only_in_2(source, "@default assignment is only supported in", offset, member)
        ours.append(ApplyTrait(member, _DEFAULT, value, source.at(offset)))
    if name in defined:
        _twice(source, f"Duplicate member of `{shape}`: '{name}'", start, member)
    else:
        defined.add(name)
        made += ours


def _enum_member(
    source: Source,
    shape: ShapeId,
    kind: str,
    defined: set[str],
    made: list[LoadOperation],
) -> None:
    """Skips a member of an enum or intEnum."""
    tokens = source.tokens
    traits = _traits(source)
    if traits is None:
        return
    start = tokens.offset
    tokens.expect("IDENTIFIER")
    name = tokens.take()
    member = shape.with_member(name)
    ours: list[LoadOperation] = [DefineMember(member, UNIT, source.at(start))]
    source.apply(traits, member, ours)
    assigned = _assigned(source)
    if assigned:
        offset, value = assigned
        wrong = _wrong_enum_value(kind, value)
        if wrong is not None:
            source.report("E026", wrong, offset, _ENUM_HINTS[kind], member)
            return
        ours.append(ApplyTrait(member, _ENUM_VALUE, value, source.at(offset)))
    if name in defined:
        _twice(source, f"Found conflicting member name, `{name}`", start, member)
    else:
        defined.add(name)
        made += ours


def _traits(source: Source) -> list[TraitUse] | None:
    """Skips what stands before a member; `None` for a comment before no member."""
    traits = source.traits.before_shape()
    if source.tokens.is_at("RBRACE") and all(use.is_comment for use in traits):
        if traits:
            dangling_comment(source, traits[0].offset)
        return None
    return traits


def _only_in_2(source: Source, what: str, offset: int, member: ShapeId) -> None:
    if source.is_1:
        source.report(
            "E018",
            f"{what} IDL version 2 or later",
            offset,
            SAY_VERSION_2,
            member,
        )


def _twice(source: Source, message: str, offset: int, member: ShapeId) -> None:
    hint = "remove one of them, or give it another name"
    source.report("E101", message, offset, hint, member)


def _assigned(source: Source) -> tuple[int, Any] | None:
    """Skips `= value`, which ends with its line; where the `=` is, and the value."""
    tokens = source.tokens
    tokens.skip_spaces()
    if tokens.kind != "EQUAL":
        return None
    offset = tokens.offset
    tokens.next()
    tokens.skip_spaces()
    value = source.values.node()
    tokens.skip_spaces()
    if tokens.is_at("COMMA"):
        tokens.next()
    tokens.expect_line_break()
    return offset, value


def _wrong_enum_value(kind: str, value: Any) -> str | None:
    if kind == "enum":
        if isinstance(value, str):
            return None
        return (
            f"enum members can only be assigned string values, but found: {show(value)}"
        )
    if isinstance(value, float):
        return "intEnum members do not support floating point values"
    if isinstance(value, bool) or not isinstance(value, int):
        return f"intEnum members require integer values, but found: {show(value)}"
    if value not in _INTEGERS:
        return f"intEnum members must fit within an integer, but found: {value}"
    return None


def dangling_comment(source: Source, offset: int) -> None:
    source.report(
        "W001",
        "the documentation comment documents nothing",
        offset,
        "comments with /// stand before a shape or member; write // for others",
    )
