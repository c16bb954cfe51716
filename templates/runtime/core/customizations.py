"""What single services do that no trait of Smithy's says; which ones do is in their
operations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .http import Request, Response

# An XML document whose root is an error: a declaration, white space and comments may
# stand before it.
_ERROR = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<Error[\s>/]",
    re.DOTALL,
)


def with_headers(request: Request, headers: Mapping[str, str]) -> Request:
    """The request with headers that the service asks for; what the input says goes
    before them.
    """
    request.headers = {**headers, **request.headers}
    return request


def last_segment(value: str) -> str:
    """What follows the last slash: the ID, where a service takes it with and without
    the path that it answers with.
    """
    return value.rpartition("/")[2]


def with_status_of_body(response: Response) -> Response:
    """An answer of status 200 whose body is an error counts as one of status 500: it
    can be sent again.

    A service that works long on a request sends the status first, to keep the
    connection open.
    """
    if response.status == 200 and _ERROR.match(response.body):
        return Response(500, response.headers, response.body)
    return response
