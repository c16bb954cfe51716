"""Removes the documentation from a model's traits, so that only facts are left.

Only text that was written for readers is documentation. Titles are names, and clients
show the error messages of an endpoint rule set: both are facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..documents.nodes import is_list, is_object

# Traits that are documentation and nothing else. Examples are: their values are
# invented.
_TEXTS = frozenset(
    {
        "smithy.api#documentation",
        "smithy.api#examples",
        "smithy.api#externalDocumentation",
    }
)
# Traits with documentation in one property, at any depth of their value.
_WITH_TEXT = {
    "aws.iam#defineConditionKeys": "documentation",
    "aws.iam#iamAction": "documentation",
    "smithy.api#deprecated": "message",
    "smithy.api#recommended": "reason",
    "smithy.rules#clientContextParams": "documentation",
    "smithy.rules#endpointRuleSet": "documentation",
    "smithy.rules#endpointTests": "documentation",
    "smithy.waiters#waitable": "documentation",
}


def without_prose(traits: Mapping[str, Any]) -> dict[str, Any]:
    """Traits by shape ID, without the documentation in them."""
    return {
        name: _without(value, _WITH_TEXT[name]) if name in _WITH_TEXT else value
        for name, value in traits.items()
        if name not in _TEXTS
    }


def _without(node: Any, key: str) -> Any:
    if is_object(node):
        return {
            name: _without(value, key)
            for name, value in node.items()
            if name != key or not isinstance(value, str)
        }
    if is_list(node):
        return [_without(value, key) for value in node]
    return node
