"""How often one model wins, the sign test on items, pass rates, and whether the side mattered."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.intervals import CONFIDENCE, Interval
from core.review.statistics.crossed import interval, same_reviewers
from core.review.statistics.layout import Layout
from core.review.statistics.votes import EVEN, Bools, Estimate, Ints, Votes

WILSON = "Wilson, JASA 22 (1927) 209-212"
CROSSED = (
    "Henderson, Biometrics 9 (1953) 226-252; Owen, Annals of Applied Statistics 1 (2007) 386-411; Hartung and"
    " Knapp, Statistics in Medicine 20 (2001) 3875-3889; Wilson, JASA 22 (1927) 209-212"
)
CLUSTERED = (
    "Korn and Graubard, Survey Methodology 24 (1998) 193-201; Liang and Zeger, Biometrika 73 (1986) 13-22"
)
V_CROSSED = (
    "m with V = item² Σ nᵢ²/N² + reviewer² Σ nⱼ²/N² + rest²/N, Wilson's interval with N' = m(1-m)z²/(t²V)"
)
V_CLUSTERED = "m with V = Σᵢ(Σⱼ(x - x̄ⱼ))²/N², Wilson's interval with N' = m(1-m)z²/(t²V)"
V_WILSON = "(m + z²/2N ± z√(s²/N + z²/4N²)) / (1 + z²/N)"


def win_rate(votes: Votes) -> Estimate:
    """The mean score, for items and reviewers like these: the second model's win rate, ties counted half.

    Without ties it is ``win_rate(votes.decided)``. The interval reckons with verdicts on one item and by one
    reviewer being alike. With few reviewers it is wide, as it must be: what people like these few would say
    on average is known only as well as these few agree.
    """
    table = Layout.of(votes)
    if table.reviewers == 1:
        return _one_reviewer(votes, table)
    if table.n == table.reviewers == table.items:
        method = "Wilson's: each verdict is another person's, on another item."
        return _estimate(votes, table, interval, method, WILSON)
    method = (
        "For items and reviewers like these: both count as drawn, so that verdicts on one item, and of one"
        " reviewer, are not taken as independent."
    )
    return _estimate(votes, table, interval, method, CROSSED)


def win_rate_of_these(votes: Votes) -> Estimate:
    """The same for other items judged by these very reviewers in these shares; narrower, and claims less."""
    table = Layout.of(votes)
    if table.reviewers == 1:
        return _one_reviewer(votes, table)
    method = "For items like these and these reviewers only: other reviewers may judge differently."
    return _estimate(votes, table, same_reviewers, method, CLUSTERED)


def with_even_items(rate: Estimate, even: int) -> Estimate:
    """The rate if further items had been judged, and each of their verdicts were a tie.

    Args:
        rate: The win rate of the items that were judged.
        even: How many items both models answered with the same text, so that nobody had to judge them.
    """
    share = rate.items / max(rate.items + even, 1)
    ends = Interval(*(EVEN + share * (end - EVEN) for end in (rate.interval.lower, rate.interval.upper)))
    return Estimate(
        None if rate.value is None else EVEN + share * (rate.value - EVEN),
        ends,
        rate.n,
        rate.items + even,
        rate.reviewers,
        f"{rate.method} {even:,} items on which both answers are the same count as ties.",
        f"½ + (m - ½)·{rate.items}/{rate.items + even}, where {rate.formula}",
        rate.source,
    )


def _one_reviewer(votes: Votes, table: Layout) -> Estimate:
    single = table.items == table.n
    how = "Wilson's interval" if single else "Verdicts on one item are taken together"
    method = f"{how}; all verdicts are one person's, so nothing is known of what others would say."
    return _estimate(votes, table, same_reviewers, method, WILSON if single else CLUSTERED)


def _estimate(
    votes: Votes, table: Layout, how: Callable[[Votes, float, Layout], Interval], method: str, source: str
) -> Estimate:
    if not table.n:
        return Estimate(None, Interval(0.0, 1.0), 0, 0, 0, "There are no verdicts.", "", "")
    formula = {WILSON: V_WILSON, CROSSED: V_CROSSED, CLUSTERED: V_CLUSTERED}[source]
    ends = how(votes, CONFIDENCE, table)
    mean = float(votes.score.mean())
    return Estimate(mean, ends, table.n, table.items, table.reviewers, method, formula, source)


@dataclass(frozen=True, slots=True)
class SignTest:
    """Whether more items went to one model than a coin would give it.

    Attributes:
        first: Items that most of the verdicts on them give to the first model.
        second: Those of the second.
        even: Those that neither has.
        p_value: How often a fair coin would come out at least as uneven; 1 without items.
    """

    first: int
    second: int
    even: int
    p_value: float


def sign_test(votes: Votes) -> SignTest:
    """The exact sign test on the items' majorities, so that several verdicts on one item count once.

    Source:
        Two-sided binomial test of the items that are not even against ½: Dixon and Mood, JASA 41 (1946)
        557-566. On passes and fails it is McNemar's exact test, Psychometrika 12 (1947) 153-157.
    """
    from scipy.stats import binomtest  # noqa: PLC0415 - slow to import

    sums = np.bincount(votes.item, weights=votes.score - EVEN)
    judged = np.bincount(votes.item) > 0
    first, second = int((sums < 0).sum()), int((sums > 0).sum())
    p_value = float(binomtest(second, first + second).pvalue) if first + second else 1.0
    return SignTest(first, second, int(judged.sum()) - first - second, p_value)


@dataclass(frozen=True, slots=True)
class PassRates:
    """How often each model's answers passed the quality bar.

    Attributes:
        first: The share of the first model's answers.
        second: The share of the second's.
        difference: The second's less the first's, within -1 and 1.
        test: McNemar's exact test, on items.
    """

    first: Estimate
    second: Estimate
    difference: Estimate
    test: SignTest


def pass_rates(item: Ints, reviewer: Ints, first: Bools, second: Bools) -> PassRates:
    """Both models' pass rates and their paired difference, from verdicts that passed or failed both answers.

    The difference of each verdict is -1, 0 or 1; half of it and one half is a score, whose interval knows of
    items and reviewers. McNemar's test counts an item once, by its verdicts' majority.

    Args:
        item: Codes of items, shape (n,).
        reviewer: Codes of reviewers, shape (n,).
        first: Whether the first model's answer passed, shape (n,).
        second: Whether the second's did, shape (n,).
    """
    score = second.astype(np.float64) - first
    paired = Votes(item, reviewer, (score + 1) / 2)
    half = win_rate(paired)
    difference = Estimate(
        None if half.value is None else 2 * half.value - 1,
        Interval(2 * half.interval.lower - 1, 2 * half.interval.upper - 1),
        half.n,
        half.items,
        half.reviewers,
        half.method,
        f"2m - 1, where a verdict counts 1 if only the second passed, ½ if both or none did: {half.formula}",
        half.source,
    )
    rates = [win_rate(Votes(item, reviewer, passed.astype(np.float64))) for passed in (first, second)]
    return PassRates(rates[0], rates[1], difference, sign_test(paired))


@dataclass(frozen=True, slots=True)
class PositionBias:
    """Whether the side decided.

    Attributes:
        left: How often the answer on the left was chosen, ties counted half: even if sides did not matter.
        second_left: In what share of the verdicts the second model's answer stood there; None without any.
        rate_left: The second model's win rate where it stood there; None if it never did.
        rate_right: Its win rate where it stood on the right, likewise.
    """

    left: Estimate
    second_left: float | None
    rate_left: float | None
    rate_right: float | None


def position_bias(votes: Votes, second_left: Bools) -> PositionBias:
    """How often the left answer was chosen.

    Args:
        votes: The verdicts.
        second_left: Whether the second model's answer stood on the left, shape (n,).
    """
    left = Votes(votes.item, votes.reviewer, np.where(second_left, votes.score, 1 - votes.score))
    means = [
        float(part.mean()) if len(part) else None
        for part in (second_left, votes.score[second_left], votes.score[~second_left])
    ]
    return PositionBias(win_rate(left), means[0], means[1], means[2])
