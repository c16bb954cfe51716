"""A service that is too big for single files: its clients and the names of its models
are in parts.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ecrgen.emit import groups

NOUNS = ("apple", "basket", "cherry", "date")
SHAPES: dict[str, Any] = {
    f"{verb}{noun.capitalize()}": {
        "operation": {"input": f"{noun.capitalize()}Input", "output": "Output"}
    }
    for verb in ("Describe", "Get", "Import")
    for noun in NOUNS
}
SHAPES |= {
    f"{noun.capitalize()}Input": {
        "structure": {"name": ["String", {"required": {}}], "next": "String"}
    }
    for noun in NOUNS
}
SHAPES["Output"] = {"structure": {"items": "Items", "next": "String"}}
SHAPES["Items"] = {"list": "String"}
SHAPES["GetApple"]["traits"] = {
    "paginated": {"inputToken": "next", "outputToken": "next", "items": "items"},
    "smithy.waiters#waitable": {
        "AppleThere": {
            "acceptors": [{"state": "success", "matcher": {"success": True}}]
        }
    },
}
TRAITS: dict[str, Any] = {
    "aws.api#service": {"sdkId": "Big", "arnNamespace": "big", "endpointPrefix": "big"},
}


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "MOST_LINES", 5)
        patch.setattr(groups.parted, "__defaults__", (30,))
        yield fragment(SHAPES, traits=TRAITS)


class Recorder:
    def __init__(self, response: Any) -> None:
        self.response = response

    def send(self, request: Any) -> Any:
        return self.response

    def close(self) -> None:
        pass


def test_the_methods_are_in_parts(package: Any) -> None:
    parts = {path.name for path in (package.path / "methods").glob("*.py")}
    assert {"__init__.py", "describe_a.py", "import_a.py"} <= parts
    assert "class Methods(SyncClient):" in package.source("methods/describe_a.py")
    assert (package.path / "models" / "_names_a.py").exists()


def test_a_client_does_what_it_does_in_one_file(package: Any) -> None:
    module = package.module
    recorder = Recorder(package.response({"items": ["x"]}))
    with module.Client(region="eu-west-1", transport=recorder) as client:
        assert client.describe_cherry(name="n").items == ["x"]
        assert list(client.paginate_get_apple(name="n")) == ["x"]
        found = client.wait_until_apple_there(name="n", max_wait_time=1)
        assert found.items == ["x"]
    with pytest.raises(TypeError, match="name"):
        module.Client.get_date(client)


def test_methods_look_like_methods(package: Any) -> None:
    client = package.module.Client
    assert client.get_basket.__name__ == "get_basket"
    assert client.get_basket is client.get_basket
    assert {"get_basket", "import_date", "paginate_get_apple"} <= {*dir(client)}
    assert not hasattr(client, "get_nothing")
    assert package.module.AsyncClient.get_basket is not client.get_basket


def test_a_class_below_the_client_can_have_a_method_of_its_own(package: Any) -> None:
    class Mine(package.module.Client):  # type: ignore[misc]
        def get_cherry(self, **fields: Any) -> str:
            return f"mine of {type(super().get_cherry(**fields)).__name__}"

    recorder = Recorder(package.response({}))
    assert Mine(region="a", transport=recorder).get_cherry(name="n") == "mine of Output"


def test_nothing_is_loaded_before_it_is_used(package: Any) -> None:
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(package.path.parent)!r})\n"
        f"import {package.name} as big\n"
        "client = big.Client(region='eu-west-1')\n"
        "def loaded(): return sorted(m for m in sys.modules if '.methods.' in m or '.models.' in m)\n"
        "print(*loaded())\n"
        "client.get_date\n"
        "print(*loaded())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout.split("\n") == ["", f"{package.name}.methods.get_d", ""]


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_see_all_of_it(package: Any, checker: str) -> None:
    use = package.path.parent / f"use_{package.name}.py"
    use.write_text(
        f"import {package.name} as big\n"
        f"from {package.name} import models\n\n\n"
        "def use(client: big.Client, given: models.AppleInput) -> list[str]:\n"
        "    answer = client.describe_apple(name=given.name)\n"
        "    page: str\n"
        '    for page in client.paginate_get_apple(name="n", limit=3):\n'
        "        print(page)\n"
        "    return answer.items or []\n\n\n"
        "async def use_async(client: big.AsyncClient) -> models.Output:\n"
        '    return await client.get_date(name="d")\n',
        encoding="utf-8",
    )
    command = {
        "mypy": ["-m", "mypy", "--strict", "-p", package.name, str(use)][:3],
        "pyright": ["-m", "pyright", "--pythonpath", sys.executable],
    }[checker]
    done = subprocess.run(
        [sys.executable, *command, str(use)],
        cwd=package.path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    wrong = use.read_text("utf-8").replace("given.name", "given.nothing")
    use.write_text(wrong, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *command, str(use)],
        cwd=package.path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "nothing" in done.stdout
