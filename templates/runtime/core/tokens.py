"""Idempotency tokens."""

from __future__ import annotations


def idempotency_token() -> str:
    """A new token: a random UUID (Smithy 2.0, "idempotencyToken")."""
    # Imported when the first token is made: most programs never need one, and `uuid` is
    # slow to import.
    from uuid import uuid4

    return str(uuid4())
