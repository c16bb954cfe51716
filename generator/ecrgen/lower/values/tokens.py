"""Idempotency tokens (Smithy 2.0, "idempotencyToken")."""

from __future__ import annotations

from ...model.shapes import Member, OperationShape, StructureShape
from ...model.traits import IdempotencyToken
from ..names.context import Context


def idempotency_token(context: Context, operation: OperationShape) -> Member | None:
    """The top-level input member that the client fills in (Smithy 2.0,
    "idempotencyToken").
    """
    found = context.model.shapes[operation.input]
    if not isinstance(found, StructureShape):
        return None
    return next(
        (
            member
            for member in found.members.values()
            if member.traits.has(IdempotencyToken)
        ),
        None,
    )
