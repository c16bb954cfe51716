"""Open enums: a value that the model did not know yet is kept and compares equal to it."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """An enum that takes any string. `is_known` tells modelled values from others."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = "UNKNOWN"
        member._value_ = str(value)
        return member

    @property
    def is_known(self) -> bool:
        return self._value_ in type(self)._value2member_map_


class OpenIntEnum(IntEnum):
    """An enum that takes any integer. `is_known` tells modelled values from others."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = "UNKNOWN"
        member._value_ = int(value)
        return member

    @property
    def is_known(self) -> bool:
        return self._value_ in type(self)._value2member_map_
