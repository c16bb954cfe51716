"""Smithy IDL that is cut, changed or no IDL at all: diagnostics, never a traceback, and
never for long.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from ecrgen.assemble import assemble
from ecrgen.frontends._smithy_idl.statements import read_file
from ecrgen.problems.diagnostics import Diagnostics
from ecrgen.problems.locations import Document
from tests.support.places import CORPORA

# What a file of this size takes is far below this.
SECONDS = 5.0
WORDS = (
    *("structure", "list", "map", "enum", "operation", "service", "resource", "apply"),
    *("namespace", "use", "metadata", "with", "for", "input", "errors", "A", "a.b#C"),
    *("$version", '"2.0"', '"""', '"', "\\", "\\u00", "///", "//", "/", ":=", "=", ":"),
    *(
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "@",
        "@mixin",
        "$",
        "#",
        ".",
        ",",
        "-",
        "1.",
        "1e9",
    ),
    *(" ", "\n", "\r\n", "\t", "\0", "é", "\ud83d", "\U0001f600", "_", "true", "null"),
)
SMALL = """$version: "2.0"
namespace example.small
use aws.protocols#restJson1
/// A shop.
@restJson1
service Shop { version: "1", operations: [Buy], rename: { "example.small#A": "B" } }
@http(method: "GET", uri: "/{id}", code: 200)
operation Buy {
    input := for Item with [Base] {
        @required $id
        text: String = "a"
    }
    output: Item_
    errors: [Gone]
}
resource Item { identifiers: { id: String }, read: Buy }
@mixin structure Base { size: Integer }
structure Item_ with [Base] { kind: Kind, tags: Tags }
@error("client") structure Gone {}
enum Kind {
    ONE = "one"
    TWO
}
list Tags { member: A }
string A
apply Kind$TWO { @tags(["x"]) @documentation(\"""
    A text
      block.
    \""") }
"""


@cache
def texts() -> tuple[str, ...]:
    paths = sorted((CORPORA / "smithy-loader-cases").rglob("*.smithy"))
    return (SMALL, *(path.read_text("utf-8") for path in paths))


def garbled(random: Random) -> str:
    """A text that was cut, changed in some places, or made up."""
    text = random.choice(texts())
    match random.randrange(5):
        case 0:
            return text[: random.randrange(len(text) + 1)]
        case 1:
            return text[random.randrange(len(text) + 1) :]
        case 2:
            parts = random.choices(WORDS, k=random.randrange(1, 80))
            return "".join(parts) if random.random() < 0.5 else " ".join(parts)
        case 3:
            start = "namespace a.b\n" if random.random() < 0.5 else ""
            return start + "".join(chr(random.randrange(0x250)) for _ in range(200))
        case _:
            for _ in range(random.randrange(1, 6)):
                at = random.randrange(len(text) + 1)
                length = random.randrange(4)
                text = text[:at] + random.choice(WORDS) + text[at + length :]
            return text


def read(text: str) -> Diagnostics:
    diagnostics = Diagnostics()
    model = assemble(read_file(Document("a.smithy", text), diagnostics), diagnostics)
    assert model.shapes
    return diagnostics


def run(seeds: range) -> None:
    refused = 0
    for seed in seeds:
        text = garbled(Random(seed))
        start = time.process_time()
        try:
            diagnostics = read(text)
            shown = [str(each) for each in diagnostics.sorted()]
        except Exception as error:
            raise AssertionError(f"seed {seed}: {text!r}") from error
        assert time.process_time() - start < SECONDS, f"seed {seed}"
        for each in shown:
            assert each.startswith(("error[E", "warning[W", "note[N"))
        for each in diagnostics:
            # A place is one of the text.
            assert each.location is not None
            assert each.location.position is not None
            line, column = each.location.position
            assert 1 <= line <= text.count("\n") + 1, f"seed {seed}"
            assert column >= 1
        refused += diagnostics.has_errors
    assert refused > len(seeds) // 2


def test_garbage() -> None:
    run(range(1_000))


@pytest.mark.slow
def test_much_garbage() -> None:
    run(range(1_000, 21_000))


def test_every_cut_of_a_model() -> None:
    assert not read(SMALL).has_errors
    for end in range(len(SMALL)):
        read(SMALL[:end])


def long_texts() -> Iterator[str]:
    for mark in (
        "[",
        "{a:",
        "{",
        "(",
        "@a(",
        "@a([",
        '"',
        '"""',
        "////",
        "\\",
        "1",
        "_",
        ".",
        "a.",
    ):
        yield mark * 20_000
        yield f"namespace a\n@b({mark * 20_000}"
        yield f'$version: "2"\nmetadata a = {mark * 20_000}'
    yield "namespace a\n" + "strin A\n" * 5_000
    yield "namespace a\n" + "structure A {\n" * 5_000
    yield "namespace a\n" + "structure A with [A] {}\n" * 2_000
    yield "namespace a\n" + "list A { member: B }\nlist B { member: A }\n" * 1_000


@pytest.mark.parametrize("text", [*long_texts()], ids=lambda text: repr(text[:20]))
def test_long_and_deep(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < SECONDS
