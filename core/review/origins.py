"""Where two models' answers came from: what sets two names apart, and whether they seem to be swapped."""

import re
from itertools import takewhile
from typing import Literal, NamedTuple

Side = Literal["base", "tuned"]

OF_BASE = frozenset({"base", "baseline", "untuned", "untrained", "original", "pretrained", "before"})
OF_TUNED = frozenset({"tuned", "finetuned", "trained", "rlhf", "dpo", "after"})
NOT = frozenset({"not", "non", "un", "pre"})
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
LONGEST = 24  # characters of what two names have in common that are shown on either side


class Named(NamedTuple):
    """A name in three parts: what it has in common with the other one, and between these what is its own."""

    before: str
    own: str
    after: str


def apart(first: str, second: str) -> tuple[Named, Named]:
    """Two names with what sets them apart; of what they have in common no more than is nearest to it."""
    before = _beginning(first, second)
    rest = first[len(before) :], second[len(before) :]
    after = _beginning(rest[0][::-1], rest[1][::-1])[::-1]
    begin = before if len(before) <= LONGEST else f"…{before[-LONGEST:]}"
    end = after if len(after) <= LONGEST else f"{after[:LONGEST]}…"
    named = [Named(begin, one.removesuffix(after), end) for one in rest]
    return named[0], named[1]


def seem_swapped(base: str, tuned: str) -> bool:
    """Whether the names say the opposite of what the answers are taken for; alike names say nothing."""
    ours, theirs = base.split("/"), tuned.split("/")
    says = (
        _says(" ".join(part for part in ours if part not in theirs)),
        _says(" ".join(part for part in theirs if part not in ours)),
    )
    return says in {("tuned", "base"), ("tuned", None), (None, "base")}


def _beginning(first: str, second: str) -> str:
    """What two texts begin with alike."""
    return "".join(
        one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


def _says(name: str) -> Side | None:
    """Which model a name speaks of, if it speaks of one."""
    words = [word.casefold() for word in WORD.findall(name)]
    found: set[Side] = set()
    for before, word in zip(["", *words], words, strict=False):
        if word in OF_BASE or (word in OF_TUNED and before in NOT):
            found.add("base")
        elif word in OF_TUNED:
            found.add("tuned")
    return found.pop() if len(found) == 1 else None
