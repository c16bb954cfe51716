"""Constraints, as tools read them that know the annotated-types package."""

from __future__ import annotations

import copy
import pickle
from typing import Annotated, Any

import annotated_types
import pytest
from hypothesis import given, strategies

from runtime.core.constraints import Ge, Le, MaxLen, MinLen, Pattern
from tests.support.fresh import run


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Ge(1), annotated_types.Ge(1)),
        (Le(2.5), annotated_types.Le(2.5)),
        (MinLen(3), annotated_types.MinLen(3)),
        (MaxLen(4), annotated_types.MaxLen(4)),
    ],
    ids=repr,
)
def test_they_unpack_to_the_classes_of_annotated_types(
    ours: annotated_types.GroupedMetadata, theirs: object
) -> None:
    # The protocol is checked at run time, as tools do.
    assert isinstance(ours, annotated_types.GroupedMetadata)
    assert list(ours) == [theirs]


TEXTS: Any = Annotated[str, MinLen(2), MaxLen(3)]
NUMBERS: Any = Annotated[int, Ge(5), Le(7)]


@given(strategies.from_type(TEXTS))
def test_hypothesis_understands_lengths(value: str) -> None:
    assert 2 <= len(value) <= 3


@given(strategies.from_type(NUMBERS))
def test_hypothesis_understands_ranges(value: int) -> None:
    assert value in (5, 6, 7)


def test_they_are_values() -> None:
    every = [Ge(1), Le(1), MinLen(1), MaxLen(1), Pattern("1")]
    assert len(set(every)) == 5
    for each in every:
        assert copy.copy(each) == each == pickle.loads(pickle.dumps(each))
    assert Ge(1) != Ge(2)
    assert (repr(Ge(1)), repr(Pattern("a"))) == ("Ge(ge=1)", "Pattern(regex='a')")


def test_nothing_is_imported_for_them() -> None:
    """Neither here, where nothing is installed, nor by what is not asked for its parts."""
    printed = run(
        "from runtime.core.constraints import Ge\n"
        "print(list(Ge(1)), 'dataclasses' in sys.modules)"
    )
    assert printed == "[] False\n"
