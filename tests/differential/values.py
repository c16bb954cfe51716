"""Random values of botocore's shapes, and the JSON that a service would send for them.

All come from one `Random`, which tests seed with their subject: every run has the same
values.
"""

from __future__ import annotations

import re
import string
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any, Literal

Fill = Literal["required", "some", "all"]
Members = Callable[[Any], dict[str, Any]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TEXTS = (
    *("", " ", "a", "shop1", "null", "0", "-1.5", "true", "NaN", "__type", "#:"),
    *("naïve café", "日本語", "😀🚀", "\u202eabc", '"\\/\b\f\n\r\t\0\x7f', "a\u2028b"),
    *("<b>&amp;</b>", "{}", "[]", "${x}%s{0}", "e\u0301", "\ufeffx", "\uffff"),
)
# Candidates for the patterns of the services; those that match are used.
_PATTERNED = (
    *("123456789012", "a", "abc", "a-b", "a/b", "A1", "latest", "v1.0", "1", "0.5"),
    *("sha256:" + "0f" * 32, "arn:aws:iam::123456789012:role/x", "shop1"),
    *("arn:aws:kms:eu-west-1:123456789012:key/1", "2020-01-01T00:00:00Z"),
    *("00000000-0000-4000-8000-000000000000", "application/json", "ROOT", "prefix*"),
    *("arn:aws:secretsmanager:eu-west-1:123456789012:secret:x", "registry-1.docker.io"),
)
_RANGES = {"integer": 2**31, "long": 2**63}
# Deeper than this, recursive structures get only their required members.
_NESTING = 2


@dataclass(slots=True)
class Values:
    """Valid values of shapes; with `unknown`, also enum values that no model has."""

    random: Random
    members: Members
    fill: Fill
    unknown: bool = False

    def value(self, shape: Any, above: tuple[str, ...] = ()) -> Any:
        made = getattr(self, f"_{shape.type_name}")
        return made(shape, above)

    def _structure(self, shape: Any, above: tuple[str, ...]) -> Any:
        if shape.is_document_type:
            return self._document()
        members = self.members(shape)
        inside = (*above, shape.name)
        if shape.is_tagged_union:
            names = sorted(members)
            if above.count(shape.name) >= _NESTING:
                plain = [n for n in names if members[n].type_name not in _CONTAINERS]
                names = plain or names
            chosen = self.random.choice(names)
            return {chosen: self.value(members[chosen], inside)}
        fill = "required" if above.count(shape.name) >= _NESTING else self.fill
        return {
            name: self.value(member, inside)
            for name, member in members.items()
            if name in shape.required_members
            or fill == "all"
            or (fill == "some" and self.random.random() < 0.5)
        }

    def _document(self, depth: int = 0) -> Any:
        kinds: list[Any] = [True, False, 0, 7, -1.5, "text", "é"]
        if depth < 2:
            kinds += ["list", "map"]
        chosen = self.random.choice(kinds)
        if chosen == "list":
            return [self._document(depth + 1) for _ in range(self.random.randint(0, 3))]
        if chosen == "map":
            return {key: self._document(depth + 1) for key in ("a", "Ö")}
        return chosen

    def _size(self, shape: Any, above: tuple[str, ...]) -> int:
        least = int(shape.metadata.get("min", 0))
        most = min(int(shape.metadata.get("max", least + 3)), least + 3)
        if len(above) > 8:
            return least
        if self.fill == "all":
            return max(least, min(most, 1))
        return self.random.randint(least, most)

    def _list(self, shape: Any, above: tuple[str, ...]) -> list[Any]:
        size = self._size(shape, above)
        return [self.value(shape.member, above) for _ in range(size)]

    def _map(self, shape: Any, above: tuple[str, ...]) -> dict[str, Any]:
        size = self._size(shape, above)
        keys = [self.value(shape.key, above) for _ in range(size)]
        return {key: self.value(shape.value, above) for key in keys}

    def _string(self, shape: Any, above: tuple[str, ...]) -> str:
        if shape.enum:
            if self.unknown and self.random.random() < 0.3:
                return self.random.choice(["NOT_YET_KNOWN", "", "not-yet é"])
            return str(self.random.choice(shape.enum))
        least = int(shape.metadata.get("min", 0))
        most = int(shape.metadata.get("max", least + 40))
        pattern = shape.metadata.get("pattern")
        fitting = _matching(pattern, least, most)
        if fitting and self.random.random() < 0.9:
            return self.random.choice(fitting)
        text = self.random.choice(_TEXTS)
        while len(text) < least:
            text += self.random.choice(string.ascii_letters + "-_ é😀")
        return text[:most]

    def _blob(self, shape: Any, above: tuple[str, ...]) -> bytes:
        least = int(shape.metadata.get("min", 0))
        most = min(int(shape.metadata.get("max", least + 40)), least + 40)
        return self.random.randbytes(self.random.randint(least, most))

    def _boolean(self, shape: Any, above: tuple[str, ...]) -> bool:
        return self.random.random() < 0.5

    def _integer(self, shape: Any, above: tuple[str, ...]) -> int:
        bound = _RANGES[shape.type_name]
        least = int(shape.metadata.get("min", -bound))
        most = int(shape.metadata.get("max", bound - 1))
        near = [n for n in (0, 1, -1, 1000) if least <= n <= most]
        return self.random.choice(
            [least, most, self.random.randint(least, most), *near]
        )

    _long = _integer

    def _double(self, shape: Any, above: tuple[str, ...]) -> float:
        least = float(shape.metadata.get("min", -1e300))
        most = float(shape.metadata.get("max", 1e300))
        near = [
            n for n in (0.0, -0.0, 1.0, 0.1, 1e-7, 123456.789) if least <= n <= most
        ]
        return self.random.choice(
            [self.random.uniform(least, most), self.random.uniform(0, 1), *near]
            if least <= 0 <= most
            else [least, most]
        )

    _float = _double

    def _timestamp(self, shape: Any, above: tuple[str, ...]) -> datetime:
        """Whole seconds in UTC; others are in the table of known differences."""
        seconds = self.random.choice([0, 1, -1, 951782400, 2**31])
        drawn = self.random.randint(-(10**9), 4 * 10**9)
        return _EPOCH + timedelta(seconds=self.random.choice([seconds, drawn]))


_CONTAINERS = ("structure", "list", "map")


def _matching(pattern: str | None, least: int, most: int) -> list[str]:
    if pattern is None:
        return []
    try:
        compiled = re.compile(pattern)
    except re.error:
        # Patterns are ECMA 262, which has escapes that Python does not have.
        return []
    return [
        text
        for text in _PATTERNED
        if least <= len(text) <= most and compiled.search(text)
    ]


@dataclass(slots=True)
class Service:
    """A service that sends JSON; with `noise`, also things that clients
    must tolerate.
    """

    random: Random
    noise: bool

    def json(self, shape: Any, value: Any) -> Any:
        match shape.type_name:
            case "structure":
                return value if shape.is_document_type else self._members(shape, value)
            case "list":
                return [self.json(shape.member, item) for item in value]
            case "map":
                return {
                    key: self.json(shape.value, entry) for key, entry in value.items()
                }
            case "blob":
                return b64encode(value).decode()
            case "timestamp":
                return self._timestamp(shape, value)
            case _:
                return value

    def _members(self, shape: Any, value: dict[str, Any]) -> dict[str, Any]:
        out = {
            shape.members[name].serialization.get("name", name): self.json(
                shape.members[name], member_value
            )
            for name, member_value in value.items()
        }
        if not self.noise:
            return out
        absent = [name for name in shape.members if name not in value]
        if absent:
            out[self.random.choice(absent)] = None
        if self.random.random() < 0.5:
            out["__type"] = f"com.amazonaws.shapes#{shape.name}"
        if not shape.is_tagged_union:
            unknown: list[Any] = [None, 1, "x", {"a": [1, {}]}, [[], None]]
            out["notYetKnown"] = self.random.choice(unknown)
            out["Not yet known é"] = self.random.choice(unknown)
        names = list(out)
        self.random.shuffle(names)
        return {name: out[name] for name in names}

    def _timestamp(self, shape: Any, value: datetime) -> Any:
        if self.random.random() < 0.5:
            value += timedelta(milliseconds=self.random.choice([0, 1, 500, 999]))
        seconds = (value - _EPOCH).total_seconds()
        forms = ["epoch", "epoch", "iso"] if value >= _EPOCH else ["epoch"]
        if value.microsecond == 0 and value >= _EPOCH:
            forms += ["http", "integer"]
        modelled = shape.serialization.get("timestampFormat")
        form = {"iso8601": "iso", "rfc822": "http", "unixTimestamp": "epoch"}.get(
            modelled, self.random.choice(forms)
        )
        match form:
            case "epoch":
                return seconds
            case "integer":
                return int(seconds)
            case "iso":
                return value.isoformat().replace("+00:00", "Z")
            case _:
                return format_datetime(value.replace(microsecond=0), usegmt=True)
