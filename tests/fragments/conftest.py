"""Tiny models, built by the real pipeline and imported."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ecrgen import pipeline
from ecrgen.lower import runtime
from tests.support.short_form import document_of, write


@dataclass(frozen=True)
class Fragment:
    """A generated and imported package, and the file of its model."""

    name: str
    path: Path
    model: Path
    diagnostics: tuple[str, ...]
    module: Any

    @property
    def models(self) -> Any:
        return self.module.models

    @property
    def errors(self) -> Any:
        return self.module.errors

    @property
    def operations(self) -> Any:
        return self.module.operations

    def runtime(self, name: str) -> Any:
        """A module of the package's runtime: `runtime("json")`."""
        return importlib.import_module(f"{self.name}{runtime.path(name)}")

    def response(
        self, body: Any, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Any:
        """A response with `body` as JSON, or as it is where it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.module.Response(status, headers or {}, content)

    def source(self, path: str) -> str:
        return (self.path / path).read_text(encoding="utf-8")

    def sent(self, operation: str, **fields: Any) -> Any:
        """The JSON body that an operation sends."""
        found = getattr(self.operations, operation)
        return json.loads(found.serialize(found.input(**fields)).body)

    def answer(self, operation: str, body: Any, **response: Any) -> Any:
        """What an operation makes of a response."""
        found = getattr(self.operations, operation)
        return found.deserialize(self.response(body, **response))

    def modules(self) -> list[str]:
        """Every module of the package, by its full name."""
        return sorted(
            ".".join(
                (self.name, *path.relative_to(self.path).with_suffix("").parts)
            ).removesuffix(".__init__")
            for path in self.path.rglob("*.py")
        )


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def fragment(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., Fragment]]:
    """Builds and imports a fragment, under a package name of its own."""
    folder = tmp_path_factory.mktemp("fragments")
    sys.path.insert(0, str(folder))

    def build(
        shapes: Mapping[str, Any],
        *,
        errors: Sequence[str] = (),
        rename: Mapping[str, str] | None = None,
        traits: Mapping[str, Any] | None = None,
        overlay: str = "",
        protocol: str = "awsJson1_1",
    ) -> Fragment:
        name = f"fragment_{next(_numbers)}"
        document = document_of(
            shapes, errors=errors, rename=rename, traits=traits, protocol=protocol
        )
        model = folder / f"{name}.json"
        write(model, document)
        beside = None
        if overlay:
            beside = folder / f"{name}.overlay.yaml"
            beside.write_text(f"overlay: 1\nshapes:\n{overlay}", encoding="utf-8")
        target = pipeline.target(pipeline.Job(str(model), folder, name, beside))
        _, diagnostics = pipeline.build(target)
        importlib.invalidate_caches()
        return Fragment(
            name,
            folder / name,
            model,
            tuple(str(each) for each in (*target.loaded.diagnostics, *diagnostics)),
            importlib.import_module(name),
        )

    yield build
    sys.path.remove(str(folder))
