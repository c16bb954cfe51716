from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from ecrgen.prose.text import plain_text, summary, wrap
from tests.support.places import AWS_MODELS, needs_corpora


@pytest.mark.parametrize(
    ("documentation", "text"),
    [
        ("", ""),
        ("  One   line.\n", "One line."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.<p>Two.", "One.\n\nTwo."),
        ("</p></ul>One.</li></code>", "One."),
        ("<p>Set <code> Name </code>now.</p>", "Set `Name` now."),
        ("<p><code>a`b</code> and <code>`a</code></p>", "``a`b`` and `` `a ``"),
        ("<p><b>Bold</b> and <i>it</i>alic</p>", "Bold and italic"),
        (
            "<p>a &lt; b &amp;&amp; c &gt; d &#233;&nbsp;&IAM;</p>",
            "a < b && c > d é IAM",
        ),
        ("<p>?a=1&copy=2&limitType=x</p>", "?a=1&copy=2&limitType=x"),
        ("<p>s3://<bucket-name>/*</p>", "s3://<bucket-name>/*"),
        ("<p><code>tag:<key></code></p>", "`tag:<key>`"),
        ("<p>if a < b and c > d</p>", "if a < b and c > d"),
        ("<fullname>Some Service</fullname> <p>Text.</p>", "Some Service\n\nText."),
        ("<h1>Title</h1><div>Text<br/>more</div>", "Title\n\nText\n\nmore"),
        ("<p>One.</p><!-- <p>not</p> --><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.</p><script>x<y;</script><p>Two.</p>", "One.\n\nTwo."),
        ('<p>A <img alt="cat" src="x"/> here.</p>', "A cat here."),
    ],
)
def test_inline_and_paragraphs(documentation: str, text: str) -> None:
    assert plain_text(documentation) == text


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ('<a href="https://a.b/c">Guide</a>', "Guide (https://a.b/c)"),
        ("<a href='HTTP://a.b/c'>Guide</a>", "Guide (HTTP://a.b/c)"),
        ('<a class="x" href=https://a.b/c>Guide</a>', "Guide (https://a.b/c)"),
        (
            '<a href="https://a.b/c?x=1&amp;y=2">Guide</a>',
            "Guide (https://a.b/c?x=1&y=2)",
        ),
        ('<a href="https://a.b/\n   c">Guide</a>', "Guide (https://a.b/c)"),
        ('<a href="https://a.b/c">https://a.b/c</a>', "https://a.b/c"),
        ('<a href="https://a.b/c/">a.b/c</a>', "a.b/c"),
        ('<a href="https://a.b/c"></a>', "https://a.b/c"),
        ('<a href="#anchor">Guide</a>', "Guide"),
        ('<a href="API_Other.html">Guide</a>', "Guide"),
        ('<a href="javascript:alert(1)">Guide</a>', "Guide"),
        ("<a>Guide</a>", "Guide"),
        (
            '<a href="https://a.b/c"><code>Op</code> call</a>',
            "`Op` call (https://a.b/c)",
        ),
        ('<code><a href="https://a.b/c">Op</a></code>', "`Op` (https://a.b/c)"),
        ('<a href="https://a.b/c">unclosed', "unclosed (https://a.b/c)"),
    ],
)
def test_links(link: str, text: str) -> None:
    assert plain_text(f"<p>{link}</p>") == text


