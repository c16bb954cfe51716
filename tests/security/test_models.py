"""A model is untrusted: no string of it becomes code, leaves the output directory, or
is changed on its way.
"""

from __future__ import annotations

import builtins
import importlib
import itertools
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ecrgen import pipeline
from ecrgen.finish.audit import audit
from ecrgen.problems.diagnostics import Diagnostic, InputError
from tests.security.hostile import CANARY, FIRE, PAYLOADS, model
from tests.support.packages import build
from tests.support.short_form import document_of, write

_names = itertools.count(1)


@pytest.fixture(autouse=True)
def nothing_fires() -> Any:
    yield
    assert not hasattr(builtins, CANARY)


def compiled(document: dict[str, Any], folder: Path) -> Any:
    """The imported package, every module of it; or None where the model was refused
    with diagnostics.
    """
    number = next(_names)
    source = folder / f"hostile_{number}.json"
    # Escapes keep lone surrogates writable.
    source.write_text(json.dumps(document), encoding="utf-8")
    output = folder / f"out_{number}"
    problems: list[Diagnostic] = []
    try:
        package = build(str(source), output, f"hostile_{number}")
    except InputError as refused:
        problems = refused.diagnostics.sorted()
        package = None
    if package is None:
        assert problems
        assert not output.exists() or not list(output.iterdir())
        return None
    for path in sorted(output.rglob("*.py")):
        relative = path.relative_to(output)
        if "_runtime" not in relative.parts:
            audit(
                path.read_text("utf-8"),
                relative.relative_to(package.__name__).as_posix(),
            )
        importlib.import_module(
            ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
        )
    return package


def use(package: Any, payload: str) -> None:
    """Strings come back as they are in the model, from the class and over the wire."""
    models, op = package.models, package.operations.Do
    assert models.Mode.HOSTILE.value == payload
    holder = models.Holder()
    assert holder.defaulted == payload
    value = op.input(
        text="t", holder=holder, choice=models.ChoiceTwo(models.Mode.HOSTILE)
    )
    sent = json.loads(op.serialize(value).body)
    assert sent["choice"] == {"two": payload}
    assert sent["holder"] == {"defaulted": payload}
    assert "text='t'" in repr(value)
    assert op.__doc__
    answer = package.Response(200, {}, json.dumps({"mode": payload}).encode())
    assert op.deserialize(answer).mode is models.Mode.HOSTILE
    error = op.error_of_json("Bad", {"message": payload, "why": payload})
    assert error.to_value() == {"message": payload, "why": payload}


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload[:30]))
def test_a_payload_in_every_place_at_once(payload: str, tmp_path: Path) -> None:
    package = compiled(model(payload), tmp_path)
    if package is not None:
        use(package, payload)


@pytest.mark.parametrize(
    "payload", [p for p in PAYLOADS if "\ud800" not in p], ids=lambda p: ascii(p[:30])
)
def test_text_is_no_reason_to_refuse_a_model(payload: str, tmp_path: Path) -> None:
    document = model("tame text")
    shapes = document["shapes"]
    shapes["h#Do"]["traits"]["smithy.api#documentation"] = payload
    shapes["h#Service"]["version"] = payload
    shapes["h#In"]["members"]["text"]["traits"]["smithy.api#documentation"] = payload
    shapes["h#Mode"]["members"]["HOSTILE"]["traits"]["smithy.api#enumValue"] = payload
    shapes["h#Holder"]["members"]["defaulted"]["traits"]["smithy.api#default"] = payload
    package = compiled(document, tmp_path)
    assert package is not None
    use(package, payload)


@given(payload=st.text(max_size=60))
@settings(
    max_examples=40,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_text_in_every_place(payload: str, tmp_path: Path) -> None:
    package = compiled(model(payload), tmp_path)
    if package is not None:
        use(package, payload)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload[:30]))
@pytest.mark.parametrize(
    "place", ["namespace", "shape", "member", "enum", "target", "trait", "sdkId"]
)
def test_names_are_names_or_refused(place: str, payload: str, tmp_path: Path) -> None:
    text = json.dumps(model("tame"))
    quoted = json.dumps(payload)[1:-1]
    changed = {
        "namespace": lambda: text.replace('"h#', f'"{quoted}#'),
        "shape": lambda: text.replace("h#Holder", f"h#{quoted}"),
        "member": lambda: text.replace('"defaulted"', f'"{quoted}"'),
        "enum": lambda: text.replace('"HOSTILE"', f'"{quoted}"'),
        "target": lambda: text.replace(
            '{"target": "h#Mode"', f'{{"target": "{quoted}"', 1
        ),
        "trait": lambda: text.replace("smithy.api#title", quoted),
        "sdkId": lambda: text.replace('"sdkId": "Hostile"', f'"sdkId": "{quoted}"'),
    }[place]()
    package = compiled(json.loads(changed), tmp_path)
    # A trait may be called anything that is a shape ID, an SDK ID is only folded; no
    # payload is an identifier.
    if place not in ("trait", "sdkId") and not payload.startswith("xxx"):
        assert package is None


