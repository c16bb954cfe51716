"""Judges a case that may be listed in skips.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from .suite import Case

_LISTED: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("skips.yaml").read_text(encoding="utf-8")
)


def verdict(kind: str, case: Case, problems: list[str]) -> None:
    """Fails for a case with problems, or for a listed case without any."""
    if case.key in _LISTED[kind]:
        assert problems, f"{case.key} passes: take it out of skips.yaml"
    else:
        assert not problems, problems


def unknown(kind: str, cases: Iterable[Case]) -> set[str]:
    """Listed names that are not names of cases."""
    return _LISTED[kind].keys() - {case.key for case in cases}


def without_reason() -> list[str]:
    every: list[tuple[str, Any]] = [
        entry for listed in _LISTED.values() for entry in listed.items()
    ]
    return [key for key, reason in every if not str(reason or "").strip()]


def count() -> int:
    return sum(map(len, _LISTED.values()))
