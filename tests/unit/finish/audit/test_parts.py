"""What clients whose methods are elsewhere may hold, and the modules that have the methods; and what not."""

from __future__ import annotations

import pytest

from ecrgen.finish.audit import UnsafeError, audit

CLIENT = '''"""The clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import endpoints
from ._runtime.client import clients
from ._runtime.core import lazy
from ._runtime.client.async_client import AsyncioClient
from ._runtime.client.sync_client import SyncClient

if TYPE_CHECKING:
    from typing import Any

    from ._runtime.client import hooks
    from .methods import (
        a,
        describe_i,
    )


def _resolve(options: clients.EndpointOptions, **parameters: Any) -> endpoints.Endpoint:
    return endpoints.resolve(
        region=options.region,
        fast=options.flag("fast", False, "fast", "AWS_FAST"),
        endpoint=parameters.pop("endpoint", options.endpoint_url),
        **parameters,
    )


_SERVICE = clients.Service(
    id="X",
    version="1",
    signing_name="x",
    resolve=_resolve,
    account="account_id",
)

_METHODS = {
    "a_b": ".methods.a",
    "describe_it": ".methods.describe_i",
}


class _Client(SyncClient):
    _service = _SERVICE

    def __init__(
        self,
        *,
        region: str | None = None,
        fast: bool | None = None,
        hooks: hooks.Hooks | None = None,
    ) -> None:
        """The arguments."""
        super().__init__(
            region=region,
            hooks=hooks,
            endpoint_parameters={"fast": fast},
        )


class _AsyncClient(AsyncioClient):
    _service = _SERVICE


if TYPE_CHECKING:

    class Client(
        _Client,
        a.Methods,
        describe_i.Methods,
    ):
        """A client."""

    class AsyncClient(
        _AsyncClient,
        a.AsyncMethods,
        describe_i.AsyncMethods,
    ):
        """A client."""

else:

    @lazy.methods(__package__, "Methods", _METHODS)
    class Client(_Client):
        """A client."""

    @lazy.methods(__package__, "AsyncMethods", _METHODS)
    class AsyncClient(_AsyncClient):
        """A client."""
'''
METHODS = '''"""Methods of the clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import models, operations
from .._runtime.core import values
from .._runtime.client.async_client import AsyncioClient
from .._runtime.client.sync_client import SyncClient

if TYPE_CHECKING:
    from ..models.thing import Thing


class Methods(SyncClient):
    """Methods of `Client`."""

    def get_it(self, *, thing: Thing | None = None) -> Thing:
        """It."""
        return self._call(operations.GetIt, operations.GetIt.input(thing=thing))


class AsyncMethods(AsyncioClient):
    """Methods of `AsyncClient`."""

    async def get_it(self, *, thing: Thing | None = None) -> Thing:
        """It."""
        return await self._call(operations.GetIt, operations.GetIt.input(thing=thing))
'''


def test_what_is_written_passes() -> None:
    audit(CLIENT, "client.py")
    audit(METHODS, "methods/get_i.py")
    audit(METHODS.replace(".. import models, ", ".. import "), "methods/import_.py")


