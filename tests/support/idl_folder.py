"""A Smithy model of many files, as teams write them: one operation or a few shapes
each.
"""

from __future__ import annotations

from pathlib import Path

_SERVICE = """$version: "2.0"

namespace example.many

use aws.protocols#restJson1

/// Does many things.
@restJson1
@title("Many")
service Many {{
    version: "2024-01-01"
    operations: [
        {names}
    ]
    errors: [Failed]
}}

@error("client")
@httpError(400)
structure Failed {{
    message: String
}}
"""
_OPERATION = """$version: "2.0"

namespace example.many

/// Does thing {number}.
///
/// It is done at once.
@http(method: "POST", uri: "/things/{number}/{{id}}", code: 200)
operation DoThing{number} {{
    input := {{
        /// Which one.
        @required
        @httpLabel
        id: String

        @httpQuery("max")
        maxResults: Integer

        values: Values{group}
        kind: Kind{group}
    }}

    output := {{
        /// All of them.
        @required
        values: Values{group}

        at: Timestamp
    }}
}}
"""
_SHAPES = """$version: "2.0"

namespace example.many

list Values{group} {{
    member: Value{group}
}}

/// A value.
structure Value{group} {{
    @required
    name: String

    size: Long = 0
    data: Blob
    inner: Values{group}
    kind: Kind{group}
}}

enum Kind{group} {{
    FIRST = "first"
    SECOND = "second"
}}
"""


def write(folder: Path, operations: int = 150, groups: int = 34) -> int:
    """Writes one file a thing into folders below `folder`; how many there are."""
    names = "\n        ".join(f"DoThing{number}" for number in range(operations))
    texts = {"service": _SERVICE.format(names=names)}
    for number in range(operations):
        text = _OPERATION.format(number=number, group=number % groups)
        texts[f"operations/do_thing_{number}"] = text
    for group in range(groups):
        texts[f"shapes/values_{group}"] = _SHAPES.format(group=group)
    for name, text in texts.items():
        path = folder / f"{name}.smithy"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(texts)
