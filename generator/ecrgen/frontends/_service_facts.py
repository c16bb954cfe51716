"""Facts of a service that some sources do not say, and the traits that they become.

The keys are those of `facts: service:` in an overlay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Each with an example.
KEYS: Mapping[str, str] = {
    "name": "BookshopService, as X-Amz-Target has it",
    "namespace": "com.amazonaws.bookshop",
    "sdk_id": "Book Shop",
    "version": '"2020-10-30"',
    "title": "Amazon Book Shop",
    "endpoint_prefix": "api.bookshop",
    "signing_name": "bookshop",
    "protocol": "awsJson1_1",
    "xml_namespace": "http://example.com/doc/2020-10-30/",
}
# The protocols of AWS, by awso's words.
PROTOCOLS = {
    "rest_json": "restJson1",
    "rest_xml": "restXml",
    "query": "awsQuery",
    "ec2": "ec2Query",
}
# Those for which everything is known that a request is made of.
BUILDABLE = ("awsJson1_0", "awsJson1_1")


def traits_of(known: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The traits of the service that the known facts make."""
    if "title" in known:
        yield "smithy.api#title", known["title"]
    if "sdk_id" in known:
        service = {"sdkId": known["sdk_id"]}
        if "endpoint_prefix" in known:
            service["endpointPrefix"] = known["endpoint_prefix"]
        yield "aws.api#service", service
    if "signing_name" in known:
        yield "aws.auth#sigv4", {"name": known["signing_name"]}
    if "protocol" in known:
        yield f"aws.protocols#{known['protocol']}", {}
    if "xml_namespace" in known:
        yield "smithy.api#xmlNamespace", {"uri": known["xml_namespace"]}


def unsaid_of(known: Mapping[str, Any]) -> list[str]:
    """The facts of a service that are not known."""
    needed = [key for key in KEYS if key != "xml_namespace"]
    return [key for key in needed if key not in known]
