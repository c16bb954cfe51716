"""What the readers of one file share: its tokens, its names, and what they made."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...model.ids import ShapeId
from ...problems.diagnostics import Diagnostics
from ...problems.locations import Document, Location
from ..operations import ApplyTrait, LoadOperation, NameShape
from .names import Names
from .tokens import Tokens
from .traits import TraitReader, TraitUse
from .values import Values

_MIXIN = "smithy.api#mixin"


@dataclass(slots=True)
class Source:
    """A file while it is read."""

    document: Document
    diagnostics: Diagnostics
    # A file that does not say its version is of Smithy 1.0.
    version: str = "1.0"
    input_suffix: str = "Input"
    output_suffix: str = "Output"
    operations: list[LoadOperation] = field(default_factory=list[LoadOperation])
    # The traits that were used already.
    named: set[ShapeId] = field(default_factory=set[ShapeId])
    tokens: Tokens = field(init=False)
    names: Names = field(init=False)
    values: Values = field(init=False)
    traits: TraitReader = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.document)
        self.names = Names()
        self.values = Values(self.tokens, self.names)
        self.traits = TraitReader(self.tokens, self.names, self.values)

    @property
    def is_1(self) -> bool:
        return self.version == "1.0"

    def at(self, offset: int) -> Location:
        return Location(self.document, offset=offset)

    def report(
        self,
        code: str,
        message: str,
        offset: int,
        hint: str | None,
        shape: ShapeId | None = None,
    ) -> None:
        self.diagnostics.add(
            code, message, location=self.at(offset), shape=shape, hint=hint
        )

    def only_in_2(
        self, feature: str, attempt: str, offset: int, shape: ShapeId
    ) -> None:
        """Reports what Smithy 1.0 does not have, in a file of that version."""
        self.report(
            "E018",
            f"{feature} with Smithy version 2 or later. "
            f"Attempted to {attempt} with version `{self.version}`.",
            offset,
            SAY_VERSION_2,
            shape,
        )

    def apply(
        self, traits: list[TraitUse], target: ShapeId, made: list[LoadOperation]
    ) -> None:
        for use in traits:
            if use.trait not in self.named and not use.is_comment:
                self.named.add(use.trait)
                made.append(NameShape(use.trait, "trait", self.at(use.offset)))
            made.append(ApplyTrait(target, use.trait, use.value, self.at(use.offset)))
            if use.trait == _MIXIN and self.is_1:
                self.report(
                    "E018",
                    "Mixins can only be used in Smithy 2.0 or later. "
                    f"Attempted to apply a @mixin trait to `{target}` "
                    f"in a model file using version `{self.version}`.",
                    use.offset,
                    SAY_VERSION_2,
                    target,
                )


SAY_VERSION_2 = 'say $version: "2.0" in the first line when the file is of that version'
