"""Text that lost something: every fact that is read is right, or the model says that it
does not know it.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ecrgen.assemble import assemble
from ecrgen.frontends import discover, ocaml
from ecrgen.model.shapes import Model
from ecrgen.problems.diagnostics import Diagnostics
from tests.support import awso_forms as forms
from tests.support.awso import Module
from tests.support.awso_sources import FORMS, rendered, whole
from tests.support.partial_facts import compared

from .test_ocaml import LOSSES, is_lost

STYLES = sorted(forms.STYLES)


def wrong(model: Model, service: str) -> list[str]:
    """The facts that a damaged source says and that are not so."""
    return [
        f"{fact}: {said!r}, read as {found!r}"
        for fact, said, found, is_open in compared(whole(service), model)
        if said != found
        and not is_open
        and not any(is_lost(entry, fact, "seed text") for entry in LOSSES)
    ]


def damaged(modules: list[Module], chance: random.Random, folder: Path) -> Path:
    """A folder of pages in any style, some lost, some cut at either end, most without
    some of their items.
    """
    folder.mkdir()
    for module in modules:
        if chance.random() < 0.2:
            continue
        ends = sorted((chance.random(), chance.random()))
        cut = chance.random()
        damage = forms.Damage(
            chance.choice((0.0, 0.1, 0.5)),
            ends[0] if cut < 0.1 else 0.0,
            ends[1] if cut < 0.25 else 1.0,
        )
        text = forms.page_text(module, chance.choice(STYLES), damage, chance)
        text = garbled(text, chance)
        (folder / f"page-{module.name}.txt").write_text(text, "utf-8")
    return folder


def garbled(text: str, chance: random.Random) -> str:
    """What programs do to text on the way: white space, line ends, marks of comments
    and braces, a footer.
    """
    kind = chance.randrange(6)
    if kind == 0:
        return text.replace("\n", "\r\n")
    if kind == 1:
        return text.replace(";(*", ";").replace("; (*", ";")
    if kind == 2:
        return text.replace("\n", " ") if "Module" not in text else text
    if kind == 3:
        return text.replace(";\n}", ";\n").replace("*)}", "*)")
    if kind == 4:
        return f"{text}\n\nPowered by odoc. All rights reserved; see the terms | (c) 2026\n"
    return text


def read(path: Path) -> Model | None:
    diagnostics = Diagnostics()
    operations = discover.load(str(path), diagnostics)
    if diagnostics.has_errors:
        # Refused: a reason was given, and no fact.
        assert all(str(each) for each in diagnostics)
        return None
    model = assemble(operations, diagnostics)
    assert not diagnostics.has_errors, diagnostics.sorted()
    return model


def check(seed: int, service: str, folder: Path) -> bool:
    chance = random.Random(seed)
    path = damaged(rendered(service).modules, chance, folder / str(seed))
    if not ocaml.claims(str(path)):
        return False
    model = read(path)
    assert model is None or wrong(model, service) == []
    return model is not None


@pytest.mark.parametrize("seed", range(8))
def test_no_wrong_fact_in_damaged_folders(seed: int, tmp_path: Path) -> None:
    assert check(seed, "ecr-public", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("service", ["ecr", "ecr-public"])
def test_no_wrong_fact_in_many_damaged_folders(service: str, tmp_path: Path) -> None:
    read = sum(check(seed, service, tmp_path) for seed in range(1000, 1150))
    assert read > 140


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    at=st.integers(0, 148),
    style=st.sampled_from(STYLES),
    loss=st.sampled_from([0.0, 0.2, 0.6]),
    end=st.floats(0.05, 1.0),
    seed=st.integers(0, 10_000),
)
def test_no_wrong_fact_on_a_single_page(
    at: int, style: str, loss: float, end: float, seed: int, tmp_path: Path
) -> None:
    modules = rendered("ecr-public").modules
    module = modules[at % len(modules)]
    damage = forms.Damage(loss, 0.0, end)
    text = forms.page_text(module, style, damage, random.Random(seed))
    path = tmp_path / f"page-{module.name}.txt"
    path.write_text(text, "utf-8")
    model = read(path)
    assert model is None or wrong(model, "ecr-public") == []


@pytest.mark.parametrize("form", ["source", "interface", "lists", "markdown"])
@pytest.mark.parametrize("seed", range(6))
def test_no_wrong_fact_in_files_that_are_cut(
    form: str, seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "cut"
    folder.mkdir()
    for name, text in FORMS[form]("ecr-public").items():
        kept = chance.random() if chance.random() < 0.7 else 1.0
        (folder / name.replace("/", "-")).write_text(
            text[: int(len(text) * kept)], "utf-8"
        )
    model = read(folder)
    assert model is None or wrong(model, "ecr-public") == []
