"""The service of streaming.py as models: blobs and events over HTTP bindings, events of
an RPC protocol.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.short_form import document_of, write

_BODY = ["Stream", {"httpPayload": {}, "required": {}}]
_NAME = ["String", {"httpLabel": {}, "required": {}}]
_EVENTS: dict[str, Any] = {
    "Refused": {"structure": {"message": "String"}, "traits": {"error": "client"}},
    "Said": {"structure": {"text": "String"}},
    "Shown": {
        "structure": {
            "page": ["Integer", {"eventHeader": {}}],
            "picture": ["Blob", {"eventPayload": {}}],
        }
    },
    "Talk": {
        "union": {"said": "Said", "shown": "Shown", "refused": "Refused"},
        "traits": {"streaming": {}},
    },
    "Heard": {
        "union": {"said": "Said", "shown": "Shown", "refused": "Refused"},
        "traits": {"streaming": {}},
    },
}
BLOBS: dict[str, Any] = {
    **_EVENTS,
    "Stream": {"blob": None, "traits": {"streaming": {}}},
    "Headers": {"map": ["String", "String"]},
    "GetInput": {"structure": {"name": _NAME}},
    "GetOutput": {
        "structure": {"body": _BODY, "encoding": ["String", {"httpHeader": "Content-Encoding"}]}
    },
    "Get": {
        "operation": {"input": "GetInput", "output": "GetOutput", "errors": ["Refused"]},
        "traits": {"http": {"method": "GET", "uri": "/blobs/{name}"}, "readonly": {}},
    },
    "PutInput": {
        "structure": {
            "name": _NAME,
            "length": ["Long", {"httpHeader": "Content-Length"}],
            "body": _BODY,
        }
    },
    "PutOutput": {
        "structure": {
            "size": "Long",
            "sha256": "String",
            "attempts": "Integer",
            "headers": "Headers",
        }
    },
    "Put": {
        "operation": {"input": "PutInput", "output": "PutOutput", "errors": ["Refused"]},
        "traits": {"http": {"method": "PUT", "uri": "/blobs/{name}"}, "idempotent": {}},
    },
    "ListenInput": {"structure": {"name": _NAME}},
    "ListenOutput": {"structure": {"events": ["Heard", {"httpPayload": {}}]}},
    "Listen": {
        "operation": {"input": "ListenInput", "output": "ListenOutput", "errors": ["Refused"]},
        "traits": {"http": {"method": "POST", "uri": "/events/{name}"}},
    },
    "TalkInput": {"structure": {"name": _NAME, "events": ["Talk", {"httpPayload": {}}]}},
    "TalkOutput": {"structure": {"events": ["Talk", {"httpPayload": {}}]}},
    "Converse": {
        "operation": {"input": "TalkInput", "output": "TalkOutput"},
        "traits": {"http": {"method": "POST", "uri": "/events/{name}"}},
    },
}  # fmt: skip
# The same listening, with another member beside the events.
RPC: dict[str, Any] = {
    **_EVENTS,
    "ListenInput": {"structure": {"name": "String"}},
    "ListenOutput": {"structure": {"session": "String", "events": "Heard"}},
    "Listen": {
        "operation": {"input": "ListenInput", "output": "ListenOutput", "errors": ["Refused"]}
    },
}  # fmt: skip
_SIGNED: dict[str, Any] = {
    "aws.api#service": {"sdkId": "Streams", "arnNamespace": "streams"},
    "aws.auth#sigv4": {"name": "streams"},
}


def write_blobs(folder: Path, **traits: Any) -> str:
    """The path of the model of blobs; `traits` are traits of the service."""
    document = document_of(BLOBS, traits={**_SIGNED, **traits}, protocol="restJson1")
    return write(folder / "blobs.json", document)


def write_rpc(folder: Path, protocol: str) -> str:
    document = document_of(RPC, traits=_SIGNED, protocol=protocol)
    return write(folder / f"{protocol}.json", document)
