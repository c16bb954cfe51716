"""Operations whose results come in pages (Smithy 2.0, "paginated")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from .trait_base import Trait, as_object, optional_string, trait


@trait("smithy.api#paginated")
@dataclass(frozen=True, slots=True)
class Paginated(Trait):
    """On a service: defaults for its operations.

    Paths into the output may have dots.
    """

    input_token: str | None
    output_token: str | None
    items: str | None
    page_size: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        keys = ("inputToken", "outputToken", "items", "pageSize")
        properties = as_object({} if node is None else node, frozenset(keys))
        return cls(*(optional_string(properties, key) for key in keys))

    def over(self, defaults: Paginated | None) -> Paginated:
        """The trait of an operation, completed with the defaults of its service."""
        if defaults is None:
            return self
        return Paginated(
            self.input_token or defaults.input_token,
            self.output_token or defaults.output_token,
            self.items or defaults.items,
            self.page_size or defaults.page_size,
        )
