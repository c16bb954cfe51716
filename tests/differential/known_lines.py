"""The known differences to botocore for AWS's own models, each with its reason.

A difference is told from others by the line that the tests say it with: SERVICE OPERATION PLACE: WHAT. Each has to be
found in every service that it names, or the tests fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.support.places import AWS_MODELS

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
        "the media type of payloads",
        "restJson1 and restXml, 'Content-Type': a payload that is a blob is 'application/octet-stream' unless it has"
        " another media type, a string is 'text/plain'. botocore's serializer sends none.",
        r"\.headers\.content-type: only ours: '(application/octet-stream|text/plain)'",
        ("api-gateway", "lambda", "s3"),
    ),
    KnownLine(
        "the media type of XML",
        "restXml, 'Content-Type': bodies that are documents are 'application/xml'. botocore's serializer sends none.",
        r"\.headers\.content-type: only ours: 'application/xml'",
        ("route-53", "s3", "s3-control"),
    ),
    KnownLine(
        "Accept of API Gateway",
        "Smithy 2.0, 'Amazon API Gateway Customizations': clients send it. botocore adds it in a handler of its"
        " client.",
        r"\.headers\.accept: only ours: 'application/json'",
        ("api-gateway",),
    ),
    KnownLine(
        "checksums of requests",
        "httpChecksumRequired and httpChecksum: botocore adds them in its client, after it has serialized.",
        r"\.headers\.(content-md5|x-amz-sdk-checksum-algorithm|x-amz-checksum-\w+): only ours: ",
        ("s3", "s3-control"),
    ),
    KnownLine(
        "buckets in paths",
        "The rules of S3's endpoints put the bucket into the host or the path. botocore's client takes it out of what"
        " its serializer made.",
        r"\.path: ours '/(.*)', theirs '/[^/']+(/\1)?'",
        ("s3",),
    ),
    KnownLine(
        "names of operations in queries",
        "S3's Smithy model has a constant parameter x-id, so that no two operations share a URI. The model that"
        " botocore has was made before there was one.",
        r"\.query: ours \[(.*?)(?:, )?\('x-id', '\w+'\)(.*)\], theirs \[\1\2\]",
        ("s3",),
    ),
    KnownLine(
        "separators of header lists",
        "Smithy's suites (RestJsonInputAndOutputWithStringHeaders): a comma and a space. botocore writes no space.",
        r"\.headers\.[\w-]+: ours '(\w+), (\w+)(, \w+)?', theirs '\1,\2(,\w+)?'",
        ("s3",),
    ),
    KnownLine(
        "empty header lists",
        "Smithy's suites (RestJsonNullAndEmptyHeaders): what is empty is an empty header. botocore sends none.",
        r"\.headers\.[\w-]+: only ours: ''",
        ("s3",),
    ),
    KnownLine(
        "documents without a member",
        "restXml, 'the root element is the name of the structure': a document whose members are all unset is an empty"
        " element. botocore sends no document.",
        r"\.body: ours \{'name': .*, 'text': '', 'children': \{\}\}, theirs b''",
        ("route-53", "s3-control"),
    ),
    KnownLine(
        "the account before the host",
        "S3 Control's endpoint rules put it there, and its operations' endpoint traits once more: a customization drops"
        " the second. botocore's client drops it.",
        r"\.host_prefix: ours '', theirs '[\w-]+\.'",
        ("s3-control",),
    ),
    KnownLine(
        "IDs of Route 53",
        "Smithy 2.0, 'Amazon Route 53 Customizations': what goes before the last slash of an ID is left out. botocore"
        " does it in a handler of its client.",
        r"(\.path|\.query\[\d\]|Id\[0\]\.text): .*, theirs .*(%2F|/)",
        ("route-53",),
    ),
    KnownLine(
        "a slash at the end",
        "AWS's model has /rrset, botocore's /rrset/.",
        r"ChangeResourceRecordSets \w+ \.path: ours '(.*)', theirs '\1/'",
        ("route-53",),
    ),
    KnownLine(
        "a name of 2021",
        "EC2's model in the corpora is of 2021, when this parameter had the name that it has there.",
        r"CreateCustomerGateway \w+ \.body\.(IpAddress|PublicIp): only ",
        ("ec2",),
    ),
)
OF_ANSWERS = (
    KnownLine(
        "payloads without a byte",
        "Smithy's suites (RestJsonHttpPayloadTraitsWithNoBlobBody, RestJsonHttpPayloadWithStructureAndEmptyResponseBody"
        "): no byte is no payload. botocore makes an empty value of it.",
        r"\(no body\) \.\w+: only theirs: ",
        ("api-gateway", "lambda", "s3", "s3-control"),
    ),
    KnownLine(
        "the text of Expires",
        "S3 does not hold Expires to be a date, so that its text has a member of its own: by a customization here, by"
        " a handler of the client in botocore.",
        r"\.ExpiresString: only ours: ",
        ("s3",),
    ),
    KnownLine(
        "an element of 2021",
        "EC2's model in the corpora is of 2021, when this element had a capital.",
        r"\.Ebs\.KmsKeyId: only theirs: ",
        ("ec2",),
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
    # Some are of the corpora's models alone.
    gone = [each.name for each in entries if AWS_MODELS and each.name not in used]
    return [*left, *(f"{service}: not found any more: {name}" for name in gone)]
