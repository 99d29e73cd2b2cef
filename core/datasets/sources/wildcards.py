"""Names with wildcards, as a shell means them; for storage that has no folders of its own."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import takewhile

WILDCARDS = re.compile(r"[*?[]")
ANY_FOLDERS = "**"


def has_wildcards(name: str) -> bool:
    """Whether a name may mean several files."""
    return bool(WILDCARDS.search(name))


def without_wildcards(pattern: Sequence[str]) -> list[str]:
    """The folders in front of the first part that has a wildcard."""
    return list(takewhile(lambda part: not has_wildcards(part), pattern))


def matches(name: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the parts of a name between its slashes match those of a pattern.

    ``**`` stands for any folders, or none; the other wildcards stay within one part. A part that begins
    with a full stop is only matched by one that does.
    """
    if not pattern:
        return not name
    if list(pattern) == [ANY_FOLDERS]:  # as the last part it stands for files too
        return bool(name) and not any(part.startswith(".") for part in name)
    if pattern[0] == ANY_FOLDERS:
        return matches(name, pattern[1:]) or (_visible(name) and matches(name[1:], pattern))
    return (
        bool(name)
        and (_visible(name) or pattern[0].startswith("."))
        and fnmatchcase(name[0], pattern[0])
        and matches(name[1:], pattern[1:])
    )


def _visible(name: Sequence[str]) -> bool:
    return bool(name) and not name[0].startswith(".")
