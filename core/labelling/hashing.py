"""Stable numbers from texts: what makes a pair the same pair, and every draw that must survive a reload."""

import hashlib
import hmac
import json
from json.encoder import encode_basestring_ascii

import orjson

from core.errors import InvalidInput

DELETE = "\x7f"  # the one ASCII character that only json.dumps escapes
SHUFFLE_BITS = 62  # fits a signed 64-bit column
SHORTEST_SECRET = 16  # bytes; a shorter one could be guessed by trying


def content_hash(*texts: str) -> str:
    """A 128-bit fingerprint (hex) of texts in their order; nothing is trimmed or folded.

    It is that of ``json.dumps(texts)``, which is spelt out because an import makes one for each of many rows.
    """
    # Of plain English orjson makes the same in a tenth of the time.
    spelt = b", ".join(
        [
            orjson.dumps(text)
            if text.isascii() and DELETE not in text
            else encode_basestring_ascii(text).encode()
            for text in texts
        ]
    )
    return hashlib.sha256(b"[%b]" % spelt).hexdigest()[:32]


def draw(*parts: object, bits: int) -> int:
    """A number of ``bits`` bits drawn from ``parts``: always the same for the same parts."""
    digest = hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits)


def shuffle_key(project_seed: int, fingerprint: str) -> int:
    """Where a pair stands in the project's shuffled order: `draw` of "queue", seed and fingerprint."""
    # Spelt out because an import draws once a row; a fingerprint has nothing that JSON would escape.
    digest = hashlib.sha256(f'["queue", "{project_seed}", "{fingerprint}"]'.encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - SHUFFLE_BITS)


def left_candidate(project_seed: int, pair_id: int, person_id: int) -> int:
    """Which candidate, 0 or 1, this person is shown on the left; half of the time either."""
    return draw("left", project_seed, pair_id, person_id, bits=1)


def keyed(secret: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 of the parts, as JSON: no other parts give the same message, as plain joining might.

    Raises:
        InvalidInput: If the secret is too short.
    """
    if len(secret) < SHORTEST_SECRET:
        raise InvalidInput(
            f"The secret for blinding has {len(secret)} bytes; it must have at least {SHORTEST_SECRET}."
        )
    return hmac.digest(secret, json.dumps(parts).encode(), "sha256")
