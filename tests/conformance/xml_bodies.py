"""Compares XML documents as the protocols read them (Smithy 2.0, "XML binding traits").

Some differences do not count: white space between elements, prefixes of equal
namespaces, the order of attributes and of a structure's members. Elements with the same
name are a list or a map and keep their order. All of a text counts, and every
declaration of a namespace, because the xmlNamespace trait requires it at its place.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from xml.etree import ElementTree


@dataclass(slots=True)
class Node:
    name: str
    attributes: dict[str, str]
    namespaces: set[tuple[str, str]]
    text: str = ""
    children: dict[str, list[Node]] = field(default_factory=dict[str, "list[Node]"])


def same(actual: bytes, expected: bytes) -> bool:
    return tree(actual) == tree(expected)


def tree(document: bytes) -> Node:
    # Declarations are reported before their element.
    namespaces: dict[int, set[tuple[str, str]]] = {}
    declared: set[tuple[str, str]] = set()
    root: ElementTree.Element | None = None
    events = ElementTree.iterparse(io.BytesIO(document), ("start-ns", "start"))
    for event, item in events:
        if event == "start-ns":
            declared.add(item)
            continue
        namespaces[id(item)] = declared
        declared = set()
        if root is None:
            root = item
    assert root is not None
    return _node(root, namespaces)


def _node(
    element: ElementTree.Element, namespaces: dict[int, set[tuple[str, str]]]
) -> Node:
    node = Node(element.tag, dict(element.attrib), namespaces[id(element)])
    text = element.text or ""
    for child in element:
        node.children.setdefault(child.tag, []).append(_node(child, namespaces))
        text += child.tail or ""
    # White space between elements is layout.
    node.text = text if not len(element) or text.strip() else ""
    return node
