"""The smallest model that makes a package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PROTOCOL = "aws.protocols#awsJson1_0"


def model(namespace: str = "toy", sdk_id: str = "Toy", **traits: Any) -> dict[str, Any]:
    """A service of one operation; `traits` replaces the protocol where it is given."""
    return {
        "smithy": "2.0",
        "shapes": {
            f"{namespace}#Service": {
                "type": "service",
                "version": "2024-01-01",
                "operations": [{"target": f"{namespace}#Echo"}],
                "traits": {
                    "aws.api#service": {"sdkId": sdk_id},
                    **(traits or {PROTOCOL: {}}),
                },
            },
            f"{namespace}#Echo": {
                "type": "operation",
                "input": {"target": f"{namespace}#EchoInput"},
                "output": {"target": f"{namespace}#EchoOutput"},
            },
            f"{namespace}#EchoInput": {
                "type": "structure",
                "members": {"text": {"target": "smithy.api#String"}},
            },
            f"{namespace}#EchoOutput": {
                "type": "structure",
                "members": {"text": {"target": "smithy.api#String"}},
            },
        },
    }


def write(path: Path, document: dict[str, Any] | None = None) -> str:
    path.write_text(json.dumps(model() if document is None else document), "utf-8")
    return str(path)
