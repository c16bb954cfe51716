"""Shape statements (Smithy 2.0, "Defining shapes")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...model.ids import ShapeId, is_shape_id
from ...problems.suggest import did_you_mean
from .._ast_forms import ONLY_IN_2, PROPERTIES
from ..operations import OMITTED, ApplyTrait, DefineShape, LoadOperation
from .members import read_members
from .names import shape_id_text
from .source import SAY_VERSION_2, Source

KINDS = frozenset(PROPERTIES.keys() - {"apply"})
_ENTITIES = ("service", "resource")
_AGGREGATES = ("list", "set", "map", "union", "structure")
_INLINE = {
    "input": ShapeId("smithy.api#input"),
    "output": ShapeId("smithy.api#output"),
}


def read_shape(
    source: Source, kind: str, shape: ShapeId, start: int, made: list[LoadOperation]
) -> None:
    """Skips what follows the name of a shape. `start` is where its statement begins."""
    _check_version(source, kind, shape, start)
    if kind in _ENTITIES:
        _define(source, kind, shape, start, made, _entity)
    elif kind == "operation":
        _define(source, kind, shape, start, made, _operation)
    elif PROPERTIES[kind]:
        _define(source, kind, shape, start, made, None)
        read_members(source, shape, kind, made)
    else:
        _define(source, kind, shape, start, made, None)


def _check_version(source: Source, kind: str, shape: ShapeId, start: int) -> None:
    if source.is_1 and ONLY_IN_2.get(kind) == frozenset():
        hint = SAY_VERSION_2
    elif kind == "set" and not source.is_1:
        hint = "a list with the trait uniqueItems is the same"
    else:
        return
    source.report(
        "E018" if source.is_1 else "E025",
        f"{kind} shapes cannot be used in Smithy version {source.version}",
        start,
        hint,
        shape,
    )


_Body = Callable[[Source, str, ShapeId, int, dict[str, Any], list[LoadOperation]], None]


def _define(
    source: Source,
    kind: str,
    shape: ShapeId,
    start: int,
    made: list[LoadOperation],
    body: _Body | None,
) -> None:
    resource = _resource(source, shape, start) if kind in _AGGREGATES else None
    mixins = _mixins(source, shape, start)
    properties: dict[str, Any] = {}
    if body is not None:
        source.tokens.skip_whitespace_and_docs()
        source.tokens.skip("LBRACE")
        source.tokens.skip_whitespace_and_docs()
        body(source, kind, shape, start, properties, made)
        source.tokens.skip("RBRACE")
    made.append(
        DefineShape(
            shape, kind, source.at(start), source.version, mixins, properties, resource
        )
    )


def _resource(source: Source, shape: ShapeId, start: int) -> ShapeId | None:
    """Skips `for Resource`, if it is there."""
    tokens = source.tokens
    tokens.skip_spaces()
    if not tokens.is_word("for"):
        return None
    if source.is_1:
        source.only_in_2(
            "Structures can only be bound to resources",
            "bind a structure to a resource",
            tokens.offset,
            shape,
        )
    tokens.next()
    tokens.expect_spaces()
    source.document.places[start, "for"] = tokens.offset
    return source.names.resolved(shape_id_text(tokens))


def _mixins(source: Source, shape: ShapeId, start: int) -> tuple[ShapeId, ...]:
    """Skips `with [...]`, if it is there."""
    tokens = source.tokens
    tokens.skip_spaces()
    if not tokens.is_word("with"):
        return ()
    if source.is_1:
        source.only_in_2("Mixins can only be used", "use mixins", tokens.offset, shape)
    tokens.next()
    tokens.skip_whitespace_and_docs()
    tokens.skip("LBRACKET")
    tokens.skip_whitespace_and_docs()
    mixins: list[ShapeId] = []
    while True:
        source.document.places[start, f"mixins/{len(mixins)}"] = tokens.offset
        mixins.append(source.names.resolved(shape_id_text(tokens)))
        tokens.skip_whitespace_and_docs()
        if tokens.kind == "RBRACKET":
            tokens.next()
            return tuple(mixins)


# --- Services and resources


def _entity(
    source: Source,
    kind: str,
    shape: ShapeId,
    start: int,
    properties: dict[str, Any],
    made: list[LoadOperation],
) -> None:
    """The properties of a service or resource, up to the closing brace."""
    tokens = source.tokens
    forms = PROPERTIES[kind]
    while tokens.kind != "EOF":
        if tokens.expect("RBRACE", "STRING", "IDENTIFIER") == "RBRACE":
            break
        at, key = tokens.offset, source.values.key()
        tokens.skip_whitespace_and_docs()
        tokens.skip("COLON")
        tokens.skip_whitespace_and_docs()
        value = _property(source, forms.get(key), key, start, shape)
        if key not in forms:
            source.report(
                "E017",
                f"Unknown property {key} for {shape}",
                at,
                did_you_mean(key, forms) or f"a {kind} has {', '.join(forms)}",
                shape,
            )
        elif key in properties:
            _twice(source, kind, key, at, shape)
        else:
            if source.is_1 and key in ONLY_IN_2.get(kind, ()):
                source.only_in_2(
                    "Resource properties can only be used",
                    "use resource properties",
                    at,
                    shape,
                )
            properties[key] = value
        tokens.skip_whitespace_and_docs()


def _property(
    source: Source, form: str | None, key: str, start: int, shape: ShapeId
) -> Any:
    tokens, places = source.tokens, source.document.places
    places[start, key] = tokens.offset
    if form == "reference":
        return _reference(source)
    if form == "references":
        return _references(source, key, start)
    if form == "string":
        tokens.expect("STRING", "TEXT_BLOCK")
        return source.values.string()
    if form is None:
        return source.values.node()
    tokens.skip("LBRACE")
    tokens.skip_whitespace_and_docs()
    entries: dict[str, Any] = {}
    while tokens.expect("RBRACE", "STRING", "IDENTIFIER") != "RBRACE":
        at, name = tokens.offset, source.values.key()
        places[start, f"{key}/{name}"] = at
        tokens.skip_whitespace_and_docs()
        tokens.skip("COLON")
        tokens.skip_whitespace_and_docs()
        if form == "reference map":
            value: Any = _reference(source)
        else:
            tokens.expect("STRING", "TEXT_BLOCK")
            value = source.values.string()
            if not is_shape_id(name):
                source.report(
                    "E015",
                    f"{name!r} is not an absolute shape ID",
                    at,
                    'shapes to rename are written as "namespace#ShapeName"',
                    shape,
                )
                name = ""
        if name in entries:
            _twice(source, key, name, at, shape)
        elif name:
            entries[name] = value
        tokens.skip_whitespace_and_docs()
    tokens.next()
    return entries


def _references(source: Source, key: str, start: int) -> list[dict[str, ShapeId]]:
    """Skips `[Shape, ...]`."""
    tokens = source.tokens
    tokens.skip("LBRACKET")
    tokens.skip_whitespace_and_docs()
    items: list[dict[str, ShapeId]] = []
    while tokens.kind not in ("EOF", "RBRACKET"):
        source.document.places[start, f"{key}/{len(items)}"] = tokens.offset
        items.append(_reference(source))
        tokens.skip_whitespace_and_docs()
    tokens.skip("RBRACKET")
    return items


def _reference(source: Source) -> dict[str, ShapeId]:
    """Skips a shape ID, in quotes or without."""
    tokens = source.tokens
    if tokens.kind != "STRING":
        return {"target": source.names.resolved(shape_id_text(tokens))}
    at, text = tokens.offset, source.values.string()
    target = source.names.resolved(text)
    if not is_shape_id(target):
        source.report(
            "E015",
            f"{text!r} is not a shape ID",
            at,
            "shape IDs look like namespace#ShapeName, or ShapeName",
        )
    return {"target": target}


# --- Operations


def _operation(
    source: Source,
    kind: str,
    shape: ShapeId,
    start: int,
    properties: dict[str, Any],
    made: list[LoadOperation],
) -> None:
    """The input, output and errors of an operation, up to the closing brace."""
    tokens = source.tokens
    while tokens.kind not in ("EOF", "RBRACE"):
        tokens.expect("IDENTIFIER")
        at, key = tokens.offset, tokens.take()
        tokens.skip_whitespace_and_docs()
        if key in properties:
            _twice(source, kind, key, at, shape)
        if key in _INLINE:
            target = _input_or_output(source, key, shape, start, made)
            properties.setdefault(key, {"target": target})
        elif key == "errors":
            tokens.skip("COLON")
            tokens.skip_whitespace_and_docs()
            source.document.places[start, key] = tokens.offset
            properties.setdefault(key, _references(source, key, start))
        else:
            source.report(
                "E017",
                f"Unknown property {key} for {shape}",
                at,
                did_you_mean(key, PROPERTIES[kind])
                or "an operation has input, output and errors",
                shape,
            )
            tokens.skip("COLON")
            tokens.skip_whitespace_and_docs()
            source.values.node()
        if tokens.kind != "RBRACE":
            tokens.expect_whitespace()


def _input_or_output(
    source: Source, key: str, shape: ShapeId, start: int, made: list[LoadOperation]
) -> ShapeId:
    tokens = source.tokens
    kind = tokens.skip("COLON", "WALRUS")
    if kind == "COLON":
        tokens.skip_whitespace_and_docs()
        source.document.places[start, key] = tokens.offset
        return source.names.resolved(shape_id_text(tokens))
    tokens.skip_whitespace()
    at = tokens.offset
    if source.is_1:
        source.only_in_2(
            "Inlined operation inputs and outputs can only be used",
            "use inlined IO",
            at,
            shape,
        )
    suffix = source.input_suffix if key == "input" else source.output_suffix
    inline = source.names.defined(f"{shape.name}{suffix}")
    traits = source.traits.before_shape()
    at = tokens.offset
    _define(source, "structure", inline, at, made, None)
    read_members(source, inline, "structure", made)
    source.apply(traits, inline, made)
    made.append(ApplyTrait(inline, _INLINE[key], OMITTED, source.at(at)))
    return inline


def _twice(source: Source, kind: str, key: str, at: int, shape: ShapeId) -> None:
    source.report(
        "E005",
        f"Duplicate {kind} {key} property for `{shape}`",
        at,
        "only one of them would count; remove or merge one of them",
        shape,
    )
