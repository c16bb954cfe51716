"""Shape IDs for what a service-2 file names, chosen as AWS's own Smithy models choose them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model.ids import ShapeId, is_identifier


def namespace_of(service_id: str) -> str:
    """`com.amazonaws.` and the letters and digits of the service ID in lower case.

    This gives the namespaces of all of AWS's own Smithy models that were looked at (two dozen).
    """
    last = re.sub(r"[^a-z0-9]", "", service_id.lower())
    return f"com.amazonaws.{last if last[:1].isalpha() else 'service' + last}"


def service_name(target_prefix: str | None, service_id: str) -> str:
    """The name of the service shape.

    The awsJson protocols send it in `X-Amz-Target` and rpcv2Cbor in the path, so for these the
    target prefix is the name; a few have a namespace in front, which Smithy does not send. For the
    other protocols AWS's models have names that botocore does not know and no request shows.
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
        """A shape that the file refers to, whether it defines that or not."""
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

    Service-2 files keep operations apart from shapes and tell names apart by case; Smithy does
    neither (Smithy 2.0, "Shape ID conflicts"). A name that is taken gets a number, as in AWS's
    models (`RoleARN`, `RoleARN2`). The service and the errors, seen on the wire, come first.
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
    """A member name for each value: the value itself, with underscores for what a name cannot hold.

    Smithy names the members of an enum trait without names like this; values that it refuses to
    convert get a leading underscore or a number here.
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
