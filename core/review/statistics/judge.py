"""A judge model beside people: how often it agrees with them, and the win rate that both give together.

Prediction-powered inference: the judge's mean over items that only it has seen, put right by how far it is
off where people have seen them too,

    rate = g·mean(f of the judge's own items) + mean(y - g·f of the items with both),
    variance = g²·var(f)/N + var(y - g·f)/n,

with y an item's mean score by people, f the judge's, and g between 0 and 1 so that the variance is least:
Angelopoulos, Bates, Fannjiang, Jordan and Zrnic, "Prediction-powered inference", Science 382 (2023) 669;
for g Angelopoulos, Duchi and Zrnic, "PPI++: efficient prediction-powered inference" (2023), arXiv
2311.01453. A judge that knows nothing has g = 0 and changes nothing.

Items are the units, so verdicts on one item need not be independent. What a reviewer's verdicts have in
common is added as a second way of clustering, V_reviewer - V_verdict of the people's part (Cameron, Gelbach
and Miller 2011), with Student's quantile and the degrees of freedom of Satterthwaite, Biometrics Bulletin 2
(1946) 110-114.

What is promised: the interval holds what people like these would say, over items like these, however bad
the judge is. It takes for granted that chance, or something that has nothing to do with the answers,
decided which items people saw.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from core.intervals import CONFIDENCE, Interval, z_value
from core.review.statistics.crossed import interval
from core.review.statistics.votes import EVEN, Bools, Estimate, Floats, Ints, Votes, codes, used

FEWEST_BOTH = 100
"""Items that people and the judge must both have seen; with 50 of them the interval covered 91 to 94 %."""
FORMULA = "g·mean(f) + mean(y - g·f), ± t·√(g²·var(f)/N + var(y - g·f)/n + V_reviewer - V_verdict)"
SOURCE = "Angelopoulos et al., Science 382 (2023) 669; PPI++, arXiv 2311.01453"


@dataclass(frozen=True, slots=True, eq=False)
class JudgeAgreement:
    """How often a judge chooses as people do.

    Attributes:
        table: Verdicts by what the person said (first, tie, second: rows) and the judge (columns), shape
            (3, 3).
        accuracy: The share of people's verdicts that the judge's on the same item equals; none without any.
        interval: That of the accuracy, for items and reviewers like these.
        kappa: Cohen's, the agreement beyond what their habits alone would give; none where that leaves
            nothing.
        items: Items with both.
    """

    table: Ints
    accuracy: float | None
    interval: Interval
    kappa: float | None
    items: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """The win rate of people and judge together.

    Attributes:
        estimate: The rate; without one its ``method`` says why.
        weight: g, how much of the judge's word counts, 0 to 1; none without a rate.
        both: Items that people and judge have seen.
        judged: Items that only the judge has seen.
    """

    estimate: Estimate
    weight: float | None
    both: int
    judged: int


def judge_agreement(votes: Votes, judged: Floats) -> JudgeAgreement:
    """Compare the judge with each verdict of people.

    Accuracy is the share on the table's diagonal, p_o. Kappa is (p_o - p_e)/(1 - p_e), with p_e the share
    that two who keep their frequencies would agree on by chance: Cohen, Educ. Psychol. Meas. 20 (1960)
    37-46.

    Args:
        votes: People's.
        judged: The judge's score of each item, 0 to 1, shape (items,); NaN where it gave none. In favour of
            neither is 0.5.
    """
    seen = votes.only(~np.isnan(judged[votes.item]))
    person, judge = _side(seen.score), _side(judged[seen.item])
    table = np.bincount(3 * person + judge, minlength=9).reshape(3, 3).astype(np.int64)
    n = int(table.sum())
    if n == 0:
        return JudgeAgreement(table, None, Interval(0.0, 1.0), None, 0)
    alike = float(table.trace()) / n
    by_chance = float(table.sum(axis=0) @ table.sum(axis=1)) / n**2
    kappa = (alike - by_chance) / (1 - by_chance) if by_chance < 1 else None
    same = Votes(codes(seen.item), codes(seen.reviewer), (person == judge).astype(np.float64))
    return JudgeAgreement(table, alike, interval(same), kappa, used(seen.item))


def corrected_rate(votes: Votes, judged: Floats) -> Corrected:
    """The win rate that people would give if they had seen all items that the judge has seen.

    Args:
        votes: People's.
        judged: As in `judge_agreement`.
    """
    by_judge = ~np.isnan(judged)
    by_people = np.bincount(votes.item, minlength=len(judged)) > 0
    both, alone = by_judge & by_people, by_judge & ~by_people
    seen = votes.only(both[votes.item])
    why = _obstacle(seen, int(both.sum()), int(alone.sum()))
    if why:
        estimate = Estimate(
            None, Interval(0.0, 1.0), len(seen), int(both.sum()), used(seen.reviewer), why, FORMULA, SOURCE
        )
        return Corrected(estimate, None, int(both.sum()), int(alone.sum()))
    return _correct(seen, judged, both, judged[alone])


def _obstacle(seen: Votes, both: int, alone: int) -> str:
    if both < FEWEST_BOTH:
        return f"{both} items have verdicts of people and of the judge: correcting takes {FEWEST_BOTH}."
    if alone == 0:
        return "People have seen every item that the judge has seen: there is nothing for it to add."
    if np.ptp(seen.score) == 0:
        return "People's verdicts are all alike: there is nothing by which to tell how far off the judge is."
    return ""


def _correct(seen: Votes, judged: Floats, both: Bools, alone: Floats) -> Corrected:
    per_item = np.bincount(seen.item, minlength=len(judged))
    people = np.bincount(seen.item, seen.score, minlength=len(judged))[both] / per_item[both]
    weight = _weight(people, judged[both], alone)
    off = people - weight * judged[both]
    rate = weight * float(alone.mean()) + float(off.mean())
    sampled = weight**2 * float(alone.var()) / len(alone) + float(off.var()) / len(off)
    parts = _parts(seen, weight * judged, float(off.mean()), per_item)
    half = _half(sampled, parts, len(off), used(seen.reviewer))
    ends = Interval(max(rate - half, 0.0), min(rate + half, 1.0))
    reviewers = used(seen.reviewer)
    whom = "items and reviewers" if reviewers > 1 else "items, for this one reviewer"
    method = f"Prediction-powered inference with power tuning; variance over {whom}."
    estimate = Estimate(
        min(max(rate, 0.0), 1.0), ends, len(seen), len(off), reviewers, method, FORMULA, SOURCE
    )
    return Corrected(estimate, weight, len(off), len(alone))


def _weight(people: Floats, judge: Floats, alone: Floats) -> float:
    """The g with the least variance: cov(y, f) / ((1 + n/N)·var(f)), within 0 and 1."""
    spread = float(np.concatenate([judge, alone]).var(ddof=1)) * (1 + len(judge) / len(alone))
    together = float(((people - people.mean()) * (judge - judge.mean())).mean())
    return min(max(together / spread, 0.0), 1.0) if spread > 0 else 0.0


def _parts(seen: Votes, judge: Floats, mean: float, per_item: Ints) -> tuple[float, float]:
    """V_reviewer and V_verdict of the people's part."""
    reviewers, items = used(seen.reviewer), used(seen.item)
    off = (seen.score - judge[seen.item] - mean) / (per_item[seen.item] * items)
    by_reviewer = np.bincount(seen.reviewer, off)
    return reviewers / max(reviewers - 1, 1) * float(by_reviewer @ by_reviewer), float(off @ off)


def _half(sampled: float, parts: tuple[float, float], items: int, reviewers: int) -> float:
    """Half the width of the interval; with one reviewer the normal distribution's, as published."""
    if reviewers == 1:
        return z_value(CONFIDENCE) * sqrt(sampled)
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    of_reviewers, of_verdicts = parts
    variance = sampled + max(of_reviewers - of_verdicts, 0.0)
    unsure = of_reviewers**2 / (reviewers - 1) + (of_verdicts**2 + sampled**2) / (items - 1)
    return float(stdtrit(variance**2 / unsure, 0.5 + CONFIDENCE / 2)) * sqrt(variance)


def _side(score: Floats) -> Ints:
    """0 for the first, 1 for neither, 2 for the second."""
    sides: Ints = (np.sign(score - EVEN) + 1).astype(np.int64)
    return sides
