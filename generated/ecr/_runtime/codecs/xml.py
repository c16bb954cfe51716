"""XML on the wire: elements by local name, and the leaves that are text there."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ..core import values
from ..core.errors import UnknownOperationError, select

if TYPE_CHECKING:
    from decimal import Decimal
    from xml.etree.ElementTree import Element as Element, TreeBuilder

    from ..core.errors import ServiceError

    E = TypeVar("E", bound=ServiceError)
    Document: TypeAlias = Element | str | bytes
else:

    def __getattr__(name: str) -> Any:
        """ElementTree is imported at first use: clients that speak JSON need this
        module and never that one.
        """
        from xml.etree.ElementTree import Element

        if name == "Element":
            return Element
        if name == "Document":
            return Element | str | bytes
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _builder() -> TreeBuilder:
    from xml.etree.ElementTree import TreeBuilder

    class Builder(TreeBuilder):
        """Builds trees of documents without a document type declaration."""

        def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
            # Entities are declared in a DTD; AWS never sends one, and expanding them
            # can exhaust memory.
            raise ValueError("a document type declaration is not allowed")

    return Builder()


def load(document: Document) -> Element:
    """The root element, with local names only: matching does not look at namespaces.

    Raises ValueError for what is not well-formed UTF-8, and for any document type
    declaration.
    """
    from xml.etree import ElementTree

    if isinstance(document, ElementTree.Element):
        root = document
        if any("}" in str(each.tag) for each in root.iter()):
            root = _local(deepcopy(root))
        return root
    text = (
        document if isinstance(document, str) else document.decode("utf-8", "replace")
    ).strip("\ufeff \t\r\n")
    # XML has no NUL. The parser takes text with it for UTF-16, whatever it is told, and
    # finds there what is no declaration here.
    if "\0" in text:
        raise ValueError("a NUL character is not allowed")
    # Slower, and not needed where nothing looks like a declaration (it may still be
    # text in a CDATA section).
    target = _builder() if "<!DOCTYPE" in text else None
    parser = ElementTree.XMLParser(target=target)
    try:
        parser.feed(text)
        return _local(parser.close())
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from None


def _local(root: Element) -> Element:
    for element in root.iter():
        # In a tree that somebody else parsed, the tag of a comment is no text.
        if "}" in str(element.tag):
            element.tag = element.tag.rpartition("}")[2]
    return root


def name(element: Element) -> str:
    return str(element.tag)


def children(element: Element, tag: str) -> Iterator[Element]:
    return (each for each in element if each.tag == tag)


def child(element: Element, tag: str) -> Element | None:
    for each in element:
        if each.tag == tag:
            return each
    return None


def attribute(element: Element, tag: str) -> Element | None:
    """An attribute, as an element with its text."""
    for key, content in element.items():
        if key.rpartition("}")[2] == tag:
            from xml.etree.ElementTree import Element

            found = Element(tag)
            found.text = content
            return found
    return None


def message(element: Element) -> Element | None:
    """The element of an error's message, which services write with or without a
    capital.
    """
    return next((each for each in element if name(each).lower() == "message"), None)


def text(element: Element) -> str:
    return element.text or ""


def text_of(element: Element, tag: str) -> str | None:
    """The text of the child that is called `tag`, without white space around it."""
    found = child(element, tag)
    return None if found is None else text(found).strip()


def boolean(element: Element) -> bool:
    return text(element).strip() == "true"


def integer(element: Element) -> int:
    return int(text(element))


def number(element: Element) -> float:
    return float(text(element))


def decimal(element: Element) -> Decimal:
    return values.decimal(text(element).strip())


def timestamp(element: Element) -> datetime:
    return values.timestamp(text(element).strip())


def epoch_seconds(element: Element) -> datetime:
    return values.timestamp(float(text(element)))


def blob(element: Element) -> bytes:
    return b64decode(text(element))


def entries(
    elements: Iterable[Element], key: str, value: str
) -> Iterator[tuple[str, Element]]:
    """The keys and value elements of a map, given the elements of its entries."""
    for each in elements:
        found_key, found_value = child(each, key), child(each, value)
        if found_key is not None and found_value is not None:
            yield text(found_key), found_value


def error(document: Document) -> Element:
    """The element that holds an error's members.

    restXml and awsQuery: `ErrorResponse/Error`; ec2Query: `Response/Errors/Error`;
    without a wrapper, the root.
    """
    root = load(document)
    if name(root) == "Error":
        return root
    if name(root) == "Response":
        root = next(iter(children(root, "Errors")), root)
    return next(iter(children(root, "Error")), root)


def request_id(root: Element) -> str | None:
    """The ID of the request in an error's document: beside the error, or in it where
    nothing wraps it.
    """
    return text_of(root, "RequestId") or text_of(root, "RequestID")


def error_of(
    code: str, payload: Document, kinds: tuple[type[E], ...]
) -> E | UnknownOperationError:
    """The error among `kinds` that has a code, made of an element or document; the one
    for what is not modelled.
    """
    kind = select(code, kinds)
    if kind is None:
        return UnknownOperationError(code, payload)
    return read_error(kind, payload)


def read_error(kind: type[E], document: Document) -> E:
    """The error of class `kind` that a document holds."""
    root = load(document)
    found = kind.from_xml(error(root))
    found.request_id = request_id(root)
    return found
