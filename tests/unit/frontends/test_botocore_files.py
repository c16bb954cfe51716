"""Where the botocore front end reads from: folders, files, and what botocore ships."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from ecrgen import checks
from ecrgen.frontends import botocore, discover
from ecrgen.model.ast import to_ast
from ecrgen.problems.diagnostics import Diagnostics
from tests.support.bakery import PAGINATORS, SERVICE, id_of, load, write


def test_claims(tmp_path: Path) -> None:
    source = write(tmp_path, service_2=SERVICE, other=SERVICE, smithy={"smithy": "2.0"})
    packed = tmp_path / "packed.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(SERVICE).encode()))
    (tmp_path / "bad.json.gz").write_bytes(b"\x1f\x8bnothing")
    smithy = {
        "smithy": "2.0",
        "metadata": {},
        "shapes": {
            "a#S": {"type": "structure", "members": {"operations": {"target": "a#B"}}}
        },
    }
    (tmp_path / "ast.json").write_text(json.dumps(smithy), encoding="utf-8")
    assert botocore.claims("botocore:ecr")
    assert botocore.claims(source)
    assert botocore.claims(str(tmp_path / "other.json"))
    assert botocore.claims(str(packed))
    for name in ("ast.json", "smithy.json", "bad.json.gz", "none.json", "\0"):
        assert not botocore.claims(str(tmp_path / name)), name
    assert not botocore.claims(str(tmp_path))


def test_a_packed_file_gives_the_same_model(tmp_path: Path) -> None:
    plain = write(tmp_path, service_2=SERVICE)
    packed = tmp_path / "service-2.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(SERVICE).encode()))
    assert to_ast(load(plain)[0]) == to_ast(load(str(packed))[0])


def test_files_of_other_names_have_no_companions(tmp_path: Path) -> None:
    write(tmp_path, service_2=SERVICE, bakery=SERVICE, paginators_1=PAGINATORS)
    model, _ = load(str(tmp_path / "bakery.json"))
    assert "smithy.api#paginated" not in model.shapes[id_of(model, "ListLoaves")].traits


def test_extras_are_merged(tmp_path: Path) -> None:
    source = write(tmp_path, service_2=SERVICE, paginators_1=PAGINATORS)
    extra = {
        "merge": {"shapes": {"Day": {"timestampFormat": "rfc822"}, "Text": {"max": 7}}}
    }
    pages = {"merge": {"pagination": {"ListLoaves": {"limit_key": "Next"}}}}
    for name, content in (("service-2", extra), ("paginators-1", pages)):
        path = tmp_path / f"{name}.sdk-extras.json"
        path.write_text(json.dumps(content), encoding="utf-8")
    model, _ = load(source)
    day, text = (
        model.shapes[id_of(model, name)].traits.raw for name in ("Day", "Text")
    )
    assert day == {"smithy.api#timestampFormat": "http-date"}
    assert text == {"smithy.api#length": {"max": 7}}
    paginated = model.shapes[id_of(model, "ListLoaves")].traits.raw[
        "smithy.api#paginated"
    ]
    assert paginated["pageSize"] == "Next"
    assert paginated["inputToken"] == "Next"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E008"),
        (b"{", "E004"),
        (b"[]", "E013"),
        (b"null", "E013"),
        (b"\xff\xfe", "E003"),
        (gzip.compress(b"{}" * 1000, mtime=0)[:-12], "E051"),
        (b"\x1f\x8bgarbage", "E051"),
    ],
)
def test_unreadable_files(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "service-2.json"
    path.write_bytes(content)
    diagnostics = Diagnostics()
    assert botocore.load(str(path), diagnostics) == []
    assert diagnostics.has_errors
    assert code in {item.code for item in diagnostics}
    assert all(item.location is not None for item in diagnostics)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    diagnostics = Diagnostics()
    assert botocore.load(str(tmp_path / "service-2.json"), diagnostics) == []
    assert [item.code for item in diagnostics] == ["E002"]


# --- What botocore ships ---------------------------------------------------------------------


def installed() -> list[str]:
    module = pytest.importorskip("botocore.loaders", reason="needs botocore")
    return list(module.Loader().list_available_services("service-2"))


def test_the_hint_when_botocore_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    # This is how Python marks a module that cannot be imported.
    monkeypatch.setitem(sys.modules, "botocore", None)
    diagnostics = Diagnostics()
    assert discover.load("botocore:ecr", diagnostics) == []
    (found,) = diagnostics
    assert (found.code, found.hint) == ("E050", "pip install 'ecrgen[botocore]'")


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("botocore:dynamodbb", "the service 'dynamodbb'", "did you mean dynamodb?"),
        ("botocore:", "the service ''", None),
        ("botocore:../botocore", "the service '../botocore'", None),
        (
            "botocore:ecr@2015-09-20",
            "the API version '2015-09-20' of 'ecr'",
            "did you mean 2015-09-21?",
        ),
    ],
)
def test_unknown_services(source: str, message: str, hint: str | None) -> None:
    installed()
    diagnostics = Diagnostics()
    assert botocore.load(source, diagnostics) == []
    (found,) = diagnostics
    assert found.code == "E052"
    assert found.message == f"the installed botocore does not know {message}"
    assert hint is None or found.hint == hint


def test_the_version_can_be_given() -> None:
    installed()
    older, diagnostics = load("botocore:lambda@2014-11-11")
    assert not diagnostics.has_errors
    latest, _ = load("botocore:lambda")
    assert older.services()[0].version == "2014-11-11"
    assert latest.services()[0].version == "2015-03-31"
    assert older.metadata["ecrgen.source"]["apiVersion"] == "2014-11-11"


def test_nothing_of_this_machine_is_recorded() -> None:
    installed()
    model, diagnostics = load("botocore:ecr")
    text = json.dumps(to_ast(model)) + "".join(map(str, diagnostics))
    assert str(Path(botocore.__file__).anchor + "tmp") not in text
    assert "site-packages" not in text
    assert model.metadata["ecrgen.source"].keys() == {
        "format",
        "service",
        "apiVersion",
        "botocoreVersion",
    }


@pytest.mark.parametrize(
    "service",
    [
        "cloudwatch",
        "dynamodb",
        "glacier",
        "lambda",
        "lex-runtime",
        "route53",
        "s3",
        "sqs",
        "sts",
    ],
)
def test_services_of_every_kind_are_valid_models(service: str) -> None:
    installed()
    assert_valid(service)


@pytest.mark.slow
def test_all_services_are_valid_models() -> None:
    services = installed()
    assert len(services) > 300
    for service in services:
        assert_valid(service)


def assert_valid(service: str) -> None:
    model, diagnostics = load(f"botocore:{service}")
    checks.run(model, diagnostics)
    errors = [item for item in diagnostics.sorted() if item.code[0] == "E"]
    assert errors == [], service
    assert model.services()[0].operations


class TestPatterns:
    """`botocore:PATTERN` stands for the services whose names fit."""

    def test_services_that_fit(self) -> None:
        found = list(discover.expanded(["a.json", "botocore:ecr*", "botocore:sqs"]))
        assert found == [
            *("a.json", "botocore:ecr", "botocore:ecr-public", "botocore:sqs")
        ]

    def test_every_service(self) -> None:
        found = list(discover.expanded(["botocore:*"]))
        assert len(found) > 400
        assert found == sorted(set(found))
        assert {"botocore:ec2", "botocore:s3"} <= {*found}

    def test_what_nothing_fits_stays_as_it_is_and_is_reported(self) -> None:
        assert list(discover.expanded(["botocore:no-such-*"])) == ["botocore:no-such-*"]
        diagnostics = Diagnostics()
        discover.load("botocore:no-such-*", diagnostics)
        assert [each.code for each in diagnostics] == ["E052"]

    def test_paths_are_no_patterns(self, tmp_path: Path) -> None:
        path = str(tmp_path / "a[b]*.json")
        assert list(discover.expanded([path])) == [path]
