"""Names that generated code cannot give to a shape, member or module, each with the
reason.

This table is part of the contract with users: an addition renames what was published. A
reserved name gets an underscore at its end (PEP 8).
"""

from __future__ import annotations

from .. import runtime


def _modules(names: str, reason: str) -> dict[str, str]:
    """Modules of the runtime, by the name that generated modules import them under."""
    return {runtime.module(name).name: reason for name in names.split()}


def _classes(names: str, reason: str) -> dict[str, str]:
    """Some classes of modules of the runtime."""
    return {runtime.symbol(name).name: reason for name in names.split()}


def _all_classes(module: str, reason: str) -> dict[str, str]:
    """The classes of a module of the runtime: a new one is reserved with its line in
    the table.
    """
    names = sorted(runtime.MODULES[module].names)
    return {name: reason for name in names if name[0].isupper()}


# The keywords of Python 3.11 to 3.13, frozen here so that the output does not depend on
# the Python that runs ecrgen. Soft keywords (match, case, type, _) are ordinary names.
KEYWORDS = frozenset(
    (
        "False None True and as assert async await break class continue def del elif else "
        "except finally for from global if import in is lambda nonlocal not or pass raise "
        "return try while with yield"
    ).split()
)

# Attributes of coroutines, generators and tracebacks that lead to frames, and so to
# every name there is. The safety audit lets no code read them.
FRAMES = frozenset(
    "ag_await ag_frame cr_await cr_frame gi_frame gi_yieldfrom tb_frame tb_next".split()
)

# Fields of dataclasses: what a class body or its annotations would otherwise find under
# that name. The methods of the protocol's forms come on top.
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
    **_modules("xml", "runtime module named in annotations"),
    **dict.fromkeys(FRAMES, "leads to the names of all modules, from a coroutine"),
}

# The same for structures with a document, a timestamp or a bigDecimal, and in errors.
# In others it is the plain name of a common member: that of every filter, for example.
VALUES_FIELDS = _modules("values", "runtime module named in annotations and defaults")

# The same for inputs and outputs that have a stream.
STREAM_FIELDS = _modules(
    "event_streams sources streams", "runtime module named in annotations"
)

# Attributes of exceptions, for the members of error structures. `message` is the member
# itself when it is a string.
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

# Classes: what generated modules import under that name. Functions and modules start
# with a lower-case letter and shapes with a capital, so nothing else can meet.
CLASSES: dict[str, str] = {
    "Annotated": "imported from typing",
    "Any": "imported from typing",
    "AsyncClient": "the client",
    "Client": "the client",
    "Decimal": "imported from decimal",
    "Iterable": "imported from collections.abc",
    "Mapping": "imported from collections.abc",
    "Self": "imported from typing",
    "TypeAlias": "imported from typing",
    "TYPE_CHECKING": "imported from typing",
    "TypeError": "builtin that unions raise",
    "ALL": "the mapping of all operations",
    **_all_classes("constraints", "constraint"),
    **_all_classes("enums", "base of enums"),
    **_all_classes("operation", "base of operations, and type of what ALL holds"),
    **_all_classes("paging", "imported by the clients"),
    **_classes("async_client.AsyncioClient sync_client.SyncClient", "base of clients"),
    **_classes("http.Request http.Response", "sans-I/O value in operations"),
    **_classes("waiting.State", "what waiters say"),
    **_classes("xml.Element", "type of what XML is read from"),
}

# What the module `errors` has of the runtime.
ERROR_CLASSES = {
    **_all_classes("errors", "exception of every package"),
    **_classes("http.TransportError", "exception of every package"),
}

# The same where the service has streams.
STREAM_ERROR_CLASSES = _classes(
    "event_messages.EventStreamError streams.StreamError",
    "exception of packages with streams",
)

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

# Modules at the top of a package, for those that an overlay adds. The other names there
# have a capital in front.
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
