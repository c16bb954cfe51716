"""The known differences to botocore for AWS's own models, each with its reason.

A difference is told from others by the line that the tests say it with: SERVICE OPERATION PLACE: WHAT. Each has to be
found in every service that it names, or the tests fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_QUERY = ("cloudformation", "cloudwatch", "iam", "sns", "sts")


@dataclass(frozen=True, slots=True)
class KnownLine:
    name: str
    reason: str
    pattern: str
    services: tuple[str, ...]


OF_REQUESTS = (
    KnownLine(
        "the character set of forms",
        "awsQuery and ec2Query: 'the Content-Type header MUST be application/x-www-form-urlencoded'. A form has no"
        " parameter charset (URL Standard, 'application/x-www-form-urlencoded'), which botocore adds.",
        r"\.headers\.content-type: ours '(application/x-www-form-urlencoded)', theirs '\1; charset=utf-8'",
        (*_QUERY, "ec2"),
    ),
    KnownLine(
        "the media type of binary payloads",
        "restJson1, 'Content-Type': a blob payload is 'application/octet-stream' unless it has another media type."
        " botocore's serializer sends none.",
        r"\.headers\.content-type: only ours: 'application/octet-stream'",
        ("api-gateway", "lambda"),
    ),
)
OF_ANSWERS = (
    KnownLine(
        "binary payloads without a byte",
        "Smithy's suites (RestJsonHttpPayloadTraitsWithNoBlobBody): a payload of no bytes is no payload. botocore"
        " gives an empty one.",
        r"\.\w+: only theirs: b''",
        ("api-gateway",),
    ),
)
OF_ERRORS: tuple[KnownLine, ...] = ()


def unknown(
    table: Iterable[KnownLine], service: str, lines: Iterable[str]
) -> list[str]:
    """The lines that no entry explains, and the entries that explain none of their service's."""
    entries = [entry for entry in table if service in entry.services]
    used: set[str] = set()
    left: list[str] = []
    for line in lines:
        found = [each for each in entries if re.search(each.pattern, line, re.DOTALL)]
        used |= {each.name for each in found}
        if not found:
            left.append(f"{service} {line}")
    gone = [each.name for each in entries if each.name not in used]
    return [*left, *(f"{service}: not found any more: {name}" for name in gone)]
