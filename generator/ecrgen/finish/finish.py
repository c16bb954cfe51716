"""Text -> bytes: the style of black, then the safety audit and a compilation of every
module.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..problems.diagnostics import Diagnostics, InputError
from .audit import UnsafeError, audit
from .style import formatted

_RUNTIME = "_runtime/"


def finish(files: Mapping[str, str], copied: Collection[str] = ()) -> dict[str, bytes]:
    """The content of every file. Raises `InputError` (E601, E602) for a module that
    fails the audit.

    Runtime modules are ecrgen's own, copied as they are. So are the modules named
    `copied`: the user wrote them, in a file of the user's own that the overlay names.
    The audit is about what a model could smuggle into a package, and no text of a model
    gets into these; its closed grammar would refuse any program worth writing. They
    were compiled when they were read.
    """
    diagnostics = Diagnostics()
    done: dict[str, bytes] = {}
    as_they_are = {f"{name}.py" for name in copied}
    for path, text in files.items():
        try:
            if path.endswith(".py") and not (
                path.startswith(_RUNTIME) or path in as_they_are
            ):
                text = formatted(text)
                tree = audit(text, path, frozenset(copied))
                compile(tree, path, "exec", dont_inherit=True)
            done[path] = text.encode("utf-8")
        except UnsafeError as problem:
            diagnostics.add(
                "E601",
                f"{path} holds what no template writes: {problem}",
                hint=_HINT,
            )
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            # Python's parser says "MemoryError" for expressions that nest too deeply.
            diagnostics.add(
                "E602",
                f"{path} is not valid Python: {problem or type(problem).__name__}",
                hint=_HINT,
            )
    if diagnostics.has_errors:
        raise InputError(diagnostics)
    return done


_HINT = "this is a fault of ecrgen that the model brought out; nothing was written"
