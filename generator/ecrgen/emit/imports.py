"""Import statements of a module, in the order that isort and ruff keep."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..ir.imports import Import
from .layout import WIDTH


def import_lines(
    imports: Iterable[Import], reexports: Iterable[Import], path: str
) -> list[str]:
    """The imports that the module at `path` (`.models.image`) needs, its own names left
    out.

    `reexports` are imported under their own name, which tells type checkers that they
    are public here.

    Sections are parted by a blank line: the standard library, then the package, the
    furthest relative first.
    """
    standard: dict[str, set[str]] = {}
    package: dict[str, set[str]] = {}
    for each in imports:
        if not each.module.startswith("."):
            standard.setdefault(each.module, set()).add(each.name)
        elif each.module != path:
            package.setdefault(relative(each.module, path), set()).add(each.name)
    for each in reexports:
        shown = f"{each.name} as {each.name}"
        package.setdefault(relative(each.module, path), set()).add(shown)
    sections = [
        [
            line
            for module in sorted(standard)
            for line in statement(module, standard[module])
        ],
        [
            line
            for module in sorted(package, key=relative_order)
            for line in statement(module, package[module])
        ],
    ]
    filled = [section for section in sections if section]
    return [
        line
        for index, section in enumerate(filled)
        for line in ([""] * bool(index)) + section
    ]


def relative(module: str, path: str) -> str:
    """`module`, counted from the package's root, as the module at `path` names it."""
    source = path.split(".")[1:-1]
    target = [part for part in module.split(".")[1:] if part]
    shared = 0
    while shared < min(len(source), len(target)) and source[shared] == target[shared]:
        shared += 1
    if shared == len(target) and shared:
        shared -= 1
    return "." * (len(source) - shared + 1) + ".".join(target[shared:])


def relative_order(module: str) -> tuple[int, list[tuple[int, str]]]:
    """The furthest relative module first, then by name."""
    dots = len(module) - len(module.lstrip("."))
    return -dots, _natural(module)


def statement(module: str, names: Iterable[str], indent: str = "") -> list[str]:
    """`from module import names`, one name a line where they do not fit."""
    ordered = sorted(names, key=_member_order)
    whole = f"{indent}from {module} import {', '.join(ordered)}"
    if len(whole) <= WIDTH:
        return [whole]
    items = [f"{indent}    {name}," for name in ordered]
    return [f"{indent}from {module} import (", *items, f"{indent})"]


def _member_order(shown: str) -> tuple[int, list[tuple[int, str]], str]:
    """Constants, then classes, then the rest, each without regard to case and with
    numbers by value.
    """
    name = shown.partition(" ")[0]
    if name.isupper() and len(name) > 1:
        kind = 0
    else:
        kind = 1 if name[:1].isupper() else 2
    return kind, _natural(name.lower()), name


def _natural(name: str) -> list[tuple[int, str]]:
    parts = re.split(r"([0-9]+)", name)
    return [(int(part) if part.isdigit() else -1, part) for part in parts]
