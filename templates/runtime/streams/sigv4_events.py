"""Signatures of events: each one covers the one before, and the first that of the
request.

Written to AWS's documentation of event stream encoding (Amazon Transcribe Developer
Guide, "Setting up a streaming transcription"): the event is the payload of a message
whose headers are `:date` and `:chunk-signature`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from ..core.bodies import SignedStart
from ..signing.sigv4 import signing_key
from .event_messages import Message, encode_headers

_ALGORITHM = "AWS4-HMAC-SHA256-PAYLOAD"


class EventSigner:
    """Signs the events of one request, in their order."""

    def __init__(
        self, start: SignedStart, clock: Callable[[], float] = time.time
    ) -> None:
        self._start = start
        self._clock = clock
        self._previous = start.signature

    def sign(self, event: bytes) -> Message:
        """The message around an encoded event; around nothing, the one that ends the
        stream.
        """
        start = self._start
        # Whole seconds: a fraction would be in the header and not in what is signed.
        now = datetime.fromtimestamp(int(self._clock() + start.skew), UTC)
        stamp = f"{now:%Y%m%dT%H%M%SZ}"
        secret = start.credentials.secret_access_key
        key = signing_key(secret, stamp[:8], start.region, start.service)
        headers = encode_headers({":date": now})
        inner = key.inner.copy()
        inner.update(
            f"{_ALGORITHM}\n{stamp}\n{key.scope}\n{self._previous}\n"
            f"{sha256(headers).hexdigest()}\n{sha256(event).hexdigest()}".encode()
        )
        outer = key.outer.copy()
        outer.update(inner.digest())
        self._previous = outer.hexdigest()
        return Message({":date": now, ":chunk-signature": outer.digest()}, event)
