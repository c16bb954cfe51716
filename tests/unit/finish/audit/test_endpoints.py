"""What the module `endpoints` may hold, and what not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecrgen.finish.audit import UnsafeError, audit

GENERATED = Path(__file__).parents[4] / "generated"
SOURCE = '''"""Where it is."""

from __future__ import annotations

from ._runtime.endpoints.endpoints import Endpoint, EndpointError, aws_partition


def resolve(*, region: str | None = None, use_fips: bool = False) -> Endpoint:
    """The endpoint."""
    if region is None:
        raise EndpointError("no region")
    if (found := aws_partition(region)) is not None and not use_fips:
        return Endpoint(f"https://x.{region}.{found.dns_suffix}")
    name = "x"
    return _other(name)


def _other(name: str) -> Endpoint:
    return Endpoint(name)
'''


@pytest.mark.parametrize("package", ["ecr", "ecr_public"])
def test_what_is_committed_passes(package: str) -> None:
    audit((GENERATED / package / "endpoints.py").read_text("utf-8"), "endpoints.py")


def test_what_is_written_passes() -> None:
    audit(SOURCE, "endpoints.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    name =", "    import os\n    name ="),
        ("    name =", "    global found\n    name ="),
        ("    name =", "    del region\n    name ="),
        ("    name =", "    print(1)\n    name ="),
        ("    name =", "    for x in region: pass\n    name ="),
        ('    name = "x"', '    name = eval("x")'),
        ('    name = "x"', "    name = region.upper()"),
        ('    name = "x"', "    name = region.__class__"),
        ('    name = "x"', "    name = lambda: 1"),
        ('    name = "x"', "    name = [x for x in region]"),
        ('    name = "x"', "    name.x = 1"),
        ('    name = "x"', "    name = open"),
        ('    name = "x"', '    name = f"{region!r}"'),
        ('    name = "x"', '    name = f"{region:>9}"'),
        ('"""Where it is."""', "0"),
        ("from __future__ import annotations\n", ""),
        (
            "from __future__ import annotations",
            "from typing import Any\nfrom __future__ import annotations",
        ),
        ("import Endpoint,", "import PARTITIONS, Endpoint,"),
        ("import Endpoint,", "import re, Endpoint,"),
        ("import Endpoint,", "import Any, Endpoint,"),
        ("def _other(name: str)", "def _other(name: str, /)"),
        ("def _other(name: str)", "def _other(more: print(), /, name: str)"),
        ("def _other(name: str)", "def _other(name: str, *more: str)"),
        ("def _other(name: str)", "def _other(name: str = 'x')"),
        ("= False)", "= print())"),
        ("= False)", "= False, **more: str)"),
        ("region: str", "region: print()"),
        ("def _other", "@print\ndef _other"),
        ("def _other", "def other"),
        ("def _other", "print()\n\n\ndef _other"),
        ("def _other", "class X: pass\n\n\ndef _other"),
        (
            "from ._runtime.endpoints.endpoints import Endpoint,",
            "from ._runtime.core.lazy import load\nfrom ._runtime.endpoints.endpoints import Endpoint,",
        ),
        ("import Endpoint,", "import _BUCKET, Endpoint,"),
        ("import Endpoint,", "import Endpoint as E,"),
        (
            "from __future__ import annotations",
            "from __future__ import annotations\nimport os",
        ),
        ("from __future__ import annotations", "from os import path"),
    ],
)
def test_what_no_template_writes_is_refused(old: str, new: str) -> None:
    assert old in SOURCE
    with pytest.raises(UnsafeError):
        audit(SOURCE.replace(old, new, 1), "endpoints.py")
