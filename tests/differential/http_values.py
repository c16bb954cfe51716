"""Random values that fit where the HTTP bindings put them, and what else a protocol can carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .values import Values

# What XML has no way to write, and what reading it changes (XML 1.0, "Characters" and "End-of-Line Handling").
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Header values are visible ASCII here; what separates the items of lists stays out of answers, where botocore splits
# at each comma.
_NO_HEADER = re.compile("[^\x21-\x7e]")
_NO_ITEM = re.compile('[^\x21-\x7e]|[,"]')
_STATUSES = (200, 201, 202)


@dataclass(slots=True)
class HttpValues:
    """Makes inputs and outputs of whole operations from the values of shapes."""

    protocol: str
    values: Values

    def input(self, shape: Any) -> dict[str, Any]:
        return self._bound(shape, self.values.value(shape), _NO_HEADER)

    def output(self, shape: Any) -> dict[str, Any]:
        found = self._bound(shape, self.values.value(shape), _NO_ITEM)
        for name in list(found):
            key = shape.members[name].serialization.get("name", "")
            if key.startswith("x-amz-checksum-"):
                # Bodies are verified with these, which random ones are not of.
                del found[name]
        payload = shape.serialization.get("payload")
        if isinstance(found.get(payload), bytes):
            # Which botocore's parser takes for UTF-8.
            found[payload] = found[payload].hex().encode()
        return found

    def _bound(
        self, shape: Any, value: dict[str, Any], no_item: re.Pattern[str]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, each in value.items():
            member = shape.members[name]
            if member.serialization.get("hostLabel"):
                found[name] = "label-1"
                continue
            is_rest = self.protocol in ("rest-json", "rest-xml")
            match member.serialization.get("location") if is_rest else None:
                case "header" | "headers":
                    made = _texts(each, no_item)
                    # An empty header is left out by some and sent by others.
                    if made in ("", [], {}) and name not in shape.required_members:
                        continue
                    found[name] = made if made != "" else "x"
                case "uri":
                    found[name] = each if each != "" else "x"
                case "statusCode":
                    found[name] = self.values.random.choice(_STATUSES)
                case _:
                    found[name] = self._carried(each)
        return found

    def _carried(self, value: Any) -> Any:
        if self.protocol in ("rest-xml", "query", "ec2"):
            return _texts(value, _NO_XML)
        return value


def _texts(value: Any, forbidden: re.Pattern[str]) -> Any:
    """`value` with other characters for those that its texts may not have."""
    match value:
        case str():
            return forbidden.sub("x", value)
        case list():
            return [_texts(each, forbidden) for each in value]
        case dict():
            return {
                _texts(key, forbidden): _texts(each, forbidden)
                for key, each in value.items()
            }
        case _:
            return value
