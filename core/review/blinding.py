"""Keep a review blind: which answer stands left, and names that tell nothing."""

import hmac
from typing import Literal

from core.errors import InvalidInput
from core.labelling.hashing import keyed

Side = Literal["first", "second"]
"""Which of the two models of a comparison."""

_SPELT: dict[Side, str] = {"first": "base", "second": "tuned"}
"""How a side is spelt in a token: as when all reviews were of a base and a tuned model. So verdicts that a
browser has kept from those days are still taken."""


def left_side(comparison_key: str, person_key: str, secret: bytes) -> Side:
    """Whose answer this person sees on the left of this comparison.

    It is drawn by the first bit of an HMAC, so it is stable over reloads and restarts, either half of the
    time, and nobody who lacks the secret can work it out from what the browser knows.
    """
    drawn = keyed(secret, "side", comparison_key, person_key)[0]
    return "first" if drawn < 128 else "second"  # noqa: PLR2004 - half of a byte's values


def blind_token(comparison_key: str, person_key: str, side: Side, secret: bytes) -> str:
    """The name under which the browser knows one model's answer.

    Args:
        comparison_key: The comparison's key.
        person_key: The reviewer's key: a token is worth nothing to anybody else.
        side: The model whose answer the token names.
        secret: At least 16 random bytes that never leave the server; without them nobody can tell
            which side a token names.

    Returns:
        64 hexadecimal digits (HMAC-SHA256, RFC 2104).

    Raises:
        InvalidInput: If the secret is too short.
    """
    return keyed(secret, "token", comparison_key, person_key, _SPELT[side]).hex()


def side_of(token: str, comparison_key: str, person_key: str, secret: bytes) -> Side:
    """The side a token names: the inverse of ``blind_token``, by comparing both candidates.

    Raises:
        InvalidInput: If the token was not made for this comparison and person with this secret.
    """
    is_first = _same(token, blind_token(comparison_key, person_key, "first", secret))
    is_second = _same(token, blind_token(comparison_key, person_key, "second", secret))
    if is_first == is_second:
        raise InvalidInput("The answer's token does not belong to this comparison; reload the page.")
    return "first" if is_first else "second"


def _same(given: str, expected: str) -> bool:
    """Equality in constant time; the given text may hold anything."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
