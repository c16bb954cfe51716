"""The order of the stages, and nothing else.

frontends -> assemble -> checks -> customizations -> lower -> emit -> finish -> output
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from . import checks, customizations, protocols
from .assemble import assemble, unsaid
from .assemble.overlay_files import beside, overlaid
from .assemble.service import only_service
from .frontends import discover
from .ir.modules import Copied
from .lower.names.copied import copied
from .lower.names.naming import package_name
from .lower.protocol import Protocol
from .model.shapes import Model, ServiceShape
from .output import write
from .output.inputs import inputs
from .output.write import Drift, Package, Written
from .problems.diagnostics import Diagnostic, Diagnostics


@dataclass(frozen=True, slots=True)
class Job:
    """One model to build or check. `overlay` is the file named for it; one beside the
    model needs no naming.
    """

    source: str
    output: Path
    package: str | None = None
    overlay: Path | None = None
    # The name of a protocol, where the service has several and another is wanted than
    # the one that would be taken.
    protocol: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model that is free of errors, the overlay that was applied to it, what was odd
    about it, the user's modules.
    """

    model: Model
    overlay: Path | None
    diagnostics: tuple[Diagnostic, ...]
    copied: tuple[Copied, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a job comes down to: a service, the protocol it is generated for, and the
    inputs of its manifest.

    `model` is the loaded one with what is customized for the service.
    """

    job: Job
    loaded: Loaded
    model: Model
    service: ServiceShape
    protocol: type[Protocol]
    package: str
    inputs: dict[str, str]

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
    """The model that `sources` make together, with the overlay given or found beside
    the first of them.

    Raises `InputError` with every problem of the run.
    """
    diagnostics = Diagnostics()
    operations = [
        operation
        for source in sources
        for operation in discover.load(source, diagnostics)
    ]
    if use_overlay and overlay is None:
        overlay = beside(sources[0])
    later = Diagnostics()
    whole = overlaid(operations, overlay, later)
    modules = copied(whole.modules, later)
    model = assemble(whole.operations, later)
    diagnostics.extend_with_causes(later)
    diagnostics.raise_errors()
    checks.run(model, diagnostics)
    diagnostics.raise_errors()
    unsaid.warn(model, diagnostics)
    return Loaded(model, overlay, tuple(diagnostics.sorted()), modules)


def target(job: Job) -> Target:
    """Everything up to lowering: what will be generated, under which name, from which
    facts.
    """
    loaded = load([job.source], job.overlay)
    service = only_service(loaded.model, job.source)
    known, notes = unsaid.known(loaded.model, service, job.source)
    loaded = replace(loaded, diagnostics=(*loaded.diagnostics, *notes))
    model = customizations.customized(known, known.service(service.id))
    service = model.service(service.id)
    protocol = protocols.chosen(service, job.protocol)
    package = package_name(service, job.package)
    facts = inputs(model, package, protocol.trait, loaded.copied)
    return Target(job, loaded, model, service, protocol, package, facts)


def generate(target: Target) -> tuple[Package, tuple[Diagnostic, ...]]:
    """The package, finished but not written, and what could not be generated."""
    # These are needed only where something is generated, and take longer to import than
    # an idle run may.
    from .emit.package import emit
    from .finish.finish import finish
    from .lower.package import context_of, lower, supported

    diagnostics = Diagnostics()
    closure = supported(target.model, target.service, target.protocol, diagnostics)
    methods = target.protocol.methods
    context = context_of(target.model, closure, target.package, methods)
    modules = target.loaded.copied
    package = lower(target.protocol(context), modules)
    files = finish(emit(package), [module.name for module in modules])
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
