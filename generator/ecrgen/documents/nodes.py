"""Node values (Smithy 2.0, "Node values"), as the standard library parses JSON."""

from __future__ import annotations

import json
from typing import Any, TypeGuard


class LongDecimal(float):
    """A number with more digits than a double has, for a bigDecimal. `literal` has all
    of them.
    """

    __slots__ = ("literal",)
    literal: str

    @classmethod
    def of(cls, literal: str) -> LongDecimal:
        made = cls(literal)
        made.literal = literal
        return made


def is_object(node: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(node, dict)


def is_list(node: Any) -> TypeGuard[list[Any]]:
    return isinstance(node, list)


def same_node(left: Any, right: Any) -> bool:
    """Equality of node values. Python alone would take `true` for `1`."""
    return left == right and json.dumps(left, sort_keys=True) == json.dumps(
        right, sort_keys=True
    )


def show(node: Any) -> str:
    """A node as JSON, shortened for a diagnostic."""
    text = json.dumps(node, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def kind_of(node: Any) -> str:
    """What a node is, in words for a diagnostic."""
    if node is None:
        return "null"
    if isinstance(node, bool):
        return "a boolean"
    if isinstance(node, str):
        return "a string"
    if isinstance(node, (dict, list)):
        return "an object" if is_object(node) else "a list"
    return "a number"
