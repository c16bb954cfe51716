"""One payload at a time in each string and each name of a model: what gets through the
checks is still only data.
"""

from __future__ import annotations

import builtins
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ecrgen import pipeline
from ecrgen.cli import main
from ecrgen.documents.nodes import is_list, is_object
from ecrgen.problems.diagnostics import InputError
from tests.security.hostile import CANARY, FIRE, NAMESPACE, model
from tests.support.bakery import BAKERY
from tests.support.short_form import shapes_alone

# Each breaks out of another kind of place: a line, a string, a docstring, an
# expression, a path.
BREAKOUTS = (
    f'\\"""\r\n{FIRE}\n\'\'\'" #',
    f"x) or {FIRE} or (",
    f'"); {FIRE}; ("\\',
    f"{{{FIRE}}}{{{{ {FIRE} }}}}\x85\u2028\x0c",
    "../../../x",
    "__builtins__",
    "\x00",
    "\ud800",
    "",
)


def rich() -> dict[str, Any]:
    """The model of the other tests with what else a model has strings in."""
    document = model("tame")
    shapes = document["shapes"]
    defaults = {
        "Blob": "eHl6",
        "Boolean": True,
        "Byte": 1,
        "Short": 1,
        "Integer": 1,
        "Long": 1,
        "BigInteger": 1,
        "BigDecimal": 1.5,
        "Float": 1.5,
        "Double": 1.5,
        "String": "text",
        "Timestamp": "2024-01-01T00:00:00Z",
        "Document": "text",
    }
    shapes["h#Holder"]["members"] |= {
        f"default{name}": {
            "target": f"smithy.api#{name}",
            "traits": {"smithy.api#default": value},
        }
        for name, value in defaults.items()
    }
    shapes["h#Holder"]["members"] |= {
        "defaultMode": {
            "target": "h#Mode",
            "traits": {"smithy.api#default": "a value of its own"},
        },
        "table": {"target": "h#Table"},
        "rows": {"target": "h#Rows"},
        "number": {"target": "h#Number"},
    }
    more = {
        "Table": {"map": ["h#Mode", "h#Patterned"]},
        "Rows": {"list": "h#Patterned"},
        "Number": {"intEnum": {"ONE": 1}},
    }
    shapes |= shapes_alone(more, namespace=NAMESPACE)["shapes"]
    shapes["h#Do"]["traits"] |= {
        "smithy.api#endpoint": {"hostPrefix": "{text}.data."},
        "smithy.waiters#waitable": {
            "Done": {
                "documentation": "tame",
                "acceptors": [
                    {
                        "state": "success",
                        "matcher": {
                            "output": {
                                "path": "mode",
                                "expected": "x",
                                "comparator": "stringEquals",
                            }
                        },
                    },
                    {"state": "retry", "matcher": {"errorType": "Bad"}},
                ],
            }
        },
        "smithy.api#examples": [{"title": "tame", "input": {"text": "tame"}}],
        "smithy.api#externalDocumentation": {"tame": "https://example.com/"},
        "smithy.api#tags": ["tame"],
    }
    shapes["h#In"]["members"]["text"]["traits"]["smithy.api#hostLabel"] = {}
    shapes["h#Bad"]["traits"] |= {"smithy.api#retryable": {"throttling": True}}
    shapes["h#Service"] |= {"rename": {"h#Rows": "RowsRenamed"}}
    return document


