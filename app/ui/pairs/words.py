"""Pairs in words: how far they are, what marks them, and what a list is narrowed to."""

from collections.abc import Iterator, Mapping

from app.ui.quality.words import OUTCOMES
from core.labelling import Outcome, Pool
from core.labelling.finding import FoundPair, PairFilter, PairSort, PairState
from core.languages import language_words

STATES: dict[PairState, str] = {
    PairState.UNJUDGED: "Not judged",
    PairState.OPEN: "Needs judgments",
    PairState.COMPLETE: "Complete",
    PairState.SETTLED: "Settled",
    PairState.LEFT_OUT: "Left out",
}
SORTS: dict[PairSort, str] = {one: one.value.capitalize() for one in PairSort}
MARKS = {"disputed": "Disputed", "flagged": "Flagged", "gold": "Gold", "calibration": "Calibration pool"}
"""By the filter's own names."""


def state_of(pair: FoundPair) -> str:
    """How far a pair is."""
    if pair.state is None:
        return "Gold"
    settled = (
        f": {OUTCOMES[pair.settled].lower()}" if pair.settled and pair.state == PairState.SETTLED else ""
    )
    return STATES[pair.state] + settled


def marks_of(pair: FoundPair) -> list[str]:
    """What marks a pair, as far as its state does not say it: gold, shared, disputed, flags, tags."""
    marks = [
        ("gold", pair.gold is not None and pair.state is not None),
        ("calibration", pair.pool == Pool.CALIBRATION),
        ("disputed", pair.minority > 0 and pair.settled is None and pair.pool != Pool.GOLD),
        (f"{pair.flags} flagged", pair.flags > 0),
    ]
    return [word for word, holds in marks if holds] + [f"#{tag}" for tag in pair.tags]


def filter_words(wanted: PairFilter, people: Mapping[int, str]) -> list[str]:
    """What the list is narrowed to by what its fields do not show at once."""
    return list(_told(wanted, people))


def _told(wanted: PairFilter, people: Mapping[int, str]) -> Iterator[str]:
    yield from (f"not {word.lower()}" for name, word in MARKS.items() if getattr(wanted, name) is False)
    if wanted.imported is not None:
        yield f"of import {wanted.imported}"
    named = {"origin": "from the file", "model": "with an answer of", "tag": "tagged"}
    yield from (f"{word} {value}" for name, word in named.items() if (value := getattr(wanted, name)))
    if wanted.language:
        yield f"in {language_words(wanted.language)}"
    yield from _judgments(wanted, people)
    if wanted.shortest is not None:
        yield f"{wanted.shortest:,} characters or more"
    if wanted.longest is not None:
        yield f"{wanted.longest:,} characters or fewer"


def _judgments(wanted: PairFilter, people: Mapping[int, str]) -> Iterator[str]:
    said = OUTCOMES[wanted.choice].lower() if wanted.choice else ""
    if wanted.person is not None:
        who = people.get(wanted.person, f"person {wanted.person}")
        yield f"{who} said {said}" if said else f"judged by {who}"
    elif wanted.choice is not None:
        yield "skipped by somebody" if wanted.choice == Outcome.SKIP else f"comes to {said}"
    if wanted.since is not None:
        yield f"judged since {wanted.since:%d %b %Y}"
    if wanted.until is not None:
        yield f"judged up to {wanted.until:%d %b %Y}"
