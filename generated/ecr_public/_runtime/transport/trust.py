"""Which certificates a transport trusts."""

from __future__ import annotations

import ssl

from ..core.http import TransportError


def context(ca_bundle: str) -> ssl.SSLContext:
    """What verifies servers by the certificates in a file. Raises TransportError, which
    names the file, for none.
    """
    try:
        return ssl.create_default_context(cafile=ca_bundle)
    except OSError as problem:
        # What is in the file is no secret, but the error has neither its name nor more
        # than a word of OpenSSL's.
        reason = (
            "there is no certificate in it"
            if isinstance(problem, ssl.SSLError)
            else problem.strerror
        )
    raise TransportError(
        f"the CA bundle {ca_bundle} cannot be used: {reason}", retryable=False
    )
