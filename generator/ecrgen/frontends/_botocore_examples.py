"""examples-1.json: the `examples` trait."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ._botocore_nodes import Node
from ._botocore_writer import Writer


def write_examples(examples: Node, operations: Collection[str], writer: Writer) -> None:
    by_operation = examples.node("examples")
    # Examples may be of operations that the service no longer has: they are ignored.
    for name in by_operation.entries:
        if name in operations:
            values = [_example(example) for example in by_operation.listed(name)]
            if values:
                shape = writer.names.operation(name)
                at = by_operation.at.child(name)
                writer.trait(shape, "smithy.api#examples", values, at)


def _example(node: Node) -> dict[str, Any]:
    example: dict[str, Any] = {
        "title": node.text("title") or node.text("id") or "Example"
    }
    description = node.text("description")
    if description is not None:
        example["documentation"] = description
    for key in ("input", "output"):
        value = node.node(key).entries
        if value:
            example[key] = value
    return example
