"""Passwords: which are good, and how they are kept and compared.

The one rule is a length. Rules about digits and signs make people write Password1! and keep it on paper; a
sentence of a few words is longer, and easier to keep in mind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import Protocol
from unicodedata import category, normalize

from core.access import folded
from core.errors import InvalidInput, QuotaExceeded

SHORTEST = 12
LONGEST = 256
AT_ONCE = 2
"""Passwords that are hashed at the same time: each takes a core and 19 MiB, and others want to label."""
PATIENCE_S = 5.0


class Hasher(Protocol):
    """What argon2's hasher does for us."""

    def hash(self, password: str) -> str:
        """A hash with a salt of its own."""

    def verify(self, hash: str, password: str) -> bool:  # noqa: A002 - the library's name
        """Whether the hash is this password's; raises if it is not."""

    def check_needs_rehash(self, hash: str) -> bool:  # noqa: A002 - likewise
        """Whether it was made with other parameters than those of now."""


@dataclass(frozen=True)
class Compared:
    """What became of comparing a password; ``anew``: its hash with the parameters of now, if others were."""

    right: bool
    anew: str = ""


@cache
def hasher() -> Hasher:
    """Argon2id with the parameters that OWASP names: 19 MiB, two rounds, one lane."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only signing in needs it

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def as_kept(password: str) -> str:
    """A password as it is hashed: composed, any kind of blank a blank, none around it (RFC 8265 and trimmed).

    What a keyboard, a manager or the clipboard makes of the same password differs in these.
    """
    blanks = "".join(" " if category(letter) == "Zs" else letter for letter in password)
    return normalize("NFC", blanks).strip()


def check_password(password: str, *, name: str) -> None:
    """Refuse a new password that is no good.

    Raises:
        InvalidInput: It is too short or too long, has characters that cannot be typed, or is the name.
    """
    kept = as_kept(password)
    if len(kept) < SHORTEST:
        raise InvalidInput(
            f"The password has {len(kept)} characters and needs at least {SHORTEST}; a few words do well."
        )
    if len(kept) > LONGEST or any(category(letter) in {"Cc", "Cs"} for letter in kept):
        raise InvalidInput(
            f"The password must be at most {LONGEST} characters that can be typed in one line."
        )
    if folded(kept) == folded(name) or len(set(kept)) == 1:
        raise InvalidInput("The password is easy to guess: it is your name, or one letter; take a few words.")


def hash_password(password: str) -> str:
    """What is kept of a password that is good.

    Raises:
        QuotaExceeded: Too many others sign in at this moment.
    """
    with _turn():
        return hasher().hash(as_kept(password))


def compare(password: str, kept: str | None) -> Compared:
    """Compare a password with what is kept of the right one; None takes the same time, and is never right.

    Raises:
        QuotaExceeded: Too many others sign in at this moment.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - as above

    given = as_kept(password)[: LONGEST + 1]
    with _turn():
        try:
            hasher().verify(kept or _nobodys(), given)
        except (VerificationError, InvalidHashError):
            return Compared(right=False)
        if kept is None:
            return Compared(right=False)
        return Compared(right=True, anew=hasher().hash(given) if hasher().check_needs_rehash(kept) else "")


@cache
def _nobodys() -> str:
    return hasher().hash("the password of nobody")


_turns = BoundedSemaphore(AT_ONCE)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE_S):
        raise QuotaExceeded("Too many people sign in at this moment; try again in a few seconds.")
    try:
        yield
    finally:
        _turns.release()
