"""Text from outside inside Markdown and YAML, so that it can neither be rendered nor break out."""

import re

BACKTICKS = re.compile("`+")
SHORTEST_FENCE = 3


def code_span(text: str) -> str:
    """A text within a line; what cannot be printed, such as a line end, is spelt out.

    A code span ends at a run of as many backticks as it began with and holds no line end, so this one can
    only end where it should (CommonMark 6.1).
    """
    shown = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text) or "(empty)"
    fence = "`" * (_longest_run(shown) + 1)
    # One space at either end is taken off again, unless there is nothing but spaces.
    needs_padding = shown.strip(" ") and (shown[0] in "` " or shown[-1] in "` ")
    padding = " " if needs_padding else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def code_block(text: str) -> str:
    """A text of many lines, every character as it is.

    The block ends at a line of at least as many backticks as it began with, and no line of the text has so
    many (CommonMark 4.5).
    """
    fence = "`" * max(SHORTEST_FENCE, _longest_run(text) + 1)
    return f"{fence}text\n{text}\n{fence}"


def yaml_string(text: str) -> str:
    """A text as a double-quoted scalar of YAML on one line."""
    return '"' + "".join(map(_in_yaml, text)) + '"'


def _in_yaml(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08X}"


def _longest_run(text: str) -> int:
    return max(map(len, BACKTICKS.findall(text)), default=0)
