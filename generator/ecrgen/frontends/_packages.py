"""Shapes of Smithy's own packages that models need without bringing them along.

Traits of these packages need no definition. Of their other shapes, models for servers
name the error of Smithy's validation (package smithy-validation-model).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.ids import ShapeId
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document
from ._smithy_idl.statements import read_file
from .operations import DefineShape, LoadOperation, NameShape

_TEXTS = {
    "smithy.framework": """
        $version: "2.0"
        namespace smithy.framework

        /// The input does not satisfy the constraints of the model.
        @error("client")
        structure ValidationException {
            /// What is wrong with the input as a whole.
            @required
            message: String

            /// The members that are wrong.
            fieldList: ValidationExceptionFieldList
        }

        /// What is wrong with one member.
        structure ValidationExceptionField {
            /// The JSON pointer to the member.
            @required
            path: String

            /// How the member breaks its constraint.
            @required
            message: String
        }

        list ValidationExceptionFieldList {
            member: ValidationExceptionField
        }
    """,
}


def missing_packages(operations: Iterable[LoadOperation]) -> list[LoadOperation]:
    """The shapes of packages that `operations` name and do not define."""
    named: set[str] = set()
    defined: set[str] = set()
    for operation in operations:
        match operation:
            case NameShape():
                named.add(operation.id.namespace)
            case DefineShape():
                defined.add(operation.id.namespace)
                named.update(_errors(operation))
            case _:
                pass
    made: list[LoadOperation] = []
    for namespace in sorted((named - defined) & _TEXTS.keys()):
        document = Document(f"{namespace}.smithy", _TEXTS[namespace])
        made += read_file(document, Diagnostics())
    return made


def _errors(operation: DefineShape) -> Iterator[str]:
    for error in operation.properties.get("errors", ()):
        yield ShapeId(error["target"]).namespace
