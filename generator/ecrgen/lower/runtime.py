"""Every name of templates/runtime that generated code may use, declared once.

The imports of generated modules, the modules that a package gets a copy of, the
reserved words and the safety audit all read this table. A new function of the runtime
is one more word here; a test holds that each name exists, and that `needs` is what the
module imports.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..ir.imports import Import

PACKAGE = "._runtime"


@dataclass(frozen=True, slots=True)
class RuntimeModule:
    """A module of the runtime: its folder, what generated code may use of it, and the
    modules that it imports.
    """

    room: str
    names: frozenset[str]
    needs: tuple[str, ...]
    # Methods and attributes of its classes that generated code calls.
    methods: frozenset[str]
    # The names that generated modules call while they are imported, for defaults,
    # constraints and decorators.
    on_import: frozenset[str]


def _module(
    room: str,
    names: str = "",
    *,
    methods: str = "",
    on_import: str = "",
    needs: str = "",
) -> RuntimeModule:
    return RuntimeModule(
        room,
        frozenset(names.split()) | frozenset(on_import.split()),
        tuple(needs.split()),
        frozenset(methods.split()),
        frozenset(on_import.split()),
    )


MODULES: dict[str, RuntimeModule] = {
    # core/
    "bodies": _module("core", needs="identity"),
    "constraints": _module("core", on_import="Ge Le MaxLen MinLen Pattern"),
    "enums": _module("core", "OpenEnum OpenIntEnum"),
    "errors": _module(
        "core",
        (
            "ConfigurationError CredentialsError DeserializationError MessageError "
            "PaginationError ServiceError SettingsError UnknownOperationError "
            "WaiterError WaiterFailureError WaiterTimeoutError select"
        ),
        needs="http plain",
    ),
    "hosts": _module("core", "host_label host_name"),
    "http": _module(
        "core",
        "HttpRequest Request Response Timeout TransportError",
        methods="header",
        needs="bodies plain",
    ),
    "identity": _module("core", "Credentials", needs="plain"),
    "lazy": _module("core", "methods names operations"),
    "customizations": _module(
        "core",
        "last_segment with_headers with_status_of_body",
        needs="http",
    ),
    "operation": _module(
        "core",
        "AnyOperation Operation",
        methods="error_of_json error_of_xml input",
        needs="errors http",
    ),
    "plain": _module("core"),
    "tokens": _module("core", "idempotency_token"),
    "values": _module(
        "core", "Document EPOCH new redacted", on_import="decimal timestamp"
    ),
    # settings/
    "proxies": _module("settings"),
    "settings": _module("settings", needs="errors proxies shared_files"),
    "shared_files": _module("settings", needs="errors"),
    # codecs/
    "answers": _module("codecs", "members", needs="errors http"),
    "awsjson": _module(
        "codecs",
        "Operation",
        needs="answers errors http json rpc",
    ),
    "cbor": _module("codecs", "big_integer dump load single", needs="values"),
    "form": _module(
        "codecs",
        "blob boolean date_time elements entries epoch_seconds http_date number",
        needs="json",
    ),
    "jmespath": _module(
        "codecs",
        (
            "all_equal any_equal both call_abs call_avg call_ceil call_contains "
            "call_ends_with call_floor call_join call_keys call_length call_map "
            "call_max call_max_by call_merge call_min call_min_by call_not_null "
            "call_reverse call_sort call_sort_by call_starts_with call_sum "
            "call_to_array call_to_number call_to_string call_type call_values differ "
            "either equal field flatten item less less_or_equal more more_or_equal "
            "named negate part pipe project select several"
        ),
    ),
    "json": _module(
        "codecs",
        (
            "big_integer blob decimal_text dump error_of load write_blob "
            "write_date_time write_decimal write_epoch_seconds write_float "
            "write_http_date"
        ),
        needs="errors values",
    ),
    "query": _module(
        "codecs",
        "Operation",
        needs="answers errors form http rpc xml xml_errors",
    ),
    "rest": _module(
        "codecs",
        (
            "blob boolean date_time epoch_seconds greedy_label http_date label "
            "media_type number plain_list prefix_headers query_params quoted_list "
            "read_blob read_boolean read_dates read_epoch_seconds read_list "
            "read_media_type read_prefix_headers read_valid_timestamp"
        ),
        needs="form values",
    ),
    "restjson": _module(
        "codecs",
        "deserialize deserialize_response members",
        needs="answers awsjson errors http json",
    ),
    "restxml": _module(
        "codecs",
        "deserialize deserialize_response members",
        needs="answers errors http xml xml_errors",
    ),
    "rpc": _module("codecs", needs="operation tokens"),
    "rpcv2": _module("codecs", needs="answers errors http rpc"),
    "rpcv2cbor": _module(
        "codecs",
        "Operation",
        needs="cbor errors http rpcv2",
    ),
    "rpcv2json": _module(
        "codecs",
        "Operation",
        needs="errors http json rpcv2",
    ),
    "xml": _module(
        "codecs",
        (
            "Element attribute blob boolean child children decimal entries "
            "epoch_seconds error_of integer load message name number text timestamp"
        ),
        needs="errors values",
    ),
    "xml_errors": _module("codecs", needs="answers errors http xml"),
    "xml_write": _module(
        "codecs",
        (
            "attribute blob boolean container date_time element epoch_seconds "
            "http_date number siblings text unknown"
        ),
        needs="form",
    ),
    # signing/
    "presigning": _module("signing", needs="http"),
    "sigv4": _module("signing", needs="http identity"),
    # streams/
    "aws_chunked": _module("streams", needs="bodies encoded_bodies"),
    "checksums": _module(
        "streams",
        "ask flexible md5 verified",
        needs="aws_chunked bodies errors http settings",
    ),
    "compression": _module(
        "streams",
        "gzip",
        needs="encoded_bodies errors http settings",
    ),
    "encoded_bodies": _module("streams", needs="bodies"),
    "event_messages": _module(
        "streams",
        (
            "Byte EventStreamError Integer Long Message Short blob boolean event "
            "integer of_blob of_text payload_text text timestamp"
        ),
    ),
    "event_streams": _module(
        "streams",
        "EventStream Sendable attach attach_after expecting output unmodelled",
        needs="bodies errors event_messages http sigv4_events streams",
    ),
    "sigv4_events": _module("streams", needs="bodies event_messages sigv4"),
    "sources": _module("streams", "Streamable attach", needs="bodies http streams"),
    "streams": _module(
        "streams",
        "ByteStream StreamError content output",
        needs="bodies http",
    ),
    "tree_hash": _module("streams", "with_tree_hash", needs="bodies http"),
    # endpoints/
    "endpoints": _module(
        "endpoints",
        (
            "Arn Endpoint EndpointError Url aws_partition coalesce is_valid_host_label "
            "is_virtual_hostable_s3_bucket item parse_arn parse_url split substring "
            "uri_encode"
        ),
        needs="partitions",
    ),
    "partitions": _module("endpoints", "Partition"),
    # transport/
    "aiohttp_transport": _module(
        "transport",
        needs="bodies http proxies transports trust",
    ),
    "transports": _module("transport", "AsyncTransport Transport", needs="http"),
    "trust": _module("transport", needs="http"),
    "urllib3_transport": _module(
        "transport",
        needs="bodies http proxies transports trust",
    ),
    # credentials/
    "botocore_credentials": _module("credentials", needs="errors identity settings"),
    "container_credentials": _module(
        "credentials",
        needs="documents errors identity metadata_http",
    ),
    "cache": _module("credentials", needs="errors identity"),
    "credential_chain": _module(
        "credentials",
        needs=(
            "botocore_credentials container_credentials documents errors identity "
            "instance_metadata process_credentials settings shared_files"
        ),
    ),
    "documents": _module("credentials", needs="errors identity"),
    "instance_metadata": _module(
        "credentials",
        needs="cache documents errors identity metadata_http settings",
    ),
    "metadata_http": _module("credentials"),
    "process_credentials": _module("credentials", needs="documents errors identity"),
    # client/
    "async_client": _module(
        "client",
        "AsyncioClient",
        methods="_call _paginate _wait",
        needs=(
            "aiohttp_transport bodies clients identity operation paging steps "
            "transports waiting"
        ),
    ),
    "call": _module(
        "client",
        needs=(
            "bodies call_streams destinations errors hooks http identity operation "
            "presigning retry sigv4 steps"
        ),
    ),
    "call_streams": _module(
        "client",
        needs="bodies destinations http identity operation sigv4 steps",
    ),
    "clients": _module(
        "client",
        "CredentialSource EndpointOptions",
        methods="flag text",
        on_import="Service",
        needs=(
            "cache call credential_chain destinations endpoints errors hooks http "
            "identity instance_metadata metadata_http operation retry settings sigv4 "
            "steps waiting"
        ),
    ),
    "destinations": _module("client", needs="endpoints http sigv4"),
    "hooks": _module("client", "Attempt Hooks", needs="plain"),
    "paging": _module("client", "AsyncPaginator Paginator", needs="errors"),
    "retry": _module("client", "Retries", needs="errors http"),
    "steps": _module("client", needs="bodies http"),
    "sync_client": _module(
        "client",
        "SyncClient",
        methods="_call _paginate _wait",
        needs=(
            "bodies clients operation paging steps transports urllib3_transport "
            "waiting"
        ),
    ),
    "waiting": _module("client", "State", needs="errors steps"),
}


def path(module: str) -> str:
    """A module as imports name it: `json` is `._runtime.codecs.json`."""
    return f"{PACKAGE}.{MODULES[module].room}.{module}"


def module(name: str) -> Import:
    """The import of a module, for code that uses its names as attributes."""
    return Import(f"{PACKAGE}.{MODULES[name].room}", name)


def symbol(name: str) -> Import:
    """The import of one name: `symbol("errors.select")`. Raises KeyError for a name
    that the table does not have.
    """
    of, _, own = name.partition(".")
    if own not in MODULES[of].names:
        raise KeyError(name)
    return Import(path(of), own)


def module_of(imported: Import) -> str | None:
    """The module of the runtime that an import takes from; None where it is no import
    of the runtime.
    """
    parts = imported.module.split(".")[1:]
    if parts[:1] != [PACKAGE[1:]]:
        return None
    return parts[2] if len(parts) > 2 else imported.name


def imported_by(text: str) -> Iterator[str]:
    """The modules of the runtime that a user's module imports by their place: `from
    ._runtime.core import http`.
    """
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            for alias in node.names:
                found = module_of(Import(f".{node.module or ''}", alias.name))
                if found in MODULES:
                    yield found


def files(modules: Iterable[str]) -> list[str]:
    """The files below templates/runtime that modules take, with what they import,
    directly or through each other.
    """
    found: set[str] = set()
    pending = list(modules)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += MODULES[name].needs
    rooms = {MODULES[name].room for name in found}
    return sorted(
        [
            "__init__.py",
            *(f"{room}/__init__.py" for room in rooms),
            *(f"{MODULES[name].room}/{name}.py" for name in found),
        ]
    )
