"""Code that is planted in real modules of a package: the audit refuses every piece, and
nothing of the package.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ecrgen import pipeline
from ecrgen.emit import groups
from ecrgen.finish.audit import UnsafeError, audit
from tests.security.attacks import BROKEN, CHANGED, PLANTED, TEXTS
from tests.support.short_form import document_of

MODEL = Path(__file__).with_name("victim.json")
PARTED = "parted "


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every kind of module, by path; those of a package with parted clients besides,
    named `parted client.py`.
    """
    source = tmp_path_factory.mktemp("victims") / "model.json"
    short = json.loads(MODEL.read_text("utf-8"))
    document = document_of(short["shapes"], traits=short["traits"])
    source.write_text(json.dumps(document), encoding="utf-8")
    found = _package(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "MOST_LINES", 5)
        patch.setattr(groups.parted, "__defaults__", (30,))
        parted = _package(source)
    new = {
        path: parted[path]
        for path in ("methods/__init__.py", "methods/g.py", "models/_names_a.py")
    }
    return found | new | {f"{PARTED}client.py": parted["client.py"]}


def _package(source: Path) -> dict[str, str]:
    target = pipeline.target(pipeline.Job(str(source), source.parent, "victim"))
    package, _ = pipeline.generate(target)
    return {
        path: content.decode()
        for path, content in package.files.items()
        if path.endswith(".py") and not path.startswith("_runtime")
    }


def _audit(source: str, path: str) -> ast.Module:
    return audit(source, path.removeprefix(PARTED))


def test_the_modules_pass_as_they_are(modules: dict[str, str]) -> None:
    assert {"client.py", f"{PARTED}client.py", "methods/g.py"} <= modules.keys()
    for path, source in modules.items():
        assert ast.dump(_audit(source, path)) == ast.dump(ast.parse(source))


def test_there_are_enough_attacks() -> None:
    assert sum(map(len, PLANTED.values())) + len(CHANGED) + len(TEXTS) > 150


@pytest.mark.parametrize(
    ("place", "code"), [(place, code) for place in PLANTED for code in PLANTED[place]]
)
def test_planted(place: str, code: str, modules: dict[str, str]) -> None:
    planted = 0
    for path, source in modules.items():
        for attack in PLACES[place](source, code):
            planted += 1
            with pytest.raises((UnsafeError, SyntaxError)) as refused:
                raise_for(attack, path)
            # A line that the parser refuses attacks nothing.
            assert refused.type is UnsafeError or _is_no_python(place, code)
    assert planted >= 2


def raise_for(source: str, path: str) -> None:
    compile(_audit(source, path), path, "exec")


def _is_no_python(place: str, code: str) -> bool:
    """Whether the code stands nowhere in this place, whatever is around it."""
    return code in NOWHERE.get(place, ())


# What the parser or the compiler refuses where it is planted. It stays in the list:
# they may come to allow it.
NOWHERE = {
    "annotation": ("*str",),
    "bases": (),
}


@pytest.mark.parametrize(("path", "old", "new"), CHANGED)
def test_changed(path: str, old: str, new: str, modules: dict[str, str]) -> None:
    source = modules[path]
    assert old in source
    with pytest.raises(UnsafeError):
        _audit(source.replace(old, new, 1), path)


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text: str, modules: dict[str, str]) -> None:
    for path, source in modules.items():
        with pytest.raises(UnsafeError):
            _audit(text.replace("{}", source.rstrip("\n"), 1), path)


@pytest.mark.parametrize("text", BROKEN)
def test_broken(text: str, modules: dict[str, str]) -> None:
    for path, source in modules.items():
        with pytest.raises(
            (SyntaxError, ValueError, RecursionError, MemoryError, UnsafeError)
        ):
            _audit(text.replace("{}", source, 1), path)


# --- Places -------------------------------------------------------------------------------------------------------


def _top(source: str, code: str) -> Iterator[str]:
    yield f"{source}\n{code}\n"


def _inserted(source: str, node: ast.stmt, code: str) -> str:
    lines = source.split("\n")
    start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    indent = " " * node.col_offset
    lines[start - 1 : start - 1] = [indent + line for line in code.split("\n")]
    return "\n".join(lines)


def _last(source: str, kind: type[ast.AST]) -> Iterator[ast.AST]:
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kind)]
    yield from found[-1:]


def _class(source: str, code: str) -> Iterator[str]:
    for node in _last(source, ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        yield _inserted(source, node.body[-1], code)


def _body(source: str, code: str) -> Iterator[str]:
    for node in _last(source, ast.FunctionDef):
        assert isinstance(node, ast.FunctionDef)
        yield _inserted(source, node.body[-1], code)


def _replaced(source: str, node: ast.AST, code: str) -> str:
    assert isinstance(node, ast.expr)
    lines = source.encode().split(b"\n")
    assert node.end_lineno is not None
    end = lines[node.end_lineno - 1][node.end_col_offset :]
    start = lines[node.lineno - 1][: node.col_offset]
    lines[node.lineno - 1 : node.end_lineno] = [start + code.encode() + end]
    return b"\n".join(lines).decode()


def _return(source: str, code: str) -> Iterator[str]:
    for node in _last(source, ast.Return):
        if isinstance(node, ast.Return) and node.value is not None:
            yield _replaced(source, node.value, code)


def _annotation(source: str, code: str) -> Iterator[str]:
    for node in _last(source, ast.FunctionDef):
        assert isinstance(node, ast.FunctionDef)
        if node.returns is not None:
            yield _replaced(source, node.returns, code)
        for parameter in [*node.args.args, *node.args.kwonlyargs]:
            if parameter.annotation is not None:
                yield _replaced(source, parameter.annotation, code)


def _value(source: str, code: str) -> Iterator[str]:
    """Defaults of parameters and fields, values of attributes and constants, arguments
    of what is called on import.
    """
    places: list[ast.expr] = []
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(args=arguments):
                places += arguments.defaults
                places += [each for each in arguments.kw_defaults if each is not None]
            case ast.ClassDef(body=body) | ast.Module(body=body):
                for each in body:
                    match each:
                        case ast.Assign(value=value) | ast.AnnAssign(
                            value=value
                        ) if value is not None and "TypeAlias" not in ast.unparse(each):
                            places.append(value)
                        case _:
                            pass
            case ast.Call(func=ast.Name(id="dataclass"), keywords=keywords):
                places += [keyword.value for keyword in keywords]
            case _:
                pass
    for place in (*places[:1], *places[-1:]):
        yield _replaced(source, place, code)


def _bases(source: str, code: str) -> Iterator[str]:
    for node in _last(source, ast.ClassDef):
        if isinstance(node, ast.ClassDef):
            lines = source.split("\n")
            lines[node.lineno - 1] = (
                " " * node.col_offset + f"class {node.name}({code}):"
            )
            if node.bases and node.bases[0].lineno != node.lineno:
                del lines[node.lineno : node.body[0].lineno - 1]
            yield "\n".join(lines)


PLACES: dict[str, Callable[[str, str], Iterator[str]]] = {
    "top": _top,
    "class": _class,
    "body": _body,
    "return": _return,
    "annotation": _annotation,
    "value": _value,
    "bases": _bases,
}
