"""A fresh interpreter with the runtime and nothing else: no site-packages, no
environment.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.places import TEMPLATES


def run(code: str, **environ: str) -> str:
    """What `code` prints. The environment is `environ` and a PATH."""
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(TEMPLATES)!r})\n{code}",
        ],
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def texts(error: BaseException | None) -> str:
    """Everything that an error shows or holds, with those that it hangs on."""
    found = ""
    while error is not None:
        found += f"{error!r} {error} {error.args} {getattr(error, '__dict__', '')} {getattr(error, 'doc', '')}\n"
        error = error.__cause__ or error.__context__
    return found