@pytest.mark.parametrize(
    ("documentation", "text"),
    [
        ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<p>x:</p><ul><li>a</li></ul><p>y</p>", "x:\n\n- a\n\ny"),
        (
            "<ul><li><p>a</p><ul><li>b</li></ul><p>more</p></li><li>c</li></ul>",
            "- a\n\n  - b\n\n  more\n\n- c",
        ),
        ("<ol><li>a<p>more</p></li><li>b</li></ol>", "1. a\n\n   more\n\n2. b"),
        ("<ul><li><ul><li>b</li></ul></li></ul>", "- b"),
        ("<li>a</li>", "- a"),
        ("<dl><dt>T</dt><dd><p>Text.</p></dd><dt>U:</dt><dd>V</dd></dl>", "- T: Text.\n- U: V"),
        ("<dl><dt><code>T</code></dt><dd>a<p>b</p></dd></dl>", "- `T`: a\n\n  b"),
        ("<dl><dt>T<dt>U<dd><ul><li>a</li></ul></dl>", "- T\n- U:\n\n  - a"),
        ("<note><p>Mind.</p></note>", "Note: Mind."),
        ("<important>Mind.<p>And this.</p></important>", "Important: Mind.\n\nAnd this."),
        ("<note><ul><li>a</li></ul></note><p>b</p>", "Note:\n\n- a\n\nb"),
        ("<p>a</p><note></note><p>b</p>", "a\n\nb"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td><p>1</p></td><td>2</td></tr></table>c",
            "- A | B\n- 1 | 2\n\nc",
        ),
        ("<p>a:</p><pre>\n  {\n    &lt;\n  }\n</pre>b", "a:\n\n    {\n      <\n    }\n\nb"),
        ("<pre><code>a\tb\n\n\nc</code></pre>", "    a    b\n\n\n    c"),
        ("<ul><li>a<pre>x</pre></li></ul>", "- a\n\n      x"),
        ("<ul><li><pre>x</pre>a</li><li>b</li></ul>", "    x\n\n- a\n- b"),
        ("<ul><li>a</li></ul><pre>x</pre>", "- a\n\n      x"),
    ],
)  # fmt: skip
def test_blocks(documentation: str, text: str) -> None:
    assert plain_text(documentation) == text


@pytest.mark.parametrize(
    ("documentation", "text"),
    [
        ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
        ("# Title\nText\n***\nmore", "Title\n\nText\n\nmore"),
        ("Title\n=====\nText", "Title\n\nText"),
        ("* a\n* b\n  more\n\n  para\n* c", "- a\n- b more\n\n  para\n\n- c"),
        ("- a\n  - b\n    1) c\n- d", "- a\n\n  - b\n\n    1. c\n\n- d"),
        ("In\n2015. It was.\n1. a\n2. b", "In 2015. It was.\n\n1. a\n2. b"),
        ("> quoted\n> text", "quoted text"),
        ("See [`Op`](https://a.b/c) or [x](#y).", "See `Op` (https://a.b/c) or x."),
        ("![alt](https://a.b/c.png) <https://a.b/c>", "alt https://a.b/c"),
        ("**Note**: *this* and _that_ `*p <b>*`", "Note: this and that `*p <b>*`"),
        ("snake_case_name, 2*3*4, arn:*:*, (*)", "snake_case_name, 2*3*4, arn:*:*, (*)"),
        ("__init__", "__init__"),
        ("a\n\n2. b\n3. c", "a\n\n2. b\n3. c"),
        (r"\*literal\*", "*literal*"),
        ("``a`b`` and `<p>`", "``a`b`` and `<p>`"),
        ("<code>a*b*c</code> <b>bold</b> List<String>", "`a*b*c` bold List<String>"),
        ("a:\n```json\n{\n  1\n}\n```\nb", "a:\n\n    {\n      1\n    }\n\nb"),
        ("a:\n\n    x\n\n      y\nb", "a:\n\n    x\n\n      y\n\nb"),
        ("Use `a", "Use `a"),
    ],
)  # fmt: skip
def test_commonmark(documentation: str, text: str) -> None:
    assert plain_text(documentation) == text


def test_what_cannot_be_seen_does_not_survive() -> None:
    hostile = "a\x00\x07\x1b[0m\ud800\u202e\u2066b\u00adc\u200b\ufeffd\U000e0041"
    assert plain_text(hostile + "&#x202e;&#8232;&#0;e") == "a[0mbcd \ufffde"
    assert plain_text("a\r\nb\u2028c\x0cd\xa0e\tf") == "a b c d e f"
    assert plain_text("<pre>a\u2028b\x0cc</pre>") == "    a\n    b\n    c"


