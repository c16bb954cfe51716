"""What JMESPath expressions are compiled to (jmespath.org, "Specification").

Values are plain: what `to_value()` of an input or output gives. A value of the wrong
type gives null, as a member that is not there does; a test of a response should not
fail for what the response lacks.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard, cast

Each = Callable[[Any], Any]


# --- Selecting --------------------------------------------------------------------------------------------------


def field(value: Any, *names: str) -> Any:
    """The member of the member ... of an object."""
    for name in names:
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, Any]", value).get(name)
    return value


def _array(value: Any) -> list[Any] | None:
    return value if _is_array(value) else None


def _is_array(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def item(value: Any, index: int) -> Any:
    found = _array(value)
    if found is None or not -len(found) <= index < len(found):
        return None
    return found[index]


def part(value: Any, start: int | None, stop: int | None, step: int | None) -> Any:
    found = _array(value)
    return None if found is None else found[start:stop:step]


def flatten(value: Any) -> Any:
    found = _array(value)
    if found is None:
        return None
    out: list[Any] = []
    for each in found:
        inner = _array(each)
        if inner is None:
            out.append(each)
        else:
            out += inner
    return out


def project(value: Any, each: Each) -> Any:
    found = _array(value)
    if found is None:
        return None
    results = (each(item) for item in found)
    return [result for result in results if result is not None]


def select(value: Any, condition: Each) -> Any:
    found = _array(value)
    return None if found is None else [each for each in found if truth(condition(each))]


def several(value: Any, *results: Each) -> Any:
    return None if value is None else [each(value) for each in results]


def named(value: Any, results: Mapping[str, Each]) -> Any:
    if value is None:
        return None
    return {name: each(value) for name, each in results.items()}


def pipe(value: Any, each: Each) -> Any:
    return each(value)


# --- Logic ------------------------------------------------------------------------------------------------------


def truth(value: Any) -> bool:
    """Null, false and what is empty are false; numbers are true, 0 too."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number or bool(value)


def either(value: Any, left: Each, right: Each) -> Any:
    found = left(value)
    return found if truth(found) else right(value)


def both(value: Any, left: Each, right: Each) -> Any:
    found = left(value)
    return right(value) if truth(found) else found


def negate(value: Any) -> bool:
    return not truth(value)


def equal(left: Any, right: Any) -> bool:
    """Equality without Python's `True == 1`."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def differ(left: Any, right: Any) -> bool:
    return not equal(left, right)


def less(left: Any, right: Any) -> bool | None:
    return left < right if _is_number(left) and _is_number(right) else None


def less_or_equal(left: Any, right: Any) -> bool | None:
    return left <= right if _is_number(left) and _is_number(right) else None


def more(left: Any, right: Any) -> bool | None:
    return less(right, left)


def more_or_equal(left: Any, right: Any) -> bool | None:
    return less_or_equal(right, left)


def all_equal(value: Any, expected: str) -> bool:
    """Whether an array has elements and all are `expected` (Smithy waiters,
    "allStringEquals").
    """
    found = _array(value) or []
    return bool(found) and all(each == expected for each in found)


def any_equal(value: Any, expected: str) -> bool:
    """Whether an element of an array is `expected` (Smithy waiters, "anyStringEquals")."""
    return any(each == expected for each in _array(value) or ())


# --- Functions, under the names they have in expressions ----------------------------------------------------------


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(value: Any) -> list[Any] | None:
    found = _array(value)
    return found if found is not None and all(map(_is_number, found)) else None


def _ordered(values: list[Any]) -> bool:
    """Whether values compare with each other: all numbers, or all strings."""
    return all(map(_is_number, values)) or all(isinstance(each, str) for each in values)


def call_abs(value: Any) -> Any:
    return abs(value) if _is_number(value) else None


def call_avg(value: Any) -> Any:
    found = _numbers(value)
    return sum(found) / len(found) if found else None


def call_ceil(value: Any) -> Any:
    return math.ceil(value) if _is_number(value) else None


def call_floor(value: Any) -> Any:
    return math.floor(value) if _is_number(value) else None


def call_contains(value: Any, sought: Any) -> Any:
    if isinstance(value, str):
        return isinstance(sought, str) and sought in value
    found = _array(value)
    return None if found is None else any(equal(each, sought) for each in found)


def call_starts_with(value: Any, start: Any) -> Any:
    both_text = isinstance(value, str) and isinstance(start, str)
    return value.startswith(start) if both_text else None


def call_ends_with(value: Any, end: Any) -> Any:
    both_text = isinstance(value, str) and isinstance(end, str)
    return value.endswith(end) if both_text else None


def call_join(glue: Any, value: Any) -> Any:
    found = _array(value)
    if not isinstance(glue, str) or found is None:
        return None
    return glue.join(found) if all(isinstance(each, str) for each in found) else None


def call_keys(value: Any) -> Any:
    return (
        list(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else None
    )


def call_values(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return None
    return list(cast("Mapping[str, Any]", value).values())


def call_length(value: Any) -> Any:
    if isinstance(value, str | list | Mapping):
        return len(cast("list[Any]", value))
    return None


def call_map(each: Each, value: Any) -> Any:
    found = _array(value)
    return None if found is None else [each(item) for item in found]


def call_max(value: Any) -> Any:
    found = _array(value)
    return max(found) if found and _ordered(found) else None


def call_min(value: Any) -> Any:
    found = _array(value)
    return min(found) if found and _ordered(found) else None


def call_max_by(value: Any, each: Each) -> Any:
    found = call_sort_by(value, each)
    # The first of equals, as `max` has it.
    return max(_array(value) or (), key=each) if found else None


def call_min_by(value: Any, each: Each) -> Any:
    found = call_sort_by(value, each)
    return found[0] if found else None


def call_sort(value: Any) -> Any:
    found = _array(value)
    return sorted(found) if found is not None and _ordered(found) else None


def call_sort_by(value: Any, each: Each) -> Any:
    found = _array(value)
    if found is None or not _ordered([each(item) for item in found]):
        return None
    return sorted(found, key=each)


def call_merge(*values: Any) -> Any:
    out: dict[str, Any] = {}
    for value in values:
        if not isinstance(value, Mapping):
            return None
        out.update(cast("Mapping[str, Any]", value))
    return out


def call_not_null(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def call_reverse(value: Any) -> Any:
    if isinstance(value, str):
        return value[::-1]
    found = _array(value)
    return None if found is None else found[::-1]


def call_sum(value: Any) -> Any:
    found = _numbers(value)
    return None if found is None else sum(found)


def call_to_array(value: Any) -> Any:
    return [value] if _array(value) is None else value


def call_to_string(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), default=str)


def call_to_number(value: Any) -> Any:
    if _is_number(value):
        return value
    if not isinstance(value, str):
        return None
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            pass
    return None


def call_type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, Mapping) else "string"
