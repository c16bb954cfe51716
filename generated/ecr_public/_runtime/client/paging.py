"""Paginators: one call after another until the service gives no token (Smithy 2.0,
"paginated").
"""

from __future__ import annotations

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Iterator,
)
from copy import copy
from typing import Any, Generic, Protocol, TypeVar

from ..core.errors import PaginationError

Input = TypeVar("Input")
InputContra = TypeVar("InputContra", contravariant=True)
Page = TypeVar("Page")
PageContra = TypeVar("PageContra", contravariant=True)
Item = TypeVar("Item")
ItemCo = TypeVar("ItemCo", covariant=True)


class Pagination(Protocol[InputContra, PageContra, ItemCo]):
    """What an operation's pages are made of. Classes keep it as they are."""

    def start(self, value: InputContra, token: Any, /) -> None:
        """Makes `value` ask for the page at `token`."""
        ...

    def token(self, page: PageContra, /) -> Any:
        """The token of the next page; nothing or something empty on the last page."""
        ...

    def items(self, page: PageContra, /) -> Iterable[ItemCo]: ...


class Pager(Generic[Input, Page, Item]):
    """The state between two pages."""

    def __init__(
        self,
        pagination: Pagination[Input, Page, Item],
        value: Input,
        token: Any,
        limit: int | None,
    ) -> None:
        self._pagination = pagination
        self._token = token
        self._left = limit
        self._has_repeated = False
        self._value: Input | None = value
        if limit is not None and limit <= 0:
            self._value = None
        elif token is not None:
            self._continue(value, token)

    def _continue(self, value: Input, token: Any) -> None:
        # The caller's input, and the one of a call that is still under way, stay as
        # they are.
        self._value = copy(value)
        self._pagination.start(self._value, token)

    def next_input(self) -> Input | None:
        """The input of the next call, None when there is none. Raises
        `PaginationError`.

        The page with the repeated token was given before: what it holds has arrived.
        """
        if self._has_repeated:
            raise PaginationError(self._token)
        return self._value

    def receive(self, page: Page) -> list[Item]:
        """Takes the answer, and gives the items that the caller wants of it."""
        items = list(self._pagination.items(page))
        if self._left is not None:
            items = items[: self._left]
            self._left -= len(items)
        value, self._value = self._value, None
        token = self._pagination.token(page)
        if value is None or not token or self._left == 0:
            return items
        self._has_repeated = token == self._token
        self._token = token
        self._continue(value, token)
        return items


class _Pages(Generic[Page, Item]):
    """What both paginators are made from: each iteration starts anew."""

    def __init__(self, pager: Callable[[], Pager[Any, Page, Item]]) -> None:
        self._pager = pager


class Paginator(_Pages[Page, Item]):
    """Iterates over the items; `pages()` over the answers that hold them. Nothing is
    sent before that.
    """

    def __init__(
        self,
        pager: Callable[[], Pager[Any, Page, Item]],
        call: Callable[[Any], Page],
    ) -> None:
        super().__init__(pager)
        self._call = call

    def __iter__(self) -> Iterator[Item]:
        pager = self._pager()
        while (value := pager.next_input()) is not None:
            yield from pager.receive(self._call(value))

    def pages(self) -> Iterator[Page]:
        """The answers, whole: the one in which a limit is reached has its other items,
        too.
        """
        pager = self._pager()
        while (value := pager.next_input()) is not None:
            page = self._call(value)
            pager.receive(page)
            yield page


class AsyncPaginator(_Pages[Page, Item]):
    """As `Paginator`, for `async for`."""

    def __init__(
        self,
        pager: Callable[[], Pager[Any, Page, Item]],
        call: Callable[[Any], Awaitable[Page]],
    ) -> None:
        super().__init__(pager)
        self._call = call

    async def __aiter__(self) -> AsyncIterator[Item]:
        pager = self._pager()
        while (value := pager.next_input()) is not None:
            for item in pager.receive(await self._call(value)):
                yield item

    async def pages(self) -> AsyncIterator[Page]:
        """As `Paginator.pages`."""
        pager = self._pager()
        while (value := pager.next_input()) is not None:
            page = await self._call(value)
            pager.receive(page)
            yield page