@pytest.mark.parametrize(
    "sdk_id",
    [
        "../../x",
        "/etc/x",
        "C:\\x",
        "con",
        "a/b",
        "..",
        ".",
        "",
        " ",
        "class",
        "ünï",
        "1",
        "a\x00b",
        "x" * 300,
    ],
)
def test_the_package_name_stays_inside_the_output(sdk_id: str, tmp_path: Path) -> None:
    document = model("tame")
    document["shapes"]["h#Service"]["traits"]["aws.api#service"]["sdkId"] = sdk_id
    source = tmp_path / "in" / "model.json"
    source.parent.mkdir()
    write(source, document)
    output = tmp_path / "deep" / "out"
    try:
        target = pipeline.target(pipeline.Job(str(source), output))
        pipeline.build(target)
    except InputError:
        assert not output.exists() or not list(output.iterdir())
    else:
        assert target.package.isidentifier()
        assert [path.name for path in output.iterdir()] == [target.package]
    assert {path.name for path in tmp_path.iterdir()} <= {"in", "deep"}
    assert {path.name for path in source.parent.iterdir()} == {"model.json"}


@pytest.mark.parametrize(
    "payload", [p for p in PAYLOADS if p.isprintable()], ids=lambda p: p[:30]
)
def test_overlays_are_texts_not_code(payload: str, tmp_path: Path) -> None:
    overlay = {
        "overlay": 1,
        "shapes": {
            "Do": {
                "documentation": payload,
                "mark": {"deprecated": {"message": payload}},
            },
            "In": {"members": {"text": payload}},
        },
    }
    source = write(tmp_path / "over.json", model("tame"))
    (tmp_path / "over.overlay.yaml").write_text(json.dumps(overlay), encoding="utf-8")
    package = build(source, tmp_path / "out", f"overlay_{next(_names)}")
    # Loaded, and nothing fires.
    assert "Do" in package.operations.Do.__qualname__
    assert package.operations.Do.input.__doc__


@pytest.mark.parametrize(
    "name", ["a-b", "__import__", f"x(){FIRE}", "x y", "é", "_x", ""]
)
def test_renames_are_names(name: str, tmp_path: Path) -> None:
    overlay = {"overlay": 1, "shapes": {"Do": {"rename": name}}}
    source = write(tmp_path / "over.json", model("tame"))
    (tmp_path / "over.overlay.yaml").write_text(json.dumps(overlay), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        pipeline.target(pipeline.Job(str(source), tmp_path / "out"))
    assert {each.code for each in refused.value.diagnostics} <= {"E701", "E707"}


@pytest.mark.parametrize(
    "prefix",
    ["{text}.\r\nX-Evil: 1.", "{nope}.", "{text", "a b.", "/../", "{text}{text}."],
)
def test_host_prefixes(prefix: str, tmp_path: Path) -> None:
    document = model("tame")
    shapes = document["shapes"]
    shapes["h#Do"]["traits"]["smithy.api#endpoint"] = {"hostPrefix": prefix}
    shapes["h#In"]["members"]["text"]["traits"]["smithy.api#hostLabel"] = {}
    package = compiled(document, tmp_path)
    if package is not None:
        op = package.operations.Do
        assert "\n" not in op.serialize(op.input(text="label")).host_prefix
        for hostile in ("a\r\nb", "a/b", "a.b", "", "x" * 64, "é", "-a"):
            with pytest.raises(ValueError, match="host name"):
                op.serialize(op.input(text=hostile))


DEEP = {f"Level{n}": {"structure": {"next": f"Level{n + 1}"}} for n in range(300)}
WIDE = {f"member{n}": "String" for n in range(10_000)}
VALUES = {f"V{n}": f"v{n}" for n in range(10_000)}


@pytest.mark.parametrize(
    "shapes",
    [
        {
            **DEEP,
            "Level300": {"structure": {}},
            "In": {"structure": {"deep": "Level0"}},
        },
        {"In": {"structure": WIDE}},
        {"Mode": {"enum": VALUES}, "In": {"structure": {"mode": "Mode"}}},
    ],
    ids=["deep", "wide", "values"],
)
def test_large_models_are_models(shapes: dict[str, Any], tmp_path: Path) -> None:
    operation = {"Do": {"operation": {"input": "In", "output": "In"}}}
    source = write(tmp_path / "large.json", document_of({**shapes, **operation}))
    package, _ = pipeline.generate(
        pipeline.target(pipeline.Job(source, tmp_path / "out"))
    )
    assert any(path == "operations/do.py" for path in package.files)


@pytest.mark.parametrize(
    "text",
    [
        '{"smithy": "2.0", "shapes": ' + "[" * 100_000,
        '{"smithy": "2.0", "metadata": {"x": ' + "[" * 5_000 + "]" * 5_000 + "}}",
        '{"smithy": "2.0", "metadata": {"x": 1e999999}}',
        '{"smithy": "2.0", "metadata": {"x": ' + "9" * 100_000 + "}}",
        '{"smithy": "2.0", "metadata": {"x": NaN}}',
        "",
        "\x00" * 1000,
    ],
    ids=["open", "nested", "infinite", "digits", "nan", "empty", "zeros"],
)
def test_bombs_are_refused_in_good_time(text: str, tmp_path: Path) -> None:
    source = tmp_path / "bomb.json"
    source.write_text(text, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(InputError) as refused:
        pipeline.target(pipeline.Job(str(source), tmp_path / "out"))
    # Rendering is part of it: positions are looked up only then. The bound is for a
    # machine under load.
    assert str(refused.value)
    assert time.process_time() - started < 60


def test_yaml_bombs_are_refused(tmp_path: Path) -> None:
    lines = ["overlay: 1", "shapes:", "  Do:", "    a: &a0 [x, x]"]
    lines += [f"    b{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    source = write(tmp_path / "m.json", model("tame"))
    (tmp_path / "m.overlay.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError):
        pipeline.target(pipeline.Job(str(source), tmp_path / "out"))
