"""The base of all errors that a service answers with, and what else is raised about its
answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeAlias, TypeVar, cast

from .plain import shown

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .http import Response

Fault: TypeAlias = Literal["client", "server"]

# What reading a value raises that is not of the modelled type, not of a size that
# Python's type has, or too deep.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class ServiceError(Exception):
    """An error that the service answered with.

    `code` is the error code on the wire, `message` the service's text, `status` the
    HTTP status code (of the answer, or the modelled one before there is an answer),
    `request_id` the ID that AWS support asks for (with `extended_request_id`, where a
    service such as S3 has one), `fault` the side at fault, and `retryable` whether the
    model says that the same request may be sent again. `message_is_sensitive` keeps the
    message out of logs: it is there for who asks, but does not show. `attempts` counts
    the requests that a client sent before the error reached the caller.
    """

    code: str = ""
    fault: Fault = "client"
    status: int = 400
    retryable: bool = False
    throttling: ClassVar[bool] = False
    message_is_sensitive: ClassVar[bool] = False
    attempts: int = 1
    message: str | None
    request_id: str | None = None
    extended_request_id: str | None = None

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        if self.message is None:
            return self.code
        return f"{self.code}: {'***' if self.message_is_sensitive else self.message}"

    def __repr__(self) -> str:
        hidden = self.message_is_sensitive and self.message is not None
        message = "***" if hidden else repr(self.message)
        return shown(self, f"message={message}", f"status={self.status!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from `args` by default, which keyword-only fields do
        # not fit into.
        return _rebuild, (type(self), self.args), self.__dict__

    def to_value(self) -> dict[str, Any]:
        """The error's members by the model's names, in model order, unset ones left
        out.
        """
        return {}

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> Self:
        """The reverse of `to_value`."""
        return cls()

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The error from the members of its JSON form."""
        return cls.from_value(value)

    @classmethod
    def from_xml(cls, value: Element) -> Self:
        """The error from the XML element that holds its members."""
        found = cls()
        found.message = _message(value)
        return found

    def read_response(self, response: Response) -> None:
        """Sets the members that are not in the document, such as those that HTTP
        headers carry.
        """


def _rebuild(kind: type[ServiceError], args: tuple[Any, ...]) -> ServiceError:
    return kind.__new__(kind, *args)


class MessageError(ServiceError):
    """Base of the modelled errors that have a message and nothing else."""

    def __init__(self, *, message: str | None = None) -> None:
        super().__init__(message)

    def to_value(self) -> dict[str, Any]:
        return {} if self.message is None else {"message": self.message}

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> Self:
        return cls(message=value.get("message"))

    @classmethod
    def from_xml(cls, value: Element) -> Self:
        return cls(message=_message(value))


class UnknownOperationError(ServiceError):
    """An error that the operation does not model: `code` as the service sent it,
    `payload` as it was decoded.
    """

    def __init__(self, code: str, payload: Any = None) -> None:
        super().__init__(_message(payload))
        self.args = (code, payload)
        self.code = code
        self.payload: Any = payload

    def __repr__(self) -> str:
        return shown(self, f"code={self.code!r}", f"payload={self.payload!r}")

    def to_value(self) -> dict[str, Any]:
        return {"code": self.code, "payload": self.payload}

    @classmethod
    def from_value(cls, value: Mapping[str, Any]) -> Self:
        return cls(value["code"], value.get("payload"))


class DeserializationError(Exception):
    """A response that cannot be read as the model says: broken JSON, or a value of
    another type.

    The service may have done what was asked, so that clients do not send the request
    again.
    """

    attempts: int = 1
    request_id: str | None = None

    def __init__(self, operation: str, status: int, reason: str) -> None:
        super().__init__(operation, status, reason)
        self.operation = operation
        self.status = status
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot read the answer to {self.operation} (status {self.status}): {self.reason}"


class PaginationError(Exception):
    """The service gave the same token twice in a row: the pages would never end.
    `token` is the token.
    """

    def __init__(self, token: Any) -> None:
        super().__init__(token)
        self.token = token

    def __str__(self) -> str:
        return "the service answered with the token that it was asked with"


class WaiterError(Exception):
    """The state was not reached. `waiter` is its name, `last` the last answer or error,
    `attempts` counts the calls.
    """

    def __init__(self, waiter: str, reason: str, last: Any, attempts: int) -> None:
        super().__init__(waiter, reason, last, attempts)
        self.waiter = waiter
        self.reason = reason
        self.last = last
        self.attempts = attempts

    def __str__(self) -> str:
        return f"{self.waiter}: {self.reason} (calls: {self.attempts})"


class WaiterTimeoutError(WaiterError):
    """The time was up first. The resource may still reach the state."""


class WaiterFailureError(WaiterError):
    """The resource is in a state from which it cannot reach the one that was waited
    for.
    """


def unreadable(operation: str, status: int, problem: Exception) -> DeserializationError:
    """The error for an answer that could not be read because of `problem`, with nothing
    of the answer in it.

    To be raised where `problem` is not its context: exceptions hold what they could not
    read.
    """
    text = str(problem)
    if type(problem) is ValueError:
        # `int`, `float` and `datetime` quote what they were given.
        for quote in ("'", '"'):
            text = text.partition(quote)[0]
    place = ""
    step = problem.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_name.startswith("from_"):
            place = f" (in {code.co_qualname})"
        step = step.tb_next
    reason = f"{type(problem).__name__}: {text.strip()}{place}"
    return DeserializationError(operation, status, reason)


class ConfigurationError(Exception):
    """A client cannot be made, or cannot send, with the configuration that it has."""


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the variable or the file and
    line, and what is allowed.
    """


class CredentialsError(Exception):
    """There are no credentials, or they cannot be had; the message says where they were
    looked for. It holds none.
    """


E = TypeVar("E", bound=ServiceError)


def select(code: str, kinds: tuple[type[E], ...]) -> type[E] | None:
    """The class among `kinds` whose wire code is `code`, a namespace and URI around it
    left aside.
    """
    name = sanitize(code)
    for kind in kinds:
        if kind.code == name:
            return kind
    return None


def sanitize(code: str) -> str:
    """The error's name alone: `aws.api#Name:http://...` -> `Name` (awsJson, "Operation
    error serialization").
    """
    return code.partition(":")[0].rpartition("#")[2].strip()


def _message(payload: Any) -> str | None:
    """The text of an error that nothing more is known of, from its JSON members or XML
    element.
    """
    if isinstance(payload, Mapping):
        members = cast("Mapping[str, Any]", payload)
        found = (members.get(key) for key in ("message", "Message"))
    elif hasattr(payload, "iter"):
        # An element; ElementTree is not imported for JSON.
        elements = cast("Element", payload).iter()
        names = ("message", "Message")
        found = (each.text for each in elements if each.tag.rpartition("}")[2] in names)
    else:
        return None
    return next((text for text in found if isinstance(text, str)), None)
