"""JMESPath expressions over an operation's input -> Python that reads its attributes.

What `operationContextParams` uses of JMESPath (Smithy 2.0, "operationContextParams":
members, projections of lists, multi-select lists, flattening and `keys`) is compiled to
attribute access and one comprehension, as the types of the input allow. Any other
expression is evaluated on the plain value of the input by the runtime's functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...ir.code import Comprehension, Expression, Text
from ...ir.imports import NO_IMPORTS
from ...model.ids import ShapeId
from ...model.jmespath import (
    Call,
    Current,
    Field,
    Flatten,
    Path,
    Projection,
    Several,
    Values,
)
from ...model.shapes import (
    EnumShape,
    ListShape,
    MapShape,
    OperationShape,
    SimpleShape,
    StructureShape,
)
from ...model.traits import Sparse
from .. import runtime
from ..names.context import Context, default_of, is_required
from ..values import jmespath

_JMESPATH = frozenset({runtime.module("jmespath")})


def expression(context: Context, operation: OperationShape, path: Path) -> Expression:
    """The value of `path` in the input `value`; None where it leads nowhere."""
    compiler = _Compiler(context)
    try:
        return compiler.whole(path, operation.input)
    except _OtherPathError:
        text = jmespath.expression(path, "value.to_value()")
        return Text(text, _JMESPATH if "jmespath." in text else NO_IMPORTS)


class _OtherPathError(Exception):
    """The path has what is not compiled to attributes."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An expression without calls, its shape, and the expressions that must not be None
    for it to be evaluated.

    `optional` says that it can be None itself.
    """

    text: str
    shape: ShapeId
    guards: tuple[str, ...] = ()
    optional: bool = False

    @property
    def all_guards(self) -> tuple[str, ...]:
        return (*self.guards, self.text) if self.optional else self.guards


def _if_all(guards: tuple[str, ...], text: str) -> str:
    if not guards:
        return text
    absent = " or ".join(f"{each} is None" for each in guards)
    return f"None if {absent} else {text}"


@dataclass(frozen=True, slots=True)
class _Compiler:
    context: Context

    def whole(self, path: Path, root: ShapeId) -> Expression:
        start = _Place("value", root)
        match path:
            case Field():
                place = self._place(path, start)
                return Text(_if_all(place.guards, place.text))
            case Call(function="keys", arguments=(of,)):
                place = self._place(of, start)
                if not isinstance(self.context.shape(place.shape), MapShape):
                    raise _OtherPathError
                return Text(_if_all(place.all_guards, f"list({place.text})"))
            case Projection(of=Flatten(of=inner), each=Current()):
                return self._flattened(inner, start)
            case Projection(of=of, each=each):
                source, element = self._elements(of, start)
                found = self._place(each, element)
                return _comprehension(
                    source, found.text, [f"for each in {source.text}"], found.all_guards
                )
            case _:
                raise _OtherPathError

    def _flattened(self, path: Path, start: _Place) -> Expression:
        """`list[*].[a.b, c.d][]`: what is there of several members of each element."""
        match path:
            case Projection(of=of, each=Several(of=Current(), items=items)):
                source, element = self._elements(of, start)
                found = [self._place(each, element) for each in items]
                if not all(self._is_leaf(each.shape) for each in found):
                    raise _OtherPathError
                several = ", ".join(
                    _if_all(each.guards, f"{each.text}") for each in found
                )
                comma = "," if len(found) == 1 else ""
                clauses = [
                    f"for each in {source.text}",
                    f"for each2 in ({several}{comma})",
                ]
                return _comprehension(source, "each2", clauses, ("each2",))
            case _:
                raise _OtherPathError

    def _elements(self, path: Path, start: _Place) -> tuple[_Place, _Place]:
        """What a comprehension goes over, and its element `each`."""
        if isinstance(path, Values):
            place = self._place(path.of, start)
            shape = self.context.shape(place.shape)
            if not isinstance(shape, MapShape) or shape.traits.has(Sparse):
                raise _OtherPathError
            source = _Place(
                f"{place.text}.values()", place.shape, place.all_guards, False
            )
            return source, _Place("each", shape.value.target)
        place = self._place(path, start)
        shape = self.context.shape(place.shape)
        if not isinstance(shape, ListShape) or shape.traits.has(Sparse):
            raise _OtherPathError
        return place, _Place("each", shape.member.target)

    def _place(self, path: Path, start: _Place) -> _Place:
        match path:
            case Current():
                return start
            case Field(of=of, name=name):
                place = self._place(of, start)
                shape = self.context.shape(place.shape)
                if not isinstance(shape, StructureShape) or name not in shape.members:
                    raise _OtherPathError
                member = shape.members[name]
                return _Place(
                    f"{place.text}.{self.context.names.fields[member.id]}",
                    member.target,
                    place.all_guards,
                    not is_required(member)
                    and default_of(self.context, member) is None,
                )
            case _:
                raise _OtherPathError

    def _is_leaf(self, shape: ShapeId) -> bool:
        return isinstance(self.context.shape(shape), SimpleShape | EnumShape)


def _comprehension(
    source: _Place, text: str, clauses: list[str], guards: tuple[str, ...]
) -> Expression:
    parts = [text, *clauses]
    if guards:
        parts.append(f"if {' and '.join(f'{each} is not None' for each in guards)}")
    if not source.all_guards:
        return Comprehension("[", tuple(parts), "]")
    return Text(_if_all(source.all_guards, f"[{' '.join(parts)}]"))
