"""The properties of shapes in the JSON AST, and their forms (Smithy 2.0, "AST shapes")."""

from __future__ import annotations

from ..model.shapes import SimpleType

_SIMPLE = tuple(kind.value for kind in SimpleType)
_LIFECYCLE = ("create", "put", "read", "update", "delete", "list")

# The spellings of the versions.
VERSIONS = {"1": "1.0", "1.0": "1.0", "2": "2.0", "2.0": "2.0"}
# The properties of each type of shape besides `type`, `traits` and `mixins`, and their forms.
PROPERTIES: dict[str, dict[str, str]] = {
    **{name: {} for name in _SIMPLE},
    "list": {"member": "member"},
    "set": {"member": "member"},
    "map": {"key": "member", "value": "member"},
    "structure": {"members": "members"},
    "union": {"members": "members"},
    "enum": {"members": "members"},
    "intEnum": {"members": "members"},
    "operation": {
        "input": "reference",
        "output": "reference",
        "errors": "references",
    },
    "resource": {
        "identifiers": "reference map",
        "properties": "reference map",
        **dict.fromkeys(_LIFECYCLE, "reference"),
        "operations": "references",
        "collectionOperations": "references",
        "resources": "references",
    },
    "service": {
        "version": "string",
        "operations": "references",
        "resources": "references",
        "errors": "references",
        "rename": "names",
    },
    "apply": {},
}
# What Smithy 1.0 did not have (Smithy 2.0, "Migrating models").
ONLY_IN_2 = {
    "enum": frozenset[str](),
    "intEnum": frozenset[str](),
    "resource": frozenset({"properties"}),
}
ONLY_MEMBERS = {"list": ("member",), "set": ("member",), "map": ("key", "value")}
