"""`credential_process`: real programs."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from runtime.core.errors import CredentialsError
from runtime.credentials.process_credentials import process_credentials
from tests.support.fresh import texts
from tests.support.metadata_server import SECRET

WHOLE = {
    "Version": 1,
    "AccessKeyId": "AKIDPROCESS",
    "SecretAccessKey": SECRET,
    "SessionToken": "token",
    "Expiration": "2030-01-01T00:00:00Z",
    "AccountId": "123456789012",
}

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the programs are shell scripts"
)


def program(folder: Path, text: str, name: str = "helper") -> str:
    path = folder / name
    path.write_text(f"#!{sys.executable} -S\nimport sys\n{text}\n")
    path.chmod(0o700)
    return str(path)


def printing(folder: Path, output: Any, then: str = "") -> str:
    text = output if isinstance(output, str) else json.dumps(output)
    return program(folder, f"sys.stdout.write({text!r}); sys.stdout.flush(); {then}")


def load(command: str, **options: Any) -> Any:
    return process_credentials(command, "/c:3", environ=os.environ, **options)


def test_what_a_program_prints(tmp_path: Path) -> None:
    found = load(printing(tmp_path, WHOLE), account_id="other")
    assert (found.access_key_id, found.secret_access_key, found.session_token) == (
        "AKIDPROCESS",
        SECRET,
        "token",
    )
    assert found.expiration == 1893456000
    assert found.account_id == "123456789012"


def test_only_what_must_be_there(tmp_path: Path) -> None:
    least = {
        name: WHOLE[name] for name in ("Version", "AccessKeyId", "SecretAccessKey")
    }
    found = load(printing(tmp_path, least), account_id="other")
    assert (found.session_token, found.expiration, found.account_id) == (
        None,
        None,
        "other",
    )


def test_words_are_quoted_as_in_a_shell_and_no_shell_takes_part(tmp_path: Path) -> None:
    (tmp_path / "with space").mkdir()
    path = program(
        tmp_path / "with space",
        "import json; words = '|'.join(sys.argv[1:]).replace(' ', '_')\n"
        "print(json.dumps({'Version': 1, 'AccessKeyId': words, 'SecretAccessKey': 's'}))",
    )
    found = load(f"'{path}' --a 'b c' \"d'e\" f\\ g $HOME ; && `x` *")
    assert found.access_key_id == "--a|b_c|d'e|f_g|$HOME|;|&&|`x`|*"


def test_the_program_sees_the_environment_and_its_standard_error_stays_out(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = f"import os; sys.stderr.write('code please {SECRET}'); sys.exit(os.environ['STATUS'] == 'bad' and 3)"
    command = program(tmp_path, code)
    with pytest.raises(CredentialsError, match="ended with status 3") as caught:
        process_credentials(command, "o", environ={**os.environ, "STATUS": "bad"})
    assert SECRET not in texts(caught.value)
    # It is for who runs the program: a prompt, or why it failed.
    assert "code please" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (f"not JSON {SECRET}", "printed no JSON object"),
        (f'{{"SecretAccessKey": "{SECRET}", ', "printed no JSON object"),
        (f'["{SECRET}"]', "printed no JSON object"),
        ("", "printed no JSON object"),
        ("[" * 100_000, "printed no JSON object"),
        (
            "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
            "printed no JSON object",
        ),
        ({**WHOLE, "Version": 2}, "another Version than 1"),
        ({**WHOLE, "Version": "1"}, "another Version than 1"),
        (
            {name: value for name, value in WHOLE.items() if name != "Version"},
            "another Version than 1",
        ),
        (
            {name: value for name, value in WHOLE.items() if name != "AccessKeyId"},
            "no AccessKeyId",
        ),
        ({**WHOLE, "AccessKeyId": ""}, "no AccessKeyId"),
        ({"Version": 1, "AccessKeyId": "A"}, "no SecretAccessKey"),
        ({**WHOLE, "SecretAccessKey": [SECRET]}, "SecretAccessKey is not a string"),
        ({**WHOLE, "Expiration": f"soon {SECRET}"}, "no time in ISO 8601"),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, output: Any, reason: str) -> None:
    with pytest.raises(CredentialsError, match=reason) as caught:
        load(printing(tmp_path, output))
    assert str(caught.value).startswith("/c:3: credential_process")
    if "ISO" not in reason:
        assert SECRET not in texts(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("/nonexistent/helper --secret hunter2", "cannot be started: No such file"),
        ("/etc/passwd hunter2", "cannot be started: Permission denied"),
        ("helper 'hunter2", "No closing quotation"),
        ("   ", "is empty"),
        ("a\0hunter2", "cannot be started: ValueError"),
    ],
)
def test_what_cannot_be_started(command: str, reason: str) -> None:
    with pytest.raises(CredentialsError, match=reason) as caught:
        load(command)
    assert "hunter2" not in texts(caught.value)


def test_a_program_that_fails_after_printing(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="ended with status 7") as caught:
        load(printing(tmp_path, WHOLE, "sys.exit(7)"))
    assert SECRET not in texts(caught.value)


def shell(folder: Path, text: str) -> str:
    """A program that starts at once."""
    path = folder / "helper.sh"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    return str(path)


def test_a_program_that_does_not_end_is_killed(tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    with pytest.raises(CredentialsError, match="within 3 seconds") as caught:
        load(
            shell(
                tmp_path,
                f"echo $$ >{marker}; echo '{json.dumps(WHOLE)}'; exec sleep 600",
            ),
            timeout=3,
        )
    assert SECRET not in texts(caught.value)
    with pytest.raises(ProcessLookupError):
        os.kill(int(marker.read_text()), 0)


def test_what_a_program_leaves_behind_is_not_waited_for(tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    with pytest.raises(CredentialsError, match="within 3 seconds"):
        # The child of the program holds the pipe open.
        load(shell(tmp_path, f"sleep 600 & echo $! >{marker}; wait"), timeout=3)
    # It lives on, thus nobody waited for its end.
    os.kill(int(marker.read_text()), signal.SIGKILL)
