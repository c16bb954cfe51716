"""Inputs made by calling the dataclasses, as a user's program does: by field names and annotated types."""

from __future__ import annotations

import enum
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any


def construct(hint: Any, value: Any) -> Any:
    """The instance of the annotated type `hint` that the plain `value` stands for."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (each for each in arguments if each is not type(None))
        return construct(inner, value)
    if origin is list:
        return [construct(arguments[0], each) for each in value]
    if origin is dict:
        key, entry = arguments
        return {construct(key, k): construct(entry, each) for k, each in value.items()}
    if isinstance(hint, enum.EnumMeta):
        make: Any = hint
        return make(value)
    if not hasattr(hint, "from_value"):
        return value
    # Only variants of a union are dataclasses, not the union itself.
    return (_structure if is_dataclass(hint) else _variant)(hint, value)


def _structure(kind: Any, value: dict[str, Any]) -> Any:
    hints = typing.get_type_hints(kind)
    names = {folded(field.name): field.name for field in fields(kind)}
    given = {names[folded(key)]: each for key, each in value.items()}
    return kind(**{name: construct(hints[name], each) for name, each in given.items()})


def _variant(union: Any, value: dict[str, Any]) -> Any:
    """A union has one subclass per member, named after both."""
    ((tag, each),) = value.items()
    variants = {folded(kind.__name__): kind for kind in union.__subclasses__()}
    kind = variants[folded(union.__name__ + tag)]
    return kind(construct(typing.get_type_hints(kind)["value"], each))


def folded(name: str) -> str:
    """What a wire name and the Python name made from it have in common."""
    return name.replace("_", "").replace("-", "").lower()
