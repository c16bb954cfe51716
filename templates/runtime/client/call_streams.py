"""What a call does beyond the usual where a body is not in memory. Without I/O, as
`call` is.
"""

from __future__ import annotations

from collections.abc import Generator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..core.bodies import BodySource, Digest, SignedStart
from ..core.http import HttpRequest, Response, TransportError
from ..core.identity import Credentials
from ..core.operation import Operation
from ..signing.sigv4 import UNSIGNED_PAYLOAD, Signing
from .steps import Receive, Run, Send

if TYPE_CHECKING:
    from .destinations import Destination
    from .steps import Step

_CONTENT_SHA256 = "x-amz-content-sha256"
# No event is longer (Amazon Event Stream Specification); what claims to be is refused
# by who reads it.
_LONGEST_EVENT = 24 * 1024 * 1024


class UnsignableError(Exception):
    """What a request has to say of its body takes reading it, and the body can be read
    only once.

    It is so for the signature of what is sent without TLS, where nothing else protects
    it, and for a checksum that the service requires.
    """


def prepare(
    sent: HttpRequest,
    source: BodySource,
    operation: type[Operation[Any, Any]],
    to: Destination,
    *,
    signs: bool,
) -> Generator[Step, Any, BodySource]:
    """Adds the headers that say how long the body is, and what stands for it in the
    signature. The body to send.

    A checksum goes behind the body where that is possible, so that the body is read
    once. Where it is not, a body that can be read twice is, and otherwise there is no
    checksum.
    """
    headers = sent.headers
    names = {name.lower() for name in headers}
    # Unsigned bodies are for TLS alone, whatever the model says: there it is what keeps
    # them whole.
    is_secure = to.scheme == "https"
    checksum = source.checksum
    payload = source.payload_hash()
    hashes = signs and _CONTENT_SHA256 not in names and payload is None
    trail = None if checksum is None else checksum.trail
    if hashes and is_secure and checksum and trail and source.length is not None:
        source = sent.stream = trail(source, checksum, headers)
        return _with_length(source, headers)
    if hashes and is_secure and operation.unsigned_payload:
        payload = UNSIGNED_PAYLOAD
    digests: list[Digest] = []
    if hashes and payload is None:
        digests.append(sha256())
    if checksum is not None:
        digests.append(checksum.new())
    if digests and source.can_rewind():
        yield Run(lambda: _digest(source, digests))
        if checksum is not None:
            headers[checksum.name] = checksum.encode(digests[-1].digest())
        if hashes and payload is None:
            payload = digests[0].digest().hex()
    elif checksum is not None and checksum.required:
        raise UnsignableError(
            f"{checksum.name} is of the whole body, which can be read only once; give bytes or a file that can be read "
            f"twice, or compute the checksum yourself"
        )
    if hashes and payload is None and not is_secure:
        raise UnsignableError(
            f"the body for {to.scheme}://{to.authority} can be read only once and cannot be signed; "
            f"give bytes or a file that can be read twice, or use https"
        )
    if signs and _CONTENT_SHA256 not in names:
        headers["X-Amz-Content-Sha256"] = payload or UNSIGNED_PAYLOAD
    return _with_length(source, headers)


def _with_length(source: BodySource, headers: dict[str, str]) -> BodySource:
    if source.length is not None:
        for name in [each for each in headers if each.lower() == "content-length"]:
            del headers[name]
        headers["Content-Length"] = str(source.length)
    return source


def _digest(source: BodySource, digests: list[Digest]) -> None:
    for piece in source:
        for each in digests:
            each.update(piece)
    if not source.rewind():
        raise UnsignableError("the body cannot be read again after all")


def start(
    source: BodySource,
    signed: HttpRequest,
    signing: Signing,
    credentials: Credentials,
    skew: float,
) -> None:
    """Tells the body what it is signed with, where it signs its pieces itself."""
    signature = signed.headers["Authorization"].rpartition("Signature=")[2]
    source.sign(SignedStart(signature, credentials, signing.region, signing.name, skew))


def send(request: HttpRequest, source: BodySource) -> Generator[Step, Any, Response]:
    """The response to a request whose body is `source`.

    What reading the body raised comes as it is, though the transport made a failure of
    its own of it.
    """
    try:
        response: Response = yield Send(request)
        return response
    except TransportError:
        failure = source.failure
        if failure is None:
            raise
    raise failure


def received(
    operation: type[Operation[Any, Any]], response: Response
) -> Generator[Step, Any, Response]:
    """The response with as much of its body in memory as `deserialize` needs: all of an
    error, and a first event.
    """
    stream = response.stream
    is_error = response.status >= 300
    if stream is None or not (is_error or operation.initial_response):
        return response
    body = bytearray(response.body)
    try:
        while is_error or not _has_event(body):
            piece: bytes = yield Receive(stream)
            if not piece:
                stream.close()
                return Response(response.status, response.headers, bytes(body))
            body += piece
    except BaseException:
        stream.close()
        raise
    return Response(response.status, response.headers, bytes(body), stream)


def _has_event(body: bytearray) -> bool:
    """Whether the first event is there, whose first four bytes say how long it is."""
    length = int.from_bytes(body[:4]) if len(body) >= 4 else 4
    return len(body) >= 4 and (len(body) >= length or length > _LONGEST_EVENT)
