"""Secrets that are handed out once: random, and kept as hashes that are of no use to whoever reads them."""

import hashlib
import re
import secrets

BYTES = 32
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A secret that nobody guesses, in letters that fit into a cookie and an address."""
    return secrets.token_urlsafe(BYTES)


def token_hash(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so that one round of a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def may_be_token(text: str) -> bool:
    """Whether a text has the shape of a token; anything else need not be looked for."""
    return SHAPE.fullmatch(text) is not None
