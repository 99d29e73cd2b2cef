"""What each reviewer of a closed review said, and how far they agree."""

from dataclasses import dataclass

import numpy as np

from core.labelling import quality
from core.review.results.columns import SCORES, TIE, UNKNOWN, Columns
from core.review.statistics import Estimate, Floats, Ints, Slice, Votes, length_habits, win_rate


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


def habits(columns: Columns) -> tuple[Slice, ...]:
    """How often each reviewer, by their number, took the longer answer; empty for one alone."""
    people = columns.people.tolist()
    if len(people) < 2:  # noqa: PLR2004 - there is nobody to compare with
        return ()
    votes, longer = columns.votes(columns.preferred), columns.longer[columns.preferred]
    return tuple(length_habits(votes, longer.astype(np.float64), [str(one) for one in people]))


def _own(columns: Columns, rows: Ints) -> tuple[Votes, Votes]:
    """One reviewer's verdicts by model, and by side; each is on an item of its own."""
    score = SCORES[columns.outcome[rows]]
    seen = columns.second_left[rows] != UNKNOWN
    side = np.where(columns.second_left[rows] == 1, score, 1 - score)[seen]
    return _alone(score), _alone(side)


def _alone(score: Floats) -> Votes:
    return Votes(np.arange(len(score)), np.zeros(len(score), dtype=np.int64), score)
