"""Shapes that contain themselves and each other."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest


@pytest.fixture(scope="module")
def package(fragment: Any) -> Any:
    return fragment(
        {
            "Node": {
                "structure": {
                    "name": ["String", {"required": {}}],
                    "parent": "Node",
                    "children": "Nodes",
                    "byName": "NodeMap",
                    "value": "Value",
                    "when": "Timestamp",
                }
            },
            "Nodes": {"list": "Node"},
            "NodeMap": {"map": ["String", "Nodes"]},
            "Value": {"union": {"node": "Node", "values": "Values", "deep": "Deep"}},
            "Values": {"list": "Value"},
            "Deep": {"map": ["String", "Values"]},
            # A cycle through three structures, none of them containing itself.
            "Ping": {"structure": {"pong": "Pong"}},
            "Pong": {"structure": {"pang": "Pang"}},
            "Pang": {"structure": {"ping": "Ping", "data": "Blob"}},
            "Leaf": {"structure": {"text": "String"}},
            "Branch": {"structure": {"leaf": "Leaf", "branch": "Branch"}},
        }
    )


def tree(depth: int) -> dict[str, Any]:
    if depth == 0:
        return {"name": "leaf"}
    below = tree(depth - 1)
    return {
        "name": f"n{depth}",
        "parent": below,
        "children": [below, {"name": "other"}],
        "byName": {"a": [below], "b": []},
        "value": {"values": [{"node": below}, {"deep": {"k": [{"values": []}]}}]},
    }


def test_a_tree_goes_out_and_comes_back(package: Any) -> None:
    plain = tree(4)
    node = package.models.Node.from_value(plain)
    assert node.to_value() == plain
    assert package.sent("Echo", node=node) == {"Node": plain}
    read = package.answer("Echo", {"Node": plain}).node
    assert read == node
    assert read.children[0].parent.name == "n2"


def test_a_tree_can_be_pickled_copied_and_compared(package: Any) -> None:
    node = package.models.Node.from_value(tree(3))
    assert pickle.loads(pickle.dumps(node)) == node
    assert copy.deepcopy(node) == node
    other = copy.deepcopy(node)
    other.children[1].name = "changed"
    assert other != node


def test_shapes_of_one_cycle_share_a_module_and_others_do_not(package: Any) -> None:
    models = package.models
    assert models.Ping.__module__ == models.Pong.__module__ == models.Pang.__module__
    assert models.Node.__module__ == models.ValueNode.__module__
    assert models.Leaf.__module__ != models.Branch.__module__


def test_the_blob_at_the_end_of_a_cycle_is_encoded(package: Any) -> None:
    models = package.models
    ping = models.Ping(pong=models.Pong(pang=models.Pang(data=b"\x00")))
    wire = {"Ping": {"pong": {"pang": {"data": "AA=="}}}}
    assert package.sent("Echo", ping=ping) == wire
    assert package.answer("Echo", wire).ping == ping


def test_a_required_member_missing_deep_inside_is_corrected(package: Any) -> None:
    read = package.answer("Echo", {"Node": {"children": [{}, None, {"name": "x"}]}})
    assert read.node.name == ""
    assert [each.name for each in read.node.children] == ["", "x"]


def test_nesting_beyond_the_interpreter_is_one_kind_of_error(package: Any) -> None:
    body = b'{"Node": ' + b'{"parent": ' * 5000 + b'{"name": "x"}' + b"}" * 5001
    with pytest.raises(package.errors.DeserializationError):
        package.answer("Echo", body)
