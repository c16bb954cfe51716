"""How the answers of an operation are pages (Smithy 2.0, "paginated")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from .trait_base import Trait, as_object, optional_string, trait


@trait("smithy.api#paginated")
@dataclass(frozen=True, slots=True)
class Paginated(Trait):
    """On a service the defaults of its operations; paths into the output may be dotted."""

    input_token: str | None
    output_token: str | None
    items: str | None
    page_size: str | None

    @classmethod
    def parse(cls, node: Any) -> Self:
        keys = ("inputToken", "outputToken", "items", "pageSize")
        found = as_object({} if node is None else node, frozenset(keys))
        return cls(*(optional_string(found, key) for key in keys))

    def over(self, above: Paginated | None) -> Paginated:
        """An operation's own trait, completed with its service's."""
        if above is None:
            return self
        return Paginated(
            self.input_token or above.input_token,
            self.output_token or above.output_token,
            self.items or above.items,
            self.page_size or above.page_size,
        )
