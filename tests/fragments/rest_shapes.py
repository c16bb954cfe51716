"""Shapes of which the tests of HTTP bindings make their structures."""

from __future__ import annotations

from typing import Any

SMALL: dict[str, Any] = {
    "Color": {"enum": {"RED": "red", "ODD": "o,d"}},
    "Size": {"intEnum": {"SMALL": 1}},
    "Colors": {"list": "Color"},
    "Sizes": {"list": "Size"},
    "Numbers": {"list": "Double"},
    "Moments": {"list": "Timestamp"},
    "Epochs": {"list": ["Timestamp", {"timestampFormat": "epoch-seconds"}]},
    "Days": {"list": ["Timestamp", {"timestampFormat": "date-time"}]},
    "Json": {"string": None, "traits": {"mediaType": "application/json"}},
    "Jsons": {"list": "Json"},
    "Texts": {"list": "String"},
    "Pairs": {"map": ["String", "String"]},
    "Png": {"blob": None, "traits": {"mediaType": "image/png"}},
    "Nested": {"structure": {"text": ["String", {"jsonName": "Text"}]}},
}
