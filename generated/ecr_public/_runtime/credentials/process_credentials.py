"""Credentials that a program prints (`credential_process`)."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..core.errors import CredentialsError
from ..core.identity import Credentials
from .documents import from_json, parse_json

# Seconds; long enough to type a code.
TIMEOUT = 60


def process_credentials(
    command: str,
    origin: str,
    *,
    environ: Mapping[str, str],
    account_id: str | None = None,
    timeout: float = TIMEOUT,
) -> Credentials:
    """The credentials that `command` prints as JSON, version 1. `origin` says in
    messages where the command stands.

    No shell takes part: words are parted as a POSIX shell or, on Windows, the C runtime
    parts them. What the program writes to its standard error goes where this process's
    goes, so that prompts can be seen, and into no message.
    """
    origin = f"{origin}: credential_process"
    output = _run(_words(command, origin), origin, environ, timeout)
    members = parse_json(output)
    if not members:
        raise CredentialsError(f"{origin} printed no JSON object")
    if members.get("Version") != 1:
        raise CredentialsError(f"{origin} printed another Version than 1, or none")
    if not members.get("AccountId"):
        members = {**members, "AccountId": account_id}
    return from_json(members, origin, token="SessionToken")


def _words(command: str, origin: str) -> list[str] | str:
    if os.name == "nt":
        # Windows gives a program its command line in one piece, and the program parts
        # it.
        return command
    import shlex

    words: list[str] = []
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise CredentialsError(f"{origin}: {error}") from None
    if not words:
        raise CredentialsError(f"{origin} is empty")
    return words


def _run(
    words: list[str] | str, origin: str, environ: Mapping[str, str], timeout: float
) -> bytes:
    """The standard output of a program that succeeds."""
    from subprocess import PIPE, Popen, TimeoutExpired

    problem = ""
    output = b""
    try:
        process = Popen(words, stdout=PIPE, env=dict(environ))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        problem = f"{origin} cannot be started: {reason}"
    else:
        try:
            output, _ = process.communicate(timeout=timeout)
        except TimeoutExpired:
            problem = f"{origin} did not end within {timeout:g} seconds"
        finally:
            # What it started may hold the pipe open: nobody waits for that.
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        if not problem and process.returncode != 0:
            problem = f"{origin} ended with status {process.returncode}"
    # Raised here, because what is caught above may hold the output.
    if problem:
        raise CredentialsError(problem)
    return output
