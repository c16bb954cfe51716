"""Documentation of shapes and members, from the model or its overlay.

Where a model has no `smithy.api#documentation`, only facts such as a deprecation are
left, or nothing.
"""

from __future__ import annotations

from ..model.traits import Deprecated, Documentation, Traits
from .text import plain_text, summary


def of_traits(traits: Traits) -> str:
    """The documentation and the deprecation of a shape or member, as plain text."""
    documentation = traits.get(Documentation)
    parts = [] if documentation is None else [plain_text(documentation.value)]
    deprecated = traits.get(Deprecated)
    if deprecated is not None:
        since = f" since {plain_text(deprecated.since)}" if deprecated.since else ""
        message = f": {plain_text(deprecated.message)}" if deprecated.message else "."
        parts.append(f"Deprecated{since}{message}")
    return "\n\n".join(part for part in parts if part)


def headline(text: str) -> str:
    """The first sentence, for a module's docstring."""
    return summary(text) if text else ""
