"""Templates without a model: what the safety audit compares the lazy parts of a package
with.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from .environment import jinja_environment

_LAZY = frozenset({"__init__.py", "models/__init__.py", "operations/__init__.py"})
_CLASS = SimpleNamespace(name="Base")
_CLIENTS = SimpleNamespace(service={}, base=_CLASS, asynchronous_base=_CLASS)


def skeleton(path: str) -> str:
    """The module at `path` as its template writes it on empty tables; nothing for one
    without lazy parts.
    """
    if path in _LAZY:
        return _rendered(path, modules=[], renamed={}, parts=[])
    if path == "client.py":
        texts = dict.fromkeys(("resolve", "sync", "asynchronous"), "")
        tables: dict[str, Any] = {"methods": {}, "parts": ["part"]}
        return _rendered(path, clients=_CLIENTS, **texts, **tables)
    return ""


def _rendered(path: str, **context: Any) -> str:
    return (
        jinja_environment()
        .get_template(f"package/{path}.j2")
        .render(
            source="",
            doc="Nothing.",
            imports="",
            checked_imports="    pass",
            **context,
        )
    )
