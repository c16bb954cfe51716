"""Wording of diagnostics: articles, and the nearest known name for a hint."""

from __future__ import annotations

from collections.abc import Iterable


def an(noun: str) -> str:
    """The noun with its indefinite article."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def closest(name: str, known: Iterable[str]) -> str | None:
    """What in `known` resembles `name` most, if anything does."""
    # Imported here: only a run that fails needs it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.7)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A question for a hint, when something in `known` resembles `name`."""
    nearest = closest(name, known)
    return f"did you mean {nearest}?" if nearest else None
