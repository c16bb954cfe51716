"""Random values that their HTTP bindings and the protocol can carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .values import Values

# Characters that XML cannot hold or changes when it is read (XML 1.0, "Characters" and
# "End-of-Line Handling").
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Header values are visible ASCII here. Responses have no separators of list items in
# them, because botocore splits at every comma.
_NO_HEADER = re.compile("[^\x21-\x7e]")
_NO_ITEM = re.compile('[^\x21-\x7e]|[,"]')
_STATUSES = (200, 201, 202)


@dataclass(slots=True)
class HttpValues:
    """Random inputs and outputs of operations."""

    protocol: str
    values: Values

    def input(self, shape: Any) -> dict[str, Any]:
        return self._bound(shape, self.values.value(shape), _NO_HEADER)

    def output(self, shape: Any) -> dict[str, Any]:
        members = self._bound(shape, self.values.value(shape), _NO_ITEM)
        for name in list(members):
            key = shape.members[name].serialization.get("name", "")
            if key.startswith("x-amz-checksum-"):
                # Bodies are verified with these, and a random checksum is wrong.
                del members[name]
        payload = shape.serialization.get("payload")
        if isinstance(members.get(payload), bytes):
            # botocore's parser reads it as UTF-8.
            members[payload] = members[payload].hex().encode()
        return members

    def _bound(
        self, shape: Any, value: dict[str, Any], no_item: re.Pattern[str]
    ) -> dict[str, Any]:
        bound: dict[str, Any] = {}
        for name, member_value in value.items():
            member = shape.members[name]
            if member.serialization.get("hostLabel"):
                bound[name] = "label-1"
                continue
            is_rest = self.protocol in ("rest-json", "rest-xml")
            match member.serialization.get("location") if is_rest else None:
                case "header" | "headers":
                    made = _texts(member_value, no_item)
                    # The two sides differ in whether they send empty headers.
                    if made in ("", [], {}) and name not in shape.required_members:
                        continue
                    bound[name] = made if made != "" else "x"
                case "uri":
                    bound[name] = member_value if member_value != "" else "x"
                case "statusCode":
                    bound[name] = self.values.random.choice(_STATUSES)
                case _:
                    bound[name] = self._carried(member_value)
        return bound

    def _carried(self, value: Any) -> Any:
        if self.protocol in ("rest-xml", "query", "ec2"):
            return _texts(value, _NO_XML)
        return value


def _texts(value: Any, forbidden: re.Pattern[str]) -> Any:
    """`value` with all forbidden characters replaced."""
    match value:
        case str():
            return forbidden.sub("x", value)
        case list():
            return [_texts(item, forbidden) for item in value]
        case dict():
            return {
                _texts(key, forbidden): _texts(entry, forbidden)
                for key, entry in value.items()
            }
        case _:
            return value
