"""When two prompts are nearly the same: what is left of a text without its case and its blanks."""

import unicodedata
from hashlib import blake2b

BLANKS = b" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
UNSEEN = [character.encode() for character in "\u0085\u00ad\u1680\u200b\u2028\u2029\u2060\ufeff"]
"""Rarer line ends, and what takes no room: soft hyphens, joiners, byte order marks."""


def likeness(text: str) -> bytes:
    """What near-duplicates have in common; it takes some microseconds for a thousand characters."""
    if text.isascii():
        return text.lower().encode().translate(None, BLANKS)
    folded = unicodedata.normalize(
        "NFKC", text
    ).casefold()  # of every other kind of blank it makes a plain one
    left = folded.encode("utf-8", "surrogatepass").translate(None, BLANKS)
    for unseen in UNSEEN:
        left = left.replace(unseen, b"")
    return left


def likeness_mark(text: str) -> bytes:
    """A fingerprint of `likeness`, the same in every process."""
    return blake2b(likeness(text), digest_size=16).digest()
