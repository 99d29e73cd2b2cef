"""What the verdicts of a closed review come to, as figures."""

from dataclasses import dataclass

import numpy as np

from core.labelling import quality
from core.review.design import StopRule
from core.review.results.columns import BOTH_BAD, FIRST, SECOND, TIE, UNKNOWN, Columns
from core.review.statistics import (
    ConfidenceSequence,
    Estimate,
    LengthAdjusted,
    PassRates,
    PositionBias,
    SignTest,
    Votes,
    confidence_sequence,
    length_adjusted,
    pass_rates,
    position_bias,
    sign_test,
    win_rate,
    win_rate_of_these,
)
from core.review.statistics.votes import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Counts:
    """Verdicts by what they say."""

    first: int
    second: int
    ties: int
    both_bad: int

    @property
    def n(self) -> int:
        """All of them."""
        return self.first + self.second + self.ties + self.both_bad


@dataclass(frozen=True, slots=True)
class Preference:
    """Which of two models' answers people find better.

    Attributes:
        counts: Verdicts by what they say.
        rate: The second model's win rate, ties counted half, for items and reviewers like these.
        of_these: The same for these reviewers only.
        without_ties: The win rate over verdicts that named a winner.
        same_as_ties: The win rate with every verdict on identical answers counted as a tie; None where no two
            answers are identical.
        without_teachers: The win rate without reviewers who judged pairs that a model learned from; None
            where there are none of them.
        sign: The sign test on the items' majorities.
        position: Whether the side decided.
        at_equal_length: The win rate that equally long answers would have.
        sequence: The interval that holds at every look; None where items had no fixed number of verdicts.
    """

    counts: Counts
    rate: Estimate
    of_these: Estimate
    without_ties: Estimate
    same_as_ties: Estimate | None
    without_teachers: Estimate | None
    sign: SignTest
    position: PositionBias
    at_equal_length: LengthAdjusted
    sequence: ConfidenceSequence | None


@dataclass(frozen=True, slots=True)
class Duel:
    """Two models of a review.

    Attributes:
        first: The number of one.
        second: That of the other, whose win rate it is.
        preference: Which is preferred; None where that was not asked.
        passes: How often each passed the quality bar; None where that was not asked.
    """

    first: int
    second: int
    preference: Preference | None
    passes: PassRates | None


@dataclass(frozen=True, slots=True)
class ReviewerFigures:
    """One reviewer's part.

    Attributes:
        person_id: Their number.
        name: What they are called.
        taught: Whether they judged pairs that a model of the review learned from.
        verdicts: What they said that counts.
        skips: How many they skipped.
        rate: The win rate by their verdicts alone; None with more than two models.
        left: How often they chose the answer on the left.
        agrees: The share of their items on which they agree with the majority of the others; None if nobody
            else judged any.
    """

    person_id: int
    name: str
    taught: bool
    verdicts: int
    skips: int
    rate: Estimate | None
    left: Estimate
    agrees: float | None


def duels(columns: Columns, taught: Bools, stop: StopRule) -> tuple[Duel, ...]:
    """Each two models that were compared.

    Args:
        columns: The verdicts.
        taught: Whether each was given by somebody whom a model learned from, shape (n,).
        stop: How the review was to end: one that looked for itself has a sequence.
    """
    models = int(columns.second.max(initial=0)) + 1
    pair = columns.first * models + columns.second
    found = []
    for code in np.unique(pair):
        kept = pair == code
        first, second = divmod(int(code), models)
        rated = kept & columns.rated
        asked = bool((kept & columns.preferred).any())
        found.append(
            Duel(
                first,
                second,
                _preference(columns, kept & columns.preferred, taught, stop) if asked else None,
                _passes(columns, rated) if rated.any() else None,
            )
        )
    return tuple(found)


def _preference(columns: Columns, kept: Bools, taught: Bools, stop: StopRule) -> Preference:
    votes = columns.votes(kept)
    same = columns.same[kept]
    sides = columns.second_left[kept]
    seen = sides != UNKNOWN
    lengths = np.zeros(len(columns.strata), dtype=np.float64)
    lengths[votes.item] = columns.longer[kept]
    told = np.bincount(columns.outcome[kept], minlength=BOTH_BAD + 1)
    fixed = stop == StopRule.SEQUENTIAL and bool((columns.needed > 0).all())
    return Preference(
        counts=Counts(int(told[FIRST]), int(told[SECOND]), int(told[TIE]), int(told[BOTH_BAD])),
        rate=win_rate(votes),
        of_these=win_rate_of_these(votes),
        without_ties=win_rate(votes.decided),
        same_as_ties=win_rate(votes.tied_where(same)) if same.any() else None,
        without_teachers=win_rate(votes.only(~taught[kept])) if taught[kept].any() else None,
        sign=sign_test(votes),
        position=position_bias(votes.only(seen), sides[seen] == 1),
        at_equal_length=length_adjusted(votes, lengths),
        sequence=confidence_sequence(columns.completed(votes)) if fixed else None,
    )


def _passes(columns: Columns, rated: Bools) -> PassRates:
    first, second = columns.first_passes[rated] == 1, columns.second_passes[rated] == 1
    return pass_rates(columns.item[rated], columns.reviewer[rated], first, second)


def team(columns: Columns) -> quality.Agreement | None:
    """How far reviewers agree on the same comparisons; None where preference was not asked.

    A pair of answers is what is judged: with several models each two of an item are a thing of their own.
    """
    kept = columns.preferred
    if not kept.any():
        return None
    code = np.minimum(columns.outcome[kept], TIE)
    models = int(columns.second.max()) + 1
    what = (columns.item * models + columns.first) * models + columns.second
    return quality.agreement(quality.tabulate_columns(what[kept], columns.reviewer[kept], code))


def of_reviewers(
    columns: Columns, names: dict[int, str], taught: frozenset[int], together: quality.Agreement | None
) -> tuple[ReviewerFigures, ...]:
    """What each reviewer said, those with most verdicts first.

    The verdicts are sorted once, so that many reviewers cost no more than few.
    """
    order = np.argsort(columns.reviewer, kind="stable")
    ends = np.cumsum(np.bincount(columns.reviewer, minlength=len(columns.people)))
    two = int(columns.second.max(initial=0)) == 1
    found = []
    own = np.split(order, ends[:-1])
    for code, person in enumerate(columns.people.tolist()):
        rows = own[code]
        counted = rows[columns.preferred[rows] | columns.rated[rows]]
        votes, left = _own(columns, rows[columns.preferred[rows]])
        shared = together.against_the_rest.get(code) if together else None
        found.append(
            ReviewerFigures(
                person,
                names.get(person, ""),
                person in taught,
                len(counted),
                len(rows) - len(counted),
                win_rate(votes) if two else None,
                win_rate(left),
                shared.value if shared else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.verdicts, one.person_id)))


def _own(columns: Columns, rows: Ints) -> tuple[Votes, Votes]:
    """One reviewer's verdicts by model, and by side; each is on an item of its own."""
    score = np.array([0.0, 1.0, 0.5, 0.5])[columns.outcome[rows]]
    seen = columns.second_left[rows] != UNKNOWN
    side = np.where(columns.second_left[rows] == 1, score, 1 - score)[seen]
    return _alone(score), _alone(side)


def _alone(score: Floats) -> Votes:
    return Votes(np.arange(len(score)), np.zeros(len(score), dtype=np.int64), score)
