"""The order of the stages, and nothing else.

frontends -> assemble -> checks -> customizations -> lower -> emit -> finish -> write
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from . import __version__, checks, customizations, extras, protocols, resources
from .assemble import assemble, unsaid
from .assemble.overlay import apply_overlay, namespace_of_service
from .frontends import discover
from .ir.modules import Copied
from .lower.names import naming, reserved
from .lower.protocol import Protocol
from .model.ast import digest
from .model.partial import without_partial
from .model.shapes import Model, ServiceShape
from .output import write
from .output.write import Drift, Package, Written
from .problems.diagnostics import Diagnostic, Diagnostics, input_error
from .problems.locations import Document, Location
from .problems.suggest import did_you_mean

_PACKAGE_NAME = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Job:
    """One model to build or check. `overlay` is the file named for it; one beside the model needs no naming."""

    source: str
    output: Path
    package: str | None = None
    overlay: Path | None = None
    # The name of a protocol, where the service has several and another is wanted than the one that would be taken.
    protocol: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model that is free of errors, the overlay that was applied to it, what was odd about it, the user's modules."""

    model: Model
    overlay: Path | None
    diagnostics: tuple[Diagnostic, ...]
    copied: tuple[Copied, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What a job comes down to: a service, the protocol it is generated for, and the facts of its manifest."""

    job: Job
    model: Model
    service: ServiceShape
    protocol: Protocol
    package: str
    overlay: Path | None
    inputs: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]
    copied: tuple[Copied, ...] = ()

    @property
    def directory(self) -> Path:
        return self.job.output / self.package

    @property
    def is_current(self) -> bool:
        """Whether the disk has what a build would write, going by the manifest there."""
        return write.is_current(self.directory, self.inputs)


def load(
    sources: Sequence[str], overlay: Path | None = None, *, use_overlay: bool = True
) -> Loaded:
    """The model that `sources` make together, with the overlay given or found beside the first of them.

    Raises `InputError` with every problem of the run.
    """
    diagnostics = Diagnostics()
    operations = [
        each for source in sources for each in discover.load(source, diagnostics)
    ]
    # Shapes that could not be read are reported; that others refer to them is no second problem.
    broken = {each.shape for each in diagnostics if each.shape is not None}
    found = Diagnostics()
    if use_overlay and overlay is None:
        overlay = beside(sources[0])
    copied: tuple[Copied, ...] = ()
    if overlay is not None:
        applied = apply_overlay(
            operations, _document(overlay), namespace_of_service(operations), found
        )
        operations = applied.operations
        copied = extras.read(applied.modules, overlay, found)
    model = assemble(operations, found)
    diagnostics.extend(
        each for each in found if not any(shape in each.message for shape in broken)
    )
    diagnostics.raise_errors()
    checks.run(model, diagnostics)
    diagnostics.raise_errors()
    unsaid.warn(model, diagnostics)
    return Loaded(model, overlay, tuple(diagnostics.sorted()), copied)


def beside(source: str) -> Path | None:
    """The overlay that lies beside a model, a file or a folder: `s3.overlay.yaml` for `s3.json`."""
    path = Path(os.path.normpath(source))
    overlay = path.with_name(f"{path.name.partition('.')[0]}.overlay.yaml")
    return overlay if path.exists() and overlay.is_file() else None


def target(job: Job) -> Target:
    """Everything up to lowering: what will be generated, under which name, from which facts."""
    loaded = load([job.source], job.overlay)
    service = only_service(loaded.model, job.source)
    lacking = Diagnostics()
    unsaid.refuse(loaded.model, service, job.source, lacking)
    lacking.raise_errors()
    service = (known := without_partial(loaded.model)).service(service.id)
    model = customizations.customized(known, service)
    service = model.service(service.id)
    protocol = choose_protocol(service, job.protocol)
    package = job.package or naming.package_name(service)
    if _PACKAGE_NAME.fullmatch(package) is None or package in reserved.KEYWORDS:
        raise input_error(
            "E505",
            f"{package!r} cannot be the name of a package",
            hint="use lower-case letters, digits and underscores, and no keyword of Python",
        )
    inputs = {
        "ecrgen": __version__,
        "generator": resources.generator_digest(),
        "model": digest(model),
        "package": package,
        "protocol": protocol.trait,
    }
    if loaded.copied:
        inputs["modules"] = extras.digest(loaded.copied)
    return Target(
        job,
        model,
        service,
        protocol,
        package,
        loaded.overlay,
        inputs,
        (*loaded.diagnostics, *lacking),
        loaded.copied,
    )


def only_service(model: Model, source: str) -> ServiceShape:
    services = model.services()
    if len(services) == 1:
        return services[0]
    if not services:
        raise input_error(
            "E501",
            "the model has no service",
            location=Location(Document(source, "")),
            hint="a package is generated for a service shape: add one, or the file that has it",
        )
    names = ", ".join(service.id for service in services)
    raise input_error(
        "E502",
        f"the model has more than one service: {names}",
        location=Location(Document(source, "")),
        hint="split the model, so that each package has one service",
    )


def choose_protocol(service: ServiceShape, wanted: str | None = None) -> Protocol:
    """The protocol `wanted`, else the one that comes first among those that the service has and that are supported.

    Clients fail for a protocol that they or the service do not support (Smithy 2.0, "Wire protocol selection").
    """
    supported = protocols.supported()
    modelled = protocols.modelled(service)
    known = ", ".join(sorted(supported))
    if not modelled:
        raise input_error(
            "E503",
            "the service has no protocol trait",
            location=service.location,
            shape=service.id,
            hint=f"supported are {known}",
        )
    if wanted is not None:
        return supported[_wanted(service, wanted, modelled)]
    for trait in protocols.by_priority(modelled):
        if trait in supported:
            return supported[trait]
    raise input_error(
        "E504",
        f"the protocol {' and '.join(modelled)} is not supported yet",
        location=service.location,
        shape=service.id,
        hint=f"supported are {known}",
    )


def _wanted(service: ServiceShape, wanted: str, modelled: Sequence[str]) -> str:
    """The trait of the protocol that was asked for by name."""
    trait = protocols.named(wanted)
    if trait is None:
        names = [each.partition("#")[2] for each in protocols.supported()]
        raise input_error(
            "E509",
            f"no protocol is called {wanted!r}",
            location=service.location,
            shape=service.id,
            hint=did_you_mean(wanted, names)
            or f"supported are {', '.join(sorted(names))}",
        )
    if trait not in modelled:
        offered = ", ".join(each.partition("#")[2] for each in modelled)
        raise input_error(
            "E510",
            f"the service does not have the protocol {trait.partition('#')[2]}",
            location=service.location,
            shape=service.id,
            hint=f"it has {offered}",
        )
    return trait


def generate(target: Target) -> tuple[Package, tuple[Diagnostic, ...]]:
    """The package, finished but not written, and what could not be generated."""
    # These are needed only where something is generated, and take longer to import than an idle run may.
    from .emit.package import emit
    from .finish.finish import finish
    from .lower.package import context_of, lower, supported

    diagnostics = Diagnostics()
    closure = supported(target.model, target.service, target.protocol, diagnostics)
    context = context_of(target.model, closure, target.package)
    package = lower(context, target.protocol, target.copied)
    files = finish(emit(package), [each.name for each in target.copied])
    return Package(target.package, files, target.inputs), tuple(diagnostics.sorted())


def build(
    target: Target, *, force: bool = False
) -> tuple[Written, tuple[Diagnostic, ...]]:
    package, diagnostics = generate(target)
    return write.write(package, target.job.output, force=force), diagnostics


def check(target: Target) -> tuple[list[Drift], tuple[Diagnostic, ...]]:
    """How the disk differs from what `build` would write. Writes nothing."""
    package, diagnostics = generate(target)
    return write.compare(package, target.job.output), diagnostics


def _document(path: Path) -> Document:
    try:
        return Document(str(path), path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise input_error(
            "E002",
            f"{path} cannot be read: {problem.strerror}",
            location=Location(Document(str(path), "")),
        ) from None
    except UnicodeDecodeError:
        raise input_error(
            "E003", f"{path} is not UTF-8", location=Location(Document(str(path), ""))
        ) from None
