"""What generated code may pass to the functions that write XML.

They take names and the text of start tags as they are, so that nothing but a literal may get there. What a caller gave
goes to the functions that escape it.
"""

from __future__ import annotations

import ast
import re

from .audit_types import UnsafeError

MODULE = "xml_write"
METHOD = "to_xml"

_NAME = re.compile(r"[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?", re.ASCII)
_DECLARATION = re.compile(r" xmlns(?::[A-Za-z_][\w-]*)?=\"[^\"<>\s]*\"", re.ASCII)
_UNKNOWN = "xml_write.unknown(self.tag, self.value)"


def audit_written(node: ast.Call, function: str) -> None:
    """Checks a call of a function of the runtime's `xml_write`, or of the method `to_xml`."""
    match function, node.args:
        case "text", [tag, _, *rest]:
            pass
        case "element", [
            tag,
            ast.Name(id="out") | ast.Call() | ast.Constant(value=""),
            *rest,
        ]:
            pass
        case "container", [tag, ast.List() | ast.ListComp(), *rest]:
            pass
        case "to_xml", [tag, *rest]:
            pass
        case "attribute", [ast.Constant(value=str(name)), _] if _NAME.fullmatch(name):
            return
        case "unknown", _ if ast.unparse(node) == _UNKNOWN:
            return
        case (
            "blob" | "boolean" | "date_time" | "epoch_seconds" | "http_date" | "number",
            [_],
        ):
            return
        case _:
            raise UnsafeError(f"XML written by {function!r}", node)
    _tag(tag)
    match rest:
        case [] | [ast.Name(id="attributes")]:
            pass
        case [ast.Constant(value=str(found))] if _DECLARATION.fullmatch(found):
            pass
        case _:
            raise UnsafeError("what is no attribute of XML", node)


def _tag(node: ast.expr) -> None:
    match node:
        case ast.Name(id="tag"):
            pass
        case ast.Constant(value=str(name)) if _NAME.fullmatch(name):
            pass
        case _:
            raise UnsafeError("what is no name of XML", node)
