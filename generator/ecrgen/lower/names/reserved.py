"""Names that generated code cannot give to a shape, member or module, each with the reason.

This table is part of the contract with users: an addition renames what was published. A reserved name gets an
underscore at its end (PEP 8).
"""

from __future__ import annotations

# The keywords of Python 3.11 to 3.13, frozen here so that the output does not depend on the Python that runs
# ecrgen. Soft keywords (match, case, type, _) are ordinary names.
KEYWORDS = frozenset(
    (
        "False None True and as assert async await break class continue def del elif else "
        "except finally for from global if import in is lambda nonlocal not or pass raise "
        "return try while with yield"
    ).split()
)

# Fields of dataclasses: what a class body or its annotations would otherwise find under that name. The methods of the
# protocol's forms come on top.
FIELDS: dict[str, str] = {
    "str": "annotations in the same class name it",
    "int": "annotations in the same class name it",
    "float": "annotations in the same class name it",
    "bool": "annotations in the same class name it",
    "bytes": "annotations in the same class name it",
    "list": "annotations in the same class name it",
    "dict": "annotations in the same class name it",
    "datetime": "annotations in the same class name it",
    "classmethod": "decorator in every class body",
    "field": "call in class bodies with mutable defaults",
    "self": "first parameter of the methods and of client operations",
    "cls": "first parameter of the class methods",
    "to_value": "method of every structure",
    "from_value": "method of every structure",
    "to_json": "method of structures that JSON has otherwise",
    "from_json": "method of structures that JSON has otherwise, and of errors",
    "from_xml": "method of errors, and of structures that are read from XML",
    "models": "module named in the client's methods",
    "operations": "module named in the client's methods",
    "paginators": "module named in the client's methods",
    "waiters": "module named in the client's methods",
    "xml": "runtime module named in annotations",
}

# The same for structures with a document, a timestamp or a bigDecimal, and in errors. In others it is the plain name
# of a common member: that of every filter, for example.
VALUES_FIELDS: dict[str, str] = {
    "values": "runtime module named in annotations and defaults",
}

# The same for inputs and outputs that have a stream.
STREAM_FIELDS: dict[str, str] = {
    "event_streams": "runtime module named in annotations",
    "sources": "runtime module named in annotations",
    "streams": "runtime module named in annotations",
}

# Attributes of exceptions, for the members of error structures. `message` is the member itself when it is a string.
ERROR_FIELDS: dict[str, str] = {
    "args": "attribute of every exception",
    "add_note": "method of every exception",
    "with_traceback": "method of every exception",
    "code": "attribute of ServiceError",
    "fault": "attribute of ServiceError",
    "message": "attribute of ServiceError",
    "message_is_sensitive": "attribute of ServiceError",
    "extended_request_id": "attribute of ServiceError",
    "request_id": "attribute of ServiceError",
    "retryable": "attribute of ServiceError",
    "status": "attribute of ServiceError",
    "super": "call in the constructor",
    "throttling": "attribute of ServiceError",
}

# Classes: what generated modules import under that name. Functions and modules start with a lower-case letter and
# shapes with a capital, so nothing else can meet.
CLASSES: dict[str, str] = {
    "Annotated": "imported from typing",
    "Any": "imported from typing",
    "AnyOperation": "type of what ALL holds",
    "AsyncClient": "the client",
    "AsyncPaginator": "imported by the clients",
    "AsyncioClient": "base of the client",
    "Client": "the client",
    "Decimal": "imported from decimal",
    "Element": "imported from xml.etree.ElementTree",
    "Ge": "constraint",
    "Le": "constraint",
    "Iterable": "imported from collections.abc",
    "Mapping": "imported from collections.abc",
    "MaxLen": "constraint",
    "MinLen": "constraint",
    "OpenEnum": "base of enums",
    "OpenIntEnum": "base of intEnums",
    "Operation": "base of operations",
    "Paginator": "imported by the clients",
    "Pattern": "constraint",
    "Request": "sans-I/O value in operations",
    "Response": "sans-I/O value in operations",
    "Self": "imported from typing",
    "State": "what waiters say",
    "SyncClient": "base of the client",
    "TypeAlias": "imported from typing",
    "TYPE_CHECKING": "imported from typing",
    "TypeError": "builtin that unions raise",
    "ALL": "the mapping of all operations",
}

ERROR_CLASSES: dict[str, str] = {
    "ServiceError": "base of every modelled error",
    "MessageError": "base of those that have nothing but a message",
    "UnknownOperationError": "what was not modelled",
    "DeserializationError": "an answer that cannot be read",
    "TransportError": "there is no answer",
    "PaginationError": "a token that repeats",
    "WaiterError": "a state that was not reached",
    "WaiterFailureError": "a state that cannot be reached",
    "WaiterTimeoutError": "a state that was not reached in time",
    "ConfigurationError": "a client without a Region",
    "CredentialsError": "nothing to sign with",
    "SettingsError": "a setting that cannot be used",
}

# The same where the service has streams.
STREAM_ERROR_CLASSES: dict[str, str] = {
    "EventStreamError": "a stream of events that is damaged",
    "StreamError": "a stream that is used in another way than it can be",
}

# Methods of the client: what both clients have besides the operations.
CLIENT_METHODS: dict[str, str] = {
    "close": "closes the connections",
    "presigned_url": "makes a URL of an operation's request",
    "region": "property of the client",
}

# Enum members: what the enum machinery or str/int use under that name.
ENUM_MEMBERS: dict[str, str] = {
    "mro": "forbidden by enum",
    "name": "attribute of enum members",
    "value": "attribute of enum members",
}

# Modules of models/ and operations/.
MODULES: dict[str, str] = {
    "simple_types": "the named simple types",
    # Device names cannot be file names on Windows.
    **dict.fromkeys(
        ["aux", "con", "nul", "prn"]
        + [f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)],
        "device name on Windows",
    ),
}

# Modules at the top of a package, for those that an overlay adds. The other names there have a capital in front.
PACKAGE: dict[str, str] = {
    "_runtime": "what every package needs to run",
    "annotations": "a name in every module",
    "client": "the clients",
    "endpoints": "the endpoint rules",
    "errors": "the errors of the service",
    "lazy": "a name in the package",
    "models": "the shapes of the service",
    "operations": "the operations of the service",
    "paginators": "the paginators of the service",
    "waiters": "the waiters of the service",
}
