"""`ecrgen show`: what a model, or one shape of it, becomes in Python.

Names, types and places are those of the lowering; nothing is worked out a second time here. `show_facts` gathers
what is to be said, this module finds the shape that was asked for, and `show_page` lays the page out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from .. import pipeline, protocols
from ..assemble.service import only_service
from ..commands import report
from ..lower.names import naming
from ..lower.package import context_of, supported
from ..lower.protocol import Protocol
from ..model.ids import ShapeId
from ..model.partial import is_partial, unsaid
from ..model.shapes import Model
from ..problems.diagnostics import Diagnostics, InputError, input_error
from ..problems.locations import Document, Location
from ..problems.suggest import closest
from .facts import Subject, View
from .page import Page
from .shapes import overview, shape_page


def show(model: str, shape: str | None, overlay: Path | None) -> None:
    """Prints the overview of a model, or everything in it that is called `shape`.

    Raises `InputError`: E507 for a shape that is not there, and whatever keeps the model from being read.
    """
    loaded = pipeline.load([model], overlay)
    report.diagnostics(loaded.diagnostics)
    view = view_of(loaded, model)
    subjects = None if shape is None else find(view, shape, model)
    page = Page()
    if subjects is None:
        overview(view, page)
    else:
        for number, subject in enumerate(subjects):
            if number:
                page.blank()
            shape_page(view, subject, page)
    page.print()


def view_of(loaded: pipeline.Loaded, source: str) -> View:
    """The lowered names of a model. A service whose protocol cannot be generated yet is shown all the same."""
    service = only_service(loaded.model, source)
    protocol: type[Protocol] | None = None
    with suppress(InputError):
        protocol = protocols.chosen(service)
    diagnostics = Diagnostics()
    found = supported(loaded.model, service, protocol, diagnostics)
    report.diagnostics(diagnostics.sorted())
    package = naming.package_name(service)
    methods = frozenset[str]() if protocol is None else protocol.methods
    context = context_of(loaded.model, found, package, methods)
    return View(
        context=context,
        protocol=None if protocol is None else protocol(context),
        modelled=tuple(protocols.modelled(service)),
        overlay=loaded.overlay,
        unsaid=_unsaid(loaded.model),
    )


def _unsaid(model: Model) -> dict[ShapeId, frozenset[str]]:
    if not is_partial(model):
        return {}
    return {target: facts for shape in model for target, facts in unsaid(shape).items()}


def find(view: View, query: str, source: str) -> list[Subject]:
    """What is called `query`: by shape ID, else by name, else by name in any case."""
    ids = {subject.id: subject for subject in view.subjects()}
    wanted = ShapeId(query).without_member
    if "#" in query:
        if wanted in ids:
            return [ids[wanted]]
    else:
        # `sqs.models.Message` is how a Python name is written in code.
        name = wanted.rpartition(".")[2]
        for same in (str, str.casefold):
            if found := _called(view, ids.values(), name, same):
                return found
    raise _unknown(view, query, source)


def _called(
    view: View, subjects: Iterable[Subject], name: str, fold: Callable[[str], str]
) -> list[Subject]:
    wanted = fold(name)
    return [
        subject
        for subject in subjects
        if any(fold(each) == wanted for each in view.names_of(subject))
    ]


def _unknown(view: View, query: str, source: str) -> InputError:
    context = view.context
    nearest: str | None
    if "#" in query:
        nearest = closest(query, (subject.id for subject in view.subjects()))
    else:
        names = (name for each in view.subjects() for name in view.names_of(each))
        nearest = closest(query, names)
    outside = [each.id for each in context.model if query in (each.id, each.id.name)]
    if outside:
        message = f"{outside[0]} does not become part of the package"
        hint = f"only what {context.service.id.name} reaches does"
    else:
        message = f"the model has no shape {query!r}"
        hint = (
            f"did you mean {nearest}?"
            if nearest
            else f"`ecrgen show {source}` lists what there is"
        )
    return input_error(
        "E507", message, location=Location(Document(source, "")), hint=hint
    )
