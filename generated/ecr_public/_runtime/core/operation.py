"""The base of every operation: what a client, or anybody with an HTTP stack of their
own, works with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from .errors import ServiceError
    from .http import Request, Response

Input = TypeVar("Input")
Output = TypeVar("Output")


class Operation(Generic[Input, Output]):
    """An operation without I/O: a request from an input, an output or a raised error
    from a response.

    Operations are classes that are used as they are, without instances. Each has
    `input`, `output` and `errors` besides what is here: its two dataclasses, and the
    classes of the errors that it models.
    """

    name: ClassVar[str]
    """The operation's name in the API."""
    signed: ClassVar[bool] = True
    """Whether requests are signed (Smithy 2.0, "auth")."""
    optional_auth: ClassVar[bool] = False
    """Whether requests go out unsigned where there are no credentials (Smithy 2.0,
    "optionalAuth").
    """
    unsigned_payload: ClassVar[bool] = False
    """Whether signatures leave out the body ("aws.auth#unsignedPayload")."""
    streams_output: ClassVar[bool] = False
    """Whether the body of an answer is left on its connection, for the output to read
    it.
    """
    initial_response: ClassVar[bool] = False
    """Whether the first event of an answer has members of the output ("Initial-response
    messages").
    """

    @classmethod
    def serialize(cls, value: Input, /) -> Request:
        raise NotImplementedError

    @classmethod
    def deserialize(cls, response: Response, /) -> Output:
        raise NotImplementedError

    @staticmethod
    def error_of_json(code: str, payload: Any, /) -> ServiceError:
        raise NotImplementedError

    @staticmethod
    def error_of_xml(code: str, payload: Any, /) -> ServiceError:
        raise NotImplementedError

    @staticmethod
    def endpoint_parameters(value: Input, /) -> dict[str, Any]:
        """What the input says about the endpoint, as keywords of `endpoints.resolve`.
        Most inputs say nothing.
        """
        return {}


if TYPE_CHECKING:

    class AnyOperation(Operation[Any, Any]):
        """An operation of which nothing more is known, as those in `operations.ALL`.

        `Operation` itself does not declare these: an operation's own classes would be
        hidden by what it says of them.
        """

        input: ClassVar[type[Any]]
        output: ClassVar[type[Any]]
        errors: ClassVar[tuple[type[ServiceError], ...]]

else:
    AnyOperation = Operation
