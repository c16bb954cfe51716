"""Models written as awso would, in every form, and read back: equal facts up to
`ocaml_losses.yaml`.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ecrgen.frontends import ocaml
from ecrgen.model.shapes import Model, StructureShape
from ecrgen.problems.diagnostics import Diagnostics, Severity
from tests.support.awso_sources import (
    FORMS,
    LIBRARIES,
    facts_of,
    read,
    save,
    source,
    whole,
)
from tests.support.partial_facts import compared

LOSSES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("ocaml_losses.yaml").read_text("utf-8")
)


def errors(diagnostics: Diagnostics) -> list[str]:
    return [str(d) for d in diagnostics if d.severity is Severity.ERROR]


def is_lost(entry: dict[str, Any], fact: str, form: str) -> bool:
    return fnmatchcase(fact, entry["fact"]) and form in entry.get("forms", FORMS)


@dataclass(frozen=True)
class Outcome:
    """What became of a model that was written in a form and read back. `used` are the
    losses that explain something.
    """

    model: Model
    problems: list[str]
    unexpected: list[str]
    used: set[int]
    same: int


@cache
def outcome(service: str, form: str) -> Outcome:
    with tempfile.TemporaryDirectory() as temporary:
        folder = save(Path(temporary) / service, FORMS[form](service))
        model, diagnostics = read(folder, facts_of(service, form))
    unexpected: list[str] = []
    used: set[int] = set()
    same = 0
    for fact, said, found, is_open in compared(whole(service), model):
        if said == found:
            same += 1
            continue
        lost = [at for at, each in enumerate(LOSSES) if is_lost(each, fact, form)]
        used.update(lost)
        if not lost and not is_open:
            unexpected.append(f"{fact}: {said!r}, read as {found!r}")
    return Outcome(model, errors(diagnostics), unexpected, used, same)


@pytest.mark.parametrize("service", LIBRARIES)
@pytest.mark.parametrize("form", FORMS)
def test_read_back_what_awso_writes(form: str, service: str) -> None:
    found = outcome(service, form)
    assert found.problems == []
    assert found.unexpected == []
    assert found.same > 600
    assert {s.id for s in whole(service)} <= {s.id for s in found.model}


def test_pages_say_nearly_as_much_as_the_source() -> None:
    said = {form: outcome("ecr", form).same for form in FORMS}
    assert said["source"] == said["shards"] > 2400
    for form in ("tables", "lists", "folders", "markdown", "seed text", "one text"):
        assert said[form] > 0.93 * said["source"], form


def test_members_keep_their_order() -> None:
    for form in FORMS:
        model = outcome("ecr-public", form).model
        for shape in whole("ecr-public"):
            members = getattr(shape, "members", None)
            if isinstance(shape, StructureShape) and isinstance(members, Mapping):
                assert list(model.structure(shape.id).members) == list(members)


def test_every_listed_loss_is_of_use_and_has_a_reason() -> None:
    used = set[int]().union(*(outcome(s, f).used for s in LIBRARIES for f in FORMS))
    assert [each["fact"] for at, each in enumerate(LOSSES) if at not in used] == []
    assert all(len(each["reason"]) > 20 for each in LOSSES)


def test_reading_takes_little_time(tmp_path: Path) -> None:
    """0.3 s for a service of 270 KB, 3 s for one of 3.7 MB, of processor time."""
    folder = save(tmp_path / "small", source("ecr-public"))
    assert seconds(folder) < 0.3
    text = source("ecr")["values.ml"]
    parts = [text]
    while sum(map(len, parts)) < 3_700_000:
        # The same modules under other names.
        name = f"\\1V{len(parts)}"
        parts.append(
            re.sub(r"^(module (?:rec\s+)?| and\s+)(?=[A-Z])", name, text, flags=re.M)
        )
    large = save(tmp_path / "large", {"values.ml": "".join(parts)})
    assert seconds(large) < 3


def seconds(folder: Path) -> float:
    """The processor time of a second reading: the first one imports modules."""
    for _ in range(2):
        started = time.process_time()
        ocaml.load(str(folder), Diagnostics())
    return time.process_time() - started
