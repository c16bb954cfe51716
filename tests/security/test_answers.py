"""What a service answers is untrusted too: bombs are refused, and nothing secret is
shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.security.hostile import model
from tests.support.packages import build
from tests.support.short_form import write


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("answers")
    source = write(folder / "model.json", model("tame"))
    return build(source, folder, "hostile_answers")


BILLION_LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Error><message>&b;</message></Error>"""
EXTERNAL = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Error><message>&f;</message></Error>'


@pytest.mark.parametrize("document", [BILLION_LAUGHS, EXTERNAL, EXTERNAL.encode()])
def test_document_types_are_refused(package: Any, document: Any) -> None:
    with pytest.raises(ValueError, match="document type"):
        package.operations.Do.error_of_xml("Bad", document)


# Where every other byte is NUL, the parser takes UTF-8 text for UTF-16, whatever it was
# told.
WIDE = [
    EXTERNAL.encode(encoding)
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be")
]


@pytest.mark.parametrize(
    "document", [*WIDE, *(each.decode("latin-1") for each in WIDE)]
)
def test_document_types_in_other_encodings_are_refused(
    package: Any, document: Any
) -> None:
    with pytest.raises(ValueError, match=r"NUL|not well-formed|document type"):
        package.operations.Do.error_of_xml("Bad", document)


def test_text_that_looks_like_a_document_type(package: Any) -> None:
    document = "<Error><message><![CDATA[<!DOCTYPE html>]]></message></Error>"
    error = package.operations.Do.error_of_xml("Bad", document)
    assert error.message == "<!DOCTYPE html>"


def test_declared_encodings_do_not_count(package: Any) -> None:
    declaration = '<?xml version="1.0" encoding="utf-7"?>'
    document = f"{declaration}<Error><message>+ADw-!DOCTYPE</message></Error>"
    for each in (document, document.encode()):
        error = package.operations.Do.error_of_xml("Bad", each)
        assert error.message == "+ADw-!DOCTYPE"


@pytest.mark.parametrize("document", ["", "<", "<a>", "plain", b"\xff\xfe"])
def test_broken_xml_is_a_value_error(package: Any, document: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        package.operations.Do.error_of_xml("Bad", document)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"holder": ' * 100_000,
        b"<html>",
        b'{"cut',
        b"[]",
        b'"text"',
        b'{"holder": 5}',
        b"\xff\xfe",
    ],
    ids=["arrays", "objects", "html", "cut", "list", "text", "type", "bytes"],
)
def test_answers_that_cannot_be_read(package: Any, body: bytes) -> None:
    with pytest.raises(package.errors.DeserializationError) as caught:
        package.operations.Do.deserialize(package.Response(200, {}, body))
    assert caught.value.operation == "Do"
    with pytest.raises(package.errors.ServiceError) as failed:
        package.operations.Do.deserialize(package.Response(500, {}, body))
    assert failed.value.status == 500


def test_secrets_do_not_show(package: Any) -> None:
    holder = package.models.Holder(secret="hunter2")
    value = package.operations.Do.input(text="t", holder=holder)
    assert "hunter2" not in repr(holder) + repr(value) + str(value)
    assert "secret='***'" in repr(holder) or "secret=***" in repr(holder)
    assert holder.to_value()["secret"] == "hunter2"
