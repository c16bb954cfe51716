"""Strings that try to become code, and a model that has one in every place a model has for a string."""

from __future__ import annotations

from typing import Any

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


def model(payload: str) -> dict[str, Any]:
    """A valid model apart from `payload`, which stands wherever the specification lets any string stand."""
    documented = {"smithy.api#documentation": payload}
    deprecated = {"smithy.api#deprecated": {"message": payload, "since": payload}}

    def member(target: str, **traits: Any) -> dict[str, Any]:
        return {
            "target": target,
            "traits": {f"smithy.api#{k}": v for k, v in traits.items()} | documented,
        }

    text = "smithy.api#String"
    return {
        "smithy": "2.0",
        "metadata": {payload: payload, "list": [payload]},
        "shapes": {
            "h#Service": {
                "type": "service",
                "version": payload,
                "operations": [{"target": "h#Do"}],
                "traits": {
                    "aws.protocols#awsJson1_1": {},
                    "aws.api#service": {"sdkId": "Hostile", "arnNamespace": payload},
                    "smithy.api#title": payload,
                    "aws.auth#sigv4": {"name": payload},
                    f"h#{'t' * 20}": {payload: [payload]},
                    **documented,
                },
            },
            "h#Do": {
                "type": "operation",
                "input": {"target": "h#In"},
                "output": {"target": "h#Out"},
                "errors": [{"target": "h#Bad"}],
                "traits": documented | deprecated,
            },
            "h#In": {
                "type": "structure",
                "members": {
                    "text": member(text, jsonName=payload, xmlName="ok", required={}),
                    "holder": member("h#Holder"),
                    "choice": member("h#Choice"),
                    "pattern": member("h#Patterned"),
                },
                "traits": documented,
            },
            "h#Holder": {
                "type": "structure",
                "members": {
                    "defaulted": member(text, default=payload),
                    "mode": member("h#Mode"),
                    "secret": member("h#Secret"),
                    "at": member("smithy.api#Timestamp", timestampFormat="date-time"),
                },
                "traits": documented | deprecated,
            },
            "h#Choice": {
                "type": "union",
                "members": {"one": member(text), "two": member("h#Mode")},
                "traits": documented,
            },
            "h#Mode": {
                "type": "enum",
                "members": {
                    "HOSTILE": {
                        "target": "smithy.api#Unit",
                        "traits": {"smithy.api#enumValue": payload, **documented},
                    },
                    "CALM": {
                        "target": "smithy.api#Unit",
                        "traits": {"smithy.api#enumValue": "a value of its own"},
                    },
                },
                "traits": documented,
            },
            "h#Secret": {
                "type": "string",
                "traits": {"smithy.api#sensitive": {}, **documented},
            },
            "h#Patterned": {
                "type": "string",
                "traits": {"smithy.api#pattern": payload, **documented},
            },
            "h#Out": {
                "type": "structure",
                "members": {"holder": member("h#Holder"), "mode": member("h#Mode")},
            },
            "h#Bad": {
                "type": "structure",
                "members": {"message": member(text), "why": member("h#Mode")},
                "traits": {"smithy.api#error": "client", **documented},
            },
        },
    }
