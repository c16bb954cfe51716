"""A model with every feature that affects types, in the short form of fragments."""

from __future__ import annotations

from typing import Any

_REQUIRED: dict[str, Any] = {"required": {}}
_SIMPLE = (
    *("Blob", "Boolean", "String", "Byte", "Short", "Integer", "Long", "Float"),
    *("Double", "BigInteger", "BigDecimal", "Timestamp", "Document"),
)
_KEYWORDS = (
    *("class", "None", "list", "str", "int", "dict", "bytes", "float", "bool"),
    *("type", "id", "self", "cls", "field", "values", "xml", "json", "errors", "http"),
    *("datetime", "decimal", "classmethod", "property", "object", "print", "match"),
    *("toValue", "fromJson", "out", "item", "value", "tag", "each", "key", "hash"),
)
_LONG = "AnExtraordinarilyLongNameThatLeavesNoRoomOnAnyLineOfTheOutputWhateverStandsBesideItThere"
_DEFAULTS: dict[str, Any] = {
    "text": ["String", {"default": "x"}],
    "blob": ["Blob", {"default": "AA=="}],
    "number": ["Double", {"default": 1}],
    "infinite": ["Float", {"default": "Infinity"}],
    "decimal": ["BigDecimal", {"default": 1}],
    "when": ["Timestamp", {"default": 0}],
    "texts": ["Texts", {"default": []}],
    "pairs": ["ByMode", {"default": {}}],
    "document": ["Document", {"default": {}}],
    "mode": ["Mode", {"default": "a"}],
    "level": ["Level", {"default": 1}],
    "flag": ["Boolean", {"default": False}],
}

SHAPES: dict[str, Any] = {
    "Mode": {"enum": {"A": "a", "_1": "1", "None": "none"}},
    "Level": {"intEnum": {"LOW": 1}},
    "Name": {
        "string": None,
        "traits": {"length": {"min": 1, "max": 9}, "pattern": '^[\\w"]+$'},
    },
    "Share": {"double": None, "traits": {"range": {"min": 0, "max": 0.5}}},
    "Secret": {"string": None, "traits": {"sensitive": {}}},
    "Texts": {"list": ["Name", {}], "traits": {"length": {"max": 5}}},
    "Cube": {"list": "Square"},
    "Square": {"list": "Texts"},
    "SparseTimes": {"list": "Timestamp", "traits": {"sparse": {}}},
    "SparseBlobs": {"map": ["Name", "Blob"], "traits": {"sparse": {}}},
    "ByMode": {"map": ["Mode", "Cube"]},
    "Nodes": {"list": "Node"},
    "Node": {
        "structure": {
            "name": ["Name", _REQUIRED],
            "nodes": "Nodes",
            "shape": "Shape",
            "data": "Blob",
        },
        "traits": {"documentation": "<p>A <i>node</i> of a tree.</p>"},
    },
    "Shape": {
        "union": {
            "node": "Node",
            "texts": "Texts",
            "data": "Blob",
            "nothing": "Unit",
            "secret": "Secret",
            "unknown": "String",
        }
    },
    "Simple": {"structure": {f"a{name}": name for name in _SIMPLE}},
    "Required": {
        "structure": {
            **{f"a{name}": [name, _REQUIRED] for name in _SIMPLE},
            **{
                name: [name, _REQUIRED]
                for name in ("Mode", "Level", "Texts", "ByMode", "Shape", "Node")
            },
        }
    },
    "Defaults": {"structure": _DEFAULTS},
    "Words": {"structure": dict.fromkeys(_KEYWORDS, "String")},
    "WordsError": {
        "structure": dict.fromkeys(
            (*_KEYWORDS, "code", "status", "args", "message", "super", "fault"),
            "Simple",
        ),
        "traits": {"error": "client"},
    },
    "Failed": {
        "structure": {**_DEFAULTS, "message": "Secret", "node": ["Node", _REQUIRED]},
        "traits": {
            "error": "server",
            "httpError": 503,
            "retryable": {"throttling": True},
        },
    },
    "Plain": {"structure": {"message": "String"}, "traits": {"error": "client"}},
    "Bare": {"structure": {}, "traits": {"error": "client"}},
    "UnknownOperationError": {
        "structure": {"Message": "String"},
        "traits": {"error": "client"},
    },
    "Everything": {
        "structure": {
            "sparseTimes": "SparseTimes",
            "sparseBlobs": "SparseBlobs",
            "cube": "Cube",
            "simple": "Simple",
            "required": "Required",
            "defaults": "Defaults",
            "words": "Words",
            "share": "Share",
            "secret": "Secret",
            "plain": "Plain",
            "mapping": "Mapping",
            "any": "Any",
            "request": "Request",
            "long": _LONG,
            "longs": f"{_LONG}s",
            "token": ["String", {"idempotencyToken": {}}],
        }
    },
    "Mapping": {"structure": {"any": "Any"}},
    "Any": {"structure": {"request": "Request"}},
    "Request": {"union": {"mapping": "Mapping"}},
    _LONG: {
        "structure": {
            f"{_LONG}Member": [_LONG, {}],
            f"{_LONG}Mode": [f"{_LONG}Mode", {"default": "a"}],
            f"{_LONG}Texts": ["Texts", _REQUIRED],
        }
    },
    f"{_LONG}Mode": {"enum": {"A": "a", _LONG: _LONG}},
    f"{_LONG}s": {"map": ["Mode", f"{_LONG}List"]},
    f"{_LONG}List": {"list": _LONG, "traits": {"sparse": {}}},
    "Swap": {
        "operation": {
            "input": "Everything",
            "output": "Everything",
            "errors": ["WordsError", "Failed", "Plain", "UnknownOperationError"],
        },
        "traits": {"documentation": "Swaps `everything`.", "deprecated": {}},
    },
    "Said": {
        "structure": {
            "page": ["Integer", {"eventHeader": {}}],
            "mode": ["Mode", {"eventHeader": {}, "required": {}}],
            "at": "Timestamp",
            "data": ["Blob", _REQUIRED],
        }
    },
    "Shown": {"structure": {"node": ["Node", {"eventPayload": {}}]}},
    "Talk": {
        "union": {
            "said": "Said",
            "shown": "Shown",
            "nothing": "Empty",
            "plain": "Plain",
        },
        "traits": {"streaming": {}},
    },
    "Empty": {"structure": {}},
    "TalkInput": {
        "structure": {"sources": "String", "eventStreams": ["Talk", _REQUIRED]}
    },
    "TalkOutput": {"structure": {"streams": "String", "talk": "Talk"}},
    "Converse": {"operation": {"input": "TalkInput", "output": "TalkOutput"}},
    "Rest": {"operation": {}, "traits": {"endpoint": {"hostPrefix": "rest."}}},
    "Operation": {"operation": {"input": "Defaults", "output": "Required"}},
    _LONG + "Run": {"operation": {"input": "Words", "errors": ["Plain"]}},
}
SERVICE_ERRORS = ("Bare",)
