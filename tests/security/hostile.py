"""Strings that try to become code, and a model that has one in every place a model has
for a string.
"""

from __future__ import annotations

from typing import Any

from tests.support.short_form import document_of

# What a payload does if it runs. Tests look for it in `builtins`.
CANARY = "ecrgen_canary"
FIRE = f"__import__('builtins').__dict__.update({CANARY}=1)"

PAYLOADS = (
    f"\n{FIRE}\n",
    f'"\n{FIRE}\n"',
    f"'\n{FIRE}\n'",
    f'"""\n{FIRE}\n"""',
    f'\\"""\n{FIRE}\n#',
    f'\\\\"""\n{FIRE}\n#',
    f"'''\n{FIRE}\n'''",
    f'" + {FIRE} + "',
    f"{{{FIRE}}}",
    f"{{{{ {FIRE} }}}}",
    f"{{% set x = {FIRE} %}}",
    f"\r{FIRE}\r",
    f"\x0b{FIRE}",
    f"\x0c\n{FIRE}",
    f"\x85{FIRE}\u2028{FIRE}\u2029",
    f"#\n{FIRE}",
    f"): {FIRE} #",
    f"*/ {FIRE}",
    "\\",
    '\\"',
    '"',
    '""""',
    "\\N{BULLET} \\x41 \\u0041 \\",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnissecorp",
    "a\x00b",
    "\ud800",
    "%s %(x)s {0!r:>{width}}",
    "<script>alert(1)</script>",
    "é𝐱\N{ZERO WIDTH JOINER}",
    "x" * 20_000,
)


NAMESPACE = "h"
PROTOCOL = "aws.protocols#awsJson1_1"


def model(payload: str, protocol: str = PROTOCOL) -> dict[str, Any]:
    """A valid model apart from `payload`, which stands wherever the specification lets
    any string stand.
    """
    documented = {"documentation": payload}
    marked = documented | {"deprecated": {"message": payload, "since": payload}}

    def member(target: str, **traits: Any) -> list[Any]:
        return [target, traits | documented]

    document = document_of(
        {
            "Do": {
                "operation": {"input": "In", "output": "Out", "errors": ["Bad"]},
                "traits": marked,
            },
            "In": {
                "structure": {
                    "text": member(
                        "String", jsonName=payload, xmlName="ok", required={}
                    ),
                    "holder": member("Holder"),
                    "choice": member("Choice"),
                    "pattern": member("Patterned"),
                },
                "traits": documented,
            },
            "Holder": {
                "structure": {
                    "defaulted": member("String", default=payload),
                    "mode": member("Mode"),
                    "secret": member("Secret"),
                    "at": member("Timestamp", timestampFormat="date-time"),
                },
                "traits": marked,
            },
            "Choice": {
                "union": {"one": member("String"), "two": member("Mode")},
                "traits": documented,
            },
            "Mode": {
                "enum": {
                    "HOSTILE": [payload, documented],
                    "CALM": "a value of its own",
                },
                "traits": documented,
            },
            "Secret": {"string": None, "traits": {"sensitive": {}, **documented}},
            "Patterned": {"string": None, "traits": {"pattern": payload, **documented}},
            "Out": {"structure": {"holder": member("Holder"), "mode": member("Mode")}},
            "Bad": {
                "structure": {"message": member("String"), "why": member("Mode")},
                "traits": {"error": "client", **documented},
            },
        },
        traits={
            "aws.api#service": {"sdkId": "Hostile", "arnNamespace": payload},
            "title": payload,
            "aws.auth#sigv4": {"name": payload},
            f"h#{'t' * 20}": {payload: [payload]},
            **documented,
        },
        protocol=protocol,
        namespace=NAMESPACE,
    )
    document["metadata"] = {payload: payload, "list": [payload]}
    document["shapes"]["h#Service"]["version"] = payload
    return document
