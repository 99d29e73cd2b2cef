"""The one rule for what an object may be called."""

import unicodedata

from core.errors import InvalidInput

MAX_KEY_BYTES = 1024  # Cloud Storage's limit for a name
PARTIAL_PREFIX = ".partial-"  # a local upload that is not finished; such names are never objects
REMEDY = "Use names separated by single '/', such as 'datasets/3/preference.jsonl'"


def valid_key(key: str) -> str:
    """Return ``key`` if both stores can hold an object of that name.

    Raises:
        InvalidInput: The key is absolute, climbs out, has an empty part, a backslash or a control
            character, is longer than 1,024 bytes in UTF-8, or is reserved for unfinished uploads.
    """
    if problem := key_problem(key):
        raise InvalidInput(f"The object key {key[:200]!r} {problem}. {REMEDY}.")
    return key


def key_problem(key: str) -> str:
    """Say what is wrong with a key, as the end of a sentence; empty when nothing is."""
    parts = key.split("/")
    if "" in parts:
        return "is empty, starts or ends with '/', or has '//' in it"
    if "." in parts or ".." in parts:
        return "has '.' or '..' as one of its parts"
    if "\\" in key or any(unicodedata.category(character) == "Cc" for character in key):
        return "has a backslash or a control character in it"
    if key.startswith(PARTIAL_PREFIX):
        return f"starts with '{PARTIAL_PREFIX}', which is kept for uploads that are not finished"
    return _encoding_problem(key)


def _encoding_problem(key: str) -> str:
    try:
        size = len(key.encode())
    except UnicodeEncodeError:
        return "is not valid Unicode"
    return f"is {size:,} bytes long, over the limit of {MAX_KEY_BYTES:,}" if size > MAX_KEY_BYTES else ""
