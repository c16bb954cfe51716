"""The account ID may be left out: `-` stands for the account of the credentials."""

from __future__ import annotations

from ..model.customizations import EmptyValue
from ..model.ids import ShapeId
from ..model.shapes import Member, Model
from ..model.traits import Required, Traits
from ._edit import with_input_traits, with_traits

SERVICES = ("Glacier",)


def apply(model: Model, service: ShapeId) -> Model:
    def change(member: Member) -> Traits | None:
        if member.name != "accountId":
            return None
        return with_traits(member.traits, {EmptyValue.ID: "-"}, without=[Required.ID])

    return with_input_traits(model, service, change)
