"""XML on the wire: elements by local name, and the leaves that are text there."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element as Element

from . import values

Document: TypeAlias = Element | str | bytes


def load(document: Document) -> Element:
    """The root element. Raises ValueError for what is not well-formed, and for any document type declaration."""
    if isinstance(document, Element):
        return document
    text = (
        document if isinstance(document, str) else document.decode("utf-8", "replace")
    )
    # Entities are declared in a DTD; AWS never sends one, and expanding them can exhaust memory.
    if "<!DOCTYPE" in text:
        raise ValueError("a document type declaration is not allowed")
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None


def name(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, tag: str) -> Iterator[Element]:
    return (child for child in element if name(child) == tag)


def child(element: Element, tag: str) -> Element | None:
    return next(children(element, tag), None)


def message(element: Element) -> Element | None:
    """The element of an error's message, which services write with or without a capital."""
    return next((each for each in element if name(each).lower() == "message"), None)


def text(element: Element) -> str:
    return element.text or ""


def boolean(element: Element) -> bool:
    return text(element).strip() == "true"


def integer(element: Element) -> int:
    return int(text(element))


def number(element: Element) -> float:
    return float(text(element))


def decimal(element: Element) -> Decimal:
    return Decimal(text(element).strip())


def timestamp(element: Element) -> datetime:
    return values.timestamp(text(element).strip())


def blob(element: Element) -> bytes:
    return b64decode(text(element))


def entries(
    element: Element, entry: str, key: str, value: str
) -> Iterator[tuple[str, Element]]:
    """The keys and value elements of a map whose entries are called `entry`."""
    for each in children(element, entry):
        found_key, found_value = child(each, key), child(each, value)
        if found_key is not None and found_value is not None:
            yield text(found_key), found_value


def error(document: Document) -> Element:
    """The element that holds an error's members.

    restXml and awsQuery: `ErrorResponse/Error`; ec2Query: `Response/Errors/Error`; without a wrapper, the root.
    """
    root = load(document)
    if name(root) == "Response":
        root = next(iter(children(root, "Errors")), root)
    return next(iter(children(root, "Error")), root)
