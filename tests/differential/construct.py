"""Inputs made by calling the dataclasses, as a user's program does."""

from __future__ import annotations

import enum
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any


def construct(hint: Any, value: Any) -> Any:
    """The plain `value` as an instance of the annotated type `hint`."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not type(None))
        return construct(inner, value)
    if origin is list:
        return [construct(arguments[0], item) for item in value]
    if origin is dict:
        key, entry = arguments
        return {construct(key, k): construct(entry, item) for k, item in value.items()}
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
    given = {names[folded(key)]: member_value for key, member_value in value.items()}
    return kind(
        **{
            name: construct(hints[name], member_value)
            for name, member_value in given.items()
        }
    )


def _variant(union: Any, value: dict[str, Any]) -> Any:
    """A union has one subclass per member, named after both."""
    ((tag, tagged),) = value.items()
    variants = {folded(kind.__name__): kind for kind in union.__subclasses__()}
    kind = variants[folded(union.__name__ + tag)]
    return kind(construct(typing.get_type_hints(kind)["value"], tagged))


def folded(name: str) -> str:
    """A form that is equal for a wire name and its Python name."""
    return name.replace("_", "").replace("-", "").lower()
