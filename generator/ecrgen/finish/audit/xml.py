"""How generated code may use the functions that write XML.

They take names, the text of start tags and what is XML already as they are, so that nothing may get there but literals
and what they made themselves. What a caller gave goes to those that escape it.
"""

from __future__ import annotations

import ast
import re

from .types import UnsafeError

MODULE = "xml_write"
METHOD = "to_xml"
# The methods that have the variables of which XML is put together.
WRITERS = frozenset({METHOD, "serialize"})

_NAME = re.compile(r"[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?", re.ASCII)
_DECLARATION = re.compile(r" xmlns(?::[A-Za-z_][\w-]*)?=\"[^\"<>\s]*\"", re.ASCII)
_ELEMENTS = frozenset({"container", "element", "siblings", "text", "unknown"})
_LEAVES = frozenset("blob boolean date_time epoch_seconds http_date number".split())
_UNKNOWN = "xml_write.unknown(self.tag, self.value)"


def audit_method(node: ast.FunctionDef) -> None:
    """Checks that the variables of XML hold nothing else, in a method where there is any."""
    found = list(ast.walk(node))
    if not any(isinstance(each, ast.Name) and each.id == MODULE for each in found):
        return
    for each in found:
        match each:
            case ast.Assign(targets=[ast.Name(id="out" | "attributes")], value=value):
                if not _is_text(value):
                    raise UnsafeError("what is not known to be XML", value)
            case _:
                pass


def is_addition(node: ast.AugAssign) -> bool:
    """Whether `node` adds an element to `out`, or an attribute to `attributes`."""
    match node:
        case ast.AugAssign(target=ast.Name(id="out"), op=ast.Add()):
            return _is_element(node.value)
        case ast.AugAssign(
            target=ast.Name(id="attributes"),
            op=ast.Add(),
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id="xml_write"), attr="attribute")
            ),
        ):
            return True
        case _:
            return False


def audit_call(node: ast.Call, function: str) -> None:
    """Checks a call of a function of the runtime's `xml_write`, or of the method `to_xml`."""
    if node.keywords:
        raise UnsafeError("XML by keyword", node)
    match function, node.args:
        case "attribute", [ast.Constant(value=str(name)), _] if _NAME.fullmatch(name):
            return
        case "unknown", _ if ast.unparse(node) == _UNKNOWN:
            return
        case _, [_] if function in _LEAVES:
            return
        case "element", [tag, ast.Name(id="out"), *rest]:
            pass
        case "element", [tag, content, *rest] if _is_text(content) or _is_element(
            content
        ):
            pass
        case "siblings", [ast.ListComp(elt=each)] if _is_element(each):
            return
        case "container", [tag, ast.ListComp(elt=each), *rest] if _is_element(each):
            pass
        case "container", [tag, ast.List(elts=elements), *rest] if all(
            map(_is_element, elements)
        ):
            pass
        case "text", [tag, _, *rest]:
            pass
        case "to_xml", [tag, *rest]:
            pass
        case _:
            raise UnsafeError(f"XML made by {function!r}", node)
    _start(tag, rest)


def _start(tag: ast.expr, rest: list[ast.expr]) -> None:
    """The start of an element: its name, and perhaps its attributes."""
    match tag:
        case ast.Name(id="tag"):
            pass
        case ast.Constant(value=str(name)) if _NAME.fullmatch(name):
            pass
        case _:
            raise UnsafeError("what is no name of XML", tag)
    match rest:
        case [] | [ast.Name(id="attributes")]:
            pass
        case [ast.Constant(value=str(found))] if _DECLARATION.fullmatch(found):
            pass
        case _:
            raise UnsafeError("what is no attribute of XML", tag)


def _is_element(node: ast.expr) -> bool:
    """Whether a call, which is checked as any other, makes an element."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="xml_write"), attr=name)):
            return name in _ELEMENTS
        case ast.Call(func=ast.Attribute(attr="to_xml")):
            return True
        case _:
            return False


def _is_text(node: ast.expr) -> bool:
    """Whether a literal is nothing, or the declaration of a namespace."""
    match node:
        case ast.Constant(value=str(found)):
            return not found or _DECLARATION.fullmatch(found) is not None
        case _:
            return False
