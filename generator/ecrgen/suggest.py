"""The nearest known name, for the hints of diagnostics."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A question for a hint, when something in `known` resembles `name`."""
    # Imported here: only a run that fails needs it.
    from difflib import get_close_matches

    nearest = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"did you mean {nearest[0]}?" if nearest else None
