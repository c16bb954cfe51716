"""Member names differ by more than case (Smithy 2.0, "Shape ID conflicts")."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.shapes import (
    EnumMember,
    EnumShape,
    IntEnumShape,
    Member,
    Model,
    StructureShape,
    UnionShape,
)
from ..problems.diagnostics import Diagnostic
from ._support import problem


def check(model: Model) -> Iterator[Diagnostic]:
    for shape in model:
        members: tuple[Member | EnumMember, ...] = ()
        if isinstance(shape, (StructureShape, UnionShape)):
            members = tuple(shape.members.values())
        elif isinstance(shape, (EnumShape, IntEnumShape)):
            members = shape.members
        seen: dict[str, str] = {}
        for member in members:
            other = seen.setdefault(member.name.lower(), member.name)
            if other != member.name:
                yield problem(
                    "E300",
                    f"the member names {other!r} and {member.name!r} differ in case only",
                    member,
                )
