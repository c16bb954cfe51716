"""Shape IDs for the names in a service-2 file, chosen as in AWS's own Smithy models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model.ids import ShapeId, is_identifier


def namespace_of(service_id: str) -> str:
    """`com.amazonaws.` and the letters and digits of the service ID in lower case.

    In two dozen of AWS's Smithy models this gives the right namespace.
    """
    last = re.sub(r"[^a-z0-9]", "", service_id.lower())
    return f"com.amazonaws.{last if last[:1].isalpha() else 'service' + last}"


def service_name(target_prefix: str | None, service_id: str) -> str:
    """The name of the service shape.

    awsJson protocols send it in `X-Amz-Target`, and rpcv2Cbor in the path: the target
    prefix is the name. A few have a namespace in front, which Smithy does not send.
    With other protocols, botocore does not know the name in AWS's models, and no
    request contains it.
    """
    name = (target_prefix or "").rpartition(".")[2]
    if is_identifier(name):
        return name
    words = re.split(r"[^A-Za-z0-9]+", service_id)
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    return joined if is_identifier(joined) else "Service"


@dataclass(frozen=True, slots=True)
class Names:
    """The shape IDs of a service."""

    namespace: str
    service: ShapeId
    shapes: Mapping[str, ShapeId]

    def operation(self, name: str) -> ShapeId:
        return ShapeId(f"{self.namespace}#{name}")

    def shape(self, name: str) -> ShapeId:
        """A shape that the file refers to, even if it does not define it."""
        return self.shapes.get(name) or ShapeId(f"{self.namespace}#{name}")


def allocate(
    namespace: str,
    service: str,
    operations: Iterable[str],
    shapes: Iterable[str],
    errors: Iterable[str],
    variants: Iterable[str],
) -> Names:
    """Gives every shape an ID.

    In service-2 files, operations and shapes may share names, and names may differ only
    in case. Smithy allows neither (Smithy 2.0, "Shape ID conflicts"). A taken name gets
    a number, as in AWS's models (`RoleARN`, `RoleARN2`). The service and the errors
    come first, because their names are sent on the wire.
    """
    taken: set[str] = set()

    def free(name: str) -> str:
        number, unique = 1, name
        while unique.lower() in taken:
            number += 1
            unique = f"{name}{number}"
        taken.add(unique.lower())
        return unique

    for name in operations:
        taken.add(name.lower())
    service_id = ShapeId(f"{namespace}#{free(service)}")
    ids: dict[str, ShapeId] = {}
    for group in (errors, shapes, variants):
        for name in group:
            if name not in ids:
                ids[name] = ShapeId(f"{namespace}#{free(name)}")
    return Names(namespace, service_id, ids)


def enum_member_names(values: Iterable[str]) -> list[tuple[str, str]]:
    """A member name for every value: the value, with underscores for invalid
    characters.

    Smithy names the members of an enum trait without names like this. Values that it
    cannot convert get a leading underscore or a number.
    """
    taken: set[str] = set()
    named: list[tuple[str, str]] = []
    for value in dict.fromkeys(values):
        name = re.sub(r"[^A-Za-z0-9_]+", "_", value)
        if not is_identifier(name):
            letters = re.search(r"[A-Za-z0-9]", name)
            name = f"_{name}" if letters else "VALUE"
        number, unique = 1, name
        while unique.lower() in taken:
            number += 1
            unique = f"{name}_{number}"
        taken.add(unique.lower())
        named.append((unique, value))
    return named