def test_every_format_character_known_to_unicode_is_dropped() -> None:
    kept = [
        f"U+{point:04X}"
        for point in range(0x110000)
        if unicodedata.category(chr(point)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and chr(point) in plain_text(f"a{chr(point)}b")
    ]
    assert kept == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("Stores it in Amazon S3. Then waits.", "Stores it in Amazon S3."),
        ("Types, e.g. Images and i.e. Layers. More.", "Types, e.g. Images and i.e. Layers."),
        ("Needs version 1.2.3 of it. More.", "Needs version 1.2.3 of it."),
        ("At most 0.5 MB. More.", "At most 0.5 MB."),
        ("In the U.S. East Region. More.", "In the U.S. East Region."),
        ("Names it (say, a. Or b.) here. More.", "Names it (say, a. Or b.) here."),
        ("Uses `a. B` here. More.", "Uses `a. B` here."),
        ('Says "stop." Then goes.', 'Says "stop."'),
        ("Is it? Yes.", "Is it?"),
        ("See Guide (https://a.b/c.html). More.", "See Guide (https://a.b/c.html)."),
        ("No end", "No end"),
        ("Title\n\nText.", "Title"),
        ("- a item. More.", "a item."),
        ("", ""),
    ],
)  # fmt: skip
def test_summary(text: str, sentence: str) -> None:
    assert summary(text) == sentence
    assert summary(sentence) == sentence


def test_wrap_hangs_bullets_and_leaves_code_alone() -> None:
    text = (
        "A paragraph of words.\n\n- bullet with words\n\n  - nested bullet words\n\n"
        "        code that is far too long to fit\n\n1. ordered item words"
    )
    assert wrap(text, 16) == [
        "A paragraph of",
        "words.",
        "",
        "- bullet with",
        "  words",
        "",
        "  - nested",
        "    bullet words",
        "",
        "        code that is far too long to fit",
        "",
        "1. ordered item",
        "   words",
    ]


def test_wrap_does_not_break_words_nor_make_bullets() -> None:
    assert wrap("see https://a.b/very-long-address now", 10) == [
        "see",
        "https://a.b/very-long-address",
        "now",
    ]
    assert wrap("aaaa bbbb - cccc", 10) == ["aaaa", "bbbb -", "cccc"]
    assert wrap("version is 3. Then", 11) == ["version", "is 3. Then"]


NAMES = """
    p ul ol li dl dt dd note important pre code a b i br h1 table tr td div script fullname x-y
"""
TAGS = NAMES.split()
FRAGMENTS = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<a href='https://a.b/c'>", "&lt;", "&#1234567890;", "&x;", "<!--", "-->"]
    ),
    st.sampled_from(
        ["\n", "\n\n", "- ", "1. ", "  ", "    ", "`", "``", "```\n", "*", "_", "# "]
    ),
    st.sampled_from(
        ["[x](y)", "[", "](", "> ", "<", ">", '"', "\\", "e.g. ", "Words here. "]
    ),
    st.text(max_size=8),
)


@given(
    st.one_of(st.text(), st.lists(FRAGMENTS, max_size=30).map("".join)),
    st.integers(1, 60),
)
@example("<table><td><ul><dt></pre></table><pre>", 8)
def test_any_input_gives_clean_lines(documentation: str, width: int) -> None:
    text = plain_text(documentation)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and character != "\n"
        for character in text
    )
    lines = wrap(text, width)
    assert " ".join(lines).split() == text.split()
    for line in lines:
        assert line == line.rstrip()
        assert "\n" not in line
    sentence = summary(text)
    assert "\n" not in sentence
    assert sentence in text


WORDS = st.lists(
    st.sampled_from(["ab", "cd-e", "f2", "Amazon", "S3.", "(one)"]), min_size=1
).map(" ".join)


