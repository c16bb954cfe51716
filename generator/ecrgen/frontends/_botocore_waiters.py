"""waiters-2.json: the `waitable` trait (Smithy 2.0, "Waiters")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model.ids import ShapeId
from ..problems.suggest import did_you_mean
from ._botocore_nodes import Node
from ._botocore_writer import Writer

_COMPARATORS = {
    "path": "stringEquals",
    "pathAll": "allStringEquals",
    "pathAny": "anyStringEquals",
}
# The default of the trait, in seconds. botocore limits the number of attempts instead.
_MAX_DELAY = 120


def write_waiters(
    waiters: Node,
    operations: Mapping[str, Node],
    shapes: Mapping[str, Node],
    writer: Writer,
) -> None:
    by_operation: dict[str, dict[str, Any]] = {}
    for name, node in waiters.named_nodes("waiters", "a waiter"):
        operation = node.text("operation")
        if operation is None or operation not in operations:
            if operation is None and "operation" not in node:
                node.missing("operation")
            elif operation is not None:
                node.diagnostics.add(
                    "E056",
                    f"there is no operation {operation!r} to wait for",
                    location=node.at.child("operation"),
                    hint=did_you_mean(operation, operations),
                )
            continue
        errors = {
            str(error.entries.get("shape")): shapes.get(str(error.entries.get("shape")))
            for error in operations[operation].listed("errors")
        }
        if operations[operation].node("http").entries.get("method") == "HEAD":
            # The response has no body and thus no error code.
            errors = {}
        shape = writer.names.operation(operation)
        waiter = _waiter(name, node, shape, errors, writer)
        if waiter is not None:
            by_operation.setdefault(operation, {})[name] = waiter
    for operation, value in by_operation.items():
        shape = writer.names.operation(operation)
        at = waiters.at.child("waiters", next(iter(value)))
        writer.trait(shape, "smithy.waiters#waitable", value, at)


def _waiter(
    name: str,
    node: Node,
    shape: ShapeId,
    errors: Mapping[str, Node | None],
    writer: Writer,
) -> dict[str, Any] | None:
    acceptors: list[dict[str, Any]] = []
    for acceptor in node.listed("acceptors"):
        matcher = _matcher(acceptor, errors)
        state = acceptor.text("state")
        if matcher is None:
            what = f"a condition of the waiter {name}"
            writer.skip(what, acceptor.at, shape)
        elif state not in ("success", "failure", "retry"):
            acceptor.diagnostics.add(
                "E057",
                f"expected the state success, failure or retry, found {state!r}",
                location=acceptor.at.child("state"),
            )
        else:
            acceptors.append({"state": state, "matcher": matcher})
    if not any(acceptor["state"] == "success" for acceptor in acceptors):
        what = f"any condition on which the waiter {name} succeeds"
        writer.skip(what, node.at, shape)
        return None
    waiter: dict[str, Any] = {}
    description = node.text("description")
    if description is not None:
        waiter["documentation"] = description
    waiter["acceptors"] = acceptors
    delay = node.whole("delay")
    if delay is not None:
        waiter["minDelay"] = max(delay, 1)
        if delay > _MAX_DELAY:
            waiter["maxDelay"] = delay
    return waiter


def _matcher(node: Node, errors: Mapping[str, Node | None]) -> dict[str, Any] | None:
    kind, expected = node.text("matcher"), node.entries.get("expected")
    if kind in _COMPARATORS:
        path = node.text("argument")
        comparator = _COMPARATORS[kind]
        if isinstance(expected, bool) and kind == "path":
            comparator, expected = "booleanEquals", "true" if expected else "false"
        if path is None or not isinstance(expected, str):
            return None
        value = {"path": path, "expected": expected, "comparator": comparator}
        return {"output": value}
    if kind == "error":
        if isinstance(expected, bool):
            return {"success": not expected}
        return (
            {"errorType": _error_of_code(expected, errors)}
            if isinstance(expected, str)
            else None
        )
    if kind == "status" and isinstance(expected, int):
        if 200 <= expected <= 299:
            return {"success": True}
        error = _error_of_status(expected, errors)
        return None if error is None else {"errorType": error}
    return None


def _error_of_code(code: str, errors: Mapping[str, Node | None]) -> str:
    """The name of the error shape with this code, or the code if none is modelled."""
    if code in errors:
        return code
    for name, node in errors.items():
        if node is not None and node.node("error").entries.get("code") == code:
            return name
    return code


def _error_of_status(status: int, errors: Mapping[str, Node | None]) -> str | None:
    names = [
        name
        for name, node in errors.items()
        if node is not None
        and node.node("error").entries.get("httpStatusCode") == status
    ]
    if len(names) == 1:
        return names[0]
    # The name in AWS's models for HEAD requests, whose responses have no code.
    return "NotFound" if status == 404 and not names else None
