"""Every entry in the table of known differences still differs, as it says."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from . import known
from .compare import differences, our_request, request_of
from .services import BOOKSHOP, Service


@pytest.mark.parametrize("entry", known.OF_RESPONSES, ids=lambda entry: str(entry.name))
def test_of_responses(
    entry: known.OfResponses, service_of: Callable[[str], Service]
) -> None:
    bookshop = service_of(BOOKSHOP)
    body = json.dumps(entry.answer).encode()
    shape = bookshop.output(entry.operation)
    output = bookshop.generated(entry.operation).deserialize(
        bookshop.package.Response(200, {}, body)
    )
    theirs = bookshop.oracle.parse(200, {}, body, shape)
    assert list(differences(output.to_value(), theirs))
    assert list(differences(output.to_value(), entry.adjust(shape, theirs))) == []
    assert entry.reason


@pytest.mark.parametrize("entry", known.OF_REQUESTS, ids=lambda entry: str(entry.name))
def test_of_requests(
    entry: known.OfRequests, service_of: Callable[[str], Service]
) -> None:
    bookshop = service_of(BOOKSHOP)
    operation = bookshop.generated(entry.operation)
    request = operation.serialize(operation.input.from_value(entry.params))
    ours = known.masked(our_request(request)["body"], entry.params)
    theirs = request_of(bookshop.oracle.request(entry.operation, entry.params))["body"]
    assert list(differences(ours, theirs))
    shape = bookshop.input(entry.operation)
    adjusted = entry.adjust(shape, entry.params, theirs)
    assert list(differences(ours, adjusted)) == []
    assert entry.reason
