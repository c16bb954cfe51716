"""Resolved endpoints, and the functions that endpoint rules call.

`None` stands for the empty optional of the rules engine (Smithy 2.0, "Rules engine
standard library" and "AWS rules engine library functions"). The functions that are one
operator of Python (`isSet`, `not`, `stringEquals`, ...) have no counterpart here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from .partitions import PARTITIONS, Partition

T = TypeVar("T")
D = TypeVar("D")


_NONE: Mapping[str, Any] = MappingProxyType({})


class Endpoint(NamedTuple):
    """Where to send a request.

    `url` has a scheme and a host, and may have a port and a base path. `headers` go
    with the request; `properties` hold, among other things, `authSchemes`: how to sign
    for this endpoint.
    """

    url: str
    headers: Mapping[str, list[str]] = _NONE
    properties: Mapping[str, Any] = _NONE


class EndpointError(Exception):
    """There is no endpoint for the parameters; the message says why."""


class Url:
    """The parts of a URL. `authority` is the host with its port, `is_ip` says that the
    host is an IP address.
    """

    __slots__ = ("authority", "is_ip", "normalized_path", "path", "scheme")

    def __init__(
        self,
        scheme: str,
        authority: str,
        path: str,
        normalized_path: str,
        is_ip: bool,
    ) -> None:
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.normalized_path = normalized_path
        self.is_ip = is_ip


class Arn:
    """The parts of an ARN. `region` and `account_id` may be empty; `resource_id` is
    split at ":" and "/".
    """

    __slots__ = ("account_id", "partition", "region", "resource_id", "service")

    def __init__(
        self,
        partition: str,
        service: str,
        region: str,
        account_id: str,
        resource_id: tuple[str, ...],
    ) -> None:
        self.partition = partition
        self.service = service
        self.region = region
        self.account_id = account_id
        self.resource_id = resource_id


# Compiled at first use, by `re`, which keeps them: clients of most services need only
# one of these.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_BUCKET = r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"
# Periods part labels; none of them begins or ends with a hyphen, and none is empty.
_DOTTED_BUCKET = r"[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*"
_IPV4 = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
# RFC 3986, 3.2: the authority ends at a slash, question mark or number sign. Whatever
# is no character of a URL at all is refused. (Ignoring case would be a flag for all of
# it, which takes several milliseconds to compile.)
_URL = (
    r"(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://(?P<authority>(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s\\/?#@:\[\]]+)(?::[0-9]+)?)"
    r"(?P<path>/[^\s\\?#]*)?"
)
_UNRESERVED = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
)
_BY_REGION = {
    region: partition for partition in PARTITIONS for region in partition.regions
}


def aws_partition(region: str) -> Partition:
    """The partition of a region: the one that lists it, else the one whose pattern it
    fits, else "aws".
    """
    known = _BY_REGION.get(region)
    if known is not None:
        return known
    for partition in PARTITIONS:
        if re.fullmatch(partition.region_pattern, region, re.ASCII):
            return partition
    # A region that fits no pattern is one of the first partition, as in AWS's own SDKs.
    return PARTITIONS[0]


def parse_arn(value: str) -> Arn | None:
    """The parts of an ARN, None for anything else."""
    parts = value.split(":", 5)
    if len(parts) < 6:
        return None
    prefix, partition, service, region, account_id, resource = parts
    if prefix != "arn" or not partition or not service or not resource:
        return None
    resource_id = tuple(resource.replace("/", ":").split(":"))
    return Arn(partition, service, region, account_id, resource_id)


def parse_url(value: str) -> Url | None:
    """The parts of an http or https URL, None for anything else and for one with a
    query.
    """
    found = re.fullmatch(_URL, value)
    if found is None:
        return None
    host, path = found["host"], found["path"] or ""
    is_ip = host.startswith("[") or re.fullmatch(_IPV4, host) is not None
    normalized = path if path.endswith("/") else f"{path}/"
    return Url(found["scheme"].lower(), found["authority"], path, normalized, is_ip)


def is_valid_host_label(value: str, *, allow_subdomains: bool) -> bool:
    """Whether the value is a label of a host name (RFC 1123, 2.1), or several of them
    joined by periods.
    """
    if allow_subdomains:
        return all(re.fullmatch(_LABEL, label) for label in value.split("."))
    return re.fullmatch(_LABEL, value) is not None


def is_virtual_hostable_s3_bucket(value: str, *, allow_subdomains: bool) -> bool:
    """Whether a bucket's name can be part of a host name."""
    if not allow_subdomains:
        return re.fullmatch(_BUCKET, value) is not None
    return (
        3 <= len(value) <= 63
        and re.fullmatch(_DOTTED_BUCKET, value) is not None
        and re.fullmatch(_IPV4, value) is None
    )


def substring(value: str, start: int, stop: int, *, reverse: bool) -> str | None:
    """The characters from `start` up to `stop`, counted from the end for `reverse`.

    None when the value is too short, or has characters beyond ASCII.
    """
    if start >= stop or stop > len(value) or not value.isascii():
        return None
    if reverse:
        return value[len(value) - stop : len(value) - start]
    return value[start:stop]


def coalesce(value: T | None, default: D) -> T | D:
    """The value, or the default where it is None."""
    return default if value is None else value


def split(value: str, delimiter: str, limit: int) -> list[str]:
    """The parts between delimiters: all of them for a limit of 0, else at most `limit`."""
    return value.split(delimiter, limit - 1)


def item(values: Sequence[str], index: int) -> str | None:
    """The value at an index, from the end for a negative one; None outside of the list."""
    if -len(values) <= index < len(values):
        return values[index]
    return None


def uri_encode(value: str) -> str:
    """The value with everything but unreserved characters percent-encoded (RFC 3986,
    2.1 and 2.3).
    """
    return "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
        for byte in value.encode("utf-8")
    )
