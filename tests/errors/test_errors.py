"""Bad input beside the diagnostics it leads to: `cases/NAME.expected` belongs to `cases/NAME`.

`cases/NAME.overlay.yaml` is the overlay of `cases/NAME.json`, and `cases/NAME/` may hold the modules that it names.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ecrgen import checks
from ecrgen.assemble import assemble
from ecrgen.assemble.overlay_files import beside, overlaid
from ecrgen.frontends.discover import load
from ecrgen.lower.names.copied import copied
from ecrgen.problems.codes import CODES
from ecrgen.problems.diagnostics import Diagnostics

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "cases").iterdir())
EXPECTED = [name for name in CASES if name.endswith(".expected")]


def diagnose(source: str) -> str:
    diagnostics = Diagnostics()
    operations = load(source, diagnostics)
    whole = overlaid(operations, beside(source), diagnostics)
    copied(whole.modules, diagnostics)
    model = assemble(whole.operations, diagnostics)
    # As in the pipeline, only models that were assembled without errors are checked.
    if not diagnostics.has_errors:
        checks.run(model, diagnostics)
    return "\n\n".join(str(item) for item in diagnostics.sorted()) + "\n"


@pytest.mark.parametrize("expected", EXPECTED)
def test_diagnostics(expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    text = Path("cases", expected).read_text("utf-8")
    assert diagnose(f"cases/{expected.removesuffix('.expected')}") == text


def test_every_source_has_its_expected_text() -> None:
    overlays = {name for name in CASES if name.endswith(".overlay.yaml")}
    beside = {name.removesuffix(".overlay.yaml") for name in overlays}
    assert beside <= {Path(name).stem for name in CASES if name.endswith(".json")}
    sources = {name for name in CASES if not name.endswith(".expected")}
    sources -= overlays | beside
    named = {name.removesuffix(".expected") for name in EXPECTED}
    assert named - sources == {"missing.json"}
    assert sources <= named


def test_every_code_of_these_stages_has_a_case() -> None:
    texts = [(HERE / "cases" / name).read_text("utf-8") for name in EXPECTED]
    shown = "\n".join(texts)
    stages = (range(1, 50), range(100, 200), range(300, 500))
    codes = {code for code in CODES if any(int(code[1:]) in stage for stage in stages)}
    codes |= {"E708", "E709"}
    assert {code for code in codes if f"[{code}]" not in shown} == set()
