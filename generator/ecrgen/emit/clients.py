"""The module `client`, from its IR. Where it would be too long, the methods are in modules of `methods`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import jinja2

from ..ir.code import Line, text
from ..ir.imports import union
from ..ir.modules import Function, Package, Section
from ..prose.text import wrap
from . import groups, layout
from .docstrings import docstring
from .imports import import_lines

CLIENT = "client"
METHODS = "methods"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A method of both clients, and its text in each."""

    sync: Function
    asynchronous: Function
    texts: tuple[str, str]

    @property
    def lines(self) -> int:
        return sum(each.count("\n") + 2 for each in self.texts)


def emit_clients(environment: jinja2.Environment, package: Package) -> dict[str, str]:
    """`client.py`, and `methods/*.py` for a service with very many operations."""
    clients = package.clients
    pairs = [
        _Pair(sync, other, (_function(sync, 1), _function(other, 1)))
        for sync, other in zip(clients.sync, clients.asynchronous, strict=True)
    ]
    shared: dict[str, object] = {
        "source": package.source,
        "service": clients.service,
        "resolve": _function(clients.resolve, 0),
    }
    if sum(each.lines for each in pairs) > groups.MOST_LINES:
        return _parted(environment, pairs, shared)
    text = environment.get_template("client.py.j2").render(
        **shared, **_content(pairs, f".{CLIENT}", ("endpoints", "operations"))
    )
    return {f"{CLIENT}.py": text}


def _parted(
    environment: jinja2.Environment, pairs: Sequence[_Pair], shared: dict[str, object]
) -> dict[str, str]:
    own = [each for each in pairs if each.sync.name == "__init__"]
    named = {each.sync.name: each for each in pairs if each not in own}
    parts = groups.parted({name: each.lines for name, each in named.items()})
    template = environment.get_template("methods.py.j2")
    files = {
        f"{METHODS}/__init__.py": environment.get_template("methods_init.py.j2").render(
            **shared
        )
    }
    for part, names in parts.items():
        members = [each for name, each in named.items() if name in set(names)]
        content = _content(members, f".{METHODS}.{part}", ("operations",))
        files[f"{METHODS}/{part}.py"] = template.render(**shared, **content)
    modules = {
        name: f".{METHODS}.{part}" for part, names in parts.items() for name in names
    }
    files[f"{CLIENT}.py"] = environment.get_template("client_parted.py.j2").render(
        **shared,
        **_content(own, f".{CLIENT}", ()),
        parts=list(parts),
        methods=dict(sorted(modules.items())),
    )
    return files


def _content(
    pairs: Sequence[_Pair], path: str, modules: tuple[str, ...]
) -> dict[str, object]:
    """What a template is given for methods in the module at `path`."""
    functions = [each for pair in pairs for each in (pair.sync, pair.asynchronous)]
    lines = import_lines(union(each.imports for each in functions), (), path)
    calls = [
        text(each.value)
        for pair in pairs
        for each in pair.sync.body
        if isinstance(each, Line)
    ]
    used = {
        "models": any("=models." in each for each in calls),
        "paginators": any(each.startswith("self._paginate(") for each in calls),
        "waiters": any(each.startswith("self._wait(") for each in calls),
    }
    return {
        "modules": ", ".join(
            sorted([*modules, *(each for each in used if used[each])])
        ),
        "uses_values": any("=values." in each for each in calls),
        "imports": "\n".join(f"    {line}" if line else "" for line in lines),
        "sync": "\n\n".join(each.texts[0] for each in pairs),
        "asynchronous": "\n\n".join(each.texts[1] for each in pairs),
    }


def _function(function: Function, depth: int) -> str:
    lines = layout.signature(function, depth)
    if function.doc:
        width = layout.WIDTH - 4 * (depth + 1)
        parts = [function.doc, *(_section(each, width) for each in function.sections)]
        lines += docstring("\n\n".join(parts), depth + 1)
    return "\n".join([*lines, *layout.statements(function.body, depth + 1)])


def _section(section: Section, width: int) -> str:
    """A section in the form that editors read: entries indented below the title, their text further."""
    lines = [f"{section.title}:"]
    for name, about in section.entries:
        shown = ": ".join(part for part in (name, about) if part)
        first, *rest = wrap(shown, width - 8)
        lines += [f"    {first}", *(f"        {line}" for line in rest)]
    return "\n".join(lines)
