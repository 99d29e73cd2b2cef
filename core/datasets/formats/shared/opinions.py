"""Fields that look like what somebody thought of the candidates, in a file of which no choice was read."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from itertools import combinations
from typing import NamedTuple

from core.datasets.formats.mapping import Columns, Row
from core.datasets.formats.shared.choice_fields import listed, naming
from core.datasets.formats.shared.choice_values import LONGEST_WORDS, written
from core.datasets.formats.shared.choice_ways import AS_VERTEX, Seen, Two, are_sides, seen_in
from core.datasets.formats.shared.names import CHOICES, WORSE, plain
from core.datasets.problems import printable

OPINIONS: tuple[str, ...] = (
    "*preference*",
    "*preferred*",
    "winner*",
    "*_winner",
    "better*",
    "*_better",
    "prefers*",
    "safer*",
    "*.responses",
    "label*",
)
OPINIONS += ("which *", "which_*", "rating", "result", "*likert*", "*_is_better")
OPINIONS += ("overall_*", "rating_*", "rank*", "vote*", "verdict*", "*judgment", "*judgement", "chosen_*")
ABOUT_EACH = ("score", "rating", "rank", "overall", "grade", "elo")
"""Words in names of fields of which there is one for each candidate, such as ``score_a`` and ``score_b``."""
ABOUT_OPINIONS = ("users", "status", "agent", "elaboration", "reason", "reasoning", "rationale", "source")
"""Ends of names of fields that say something of an opinion, and not which."""
TURNED = (*WORSE, "swap", "order", "position")
"""Words in names of fields that may name a candidate because it is not the better one."""
MOST_FIELDS = 6
CHOICE = "--column choice=<its name>"
UNREAD = "looks like an opinion on the candidates, and no choice was read from this file"


class OpinionField(NamedTuple):
    """A field that looks like an opinion.

    Attributes:
        values: What stands there, for a sentence.
        reason: What to do, as the rest of a sentence.
        typed: What to type if it says which candidate is better.
    """

    field: str
    values: str
    reason: str
    typed: str


def unread_opinions(rows: Sequence[Row], columns: Columns | None) -> list[OpinionField]:
    """Such fields among the first rows."""
    taken = {name for _, name in columns.named()} if columns else set()
    fields = [name for name in dict.fromkeys(name for row in rows for name in row) if name not in taken]
    two = Two((columns.candidate_0, columns.candidate_1)) if columns else Two(AS_VERTEX)
    sure = [name for name in fields if _names_candidates(rows, name, two)]
    named = [name for name in fields if name in sure or _is_opinion(name)]
    scores = [name for name in _scores(fields) if name not in named]
    found = ((name, _values(rows, name, sure=name in sure)) for name in named + scores)
    told = [_opinion(name, values, scores, two) for name, values in found if values]
    worse = [name for name in fields if any(word in name.lower() for word in WORSE)]
    seen = {name: seen_in(rows, name, two) for name in worse}
    told += [
        OpinionField(name, listed(seen[name].values), _worse(name), naming("choice", name))
        for name in worse
        if _names_one(seen[name])
    ]
    return told[:MOST_FIELDS]


def _opinion(name: str, values: str, scores: Sequence[str], two: Two) -> OpinionField:
    if name not in scores:
        typed = naming("choice", name)
        return OpinionField(name, values, f"{UNREAD}; if it is the choice, type {typed}", typed)
    place = scores.index(name) // 2 * 2
    kind = "rank" if "rank" in name.lower() else "score"
    both = scores[place : place + 2][:: -1 if two.turned else 1]
    typed = " ".join(naming(f"{kind}_{number}", one) for number, one in enumerate(both))
    reason = (
        f"{UNREAD}; if these {kind}s say which is better, type {typed}, or if another field does, {CHOICE}"
    )
    return OpinionField(name, values, reason, typed)


def question_of_unread(found: Sequence[OpinionField]) -> tuple[str, str]:
    """That nobody can tell which of these fields says who is better, and what to type."""
    told = ", ".join(f"“{printable(one.field)}” ({one.values})" for one in found)
    looks = "looks like an opinion" if len(found) == 1 else "look like opinions"
    typed = " or ".join(dict.fromkeys(one.typed for one in found))
    return (
        f"No choice was read, and {told} {looks} on the candidates: what says which one is better?",
        f"Type {typed}; or --column choice= if there is no choice.",
    )


def _worse(name: str) -> str:
    told = "names the worse candidate, it seems, and no choice was read from this file"
    return f"{told}; if it says who lost, type {naming('choice', name)}"


def _is_opinion(name: str) -> bool:
    low = name.lower()
    if low.endswith(ABOUT_OPINIONS):
        return False
    return plain(name) in CHOICES or any(fnmatchcase(low, pattern) for pattern in OPINIONS)


def _names_candidates(rows: Sequence[Row], name: str, two: Two) -> bool:
    """Whether a field holds only words for the two candidates, or their texts, whatever it is called."""
    if any(word in name.lower() for word in TURNED):
        return False
    return _names_one(seen_in(rows, name, two))


def _names_one(seen: Seen) -> bool:
    return bool(seen.own or any(seen.words)) and not (seen.numbers or seen.unknown)


def _scores(fields: Sequence[str]) -> list[str]:
    """Fields of which each candidate has one, with a number of how good it is."""
    scored = [name for name in fields if any(word in name.lower() for word in ABOUT_EACH)]
    pairs = [pair for pair in combinations(scored, 2) if are_sides(*pair)]
    return [name for pair in pairs for name in pair]


def _values(rows: Sequence[Row], name: str, *, sure: bool) -> str:
    """The values; none if they are texts that explain something, rather than say for sure who is better."""
    values = dict.fromkeys(value for row in rows if (value := written(row.get(name))))
    if not sure and any(len(value) > LONGEST_WORDS and not value.startswith("[") for value in values):
        return ""
    return listed(values) if values else ""
