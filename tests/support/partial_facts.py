"""A partial model against the whole one: every fact is right, or the model says that it
does not know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ecrgen.model.ids import ShapeId
from ecrgen.model.partial import unsaid
from ecrgen.model.partial_trait import Partial
from ecrgen.model.shapes import Model

from .awso import label
from .model_facts import facts

Unsaid = Mapping[ShapeId, frozenset[str]]

# What leaves a fact open, by the first word of its name: on the shape itself, for
# members on their structure too.
_OPEN: dict[str, set[str]] = {
    "type": {"type", "union", "document"},
    "target": {"members", "name"},
    "value": {"members", "value", "spelling"},
    "name": {"members", "value", "spelling"},
    "input": {"input", "name"},
    "output": {"output", "name"},
    "errors": {"errors"},
    "operations": {"operations"},
    "version": {"version"},
    "smithy.api#required": {"required", "members"},
    "smithy.api#documentation": {"documentation"},
    "smithy.api#length": {"constraints"},
    "smithy.api#range": {"constraints"},
    "smithy.api#pattern": {"constraints"},
    "smithy.api#error": {"fault", "error"},
    "smithy.api#title": {"title"},
    "aws.api#service": {"sdk_id"},
    "aws.auth#sigv4": {"signing_name"},
    "aws.protocols#awsJson1_1": {"protocol"},
}


def all_unsaid(model: Model) -> Unsaid:
    return {target: found for shape in model for target, found in unsaid(shape).items()}


def is_open(fact: str, left_open: Unsaid) -> bool:
    """Whether the model says that it does not know a fact."""
    subject, _, rest = fact.partition(" ")
    word = rest.split("/")[0].split(" ")[0]
    wanted = _OPEN.get(word, set[str]())
    shape = ShapeId(subject)
    found = set(left_open.get(shape, ())) | set(left_open.get(shape.without_member, ()))
    if word in ("value", "name") and "$" not in subject:
        # A value of an enum: its doubts stand on the members.
        for target, doubts in left_open.items():
            if target.without_member == shape:
                found |= doubts
    # A shape whose type is not known may have anything.
    return bool(found & (wanted | {"type"}))


def compared(whole: Model, partial: Model) -> Iterator[tuple[str, Any, Any, bool]]:
    """Facts of shapes that both have: what the whole model says, what the other says,
    whether that leaves it open.
    """
    left_open = all_unsaid(partial)
    theirs = {
        fact: value
        for fact, value in facts(partial, docs=True).items()
        if f" {Partial.ID}" not in fact
    }
    ours = _renamed(facts(whole, docs=True), whole, partial, left_open)
    shapes = {fact.split(" ")[0].split("$")[0] for fact in theirs}
    for fact in dict.fromkeys([*ours, *theirs]):
        if fact.split(" ")[0].split("$")[0] in shapes:
            yield fact, ours.get(fact), theirs.get(fact), is_open(fact, left_open)


def _renamed(
    found: dict[str, Any], whole: Model, partial: Model, left_open: Unsaid
) -> dict[str, Any]:
    """The facts of the whole model under the partial one's names, where it says that
    these are not the real ones.
    """
    (old,), (new,) = whole.services(), partial.services()
    renamed: dict[str, Any] = {}

    def moved(text: str) -> str:
        text = text.replace(old.id, new.id)
        return text.replace(f"{old.id.namespace}#", f"{new.id.namespace}#")

    for fact, value in found.items():
        subject, _, rest = moved(fact).partition(" ")
        shape = ShapeId(subject)
        if shape.member is not None:
            lower = shape.without_member.with_member(label(shape.member).rstrip("_"))
            if "name" in left_open.get(lower, ()):
                shape = lower
        renamed[f"{shape} {rest}"] = moved(value) if isinstance(value, str) else value
    return renamed
