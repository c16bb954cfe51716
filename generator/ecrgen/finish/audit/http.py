"""The grammar of what puts HTTP requests together, in the methods of operations.

Every form that `lower.http_requests` writes is here, and no other. What stands in the forms is checked by the caller.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .types import UnsafeError


def path(node: ast.JoinedStr) -> Iterator[ast.expr]:
    """The labels in the f-string of a path, which are not formatted any further."""
    for each in node.values:
        match each:
            case ast.Constant(value=str()):
                pass
            case ast.FormattedValue(
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id="rest"), attr="label" | "greedy_label"
                    )
                ) as label,
                conversion=-1,
                format_spec=None,
            ):
                yield label
            case _:
                raise UnsafeError("a format", node)


def appended(node: ast.Expr) -> ast.expr | None:
    """The value in `query.append(("name", value))`; None for any other statement."""
    match node.value:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="query"), attr="append"),
            args=[ast.Tuple() as pair],
            keywords=[],
        ):
            return parameter(pair)
        case _:
            return None


def parameter(node: ast.Tuple) -> ast.expr:
    """The value in `("name", value)`."""
    match node.elts:
        case [ast.Constant(value=str()), value]:
            return value
        case _:
            raise UnsafeError("a tuple", node)


def is_update(node: ast.AugAssign) -> bool:
    """Whether parameters are added to the query, or headers to the headers."""
    match node:
        case ast.AugAssign(
            target=ast.Name(id="query"),
            op=ast.Add(),
            value=ast.ListComp()
            | ast.Call(
                func=ast.Attribute(value=ast.Name(id="rest"), attr="query_params")
            ),
        ):
            return True
        case ast.AugAssign(
            target=ast.Name(id="headers"),
            op=ast.BitOr(),
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id="rest"), attr="prefix_headers")
            ),
        ):
            return True
        case _:
            return False


def is_rebound(node: ast.Assign) -> bool:
    """Whether `value` is the document of a response, or a response is verified."""
    match node:
        case ast.Assign(
            targets=[ast.Name(id="value")],
            value=ast.Call(
                func=ast.Attribute(
                    value=ast.Name(id="restjson" | "restxml"), attr="members"
                )
            ),
        ):
            return True
        case ast.Assign(
            targets=[ast.Name(id="response")],
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id="checksums"), attr="verified")
            ),
        ):
            return True
        case _:
            return False
