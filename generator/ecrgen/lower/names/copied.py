"""The modules that a user's overlay adds to the package, under names that the package
does not have already.

One whose name begins with an underscore is for the others: the package does not offer
it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...assemble.user_modules import UserModule
from ...ir.modules import Copied
from ...problems.diagnostics import Diagnostics
from . import reserved

_NAME = re.compile(r"_?[a-z][a-z0-9_]*", re.ASCII)


def copied(
    modules: Sequence[UserModule], diagnostics: Diagnostics
) -> tuple[Copied, ...]:
    """The modules sorted by name. A name that no module can have is reported (E708)."""
    for module in modules:
        problem = _problem(module.named.name)
        if problem is not None:
            diagnostics.add(
                "E708",
                f"a module cannot be called {module.named.name!r}: {problem}",
                location=module.named.name_location,
                hint="use lower-case letters, digits and underscores, and no name that the package has already",
            )
    return tuple(
        Copied(module.named.name, module.named.file, module.text)
        for module in sorted(modules, key=lambda module: module.named.name)
        if module.text is not None
    )


def _problem(name: str) -> str | None:
    if _NAME.fullmatch(name) is None:
        return "that is not a name of a module"
    if name in reserved.KEYWORDS:
        return "that is a keyword of Python"
    reason = reserved.PACKAGE.get(name, reserved.MODULES.get(name))
    return None if reason is None else f"the name is taken ({reason})"
