"""Words for diagnostics: articles, and hints with the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable


def an(noun: str) -> str:
    """The noun with its indefinite article."""
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def closest(name: str, known: Iterable[str]) -> str | None:
    """The name in `known` that resembles `name` most, if any does."""
    # Imported here because only runs that fail need it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.7)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint, if a name in `known` resembles `name`."""
    nearest = closest(name, known)
    return f"did you mean {nearest}?" if nearest else None
