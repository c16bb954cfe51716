"""The known differences to botocore for AWS's own models, each with its reason.

A difference is told from others by the line that the tests say it with: SERVICE OPERATION PLACE: WHAT. Each has to be
found in every service that it names, or the tests fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_XML = ("route-53", "s3", "s3-control")
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
        ("api-gateway", "lambda", "s3"),
    ),
    KnownLine(
        "the media type of text payloads",
        "restXml, 'Content-Type': a string payload is 'text/plain'. botocore's serializer sends none.",
        r"\.headers\.content-type: only ours: 'text/plain'",
        ("s3",),
    ),
    KnownLine(
        "the media type of XML",
        "restXml, 'Content-Type': 'application/xml'. botocore's serializer sends none.",
        r"\.headers\.content-type: only ours: 'application/xml'",
        _XML,
    ),
    KnownLine(
        "documents without members",
        "'All XML serialization starts with a structure or union' (Smithy 2.0, 'XML bindings'): where no member of the"
        " document is set, its root is left. botocore sends no body then.",
        r"\.body: ours Node\(.*children=\{\}\), theirs b''$",
        ("route-53", "s3-control"),
    ),
    KnownLine(
        "checksums",
        "botocore's client adds them when its serializer is done ('httpChecksumRequired' and 'httpChecksum' traits).",
        r"\.headers\.(content-md5|x-amz-checksum-\w+|x-amz-sdk-checksum-algorithm): only ours",
        ("s3", "s3-control"),
    ),
    KnownLine(
        "checksum algorithms of later years",
        "botocore's model of S3 is younger than ours, and has algorithms that ours does not know.",
        r"<class 'ValueError'> the checksum algorithm \S+ '(MD5|SHA512|XXHASH\w+)'> is not supported",
        ("s3",),
    ),
    KnownLine(
        "buckets in paths",
        "The endpoint rules say whether a bucket is in the host or in the path (customizations.s3_addressing)."
        " botocore takes it out of the path when its serializer is done.",
        r"\.path: ours '/(.*)', theirs '/[^/]+/?\1'$",
        ("s3",),
    ),
    KnownLine(
        "names of operations in queries",
        "AWS's Smithy model has a constant x-id in URIs, which botocore's has not.",
        r"\.query: ours \[.*\('x-id', '\w+'\)\], theirs",
        ("s3",),
    ),
    KnownLine(
        "white space in lists of headers",
        "The elements of lists in headers are joined by a comma and a space (Smithy's suites,"
        " InputAndOutputWithStringHeaders). botocore's serializer joins them by a comma.",
        r"\.headers\.[\w-]+: ours '(\w+)(, \w+)+', theirs '\1(,\w+)+'",
        ("s3",),
    ),
    KnownLine(
        "IDs with what stands before them",
        "Of an ID only what follows the last slash is sent (customizations.route_53_ids). botocore cuts it in a"
        " handler, before its serializer.",
        r"\.path: ours '(/[\d-]+/\w+/)(.*)', theirs '\1\S*%2F\2'"
        r"|\.query\[0\]: ours \('(\w*id)', '(.*)'\), theirs \('\3', '.*/\4'\)"
        r"|\.body: ours .*HostedZoneId', attributes=\{\}, namespaces=set\(\), text='(.*?)'"
        r".*, theirs .*HostedZoneId', attributes=\{\}, namespaces=set\(\), text='[^']*/\5'",
        ("route-53",),
    ),
    KnownLine(
        "a slash at the end of a path",
        "AWS's Smithy model has none in the URI of the operation, botocore's has one.",
        r"ChangeResourceRecordSets \w+ \.path: ours '(.*/rrset)', theirs '\1/'",
        ("route-53",),
    ),
    KnownLine(
        "what cannot be in a host name",
        "Random strings as labels of a host name: what is no label is refused (Smithy 2.0, 'hostLabel trait')."
        " botocore's serializer refuses some of it too.",
        r"<class 'ValueError'> AccountId becomes part of the host name"
        r"|ParamValidationError'> .*\b(AccountId|RequestRoute)\. Must contain only alphanumeric",
        ("s3", "s3-control"),
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
    KnownLine(
        "payloads without a document",
        "Smithy's suites (RestJsonHttpPayloadWithStructureAndEmptyResponseBody): where there is no body, there is no"
        " payload. botocore gives an empty one.",
        r"^\w+ (required|some) \.\w+: only theirs: (\{.*\}|'')$",
        ("s3", "s3-control"),
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
