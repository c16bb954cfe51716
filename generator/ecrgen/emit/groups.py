"""Parting what is too long for one file by its names, so that a new name changes one
file.

Names are put together by their first letter; what is still too long by its first word,
then by the first word and the next letter, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..lower.names.reserved import KEYWORDS

# Lines that a file may have before it is parted, and that a part may have before it is
# parted further.
MOST_LINES = 4000
_PART = 3000


def parted(sizes: Mapping[str, int], most: int = _PART) -> dict[str, list[str]]:
    """Names in snake case by the name of the part they are in, sorted. `sizes` are
    lines by name.
    """
    found: dict[str, list[str]] = {}
    pending = [(0, sorted(sizes))]
    while pending:
        level, names = pending.pop()
        buckets: dict[str, list[str]] = {}
        for name in names:
            buckets.setdefault(_key(name, level), []).append(name)
        deepest = 2 * max((name.count("_") + 1 for name in names), default=0)
        for key, bucket in buckets.items():
            if (
                len(bucket) == 1
                or sum(sizes[name] for name in bucket) <= most
                # Names that differ in nothing but underscores.
                or level >= deepest
            ):
                found.setdefault(key, []).extend(bucket)
            else:
                pending.append((level + 1, bucket))
    return {key: sorted(found[key]) for key in sorted(found)}


def _key(name: str, level: int) -> str:
    words = name.split("_")
    whole, is_letter = (level + 1) // 2, level % 2 == 0
    parts = words[:whole]
    if is_letter and whole < len(words):
        parts.append(words[whole][:1])
    key = "_".join(parts).strip("_") or "_"
    return f"{key}_" if key in KEYWORDS or key[0].isdigit() else key
