"""The table of the runtime's names is what the generator's sources and templates use,
no less and no more.

The words of sources are compared: of names that are put together
(`f"xml_write.{function}"`) the parts count.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecrgen.lower import runtime
from ecrgen.lower.names import reserved
from ecrgen.lower.values import codecs
from ecrgen.model import jmespath_parser

ROOT = Path(__file__).parents[3]
GENERATOR = ROOT / "generator" / "ecrgen"
# What makes text of generated modules.
SOURCES = [
    path
    for room in ("lower", "protocols", "emit", "customizations")
    for path in sorted((GENERATOR / room).rglob("*.py"))
    if path.name != "runtime.py"
]
TEMPLATES = sorted((ROOT / "templates" / "package").glob("*.j2"))
_USE = re.compile(rf"(?<![\w.])({'|'.join(runtime.MODULES)})\.([A-Za-z]\w*)\b(?!\.)")
# Names after a dot that are no names of the runtime: files, and methods of what a local
# of that name holds.
_OTHERS = {("query", "append"), ("endpoints", "resolve"), ("xml", "etree")}


def strings(path: Path) -> Iterator[str]:
    """The strings in a module, docstrings apart."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
        ):
            yield node.value


TEXTS = [text for path in SOURCES for text in strings(path)]
WRITTEN = "\n".join([*TEXTS, *(path.read_text("utf-8") for path in TEMPLATES)])


def test_what_sources_name_is_in_the_table() -> None:
    used = {
        (module, name)
        for text in TEXTS
        if not text.endswith((".j2", ".py"))
        for module, name in _USE.findall(text)
    }
    assert len(used) > 60
    known = {
        (name, of) for name, module in runtime.MODULES.items() for of in module.names
    }
    assert used - known - _OTHERS == set()


@pytest.mark.parametrize(
    "leaves",
    [
        codecs.VALUES,
        codecs.CBOR,
        codecs.json_codec(timestamp_default="date-time", wire_name=codecs.member_name),
        codecs.rpc_json_codec(),
        *map(codecs.text_leaves, ("form", "rest", "xml_write")),
    ],
)
def test_what_codecs_call_is_in_the_table(leaves: codecs.Leaves) -> None:
    called = {
        leaf.function
        for table in (
            *(leaves.writers, leaves.readers, leaves.timestamps),
            *(codecs.XML_READERS, codecs.XML_TIMESTAMPS),
        )
        for leaf in table.values()
        if "." in leaf.function
    }
    assert called
    for function in called:
        assert runtime.symbol(function)


def test_every_function_of_jmespath_is_in_the_table() -> None:
    names = {f"call_{name}" for name in jmespath_parser.FUNCTIONS}
    assert names <= runtime.MODULES["jmespath"].names


@pytest.mark.parametrize("name", runtime.MODULES)
def test_what_is_in_the_table_is_used(name: str) -> None:
    """A name that no source and no template has in any string is one that nothing can
    write.
    """
    module = runtime.MODULES[name]
    composed = {f"call_{function}" for function in jmespath_parser.FUNCTIONS}
    words = set(re.findall(r"\w+", WRITTEN)) | composed
    assert (module.names | module.methods) - words == set()


def test_calls_on_import_are_of_names_in_the_table() -> None:
    for module in runtime.MODULES.values():
        assert module.on_import <= module.names


def imports(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and "_runtime." in (node.module or ""):
            yield from ((node.module or "", alias.name) for alias in node.names)


def test_classes_that_generated_modules_import_are_reserved() -> None:
    """Where shapes stand beside them: a shape of that name would be another thing
    there.
    """
    folders = [
        folder
        for package in sorted((ROOT / "generated").iterdir())
        for folder in (package / "models", package / "operations")
    ]
    found = {
        name
        for folder in folders
        for path in folder.glob("*.py")
        for _, name in imports(path)
        if name[0].isupper()
    }
    assert {"Operation", "OpenEnum"} <= found
    assert found <= reserved.CLASSES.keys()


def test_reserved_words_come_with_the_table() -> None:
    assert runtime.MODULES["constraints"].names <= reserved.CLASSES.keys()
    exceptions = {n for n in runtime.MODULES["errors"].names if n[0].isupper()}
    assert exceptions | {"TransportError"} == reserved.ERROR_CLASSES.keys()
    assert reserved.VALUES_FIELDS.keys() == {"values"}
    with pytest.raises(KeyError):
        runtime.symbol("errors.NoSuchError")
