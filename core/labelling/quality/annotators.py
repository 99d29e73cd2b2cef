"""Each annotator's figures and checks, from the votes of everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.labelling.quality.check import Check, PersonVotes, Share, share
from core.labelling.quality.fast_answers import (
    ALWAYS_TOO_FAST_MS,
    WORDS_A_MINUTE,
    PostWords,
    check_fast,
    reading_limits,
    reads_post,
)
from core.labelling.quality.gold_and_retests import (
    GOLD_THRESHOLD,
    Retest,
    by_person,
    check_consistency,
    check_gold,
    consistency,
    gold_share,
)
from core.labelling.quality.habits import check_length, check_side, check_ties
from core.labelling.quality.reading import Reading, check_random, readings
from core.labelling.quality.team_accuracy import others_counts, others_lead, others_majority
from core.labelling.quality.votes import UNKNOWN, Bools, Floats, Votes, VoteTable, tabulate


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
    posts: Mapping[int, PostWords] | None = None,
    gold_threshold: float = GOLD_THRESHOLD,
) -> list[AnnotatorQuality]:
    """Every annotator's figures and checks, by the person's id.

    Args:
        votes: Everybody's, as votes or as columns: an annotator is measured against the others.
        retests: Second answers; they are no votes. Those of people without any vote are left out.
        words: For each pair, how many words its prompt and candidates have together. Without it, an answer
            is too fast below two seconds; with it, pairs that it lacks are not timed.
        posts: For each pair its post, whose words are among ``words``: they count once for a person, however
            many pairs of the post they judge. Without it, each pair has a post of its own.
        gold_threshold: The share of gold pairs that somebody should get right.

    Raises:
        InvalidInput: If an outcome is no vote, a person has two votes on a pair, or a pair two gold answers.
    """
    table, again = tabulate(votes), by_person(retests)
    reading = "in under two seconds" if words is None else f"faster than {WORDS_A_MINUTE} words a minute"
    asked = Asked(gold_threshold, reading)
    people = zip(
        table.people.tolist(), _seen_with_trust(table, _limits(table, words, posts or {})), strict=True
    )
    return [_quality(person, seen, again.get(person, []), asked) for person, seen in people]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One person's votes and what they show beside those of others who are trusted."""

    votes: PersonVotes
    habits: tuple[Check, ...]
    random: Check

    @property
    def distance(self) -> float:
        """How far the person is from what the others do, by what is flagged; 0 if nothing is."""
        return max((one.log_ratio for one in (*self.habits, self.random) if one.flagged), default=0.0)


def _seen_with_trust(table: VoteTable, limits: Floats) -> list[_Seen]:
    """Everybody beside those whose own votes follow the texts, in the order of ``table.people``.

    One who always takes the longer text makes it look the better one, and honest colleagues seem to prefer
    the shorter. So the farthest of the flagged people is no longer asked what is right, and all are tested
    again, themselves too, until none of those who are asked is flagged.
    """
    trusted = np.ones(len(table.people), dtype=np.bool_)
    while True:
        seen = _seen(table, limits, trusted)
        distances = np.where(trusted, [one.distance for one in seen], 0.0)
        if not distances.any():
            return seen
        trusted[distances.argmax()] = False


def _seen(table: VoteTable, limits: Floats, trusted: Bools) -> list[_Seen]:
    """Everybody beside the others who are trusted."""
    return [
        _one_seen(votes, reading)
        for votes, reading in zip(
            _each_persons(table, limits, trusted), readings(table, trusted), strict=True
        )
    ]


def _one_seen(votes: PersonVotes, reading: Reading) -> _Seen:
    side, length = check_side(votes), check_length(votes, accuracy=reading.accuracy)
    explained = side.flagged or length.flagged
    return _Seen(votes, (side, length), check_random(votes, reading, explained=explained))


def _quality(person: int, seen: _Seen, retests: Sequence[Retest], asked: Asked) -> AnnotatorQuality:
    """One annotator's figures and checks."""
    votes = seen.votes
    return AnnotatorQuality(
        person=person,
        judgments=len(votes.code),
        active_seconds=_median_seconds(votes.active_ms),
        agreement=share(votes.code == votes.majority, votes.majority != UNKNOWN),
        gold=gold_share(votes),
        consistency=consistency(retests),
        checks=(
            *seen.habits,
            check_ties(votes),
            seen.random,
            check_gold(votes, threshold=asked.gold_threshold),
            check_consistency(retests),
            check_fast(votes, rule=asked.reading),
        ),
    )


def _each_persons(table: VoteTable, limits: Floats, trusted: Bools) -> list[PersonVotes]:
    """The table cut by person, in the order of ``table.people``."""
    order = np.argsort(table.person, kind="stable")
    ends = np.cumsum(np.bincount(table.person, minlength=len(table.people)))[:-1]
    others, lead, majority = (
        others_counts(table, trusted),
        others_lead(table, trusted),
        others_majority(table),
    )
    return [
        PersonVotes(
            pair=table.pairs[table.pair[rows]],
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


def _limits(table: VoteTable, words: Mapping[int, int] | None, posts: Mapping[int, PostWords]) -> Floats:
    """For each vote, below how many milliseconds it is too fast; shape (n,)."""
    if words is None:
        return np.full(len(table.code), ALWAYS_TOO_FAST_MS)
    per_pair = np.array([words.get(pair, np.nan) for pair in table.pairs.tolist()], dtype=np.float64)
    own = [posts.get(pair, PostWords(-pair, 0)) for pair in table.pairs.tolist()]
    post = np.array([one.id for one in own], dtype=np.int64)[table.pair]
    in_post = np.array([one.words for one in own], dtype=np.float64)[table.pair]
    again = 1 - reads_post(table.person, post, table.active_ms)
    return reading_limits(per_pair[table.pair] - again * in_post)


def _median_seconds(active_ms: Floats) -> float | None:
    """The median of the measured times."""
    measured = active_ms[~np.isnan(active_ms)]
    return float(np.median(measured)) / 1000 if len(measured) else None
