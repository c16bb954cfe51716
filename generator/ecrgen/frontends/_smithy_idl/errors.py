"""What ends the reading of a statement."""

from __future__ import annotations


class GrammarError(Exception):
    """A statement cannot be read on. The parser reports it and reads the next one."""

    def __init__(self, code: str, message: str, offset: int, hint: str | None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.hint = hint
