"""The Identity-Aware Proxy: its signed header is verified with google-auth against Google's keys."""

import time

from core.errors import NotAllowed
from core.logs import get_logger
from core.sign_in.providers.claims import IAP_ISSUER, Claims
from core.sign_in.providers.published import Keys

log = get_logger("sign_in")

HEADER = "x-goog-iap-jwt-assertion"
ALGORITHM = "ES256"
LONGEST_ASSERTION = 8_192
LEEWAY_SECONDS = 30.0
"""By so much the clocks of Google and of this machine may differ."""

NOT_FROM_PROXY = (
    "This address is reached through Google's Identity-Aware Proxy only, and the request does not come from "
    "it (or its signed header is forged, expired or for another service). Open the studio under its own "
    "address."
)


def key_named(assertion: str) -> str:
    """The name of the key that a header says it is signed with; empty if it is no header of the proxy's."""
    from google.auth.jwt import decode_header  # noqa: PLC0415 - only this way of signing in needs it

    if not 0 < len(assertion) <= LONGEST_ASSERTION:
        return ""
    try:
        header = decode_header(assertion)  # type: ignore[no-untyped-call]
    except (ValueError, RecursionError):
        return ""
    name = header.get("kid")
    return name if header.get("alg") == ALGORITHM and isinstance(name, str) else ""


def verify(assertion: str, audience: str, keys: Keys, *, lasting: float = 0.0) -> Claims:
    """Whom the proxy has let through.

    Args:
        assertion: The signed header's value.
        audience: For whom it must be signed: this service.
        keys: Google's.
        lasting: For so many seconds from its signature it is believed beyond its own expiry, where it came
            with the handshake of a socket that is open still.

    Raises:
        NotAllowed: It is missing, forged, expired, not valid yet, of another issuer or for another service.
        Unavailable: The keys cannot be fetched.
    """
    from google.auth.exceptions import InvalidValue  # noqa: PLC0415 - only this way of signing in needs it
    from google.auth.jwt import decode  # noqa: PLC0415

    name = key_named(assertion)
    key = keys.get(name) if name else ""
    if not key:
        raise _refusal("no assertion" if not assertion else "unknown key or algorithm")
    try:
        payload = decode(  # type: ignore[no-untyped-call]
            assertion,
            certs={name: key},
            audience=audience,
            clock_skew_in_seconds=int(max(LEEWAY_SECONDS, lasting)),
        )
    except InvalidValue as error:  # the signature is right, what is signed is not
        raise _refusal(str(error)) from None
    except (ValueError, TypeError, RecursionError) as error:  # their texts may hold what was sent
        raise _refusal(f"forged or malformed ({type(error).__name__})") from None
    claims = Claims.of(payload)
    if claims.issuer != IAP_ISSUER:
        raise _refusal(f"issuer {claims.issuer}")
    age = time.time() - claims.issued_at.timestamp()
    if age < -LEEWAY_SECONDS or (lasting and age > lasting):
        raise _refusal(f"signed {age:.0f} s ago")
    return claims


def _refusal(reason: str) -> NotAllowed:
    """What the one who asks may read; the log says why, without the header."""
    log.warning("iap_refused reason=%r", reason[:300])
    return NotAllowed(NOT_FROM_PROXY)