def refused(source: str, path: str, old: str, new: str) -> None:
    assert old in source
    with pytest.raises(UnsafeError):
        audit(source.replace(old, new, 1), path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import endpoints\n", "import endpoints, errors\n"),
        ("import endpoints\n", "import endpoints\nimport os\n"),
        ("from ._runtime.core import lazy", "from ._runtime.core import lazy, retry"),
        ("        a,\n", "        a as b,\n"),
        ("    from ._runtime.client import hooks\n", "    import os\n"),
        ("options.region", "options.settings"),
        ("options.region", "options.region()"),
        ("options.region", "open('x')"),
        ('"fast", False,', '"fast", print(),'),
        ('options.flag("fast", False', 'options.__class__("fast", False'),
        ('parameters.pop("endpoint",', 'parameters.pop("other",'),
        ('parameters.pop("endpoint",', 'parameters.get("endpoint",'),
        ("options.endpoint_url)", "print())"),
        ('account="account_id"', "account=print()"),
        ('"a_b": ".methods.a"', '"a_b": "os"'),
        ('"a_b": ".methods.a"', '"a_b": ".methods.a.b"'),
        ('"a_b": ".methods.a"', '"__init__": ".methods.a"'),
        ('"a_b": ".methods.a"', '"_call": ".methods.a"'),
        ('"a_b": ".methods.a"', "**print()"),
        ("_METHODS = {", "_METHODS = print() or {"),
        ("_service = _SERVICE", "_service = print()"),
        ("class _AsyncClient(AsyncioClient)", "class _AsyncClient(SyncClient)"),
        ("            region=region,\n", "            region=print(),\n"),
        ('{"fast": fast}', '{"fast": region.upper()}'),
        ('{"fast": fast}', "{**fast}"),
        ("        super().__init__(", "        print()\n        super().__init__("),
        ("fast: bool | None = None", "fast: bool | None = print()"),
        ("        a.Methods,\n", "        a.Other,\n"),
        ("        a.Methods,\n", "        b.Methods,\n"),
        ("        a.Methods,\n", "        print(),\n"),
        (
            "describe_i.Methods,\n",
            "describe_i.Methods,\n        metaclass=a.Methods,\n",
        ),
        ('@lazy.methods(__package__, "Methods"', '@lazy.methods("os", "Methods"'),
        ("@lazy.methods(__package__", "@print\n    @lazy.methods(__package__"),
        ("    class Client(_Client):\n", "    class Client(_AsyncClient):\n"),
        ('        """A client."""\n\nelse', "        x = 1\n\nelse"),
        ("\nelse:\n", "\nelse:\n    print()\n"),
    ],
)
def test_what_no_template_writes_in_a_client(old: str, new: str) -> None:
    refused(CLIENT, "client.py", old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from .. import models, operations", "from .. import client, operations"),
        ("from .. import models, operations", "from ... import models, operations"),
        ("from .. import models, operations", "from .. import models as operations"),
        ("from .._runtime.core import values", "from .._runtime.core import lazy"),
        ("from .._runtime.core import values", "from os import values"),
        ("from .._runtime.client.sync_client import SyncClient\n", ""),
        ("from ..models.thing", "from .models.thing"),
        ("if TYPE_CHECKING:\n", "if print():\n"),
        ("class Methods(SyncClient)", "class Methods(AsyncioClient)"),
        ("class Methods(SyncClient)", "class Other(SyncClient)"),
        ("class Methods(SyncClient)", "@print\nclass Methods(SyncClient)"),
        ("        return self._call", "        print()\n        return self._call"),
        ("self._call(operations", "self._run(operations"),
        ("\n\nclass AsyncMethods", "\n\nprint()\n\n\nclass AsyncMethods"),
    ],
)
def test_what_no_template_writes_in_a_part(old: str, new: str) -> None:
    refused(METHODS, "methods/get_i.py", old, new)


@pytest.mark.parametrize(
    "path", ["methods/x/y.py", "methods/__init__.py", "other/a.py"]
)
def test_methods_stand_nowhere_else(path: str) -> None:
    with pytest.raises(UnsafeError):
        audit(METHODS, path)


NAMES = """
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._names_a import *
else:
    from .._runtime.core import lazy

    __getattr__, __dir__, __all__ = lazy.names(__name__, {".apple": "Apple"})
"""


def test_names_in_parts_pass() -> None:
    audit(NAMES, "models/__init__.py")
    audit(
        "from __future__ import annotations\n\nfrom .apple import Apple as Apple\n",
        "models/_names_a.py",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("._names_a", ".apple"),
        ("._names_a", "os"),
        ("._names_a", ".._names_a"),
        ("import *", "import *, a"),
        ("if TYPE_CHECKING:", "from ._names_a import *\nif TYPE_CHECKING:"),
        ("\nelse:\n    from", "\nelse:\n    from ._names_a import *\n    from"),
    ],
)
def test_everything_is_imported_for_type_checkers_alone(old: str, new: str) -> None:
    assert old in NAMES
    with pytest.raises((UnsafeError, SyntaxError)):
        audit(NAMES.replace(old, new, 1), "models/__init__.py")
