"""Stable numbers from texts: what makes a pair the same pair, and every draw that must survive a reload."""

import hashlib
import json

SHUFFLE_BITS = 62  # fits a signed 64-bit column


def content_hash(*texts: str) -> str:
    """A 128-bit fingerprint (hex) of texts in their order; nothing is trimmed or folded."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:32]


def draw(*parts: object, bits: int) -> int:
    """A number of ``bits`` bits drawn from ``parts``: always the same for the same parts."""
    digest = hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits)


def shuffle_key(project_seed: int, fingerprint: str) -> int:
    """Where a pair stands in the project's shuffled order."""
    return draw("queue", project_seed, fingerprint, bits=SHUFFLE_BITS)


def left_candidate(project_seed: int, pair_id: int, person_id: int) -> int:
    """Which candidate, 0 or 1, this person is shown on the left; half of the time either."""
    return draw("left", project_seed, pair_id, person_id, bits=1)
