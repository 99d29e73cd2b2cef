"""What a judge's figures say beside people's, as page and terminal say it."""

from collections.abc import Iterator

from core.intervals import percents
from core.review.judges.beside import JudgeResult
from core.review.statistics import EVEN, Estimate, JudgeAgreement
from core.review.views import ReviewView

KAPPA = (
    (0.0, "no better than chance"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
)
"""Landis and Koch's words for kappa up to each value, Biometrics 33 (1977) 159-174; above, almost perfect."""
INCONSISTENT = 0.8
"""A judge whose orders agree on fewer goes much by the order."""


def result_sentences(review: ReviewView, found: JudgeResult) -> Iterator[str]:
    """The figures of a judge, the most important first."""
    first, second = (review.models[number].name for number in (found.first, found.second))
    if not found.judged:
        yield f"{found.judge.name} has no verdict on {first} and {second}."
        return
    won = found.won
    yield (
        f"Of {found.judged:,} comparisons it gave {won[2]:,} to {second}, {won[0]:,} to {first} and "
        f"{won[1]:,} to neither: by it alone {second} wins {rate_words(found.rate)}."
    )
    yield from _order(found)
    yield agreement_words(found.agreement)
    yield corrected_words(second, found)


def rate_words(rate: Estimate) -> str:
    """A win rate with its interval."""
    if rate.value is None:
        return "–"
    ends = percents(rate.interval.lower, rate.interval.upper, beside=EVEN)
    return f"{percents(rate.value, beside=EVEN)} % ({ends} %)"


def agreement_words(found: JudgeAgreement) -> str:
    """How far a judge agrees with people, as a sentence."""
    if found.accuracy is None:
        return "No comparison has verdicts of people and of this judge, so how far they agree is not known."
    kappa = "" if found.kappa is None else f", kappa {found.kappa:.2f}: {kappa_words(found.kappa)}"
    return (
        f"It chose as people did in {100 * found.accuracy:.0f} % of their {int(found.table.sum()):,} "
        f"verdicts on {found.items:,} comparisons{kappa}."
    )


def kappa_words(kappa: float) -> str:
    """Kappa in a word."""
    return next((word for limit, word in KAPPA if kappa <= limit), "almost perfect")


def corrected_words(second: str, found: JudgeResult) -> str:
    """The win rate of people and judge together, or why there is none."""
    corrected = found.corrected
    if corrected.estimate.value is None:
        return f"People's win rate is not corrected by it: {corrected.estimate.method}"
    return (
        f"People and judge together: {second} wins {rate_words(corrected.estimate)}, from {corrected.both:,} "
        f"comparisons with both and {corrected.judged:,} that only the judge has seen; its word counts "
        f"{100 * (corrected.weight or 0):.0f} %."
    )


def _order(found: JudgeResult) -> Iterator[str]:
    if found.changed is None or found.consistency is None:
        return
    said = f"It chose alike in both orders on {100 * found.consistency:.0f} %"
    if found.changed:
        said += f"; the other {found.changed:,} count as ties"
    warned = (
        ". It goes much by the order, so trust its choices little" if found.consistency < INCONSISTENT else ""
    )
    yield f"{said}{warned}."
