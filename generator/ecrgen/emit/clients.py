"""The module `client`, from its IR. Where it would be too long, the methods are in
modules of `methods`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..ir.imports import Import, union
from ..ir.modules import Clients, Function, Section
from ..lower import runtime
from ..prose.text import wrap
from . import groups, layout
from .docstrings import docstring
from .writer import Writer

METHODS = "methods"
_DOC = "The clients of the service: `Client` blocks, `AsyncClient` is awaited."
_PARTED = (
    f"{_DOC}\n\nTheir methods are in `methods`, each loaded when it is first used."
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A method of both clients, and its text in each."""

    sync: Function
    asynchronous: Function
    texts: tuple[str, str]

    @property
    def methods(self) -> tuple[Function, Function]:
        return self.sync, self.asynchronous

    @property
    def lines(self) -> int:
        return sum(text.count("\n") + 2 for text in self.texts)


def emit_clients(writer: Writer, clients: Clients) -> None:
    """`client.py`, and `methods/*.py` for a service with very many operations."""
    pairs = [
        _Pair(sync, other, (_function(sync, 1), _function(other, 1)))
        for sync, other in zip(clients.sync, clients.asynchronous, strict=True)
    ]
    if sum(pair.lines for pair in pairs) > groups.MOST_LINES:
        _emit_parted(writer, clients, pairs)
    else:
        _emit_client(writer, clients, pairs, {})


def _emit_client(
    writer: Writer,
    clients: Clients,
    pairs: Sequence[_Pair],
    parts: Mapping[str, Sequence[str]],
) -> None:
    """`client.py` with the methods in `pairs`, and those that the modules `parts` have."""
    modules = {
        name: f".{METHODS}.{part}" for part, names in parts.items() for name in names
    }
    in_parts = {Import(f".{METHODS}", part) for part in parts}
    needed = clients.service_imports | clients.resolve.imports_of_body
    if parts:
        needed |= {runtime.module("lazy")}
    writer.write(
        "client.py",
        imports=needed | _run_time(clients, pairs),
        checked=clients.resolve.imports_of_signature | _checked(pairs) | in_parts,
        doc=_PARTED if parts else _DOC,
        clients=clients,
        resolve=_function(clients.resolve, 0),
        parts=list(parts),
        methods=dict(sorted(modules.items())),
        sync=_text(pair.texts[0] for pair in pairs),
        asynchronous=_text(pair.texts[1] for pair in pairs),
    )


def _emit_parted(writer: Writer, clients: Clients, pairs: Sequence[_Pair]) -> None:
    own = [pair for pair in pairs if pair.sync.name == "__init__"]
    named = {pair.sync.name: pair for pair in pairs if pair not in own}
    parts = groups.parted({name: pair.lines for name, pair in named.items()})
    writer.write(f"{METHODS}/__init__.py")
    for part, names in parts.items():
        members = [pair for name, pair in named.items() if name in set(names)]
        writer.write(
            f"{METHODS}/{part}.py",
            f"{METHODS}/%part.py",
            imports=_run_time(clients, members),
            checked=_checked(members),
            clients=clients,
            sync=_text(pair.texts[0] for pair in members),
            asynchronous=_text(pair.texts[1] for pair in members),
        )
    _emit_client(writer, clients, own, parts)


def _run_time(clients: Clients, pairs: Sequence[_Pair]) -> frozenset[Import]:
    bodies = union(method.imports_of_body for pair in pairs for method in pair.methods)
    return bodies | {clients.base, clients.asynchronous_base}


def _checked(pairs: Sequence[_Pair]) -> frozenset[Import]:
    return union(
        method.imports_of_signature for pair in pairs for method in pair.methods
    )


def _text(methods: Iterable[str]) -> str:
    return "\n\n".join(methods)


def _function(function: Function, depth: int) -> str:
    lines = layout.signature(function, depth)
    if function.doc:
        width = layout.WIDTH - 4 * (depth + 1)
        parts = [function.doc, *(_section(each, width) for each in function.sections)]
        lines += docstring("\n\n".join(parts), depth + 1)
    return "\n".join([*lines, *layout.statements(function.body, depth + 1)])


def _section(section: Section, width: int) -> str:
    """A section in the form that editors read: entries indented below the title, their
    text further.
    """
    lines = [f"{section.title}:"]
    for name, about in section.entries:
        shown = ": ".join(part for part in (name, about) if part)
        first, *rest = wrap(shown, width - 8)
        lines += [f"    {first}", *(f"        {line}" for line in rest)]
    return "\n".join(lines)
