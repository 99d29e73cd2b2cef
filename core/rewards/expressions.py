"""Regular expressions as Google reads them, by RE2: in time that grows with the text, and in its dialect.

Python's own would take some that Google refuses, and for some it would never come to an end.
"""

from typing import Any

BEGIN, END = "\x1e", "\x1f"
"""Around what a group matched; they are taken out of texts first."""


def problem_of(expression: str, *, groups: int | None = None) -> str:
    """What is wrong with an expression, as a part of a sentence; nothing if it can be used.

    Args:
        expression: What somebody wrote.
        groups: How many groups it must have; None for any number.
    """
    try:
        _marked(expression, "", r"\0")
    except ValueError as error:
        reason = str(error).removeprefix("Invalid regular expression: ")
        return f"is no regular expression that Google takes ({reason})"
    if groups is not None and not (_has(expression, groups) and not _has(expression, groups + 1)):
        number = "one group" if groups == 1 else f"{groups} groups"
        return f"must have exactly {number}, around the score, such as <score>(.*?)</score>"
    return ""


def is_found(expression: str, text: str) -> bool:
    """Whether an expression matches a part of a text."""
    return BEGIN in _marked(expression, text, rf"{BEGIN}\0")


def last_group(expression: str, text: str) -> str | None:
    """What the one group of an expression matched, of several matches the last; None without a match."""
    marked = _marked(expression, text, rf"{BEGIN}\1{END}")
    _, found, after = marked.rpartition(BEGIN)
    return after.partition(END)[0] if found else None


def _has(expression: str, groups: int) -> bool:
    try:
        _marked(expression, "", rf"\{groups}")
    except ValueError:
        return False
    return True


def _marked(expression: str, text: str, replacement: str) -> str:
    from pyarrow import compute, scalar  # noqa: PLC0415 - slow to import

    # Half a surrogate pair is no text to RE2.
    plain = text.replace(BEGIN, "").replace(END, "").encode(errors="replace").decode()
    found: Any = compute.replace_substring_regex(scalar(plain), pattern=expression, replacement=replacement)
    return str(found.as_py())
