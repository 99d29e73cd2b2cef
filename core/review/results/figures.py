"""What the verdicts of a closed review come to, as figures."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.review.design import StopRule
from core.review.results.columns import BOTH_BAD, FIRST, SECOND, TIE, UNKNOWN, Columns
from core.review.statistics import (
    Bools,
    ConfidenceSequence,
    Cut,
    Duels,
    Estimate,
    LengthAdjusted,
    PassRates,
    PositionBias,
    Ranking,
    SignTest,
    Slice,
    confidence_sequence,
    length_adjusted,
    pass_rates,
    position_bias,
    ranking,
    sign_test,
    slices,
    win_rate,
    win_rate_of_these,
    with_even_items,
)

LENGTH = "length"
"""The cut by which answer has more words; its parts speak of the second model."""


def part_name(one: Slice, second: str) -> str:
    """What a part of a review is called, where its second model has this name."""
    return one.name.replace("second", second) if one.kind == LENGTH else one.name


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
        same_as_ties: The win rate if prompts that both answered with the same text, which nobody is shown,
            counted as ties; None where there are none, or prompts were drawn.
        without_teachers: The win rate without reviewers who judged pairs that a model learned from; None
            where there are none of them.
        sign: The sign test on the items' majorities.
        position: Whether the side decided.
        at_equal_length: The win rate that equally long answers would have.
        sequence: The interval that holds at every look; None where items had no fixed number of verdicts.
        slices: The win rate in parts of the review, by stratum and by which answer is longer.
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
    slices: tuple[Slice, ...]


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


def duels(
    columns: Columns, taught: Bools, stop: StopRule, alike: Mapping[tuple[int, int], int]
) -> tuple[Duel, ...]:
    """Each two models that were compared.

    Args:
        columns: The verdicts.
        taught: Whether each was given by somebody whom a model learned from, shape (n,).
        stop: How the review was to end: one that looked for itself has a sequence.
        alike: How many prompts each two models answered with the same text.
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
                _preference(columns, kept & columns.preferred, taught, stop, alike.get((first, second), 0))
                if asked
                else None,
                _passes(columns, rated) if rated.any() else None,
            )
        )
    return tuple(found)


def _preference(columns: Columns, kept: Bools, taught: Bools, stop: StopRule, alike: int) -> Preference:
    votes = columns.votes(kept)
    rate = win_rate(votes)
    sides = columns.second_left[kept]
    seen = sides != UNKNOWN
    lengths = np.zeros(len(columns.strata), dtype=np.float64)
    lengths[votes.item] = columns.longer[kept]
    told = np.bincount(columns.outcome[kept], minlength=BOTH_BAD + 1)
    fixed = stop == StopRule.SEQUENTIAL and bool((columns.needed > 0).all())
    return Preference(
        counts=Counts(int(told[FIRST]), int(told[SECOND]), int(told[TIE]), int(told[BOTH_BAD])),
        rate=rate,
        of_these=win_rate_of_these(votes),
        without_ties=win_rate(votes.decided),
        same_as_ties=with_even_items(rate, alike) if alike else None,
        without_teachers=win_rate(votes.only(~taught[kept])) if taught[kept].any() else None,
        sign=sign_test(votes),
        position=position_bias(votes.only(seen), sides[seen] == 1),
        at_equal_length=length_adjusted(votes, lengths),
        sequence=confidence_sequence(columns.completed(votes)) if fixed else None,
        slices=tuple(slices(votes, _cuts(columns, kept))),
    )


def _cuts(columns: Columns, kept: Bools) -> list[Cut]:
    """Parts by stratum, if there are several, and by which answer has more words."""
    names = sorted(set(columns.strata))
    number = {name: code for code, name in enumerate(names)}
    strata = np.array([number[name] for name in columns.strata], dtype=np.int64)
    longer = 1 - np.sign(columns.longer[kept])
    lengths = Cut(LENGTH, longer, ("second longer", "equally long", "second shorter"))
    of_strata = [Cut("stratum", strata[columns.item[kept]], [name or "none" for name in names])]
    return [*(of_strata if len(names) > 1 else []), lengths]


def strengths(columns: Columns, models: int) -> Ranking | None:
    """How strong each of several models is; None for two, or without verdicts."""
    kept = columns.preferred
    if models == 2 or not kept.any():  # noqa: PLR2004 - two models need no ranking
        return None
    return ranking(Duels(columns.votes(kept), columns.first[kept], columns.second[kept]), models=models)


def _passes(columns: Columns, rated: Bools) -> PassRates:
    first, second = columns.first_passes[rated] == 1, columns.second_passes[rated] == 1
    return pass_rates(columns.item[rated], columns.reviewer[rated], first, second)