def lists(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = st.lists(items, min_size=1, max_size=3).map(
        lambda blocks: f"<li>Item{''.join(blocks)}</li>"
    )
    body = st.lists(item, min_size=1, max_size=3).map("".join)
    # Two lists with nothing between them would be one list in Markdown.
    return st.tuples(st.sampled_from(["ul", "ol"]), body).map(
        lambda each: f"<p>One of</p><{each[0]}>{each[1]}</{each[0]}>"
    )


HTML_BLOCKS = st.recursive(
    st.one_of(
        WORDS.map(lambda words: f"<p>{words}</p>"),
        WORDS.map(lambda words: f"<p>Set <code>{words}</code> in {words}</p>"),
        WORDS.map(lambda words: f"<p>See <a href='https://a.b/c_d_e'>{words}</a>.</p>"),
        WORDS.map(lambda words: f"<note><p>{words}</p></note>"),
        WORDS.map(lambda words: f"<pre>{words}\n\n  {words}</pre>"),
    ),
    lists,
    max_leaves=8,
)


@given(st.lists(HTML_BLOCKS, max_size=5).map("".join), st.integers(30, 90))
def test_plain_text_reads_its_own_output(documentation: str, width: int) -> None:
    text = plain_text(documentation)
    assert plain_text(text) == text
    if "<pre>" not in documentation:
        assert plain_text("\n".join(wrap(text, width))) == text


@pytest.mark.parametrize(
    "unit",
    ["<", "<a", '<a "', "<a '\"", "<!--", "<ul><li>", "`", "` `` ", "*a ", "_a ", "[", "[a](", "&",
     "a\n", "- ", "<p", "(", "x. Y", "    - a\n", "<code>", "\\", "<dt>", "</ul>", "1. a\n    "],
)  # fmt: skip
def test_hostile_repetition_stays_linear(unit: str) -> None:
    began = time.process_time()
    text = plain_text(unit * (60_000 // len(unit)))
    wrap(text, 80)
    summary(text)
    assert time.process_time() - began < 2


def documentation_strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():  # pyright: ignore[reportUnknownVariableType]
            if key == "smithy.api#documentation" and isinstance(child, str):
                yield child
            else:
                yield from documentation_strings(child)
    elif isinstance(value, list):
        for child in value:  # pyright: ignore[reportUnknownVariableType]
            yield from documentation_strings(child)


@cache
def corpus() -> dict[str, str]:
    found = {
        documentation
        for path in AWS_MODELS.values()
        for documentation in documentation_strings(json.loads(path.read_text("utf-8")))
    }
    return {documentation: plain_text(documentation) for documentation in found}


@needs_corpora
def test_no_markup_survives_in_the_models_of_aws() -> None:
    markup = re.compile(
        r"</?(?:p|ul|ol|li|dl|dt|dd|a|b|i|code|note|important|fullname)\b[^<>]*>"
    )
    entity = re.compile(r"&(?:#\w+|[A-Za-z]\w*);")
    code = re.compile(r"``.+?``|`[^`\n]*`")
    assert len(corpus()) > 10_000
    left = [
        text
        for text in corpus().values()
        if markup.search(code.sub("", text)) or entity.search(code.sub("", text))
    ]
    assert left == []


@needs_corpora
@pytest.mark.parametrize("width", [40, 84])
def test_lines_of_the_models_of_aws_fit(width: int) -> None:
    verbatim = ("<pre", "<programlisting", "```")
    for documentation, text in corpus().items():
        lines = wrap(text, width)
        assert " ".join(lines).split() == text.split()
        if any(mark in documentation for mark in verbatim):
            continue
        for line in lines:
            words = line.split()
            if words and (words[0] == "-" or re.fullmatch(r"\d+\.", words[0])):
                del words[0]
            assert len(line) <= width or len(words) == 1


@needs_corpora
def test_text_of_the_models_of_aws_is_stable() -> None:
    # Text with Markdown characters that HTML took literally reads differently the
    # second time.
    changed = [
        text
        for text in corpus().values()
        if plain_text(text) != text
        and "\\" not in text
        and not re.search(r"^\* ", text, re.M)
    ]
    assert changed == []
