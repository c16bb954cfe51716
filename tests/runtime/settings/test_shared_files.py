"""The shared config and credentials files, against the parser of the AWS command line's
library.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from botocore import configloader
from botocore.exceptions import ConfigParseError

from runtime.core.errors import SettingsError
from runtime.settings.shared_files import (
    SharedFile,
    config_path,
    credentials_path,
    named_sections,
)

FRAGMENTS = [
    "[default]",
    "[profile a]",
    '[profile "a b"]',
    "[profile 'a']",
    "[profile a'b]",
    "[profile  two\twords]",
    "[profile a b c]",
    "[profilex y]",
    "[profile]",
    "[services s]",
    "[sso-session t]",
    "[DEFAULT]",
    "[ default ]",
    "[default] # trailing",
    "[a] b]",
    "[]",
    "[",
    "[unclosed",
    " [indented]",
    "\t[tabbed]",
    "region = eu-west-1",
    "region=eu-west-2",
    "Region : us-east-1",
    "output: json",
    "key = value # not a comment",
    "key = value ; neither",
    "key2 =",
    "key3 = a=b:c",
    "s3 =",
    "ecr =",
    "  addressing_style = path",
    "  endpoint_url = http://localhost:4566",
    "    deeper = 1",
    "\tby_tab=2",
    "  no equals sign",
    "  colon: 3",
    "# comment",
    "; comment",
    "  # indented comment",
    "",
    "   ",
    "\x0b",
    "novalue",
    "= nothing",
    ": nothing",
    "%(x)s = %%",
    "aws_access_key_id = AKIDEXAMPLE",
    "\x1c x = 1",
    "odd\x0bkey = odd\x0cvalue",
    "path = C:\\Users\\me",
]


def botocore_view(path: Path) -> Any:
    try:
        return configloader.raw_config_parse(str(path))
    except ConfigParseError:
        return "malformed"


def own_view(path: Path) -> Any:
    try:
        return SharedFile(str(path)).sections
    except SettingsError as error:
        assert str(error).startswith(f"{path}:")
        return "malformed"


def agree(path: Path) -> bool:
    """Compares; true for a file that both can read."""
    expected = botocore_view(path)
    assert own_view(path) == expected, path.read_text()
    if expected == "malformed":
        return False
    file = SharedFile(str(path))
    loaded = configloader.load_config(str(path))
    for kind, key in (("profile", "profiles"), ("services", "services")):
        named = {
            name: file.sections[title]
            for name, title in named_sections(file, kind).items()
        }
        assert named == loaded[key], path.read_text()
    return True


def test_random_files_are_read_as_botocore_reads_them(tmp_path: Path) -> None:
    rng = random.Random(20260101)
    path = tmp_path / "config"
    readable = 0
    for _ in range(1500):
        lines = [rng.choice(FRAGMENTS) for _ in range(rng.randrange(1, 9))]
        if rng.random() < 0.8:
            lines.insert(0, rng.choice(FRAGMENTS[:3]))
        path.write_text(
            rng.choice(["\n", "\n", "\n", "\r\n", "\r"]).join(lines)
            + rng.choice(["", "\n"]),
            newline="",
        )
        readable += agree(path)
    # Both kinds of file must be there for this to say anything.
    assert 200 < readable < 1300


def test_random_characters_are_read_as_botocore_reads_them(tmp_path: Path) -> None:
    rng = random.Random(7)
    path = tmp_path / "config"
    readable = 0
    for _ in range(1500):
        text = "[x]\n" + "".join(
            rng.choices("[]=:#; \t\n\nab\"'\\\r", k=rng.randrange(1, 16))
        )
        path.write_text(text, newline="")
        readable += agree(path)
    assert 80 < readable < 1420


@pytest.mark.parametrize(
    "text",
    [
        "[default]\ns3 =\n  addressing_style = path\n\n  use_arn_region = true\nregion = x\n",
        "[default]\ns3 =\n  a = b = c\n  # comment\n  d =\n",
        "[default]\nkey = one\n  two\n\n  three\n",
        "[DEFAULT]\nregion = a\n[default]\noutput = b\n[profile c]\nregion = d\n",
        "[DEFAULT]\ns3 =\n  a = b\n[DEFAULT]\nc = d\n[default]\n",
        "[default]\n  region = indented\n  output = json\nnext = 1\n",
        "\n\n# only comments\n",
        "",
    ],
)
def test_files_as_people_write_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config"
    path.write_text(text)
    assert agree(path)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("region = x\n", 1, "before the first"),
        ("[default]\n\nnonsense\n", 3, "expected"),
        ("[default]\nregion = x\nREGION = y\n", 3, "region is there twice"),
        ("[default]\n[profile x]\n[default]\n", 3, "twice"),
        ("[default]\noutput = x\ns3 =\n  secret\n", 3, "below s3"),
        ("[DEFAULT]\ns3 =\n  secret\n[default]\n", 2, "below s3"),
    ],
)
def test_malformed_lines_are_named(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = tmp_path / "config"
    path.write_text(text)
    with pytest.raises(SettingsError, match=reason) as caught:
        SharedFile(str(path))
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert "secret" not in str(caught.value)
    assert botocore_view(path) == "malformed"


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_bytes(b"\xef\xbb\xbf[default]\r\nregion = \xc3\xa9\r\n")
    assert SharedFile(str(path)).sections == {"default": {"region": "é"}}


def test_a_file_that_is_no_text_is_refused_without_its_content(tmp_path: Path) -> None:
    path = tmp_path / "credentials"
    path.write_bytes(b"[default]\naws_secret_access_key = \xff\xfe\n")
    with pytest.raises(SettingsError, match="not UTF-8") as caught:
        SharedFile(str(path))
    assert caught.value.__context__ is None


def test_what_is_not_there_has_no_sections(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path, Path("/dev/null")):
        file = SharedFile(str(path))
        assert file.sections == {}
        assert file.absent == "does not exist"


def test_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOMEWHERE", "/some where")
    assert config_path({"HOME": "/h"}) == "/h/.aws/config"
    assert credentials_path({"HOME": "/h"}) == "/h/.aws/credentials"
    assert config_path({"HOME": "/h", "AWS_CONFIG_FILE": "~/c"}) == "/h/c"
    assert (
        credentials_path({"AWS_SHARED_CREDENTIALS_FILE": "$SOMEWHERE/c"})
        == "/some where/c"
    )
    # Set to nothing: no file, as for the command line.
    assert config_path({"HOME": "/h", "AWS_CONFIG_FILE": ""}) == ""
    assert SharedFile("").absent == "does not exist"
