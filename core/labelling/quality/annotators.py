"""Each annotator's figures and checks, from the votes of everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.labelling.quality.check import Check, PersonVotes, Share, share
from core.labelling.quality.fast_answers import (
    ALWAYS_TOO_FAST_MS,
    WORDS_A_MINUTE,
    check_fast,
    reading_limits,
)
from core.labelling.quality.gold import GOLD_THRESHOLD, check_gold, gold_share
from core.labelling.quality.habits import check_length, check_side, check_ties
from core.labelling.quality.others import others_counts, others_lead, others_majority
from core.labelling.quality.random_answers import check_random
from core.labelling.quality.reading import Reading, readings
from core.labelling.quality.retests import Retest, by_person, check_consistency, consistency
from core.labelling.quality.vote_table import Votes, VoteTable, tabulate
from core.labelling.quality.votes import UNKNOWN, Floats


@dataclass(frozen=True, slots=True)
class AnnotatorQuality:
    """What is known about one annotator. Shares are None where there is nothing to count.

    Attributes:
        person: The person's id.
        judgments: Votes in all.
        active_seconds: Median active time of a vote, or None if none was measured.
        agreement: Votes that agree with the majority of the others, of those on pairs that have one.
        gold: Gold pairs answered right.
        consistency: Second answers that equal the first.
        checks: One for each ``CheckName``, in its order.
    """

    person: int
    judgments: int
    active_seconds: float | None
    agreement: Share | None
    gold: Share | None
    consistency: Share | None
    checks: tuple[Check, ...]

    @property
    def flags(self) -> tuple[Check, ...]:
        """The checks that ask for somebody's attention."""
        return tuple(check for check in self.checks if check.flagged)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of everybody."""

    gold_threshold: float
    reading: str


def annotator_quality(
    votes: Votes,
    *,
    retests: Iterable[Retest] = (),
    words: Mapping[int, int] | None = None,
    gold_threshold: float = GOLD_THRESHOLD,
) -> list[AnnotatorQuality]:
    """Every annotator's figures and checks, by the person's id.

    Args:
        votes: Everybody's, as votes or as columns: an annotator is measured against the others.
        retests: Second answers; they are no votes. Those of people without any vote are left out.
        words: For each pair, how many words its prompt and candidates have together. Without it, an answer
            is too fast below two seconds; with it, pairs that it lacks are not timed.
        gold_threshold: The share of gold pairs that somebody should get right.

    Raises:
        InvalidInput: If an outcome is no vote, a person has two votes on a pair, or a pair two gold answers.
    """
    table, again = tabulate(votes), by_person(retests)
    reading = "in under two seconds" if words is None else f"faster than {WORDS_A_MINUTE} words a minute"
    asked = Asked(gold_threshold, reading)
    people = zip(
        table.people.tolist(), _each_persons(table, _limits(table, words)), readings(table), strict=True
    )
    return [_quality(person, own, read, again.get(person, []), asked) for person, own, read in people]


def _quality(
    person: int, votes: PersonVotes, reading: Reading, retests: Sequence[Retest], asked: Asked
) -> AnnotatorQuality:
    """One annotator's figures and checks."""
    habits = (check_side(votes), check_length(votes, accuracy=reading.accuracy), check_ties(votes))
    gold = gold_share(votes)
    return AnnotatorQuality(
        person=person,
        judgments=len(votes.code),
        active_seconds=_median_seconds(votes.active_ms),
        agreement=share(votes.code == votes.majority, votes.majority != UNKNOWN),
        gold=gold,
        consistency=consistency(retests),
        checks=(
            *habits,
            check_random(reading, explained=any(check.flagged for check in habits)),
            check_gold(gold, threshold=asked.gold_threshold),
            check_consistency(retests),
            check_fast(votes, rule=asked.reading),
        ),
    )


def _each_persons(table: VoteTable, limits: Floats) -> list[PersonVotes]:
    """The table cut by person, in the order of ``table.people``."""
    order = np.argsort(table.person, kind="stable")
    ends = np.cumsum(np.bincount(table.person, minlength=len(table.people)))[:-1]
    others, lead, majority = others_counts(table), others_lead(table), others_majority(table)
    return [
        PersonVotes(
            code=table.code[rows],
            left=table.left[rows],
            longer=table.longer[rows],
            gold=table.gold[rows],
            active_ms=table.active_ms[rows],
            limit_ms=limits[rows],
            others=others[rows],
            lead=lead[rows],
            majority=majority[rows],
        )
        for rows in (np.split(order, ends) if len(table.people) else [])
    ]


def _limits(table: VoteTable, words: Mapping[int, int] | None) -> Floats:
    """For each vote, below how many milliseconds it is too fast; shape (n,)."""
    if words is None:
        return np.full(len(table.code), ALWAYS_TOO_FAST_MS)
    per_pair = np.array([words.get(pair, np.nan) for pair in table.pairs.tolist()], dtype=np.float64)
    return reading_limits(per_pair)[table.pair]


def _median_seconds(active_ms: Floats) -> float | None:
    """The median of the measured times."""
    measured = active_ms[~np.isnan(active_ms)]
    return float(np.median(measured)) / 1000 if len(measured) else None
