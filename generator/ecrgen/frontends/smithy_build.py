"""smithy-build.json: the models of a project (Smithy 2.0, "smithy-build.json").

The models are those of `sources` and `imports`. Where a projection configures a code
generator for one service, that service is taken, with the protocol that is named there.
`smithy-build.json#NAME` is the projection NAME. Transforms and plugins are Java code:
they are not run, and what is left out therefore is told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..documents.json_text import parse_json, read_document
from ..documents.nodes import is_list, is_object, kind_of
from ..problems.diagnostics import Diagnostics
from ..problems.locations import Document, Location
from ..problems.suggest import did_you_mean
from . import _smithy_projection
from ._model_files import load_file, load_folder
from ._smithy_projection import Wanted
from .operations import LoadOperation, NameDependency

NAME = "smithy-build.json"
_VERSION = "1.0"
_DEFAULT_SOURCES = "model"
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*+"|//[^\n]*+', re.DOTALL)
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


def claims(source: str) -> bool:
    path, _, _ = source.partition("#")
    return os.path.basename(path) == NAME


def load(source: str, diagnostics: Diagnostics) -> list[LoadOperation]:
    path, _, projection = source.partition("#")
    document = read_document(path, diagnostics)
    if document is None:
        return []
    # Comments are allowed here; blanks in their place leave everything where it is.
    plain = Document(
        document.file, _STRING_OR_COMMENT.sub(_without_comment, document.text)
    )
    node = parse_json(plain, diagnostics)
    if node is None:
        return []
    if not is_object(node):
        diagnostics.add(
            "E030",
            f"a {NAME} is an object, not {kind_of(node)}",
            location=Location(plain),
        )
        return []
    return _Project(node, Location(plain), diagnostics).load(projection or None)


def _without_comment(match: re.Match[str]) -> str:
    return match[0] if match[0][0] == '"' else " " * len(match[0])


@dataclass(frozen=True, slots=True)
class _Projection:
    """A projection: what it adds to the project, and what its code generators say."""

    name: str
    node: dict[str, Any]
    location: Location
    wanted: Wanted | None


@dataclass(slots=True)
class _Project:
    node: dict[str, Any]
    location: Location
    diagnostics: Diagnostics

    def load(self, name: str | None) -> list[LoadOperation]:
        version = self.node.get("version")
        if version != _VERSION:
            self.diagnostics.add(
                "E030",
                (
                    "the version of the file is not 1.0"
                    if version
                    else "the property 'version' is missing"
                ),
                location=self.location.child("version"),
                hint='write "version": "1.0"',
            )
        projection = self._projection(name)
        if projection is None:
            return []
        self._tell_transforms(projection)
        operations = self._models("sources", self.node, self.location)
        if "sources" not in self.node:
            operations += self._default_sources()
        operations += self._models("imports", self.node, self.location)
        operations += self._models("imports", projection.node, projection.location)
        operations += self._dependencies()
        if projection.wanted is None or self.diagnostics.has_errors:
            return operations
        return _smithy_projection.limited(
            operations, projection.wanted, self.diagnostics
        )

    # --- Models

    def _models(
        self, key: str, owner: dict[str, Any], location: Location
    ) -> list[LoadOperation]:
        operations: list[LoadOperation] = []
        for index, path in enumerate(self._strings(key, owner, location)):
            at = location.child(key, index)
            place = os.path.join(os.path.dirname(location.file), path)
            if os.path.isdir(place):
                operations += load_folder(place, self.diagnostics)
            elif os.path.isfile(place) and not place.endswith((".smithy", ".json")):
                self.diagnostics.add(
                    "E031",
                    f"{path} is no file of Smithy models",
                    location=at,
                    hint="models are *.smithy and *.json files; unpack archives",
                )
            elif os.path.isfile(place):
                operations += load_file(place, self.diagnostics)
            else:
                self.diagnostics.add(
                    "E031",
                    f"there is no file or folder {path}",
                    location=at,
                    hint=f"{key} are relative to the folder of the {NAME}",
                )
        return operations

    def _default_sources(self) -> list[LoadOperation]:
        folder = os.path.join(os.path.dirname(self.location.file), _DEFAULT_SOURCES)
        if os.path.isdir(folder):
            return load_folder(folder, self.diagnostics)
        if "imports" not in self.node:
            self.diagnostics.add(
                "E031",
                "the project names no models",
                location=self.location,
                hint='write "sources": ["model"] for the models of the folder model',
            )
        return []

    def _dependencies(self) -> Iterator[LoadOperation]:
        maven = self._object("maven", self.node, self.location)
        at = self.location.child("maven")
        for index, name in enumerate(self._strings("dependencies", maven, at)):
            yield NameDependency(name, at.child("dependencies", index))

    # --- Projections

    def _projection(self, name: str | None) -> _Projection | None:
        """The projection of that name, else the one that generates code, else all."""
        at = self.location.child("projections")
        nodes = self._object("projections", self.node, self.location)
        known = [self._read(key, nodes, at) for key in nodes]
        known = [each for each in known if each.node.get("abstract") is not True]
        if name is not None:
            chosen = [each for each in known if each.name == name]
            if not chosen and name == "source":
                return self._read(name, {}, self.location)
            if not chosen:
                names = ["source", *(each.name for each in known)]
                self.diagnostics.add(
                    "E032",
                    f"there is no projection {name!r} to build",
                    location=at,
                    hint=did_you_mean(name, names) or f"there are {', '.join(names)}",
                )
                return None
            return chosen[0]
        generating = [each for each in known if each.wanted is not None]
        if not generating:
            sources = [each for each in known if each.name == "source"]
            return sources[0] if sources else self._read("source", {}, self.location)
        if (
            len({(each.wanted, str(each.node.get("imports"))) for each in generating})
            > 1
        ):
            names = [f"{NAME}#{each.name}" for each in generating]
            self.diagnostics.add(
                "E032",
                "several projections generate code, of different models",
                location=at,
                hint=f"name one: {', '.join(names)}",
            )
            return None
        return generating[0]

    def _read(self, name: str, nodes: dict[str, Any], at: Location) -> _Projection:
        node = self._object(name, nodes, at)
        location = at.child(name) if nodes else at
        plugins = [
            (self._object("plugins", self.node, self.location), self.location),
            (self._object("plugins", node, location), location),
        ]
        found: list[Wanted] = []
        for settings, owner in plugins:
            for plugin in settings:
                setting = self._object(plugin, settings, owner.child("plugins"))
                place = owner.child("plugins", plugin)
                service = self._text("service", setting, place)
                protocol = self._text("protocol", setting, place)
                if service is not None:
                    found.append(Wanted(service, protocol, place))
        return _Projection(name, node, location, _smithy_projection.common(found))

    def _tell_transforms(self, projection: _Projection) -> None:
        transforms = projection.node.get("transforms")
        names = [
            str(each.get("name"))
            for each in (transforms if is_list(transforms) else ())
            if is_object(each)
        ]
        if names:
            self.diagnostics.add(
                "W030",
                f"the projection {projection.name} has transforms, "
                f"which are not done: {', '.join(names)}",
                location=projection.location.child("transforms"),
                hint="use an overlay, or build the model.json that Smithy writes",
            )

    # --- Forms of values

    def _object(
        self, key: str, owner: dict[str, Any], location: Location
    ) -> dict[str, Any]:
        node = owner.get(key, {})
        if is_object(node):
            return node
        self._wrong(f"an object for {key!r}", node, location.child(key))
        return {}

    def _strings(
        self, key: str, owner: dict[str, Any], location: Location
    ) -> list[str]:
        node = owner.get(key, [])
        if is_list(node) and all(isinstance(each, str) for each in node):
            texts = [
                self._expanded(text, location.child(key, index))
                for index, text in enumerate(node)
            ]
            return [text for text in texts if text is not None]
        self._wrong(f"a list of strings for {key!r}", node, location.child(key))
        return []

    def _text(self, key: str, owner: dict[str, Any], location: Location) -> str | None:
        node = owner.get(key)
        if not isinstance(node, str):
            return None
        return self._expanded(node, location.child(key))

    def _expanded(self, text: str, location: Location) -> str | None:
        """The text with ${NAME} replaced by the environment variable NAME."""
        unset = [name for name in _VARIABLE.findall(text) if name not in os.environ]
        for name in unset:
            self.diagnostics.add(
                "E031",
                f"the environment variable {name} is not set",
                location=location,
            )
        if unset:
            return None
        return _VARIABLE.sub(lambda match: os.environ[match[1]], text)

    def _wrong(self, expected: str, node: Any, location: Location) -> None:
        self.diagnostics.add(
            "E030",
            f"expected {expected}, not {kind_of(node)}",
            location=location,
        )
