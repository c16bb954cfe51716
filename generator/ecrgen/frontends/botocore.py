"""botocore's service models: `botocore:SERVICE`, or a service-2.json and its
companions.

The load operations are of Smithy 2.0. Facts that the format does not have, such as the
default values in AWS's Smithy models, are not guessed. `box` means nothing in Smithy
2.0.
"""

from __future__ import annotations

from ..documents.nodes import is_object
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from ._botocore_examples import write_examples
from ._botocore_files import (
    SCHEME,
    Files,
    installed,
    looks_like_service_file,
    read_installed,
    read_path,
)
from ._botocore_names import allocate, namespace_of, service_name
from ._botocore_nodes import Node
from ._botocore_pagination import write_pagination
from ._botocore_service import write_operation, write_service
from ._botocore_shapes import write_shapes
from ._botocore_usage import survey
from ._botocore_waiters import write_waiters
from ._botocore_writer import Writer, protocols_of
from .operations import LoadOperation, PutMetadata


def claims(source: str) -> bool:
    return source.startswith(SCHEME) or looks_like_service_file(source)


def expand(source: str) -> list[str]:
    """The sources that a pattern such as `botocore:s3*` matches; none
    without a pattern.
    """
    return installed(source) if source.startswith(SCHEME) else []


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    read = read_installed if source.startswith(SCHEME) else read_path
    files = read(source, diagnostics)
    return [] if files is None else load_files(files, source, diagnostics)


def load_files(
    files: Files, source: str, diagnostics: Diagnostics
) -> list[LoadOperation]:
    """The load operations of parsed files."""
    service = files.service
    metadata = service.node("metadata")
    for key in ("metadata", "operations", "shapes"):
        if key not in service:
            service.missing(key)
    service_id = metadata.text("serviceId") or metadata.text("endpointPrefix")
    if service_id is None:
        if "metadata" in service:
            metadata.missing("serviceId")
        return []
    usage = survey(service)
    operations = dict(service.named_nodes("operations", "an operation"))
    shapes = dict(service.named_nodes("shapes", "a shape"))
    names = allocate(
        namespace_of(service_id),
        service_name(metadata.text("targetPrefix"), service_id),
        operations,
        shapes,
        [name for name in usage.errors if name in shapes],
        [variant for variant, shape, _ in usage.variants() if shape in shapes],
    )
    writer = Writer(
        names,
        usage,
        protocols_of(metadata),
        _xml_namespace(operations, shapes),
        diagnostics,
    )
    if files.origin:
        at = Location(Document(source, ""))
        writer.load_operations.append(PutMetadata("ecrgen.source", files.origin, at))
    write_service(service, service_id, operations, files.nodes, writer)
    for name, node in operations.items():
        write_operation(name, node, shapes, writer)
    write_shapes(shapes, writer)
    if "paginators-1" in files.nodes:
        write_pagination(files.nodes["paginators-1"], operations, shapes, writer)
    if "waiters-2" in files.nodes:
        write_waiters(files.nodes["waiters-2"], operations, shapes, writer)
    if "examples-1" in files.nodes:
        write_examples(files.nodes["examples-1"], operations, writer)
    return writer.load_operations


def _xml_namespace(operations: dict[str, Node], shapes: dict[str, Node]) -> str | None:
    """The XML namespace of the service, which this format repeats at every input."""
    holders = [node.node("input") for node in operations.values() if "input" in node]
    for shape in shapes.values():
        holders += [member for _, member in shape.nodes("members")]
    uris = {
        str(namespace.get("uri"))
        for holder in holders
        if is_object(namespace := holder.entries.get("xmlNamespace"))
        and "prefix" not in namespace
    }
    return uris.pop() if len(uris) == 1 else None
