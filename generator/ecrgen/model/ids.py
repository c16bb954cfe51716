"""Shape IDs: `namespace#ShapeName` or `namespace#ShapeName$member` (Smithy 2.0, "Shape ID")."""

from __future__ import annotations

import re

_IDENTIFIER = r"(?:[A-Za-z]|_+[A-Za-z0-9])[A-Za-z0-9_]*"
_PATTERN = re.compile(
    rf"{_IDENTIFIER}(\.{_IDENTIFIER})*#{_IDENTIFIER}(\${_IDENTIFIER})?", re.ASCII
)
_NAME = re.compile(_IDENTIFIER, re.ASCII)


class ShapeId(str):
    """An absolute shape ID. A plain string otherwise, so that it costs nothing as a dictionary key."""

    __slots__ = ()

    @property
    def namespace(self) -> str:
        return self.partition("#")[0]

    @property
    def name(self) -> str:
        """The shape's name, without namespace and member."""
        return self.partition("#")[2].partition("$")[0]

    @property
    def member(self) -> str | None:
        return self.partition("$")[2] or None

    def with_member(self, name: str) -> ShapeId:
        return ShapeId(f"{self}${name}")

    @property
    def without_member(self) -> ShapeId:
        return ShapeId(self.partition("$")[0])

    @property
    def is_prelude(self) -> bool:
        return self.startswith("smithy.api#")


class RelativeId(ShapeId):
    """What a name without namespace means if nothing else has it: a prelude shape.

    A shape of the same name in the namespace of the file takes precedence, and may be
    in another file; `assemble` knows all of them.
    """

    __slots__ = ("within",)
    # The shape ID in the namespace of the file.
    within: ShapeId

    @classmethod
    def of(cls, name: str, namespace: str) -> RelativeId:
        made = cls(f"smithy.api#{name}")
        made.within = ShapeId(f"{namespace}#{name}")
        return made

    def __reduce__(self) -> tuple[type[ShapeId], tuple[str]]:
        # Only the stages up to `assemble` see the difference.
        return ShapeId, (str(self),)


def is_shape_id(text: str) -> bool:
    """Whether `text` is an absolute shape ID, with or without a member."""
    return _PATTERN.fullmatch(text) is not None


def is_identifier(text: str) -> bool:
    """Whether `text` matches the `Identifier` production of the Smithy ABNF."""
    return _NAME.fullmatch(text) is not None
