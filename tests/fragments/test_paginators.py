"""Paginators of generated clients: what they send, and what they give."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

PAGES: dict[str, Any] = {
    "inputToken": "token",
    "outputToken": "next",
    "items": "found",
    "pageSize": "limit",
}
SHAPES: dict[str, Any] = {
    "Names": {"list": "String"},
    "Sizes": {"map": ["String", "Integer"]},
    "Key": {"map": ["String", "String"]},
    "Request": {
        "structure": {"token": "String", "limit": "Integer", "prefix": "String"}
    },
    "Answer": {"structure": {"next": "String", "found": "Names"}},
    "Deep": {"structure": {"result": "Inner"}},
    "Inner": {"structure": {"next": "String", "sizes": "Sizes"}},
    "KeyRequest": {"structure": {"start": "Key"}},
    "KeyAnswer": {"structure": {"last": ["Key", {}], "found": "Names"}},
    "ListNames": {
        "operation": {"input": "Request", "output": "Answer"},
        "traits": {"paginated": PAGES},
    },
    "ListSizes": {
        "operation": {"input": "Request", "output": "Deep"},
        "traits": {
            "paginated": {
                "inputToken": "token",
                "outputToken": "result.next",
                "items": "result.sizes",
            }
        },
    },
    "ListPages": {
        "operation": {"input": "Request", "output": "Answer"},
        "traits": {"paginated": {"inputToken": "token", "outputToken": "next"}},
    },
    "Scan": {
        "operation": {"input": "KeyRequest", "output": "KeyAnswer"},
        "traits": {
            "paginated": {
                "inputToken": "start",
                "outputToken": "last",
                "items": "found",
            }
        },
    },
}


class Answers:
    """A transport that gives one answer after the other."""

    def __init__(self, package: Any, *answers: Any) -> None:
        self.left = [package.response(each) for each in answers]
        self.sent: list[Any] = []

    def send(self, request: Any) -> Any:
        self.sent.append(json.loads(request.body))
        return self.left.pop(0)

    def close(self) -> None:
        pass


class AsyncAnswers(Answers):
    async def send(self, request: Any) -> Any:
        return Answers.send(self, request)

    async def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def package(fragment: Callable[..., Any]) -> Any:
    return fragment(SHAPES)


@pytest.fixture(params=["Client", "AsyncClient"])
def run(request: pytest.FixtureRequest, package: Any) -> Any:
    """Runs a paginator of either client over answers: the items or pages, and the
    bodies that were sent.
    """
    is_async = request.param == "AsyncClient"

    def run(
        method: str, *answers: Any, pages: bool = False, **parameters: Any
    ) -> tuple[list[Any], list[Any]]:
        transport = (AsyncAnswers if is_async else Answers)(package, *answers)
        client = getattr(package.module, request.param)(
            region="eu-west-1",
            endpoint_url="https://example.test",
            credentials=package.module.Credentials("AKID", "secret"),
            transport=transport,
        )
        paginator = getattr(client, f"paginate_{method}")(**parameters)
        assert transport.sent == []
        if is_async:
            found = asyncio.run(_all(paginator.pages() if pages else paginator))
        else:
            found = list(paginator.pages() if pages else paginator)
        assert transport.left == []
        return found, transport.sent

    return run


async def _all(paginator: Any) -> list[Any]:
    return [each async for each in paginator]


THREE = (
    {"found": ["a", "b"], "next": "t1"},
    {"found": [], "next": "t2"},
    {"found": ["c"]},
)


def test_items_of_all_pages(run: Any) -> None:
    found, sent = run("list_names", *THREE, prefix="p", limit=2)
    assert found == ["a", "b", "c"]
    assert sent == [
        {"prefix": "p", "limit": 2},
        {"prefix": "p", "limit": 2, "token": "t1"},
        {"prefix": "p", "limit": 2, "token": "t2"},
    ]


def test_pages(run: Any) -> None:
    found, _ = run("list_names", *THREE, pages=True)
    assert [page.found for page in found] == [["a", "b"], [], ["c"]]


def test_start_and_limit(run: Any) -> None:
    # The operation has a member `limit`, its page size: the paginator's own parameter
    # gives way.
    found, sent = run("list_names", THREE[0], starting_token="t0", limit_=1)
    assert found == ["a"]
    assert sent == [{"token": "t0"}]
    found, _ = run("list_names", *THREE, limit_=3)
    assert found == ["a", "b", "c"]
    assert run("list_names", limit_=0) == ([], [])
    found, _ = run("list_names", THREE[0], limit_=2, pages=True)
    assert len(found) == 1


@pytest.mark.parametrize("token", ["", None])
def test_an_empty_token_ends(run: Any, token: Any) -> None:
    found, _ = run("list_names", {"found": ["a"], "next": token})
    assert found == ["a"]


def test_a_token_that_repeats(run: Any, package: Any) -> None:
    with pytest.raises(package.errors.PaginationError) as caught:
        run("list_names", {"found": ["a"], "next": "t"}, {"found": ["b"], "next": "t"})
    assert caught.value.token == "t"
    with pytest.raises(package.errors.PaginationError):
        run("list_names", {"found": ["a"], "next": "t"}, starting_token="t")


def test_the_page_with_the_repeated_token_is_given_first(package: Any) -> None:
    answer = {"found": ["a"], "next": "t"}
    client = package.module.Client(
        region="eu-west-1",
        endpoint_url="https://example.test",
        credentials=package.module.Credentials("AKID", "secret"),
        transport=Answers(package, answer, answer, answer, answer),
    )
    paginator = client.paginate_list_names()
    items, pages = iter(paginator), paginator.pages()
    assert [next(items), next(items)] == ["a", "a"]
    assert [next(pages).next, next(pages).next] == ["t", "t"]
    for each in (items, pages):
        with pytest.raises(package.errors.PaginationError):
            next(each)


def test_paths_and_maps(run: Any) -> None:
    found, sent = run(
        "list_sizes", {"result": {"next": "t", "sizes": {"a": 1, "b": 2}}}, {}
    )
    assert found == [("a", 1), ("b", 2)]
    assert sent == [{}, {"token": "t"}]


def test_without_items_the_pages_are_the_items(run: Any) -> None:
    found, _ = run("list_pages", *THREE)
    assert [page.next for page in found] == ["t1", "t2", None]
    found, _ = run("list_pages", THREE[0], limit_=1)
    assert len(found) == 1


def test_tokens_of_any_type(run: Any) -> None:
    found, sent = run(
        "scan", {"found": ["a"], "last": {"id": "1"}}, {"found": ["b"], "last": {}}
    )
    assert found == ["a", "b"]
    assert sent == [{}, {"start": {"id": "1"}}]


def test_each_iteration_starts_anew(package: Any) -> None:
    transport = Answers(package, *THREE, *THREE)
    client = package.module.Client(
        region="eu-west-1",
        endpoint_url="https://example.test",
        credentials=package.module.Credentials("AKID", "secret"),
        transport=transport,
    )
    paginator = client.paginate_list_names(limit_=3)
    assert list(paginator) == list(paginator) == ["a", "b", "c"]


def test_the_service_says_what_operations_leave_out(
    fragment: Callable[..., Any],
) -> None:
    shapes = {
        **SHAPES,
        "ListNames": {
            **SHAPES["ListNames"],
            "traits": {"paginated": {"items": "found"}},
        },
    }
    made = fragment(
        shapes, traits={"paginated": {"inputToken": "token", "outputToken": "next"}}
    )
    page = made.operations.ListNames.output(next="t", found=["a"])
    assert made.module.paginators.ListNames.token(page) == "t"
    assert list(made.module.paginators.ListNames.items(page)) == ["a"]
