"""Elements as text against a parser that we did not write."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, strategies as st

from runtime.codecs import xml, xml_write

# Characters that XML 1.0 has ("Characters"): all that can be written.
WRITABLE = st.characters(
    codec="utf-8", exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Cs"]
) | st.sampled_from("\t\n\r\x7f\x85\x9f")
TEXTS = st.text(WRITABLE) | st.text(st.sampled_from("&<>'\"]![-?/ \t\n\r\x85\u2028x"))


@given(TEXTS, TEXTS)
def test_a_parser_reads_what_was_written(text: str, attribute: str) -> None:
    attributes = xml_write.attribute("a", attribute)
    written = xml_write.text("t", text, attributes)
    found = ElementTree.fromstring(written)
    assert (found.tag, found.text or "", found.attrib) == ("t", text, {"a": attribute})
    assert len(found) == 0
    # The parser that reads answers is as good, but for what is not its to see.
    assert xml.text(xml.load(xml_write.element("r", written))[0]) == text


@pytest.mark.parametrize(
    ("text", "in_text", "in_attribute"),
    [
        ("a<b>&c", "a&lt;b&gt;&amp;c", "a&lt;b&gt;&amp;c"),
        ("]]>", "]]&gt;", "]]&gt;"),
        ("\"'", "\"'", "&quot;'"),
        # What "End-of-Line Handling" of XML 1.1 would make a line feed of, and a line
        # feed itself.
        ("\r\n\x85\u2028", "&#xD;&#xA;&#x85;&#x2028;", "&#xD;&#xA;&#x85;&#x2028;"),
        ("\t", "\t", "&#x9;"),
        ("&amp;", "&amp;amp;", "&amp;amp;"),
        ("é\U0001f600", "é\U0001f600", "é\U0001f600"),
        ("", "", ""),
    ],
)
def test_escapes(text: str, in_text: str, in_attribute: str) -> None:
    assert xml_write.text("t", text) == f"<t>{in_text}</t>"
    assert xml_write.attribute("a", text) == f' a="{in_attribute}"'


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"]
)
def test_what_xml_has_no_character_for_is_refused(character: str) -> None:
    for write in (xml_write.text, xml_write.attribute):
        with pytest.raises(ValueError, match=f"U\\+{ord(character):04X}"):
            write("t", f"a{character}")


@pytest.mark.parametrize(
    "tag", ["", "a b", "a>", "<a", 'a x="1"', "a/", "1a", ":a", "a:", "a:b:c", "a\n"]
)
def test_the_name_of_an_unknown_member_is_a_name(tag: str) -> None:
    with pytest.raises(ValueError, match="is not the name of an XML element"):
        xml_write.unknown(tag, "x")


def test_unknown_members() -> None:
    assert xml_write.unknown("new", "<&>") == "<new>&lt;&amp;&gt;</new>"
    assert xml_write.unknown("n:new.er-1", 3) == "<n:new.er-1>3</n:new.er-1>"
    assert xml_write.unknown("new", None) == "<new></new>"


def test_containers() -> None:
    one = xml_write.text("a", "1")
    assert xml_write.container("r", [one, one]) == "<r><a>1</a><a>1</a></r>"
    assert xml_write.container("r", []) == "<r></r>"
    assert xml_write.siblings([one, one]) == "<a>1</a><a>1</a>"
    assert xml_write.element("r", one, ' xmlns="u"') == '<r xmlns="u"><a>1</a></r>'


def test_leaves() -> None:
    moment = datetime(2024, 2, 29, 1, 2, 3, 450_000, UTC)
    assert [xml_write.boolean(each) for each in (True, False)] == ["true", "false"]
    assert [
        xml_write.number(each)
        for each in (1.5, 1e300, float("nan"), float("inf"), float("-inf"))
    ] == ["1.5", "1e+300", "NaN", "Infinity", "-Infinity"]
    assert xml_write.blob(b"\x00\xff") == "AP8="
    assert xml_write.date_time(moment) == "2024-02-29T01:02:03.450Z"
    assert xml_write.epoch_seconds(moment) == "1709168523.45"
    assert xml_write.http_date(moment) == "Thu, 29 Feb 2024 01:02:03 GMT"
