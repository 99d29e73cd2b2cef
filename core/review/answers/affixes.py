"""What nearly all prompts begin and end with: an instruction, and a mark such as ``[summary]:``.

A page folds it, so that a reviewer reads what differs.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

SHARE = 0.9
"""Of the prompts have an affix: a few that were written differently hide it from no one."""
FEWEST = 3  # prompts
SHORTEST = 4  # characters without blanks; less is not worth folding
BOUNDARY = re.compile(r".*(?:\n|[.:!?\])]\s+)", re.DOTALL)
"""Up to the last end of a line or a sentence: half of a shared sentence is no instruction."""


def shared_affixes(prompts: Sequence[str]) -> tuple[str, str]:
    """The longest beginning and end that nine of ten prompts share, each empty where there is none.

    The beginning stops at the end of a line or a sentence, the end starts at a blank. Takes a time linear in
    the characters, and sorts the prompts once for either.

    Args:
        prompts: The prompts of one review, in any order.

    Returns:
        A prefix and a suffix, as they stand in the prompts, blanks included.
    """
    if len(prompts) < FEWEST:
        return "", ""
    prefix = BOUNDARY.match(_shared(prompts))
    end = _shared([prompt[::-1] for prompt in prompts])[::-1]
    suffix = re.search(r"\s.*", end, re.DOTALL)
    return _worth(prefix), _worth(suffix)


def parted(prompt: str, affixes: tuple[str, str]) -> tuple[str, str, str]:
    """A prompt as its prefix, what is its own, and its suffix; an affix that it has not is empty.

    Args:
        prompt: The whole prompt; the three parts together are just this.
        affixes: What `shared_affixes` found.
    """
    prefix, suffix = affixes
    start = len(prefix) if prompt.startswith(prefix) else 0
    end = len(prompt) - len(suffix) if prompt.endswith(suffix) else len(prompt)
    if not prompt[start:end].strip():
        return "", prompt, ""
    return prompt[:start], prompt[start:end], prompt[end:]


def _worth(found: re.Match[str] | None) -> str:
    return found[0] if found and len("".join(found[0].split())) >= SHORTEST else ""


def _shared(texts: Sequence[str]) -> str:
    """The longest beginning of nine of ten texts: in their order, it is the middle one's too."""
    middle = sorted(texts)[len(texts) // 2]
    lengths = sorted((_alike(middle, text) for text in texts), reverse=True)
    return middle[: lengths[-int(-SHARE * len(texts) // 1) - 1]]


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    most = min(len(one), len(other))
    return bisect_left(range(most), True, key=lambda end: one[: end + 1] != other[: end + 1])