def places(
    node: Any, at: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Paths to all values that hold no others and, with "=" at the end, to all keys."""
    if is_object(node):
        for key, value in node.items():
            yield (*at, key, "=")
            yield from places(value, (*at, key))
    elif is_list(node):
        for index, value in enumerate(node):
            yield from places(value, (*at, index))
    else:
        yield at


def changed(document: Any, at: tuple[str | int, ...], payload: str) -> Any:
    document = copy.deepcopy(document)
    if at[-1] == "=":
        *way, key, _ = at
    else:
        *way, key = at
    node = document
    for step in way:
        node = node[step]
    if at[-1] == "=":
        # In its place: the order of members counts.
        items = [(payload if k == key else k, v) for k, v in node.items()]
        node.clear()
        node.update(items)
    else:
        node[key] = payload
    return document


def attempt(source: Path, output: Path) -> bool:
    """Whether a package comes of it. Both its audit and its compilation are part of
    generating it.
    """
    try:
        package, _ = pipeline.generate(
            pipeline.target(pipeline.Job(str(source), output, "hostile"))
        )
    except InputError as refused:
        problems = refused.diagnostics.sorted()
        assert problems
        # The second wall must not be what stops it: that is a fault of the first.
        assert not {each.code for each in problems} & {"E601", "E602"}, str(refused)
        return False
    assert all(
        not path.startswith("/") and ".." not in path.split("/")
        for path in package.files
    )
    return True


@pytest.mark.parametrize("start", range(2))
def test_each_place_of_a_smithy_model(start: int, tmp_path: Path) -> None:
    document = rich()
    source = tmp_path / "model.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    assert attempt(source, tmp_path)
    built = 0
    # The payloads take turns: all at all places would take minutes and find no more.
    for turn, at in list(enumerate(places(document)))[start::2]:
        payload = BREAKOUTS[turn // 2 % len(BREAKOUTS)]
        source.write_text(json.dumps(changed(document, at, payload)), encoding="utf-8")
        built += attempt(source, tmp_path)
    # Documentation, titles and examples may say what they like.
    assert built > 20
    assert not hasattr(builtins, CANARY)
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]


def test_each_place_of_a_botocore_model(tmp_path: Path) -> None:
    document = json.loads((BAKERY / "service-2.json").read_text(encoding="utf-8"))
    document["metadata"] |= {"protocol": "json", "jsonVersion": "1.1"}
    document["metadata"] |= {"targetPrefix": "Bakery_20200102"}
    for name in ("paginators-1.json", "waiters-2.json"):
        (tmp_path / name).write_bytes((BAKERY / name).read_bytes())
    source = tmp_path / "service-2.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    assert attempt(source, tmp_path)
    for turn, at in list(enumerate(places(document)))[::2]:
        payload = BREAKOUTS[turn // 2 % len(BREAKOUTS)]
        source.write_text(json.dumps(changed(document, at, payload)), encoding="utf-8")
        attempt(source, tmp_path)
    assert not hasattr(builtins, CANARY)


def test_importing_has_no_effects(tmp_path: Path) -> None:
    touch = f"open({str(tmp_path / 'fired')!r}, 'w')"
    document = model(f'\\"""\n{touch}\n"""\n"+{touch}+"\n\'+{touch}+\'')
    source = tmp_path / "model.json"
    # What must be a name or a pattern would be refused as a whole.
    tame = model("tame")["shapes"]
    for shape, key in (("h#Patterned", "traits"), ("h#Service", "traits")):
        document["shapes"][shape][key] = tame[shape][key]
    del document["metadata"]
    source.write_text(json.dumps(document), encoding="utf-8")
    result = CliRunner().invoke(
        main, ["build", "-q", str(source), "-o", str(tmp_path / "out")]
    )
    assert result.exit_code == 0, result.output
    program = (
        "import importlib, pathlib, sys\n"
        "for path in sorted(pathlib.Path('hostile').rglob('*.py')):\n"
        "    name = '.'.join(path.with_suffix('').parts)\n"
        "    importlib.import_module(name.removesuffix('.__init__'))\n"
        "print(sum(name.startswith('hostile') for name in sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=tmp_path / "out",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert int(ran.stdout) > 10
    assert {path.name for path in tmp_path.iterdir()} == {"model.json", "out"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["hostile"]


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a/b", "con.txt", "a b", "class", "X", "..", "é", "x\n"]
)
def test_package_option(name: str, tmp_path: Path) -> None:
    source = tmp_path / "model.json"
    source.write_text(json.dumps(model("tame")), encoding="utf-8")
    result = CliRunner().invoke(
        main,
        ["build", str(source), "-o", str(tmp_path / "out"), "--package", name],
    )
    assert result.exit_code == 2
    assert "E505" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]


def test_diagnostics_send_nothing_to_the_terminal(tmp_path: Path) -> None:
    document = model("tame")
    document["shapes"]["h#In"]["members"]["text"]["target"] = "h#\x1b]0;title\x07\x9b2J"
    source = tmp_path / "model.json"
    source.write_text(json.dumps(document, ensure_ascii=True), encoding="utf-8")
    result = CliRunner().invoke(main, ["build", str(source), "-o", str(tmp_path / "o")])
    assert result.exit_code == 2
    assert all(c == "\n" or c.isprintable() for c in result.stderr)
