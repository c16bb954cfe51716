"""Finds and reads the files of a service, from botocore or from a folder."""

from __future__ import annotations

import importlib
import os
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

from ..documents.json_text import parse_json
from ..documents.nodes import is_object
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from ..problems.suggest import did_you_mean
from ._botocore_nodes import Node, node_of

SCHEME = "botocore:"
_SERVICE = "service-2"
# The other files of a service, in reading order.
_COMPANIONS = ("paginators-1", "waiters-2", "endpoint-rule-set-1", "examples-1")
# The largest file of botocore has 10 MB. Files that unpack to more than this are
# refused.
_MAX_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Files:
    """The parsed files of a service by botocore's name of their type,
    service-2 always.
    """

    nodes: Mapping[str, Node]
    # For `botocore:` sources, where the model came from; it becomes metadata.
    origin: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def service(self) -> Node:
        return self.nodes[_SERVICE]


def looks_like_service_file(path: str) -> bool:
    """Whether the file at `path` has the three parts of a service-2 file."""
    if re.fullmatch(r"service-2\.json(\.gz)?", os.path.basename(path)):
        return True
    if not path.endswith((".json", ".json.gz")):
        return False
    try:
        text = _unpack(Path(path).read_bytes())
    except (OSError, ValueError, EOFError, zlib.error):
        return False
    # A Smithy JSON AST has a list of operations. The test is on the text, because
    # parsing comes later.
    return all(
        re.search(rb'"%s"\s*:\s*\{' % key, text)
        for key in (b"metadata", b"operations", b"shapes")
    ) and not re.search(rb'"smithy"\s*:\s*"', text[:4096])


def read_path(path: str, diagnostics: Diagnostics) -> Files | None:
    """The service-2 file at `path`, with its companions if it has botocore's name."""
    folder, name = os.path.split(path)
    stem = name.removesuffix(".gz").removesuffix(".json")
    if stem == _SERVICE:
        return _read_folder(
            folder, lambda file: os.path.join(folder, file), diagnostics
        )
    node = _read_file(path, path, diagnostics)
    return None if node is None else Files({_SERVICE: node})


def read_installed(source: str, diagnostics: Diagnostics) -> Files | None:
    """The installed botocore's files for `botocore:NAME` or `botocore:NAME@VERSION`."""
    name, _, wanted = source.removeprefix(SCHEME).partition("@")
    at = Location(Document(source, ""))
    # Imported here, because botocore is an optional dependency.
    try:
        botocore = importlib.import_module("botocore")
    except ImportError:
        diagnostics.add(
            "E050",
            "botocore is not installed",
            location=at,
            hint="pip install 'ecrgen[botocore]'",
        )
        return None
    data = os.path.join(os.path.dirname(cast("str", botocore.__file__)), "data")
    services = _folders(data)
    if name not in services:
        _unknown(f"the service {name!r}", name, services, at, diagnostics)
        return None
    versions = [
        version
        for version in _folders(os.path.join(data, name))
        if _find(os.path.join(data, name, version), _SERVICE)
    ]
    if not versions or (wanted and wanted not in versions):
        what = f"the API version {wanted!r} of {name!r}"
        _unknown(what, wanted, versions, at, diagnostics)
        return None
    version = wanted or max(versions)
    files = _read_folder(
        os.path.join(data, name, version),
        lambda file: f"{SCHEME}{name}/{version}/{file}",
        diagnostics,
    )
    if files is None:
        return None
    origin = {
        "format": "botocore",
        "service": name,
        "apiVersion": version,
        "botocoreVersion": str(botocore.__version__),
    }
    return Files(files.nodes, origin)


def installed(source: str) -> list[str]:
    """The sources `botocore:NAME` of the installed botocore that match a pattern."""
    try:
        botocore = importlib.import_module("botocore")
    except ImportError:
        return []
    data = os.path.join(os.path.dirname(cast("str", botocore.__file__)), "data")
    pattern = source.removeprefix(SCHEME)
    return [
        f"{SCHEME}{name}"
        for name in _folders(data)
        if fnmatchcase(name, pattern)
        and any(
            _find(os.path.join(data, name, version), _SERVICE)
            for version in _folders(os.path.join(data, name))
        )
    ]


def _read_folder(
    folder: str, shown: Callable[[str], str], diagnostics: Diagnostics
) -> Files | None:
    nodes: dict[str, Node] = {}
    for kind in (_SERVICE, *_COMPANIONS):
        name = _find(folder, kind)
        if name is None:
            if kind == _SERVICE:
                name = f"{_SERVICE}.json"
            else:
                continue
        node = _read_file(os.path.join(folder, name), shown(name), diagnostics)
        if node is None:
            if kind == _SERVICE:
                return None
            continue
        nodes[kind] = _with_extras(folder, kind, shown, node, diagnostics)
    return Files(nodes)


def _with_extras(
    folder: str,
    kind: str,
    shown: Callable[[str], str],
    node: Node,
    diagnostics: Diagnostics,
) -> Node:
    """Merges botocore's `sdk-extras` as its loader does: objects by key,
    others replaced.
    """
    name = _find(folder, f"{kind}.sdk-extras")
    if name is None:
        return node
    extras = _read_file(os.path.join(folder, name), shown(name), diagnostics)
    if extras is None:
        return node
    merged = _merge(node.entries, extras.node("merge").entries)
    return Node(merged, node.at, diagnostics)


def _merge(base: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in extra.items():
        old = merged.get(key)
        if is_object(old) and is_object(value):
            value = _merge(old, value)
        merged[key] = value
    return merged


def _find(folder: str, kind: str) -> str | None:
    for name in (f"{kind}.json", f"{kind}.json.gz"):
        if os.path.isfile(os.path.join(folder, name)):
            return name
    return None


def _read_file(path: str, shown: str, diagnostics: Diagnostics) -> Node | None:
    at = Location(Document(shown, ""))
    try:
        content = _unpack(Path(path).read_bytes())
    except OSError as error:
        reason = error.strerror or str(error)
        diagnostics.add("E002", f"cannot read the file: {reason}", location=at)
        return None
    except (ValueError, EOFError, zlib.error) as error:
        diagnostics.add("E051", f"cannot unpack the file: {error}", location=at)
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8: {error.reason} at byte {error.start}"
        diagnostics.add("E003", message, location=at, hint="save the file as UTF-8")
        return None
    document = Document(shown, text)
    value = parse_json(document, diagnostics)
    if value is None and text.strip() != "null":
        return None
    return node_of(value, Location(document), diagnostics)


def _unpack(content: bytes) -> bytes:
    if content.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        content = unpacker.decompress(content, _MAX_BYTES)
        if not unpacker.eof:
            raise ValueError("the compressed data is cut off or too large")
    return content


def _folders(path: str) -> list[str]:
    with os.scandir(path) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir())


def _unknown(
    what: str, name: str, known: list[str], at: Location, diagnostics: Diagnostics
) -> None:
    hint = did_you_mean(name, known)
    if hint is None and known and len(known) <= 30:
        hint = f"known are {', '.join(known)}"
    diagnostics.add(
        "E052", f"the installed botocore does not know {what}", location=at, hint=hint
    )
