"""Plain values: compared by their attributes, and shown with the package that they
belong to.

A dataclass takes a hundred times as long to make, and every program that sends anything
needs these.
"""

from __future__ import annotations

from typing import ClassVar


class Plain:
    """A value with slots. `_attributes` are those that count, in the order of the
    constructor.

    Most can be changed, so that they have no hash: a class that defines `__eq__` alone
    has none.
    """

    __slots__ = ()
    _attributes: ClassVar[tuple[str, ...]]

    def _values(self) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in self._attributes])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._values() == other._values()


def shown(value: object, *parts: str) -> str:
    """A repr with the class as it is imported: `acme.clients.ecr.Credentials(...)`."""
    kind = type(value)
    package, inside, _ = kind.__module__.partition("._runtime.")
    if inside and isinstance(value, Exception):
        package += ".errors"
    return f"{package}.{kind.__qualname__}({', '.join(parts)})"
