"""paginators-1.json: the `paginated` trait."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..problems.suggest import did_you_mean
from ._botocore_nodes import Node
from ._botocore_writer import Writer

# A path as Smithy allows it; botocore allows any JMESPath expression.
_PATH = re.compile(r"\w+(?:\.\w+)*", re.ASCII)


def write_pagination(
    paginators: Node,
    operations: Mapping[str, Node],
    shapes: Mapping[str, Node],
    writer: Writer,
) -> None:
    for name, node in paginators.nodes("pagination"):
        if name in operations:
            output = operations[name].node("output").entries.get("shape")
            _write_paginator(name, node, str(output), shapes, writer)
        else:
            node.diagnostics.add(
                "E056",
                f"there is no operation {name!r} to paginate",
                location=node.at,
                hint=did_you_mean(name, operations),
            )


def _write_paginator(
    name: str, node: Node, output: str, shapes: Mapping[str, Node], writer: Writer
) -> None:
    shape = writer.names.operation(name)
    value: dict[str, str] = {}
    for key, trait_key in (
        ("input_token", "inputToken"),
        ("output_token", "outputToken"),
        ("result_key", "items"),
        ("limit_key", "pageSize"),
    ):
        paths = _paths(node, key)
        if key == "result_key":
            # botocore also sums up numbers and joins texts of all pages; Smithy does
            # not.
            paths = [path for path in paths if _is_collection(path, output, shapes)]
        if len(paths) == 1:
            value[trait_key] = paths[0]
        elif key in node:
            what = f"a paginator whose {key} is not one path"
            writer.skip(what, node.at.child(key), shape)
            if key in ("input_token", "output_token"):
                return
        elif key in ("input_token", "output_token"):
            node.missing(key)
            return
    writer.trait(shape, "smithy.api#paginated", value, node.at)


def _paths(node: Node, key: str) -> list[str]:
    """The paths at `key`, or none if one of them is not a path."""
    several = isinstance(node.entries.get(key), list)
    candidates = list(node.texts(key)) if several else [node.text(key)]
    paths = [path for path in candidates if path is not None and _PATH.fullmatch(path)]
    return paths if len(paths) == len(candidates) else []


def _is_collection(path: str, output: str, shapes: Mapping[str, Node]) -> bool:
    """Whether the path leads to a list or map, as Smithy requires of items."""
    name = output
    for member in path.split("."):
        if name not in shapes:
            return False
        target = shapes[name].node("members").node(member)
        name = str(target.entries.get("shape"))
    return name in shapes and shapes[name].entries.get("type") in ("list", "map")
