"""What can be said of the results: one sentence, and what limits it."""

import math
from collections.abc import Iterator

import numpy as np

from core.counted import counted
from core.intervals import Interval, percents
from core.review.design import StopRule
from core.review.models import Closing
from core.review.results.figures import Duel, Preference
from core.review.results.reading import Results
from core.review.statistics import EVEN, Estimate, Floats, PassRates, at_any_time

FEWEST_ITEMS = 20
"""Below it no interval is sure enough to say "better"."""
CLOSE = 0.05
"""An interval that reaches no further from even says that two models are about equal."""
UNEVEN = 0.05
"""Sides that were drawn differ by less, unless there are few verdicts."""
LOW_ALPHA = 0.2
TOO_FEW = "there are too few items to tell"
ALONE = "All verdicts are one person's: they say nothing of what others prefer."
ALONE_ON_PASSES = "All verdicts are one person's: others may draw the line elsewhere."
BY_HIDDEN = "verdicts were hidden until then, so the end was not chosen by the result"


def claim(found: Results) -> str:
    """The result as a sentence that a person may read out."""
    duel = found.duel
    if not found.verdicts:
        return "There are no verdicts, so nothing can be said."
    if duel is None:
        return _ofcounted(found)
    if duel.preference is not None:
        return _of_preference(found, duel, duel.preference)
    return _of_passes(found, duel, duel.passes) if duel.passes else "No verdict says which is better."


def _ofcounted(found: Results) -> str:
    """Which of several models is ahead, if the one behind it is surely behind."""
    verdicts = f"{len(found.review.models)} models were compared in {counted(found.verdicts, 'verdict')}"
    strengths = found.ranking
    if strengths is None:
        return f"{verdicts}."
    place = _shares(strengths.won) if strengths.strength is None else strengths.strength
    ahead, next_one = place.argsort()[::-1][:2].tolist()
    pair = next((one for one in found.duels if {one.first, one.second} == {ahead, next_one}), None)
    rate = pair.preference.rate if pair and pair.preference else None
    side = _side(rate.interval) * (1 if pair and pair.second == ahead else -1) if rate else 0
    first, second = found.name(ahead), found.name(next_one)
    all_met = len(found.duels) == math.comb(len(found.review.models), 2)
    if strengths.strength is None and (side <= 0 or not all_met):
        return f"{verdicts}: {strengths.why}"
    if rate is None or side <= 0:
        return f"{verdicts}: {first} and {second} are ahead, and which of them is better cannot be told."
    if rate.items < FEWEST_ITEMS:
        return f"{verdicts}: {first} is perhaps the best, ahead of {second}, but {TOO_FEW}."
    if rate.reviewers == 1:
        return f"{verdicts}: the only reviewer finds {first} the best, ahead of {second}. {ALONE}"
    return f"{verdicts}: {first} is the best, ahead of {second}."


def _shares(won: Floats) -> Floats:
    """The share of its verdicts that each model won, shape (models,): their order where no strengths fit."""
    shares: Floats = won.sum(axis=1) / np.maximum((won + won.T).sum(axis=1), 1)
    return shares


def early(found: Results) -> str:
    """How the review came to its end, where no rule ended it; every figure shows it. Empty otherwise."""
    review = found.review
    if review.closing == Closing.UNBLINDED:
        return "One of its reviewers looked at whose answers are whose before its end."
    if review.closing != Closing.EARLY:
        return ""
    by = f" by {found.closed_by}" if found.closed_by else ""
    if review.design.stop == StopRule.BY_LEAD:
        return f"Closed{by}, as planned without a rule; {BY_HIDDEN}."
    of = f" after {found.verdicts:,} of {review.planned:,} planned verdicts" if review.planned else ""
    return f"Closed early{by}{of} (“{review.note}”); {BY_HIDDEN}."


def remarks_of(found: Results) -> tuple[str, ...]:
    """What limits the claim, the weightiest first."""
    said = [early(found)] if early(found) else []
    if found.changes:
        said.append(f"The plan was changed {counted(found.changes, 'time')} after the first verdict.")
    if found.duel and found.duel.preference:
        said += _limits(found, found.name(found.duel.second), found.duel.preference)
    alpha = found.agreement.alpha if found.agreement else None
    if alpha is not None and alpha.value is not None and alpha.value < LOW_ALPHA and not alpha.too_few:
        on = f"alpha {alpha.value:.2f} on {counted(alpha.n, 'comparison')} that several judged"
        said.append(f"Reviewers hardly agree ({on}): much of a verdict is whose it is.")
    if found.judged < found.review.items:
        said.append(f"{found.judged:,} of {found.review.items:,} items have a verdict.")
    return tuple(said)


def _limits(found: Results, second: str, preference: Preference) -> Iterator[str]:
    rate, without = preference.rate, preference.without_teachers
    if found.review.design.stop == StopRule.SEQUENTIAL and preference.sequence:
        yield (
            "It could end after any item: the sentence on top rests on the confidence sequence, which allows"
            " for that; the plain interval does not."
        )
    if without is not None:
        taught = sum(one.taught for one in found.reviewers)
        yield (
            f"{taught:,} of {counted(len(found.reviewers), 'reviewer')} judged pairs that a model learned "
            f"from; without them: {_share(without)}."
        )
    equal = preference.at_equal_length.estimate
    if equal.value is not None and _side(rate.interval) and _side(equal.interval) != _side(rate.interval):
        yield f"At equal length the difference is gone: {_share(equal)}."
    left = preference.position.left
    if _side(left.interval):
        yield f"The side mattered: the answer on the left was chosen in {_share(left)}."
    drawn = preference.position.second_left
    if drawn is not None and abs(drawn - EVEN) > max(UNEVEN, left.n**-0.5):
        yield f"Sides were uneven: the answer of {second} stood on the left in {100 * drawn:.0f} %."


def _of_preference(found: Results, duel: Duel, preference: Preference) -> str:
    rate, names = preference.rate, (found.name(duel.second), found.name(duel.first))
    sure, theirs = ends(preference)
    ties = ", ties counted half" if preference.counts.ties + preference.counts.both_bad else ""
    kind = "95 % interval" if sure is rate.interval else "95 % confidence sequence"
    won = (
        f"it won {percents(rate.value or 0, beside=EVEN)} % of {counted(rate.n, 'verdict')} on"
        f" {counted(rate.items, 'item')} by {counted(rate.reviewers, 'reviewer')}{ties}"
        f" ({kind} {percents(sure.lower, sure.upper, beside=EVEN)} %)"
    )
    return f"{_meaning(names, rate, sure, theirs)}: {won}.{f' {ALONE}' if rate.reviewers == 1 else ''}"


def ends(preference: Preference) -> tuple[Interval, Interval]:
    """The interval for reviewers like these, and the one for these; at any time, if that was asked."""
    sequence = preference.sequence
    if sequence is None or sequence.drifted:
        return preference.rate.interval, preference.of_these.interval
    return at_any_time(sequence, preference.rate, preference.of_these), Interval(*sequence.now)


def _meaning(names: tuple[str, str], rate: Estimate, sure: Interval, theirs: Interval) -> str:
    """What the interval says about the question which of the two is better."""
    second, first = names
    side, here = _side(sure), _side(theirs)
    if rate.items < FEWEST_ITEMS and (side or here):
        return f"{second} is perhaps {_word(side or here)} than {first}, but {TOO_FEW}"
    if side and rate.reviewers == 1:
        return f"The only reviewer finds {second} {_word(side)} than {first}"
    if side:
        return f"{second} is {_word(side)} than {first}"
    apart = max(EVEN - sure.lower, sure.upper - EVEN)
    if apart <= CLOSE:
        return f"{second} and {first} are about equal, with a difference of probably below {_points(apart)}"
    if here:
        shown = percents(theirs.lower, theirs.upper, beside=EVEN)
        return (
            f"These {rate.reviewers} reviewers find {second} {_word(here)} than {first} (for them {shown} %),"
            " but what others would say cannot be told from so few"
        )
    return f"Whether {second} is better than {first} cannot be told from this review"


def _of_passes(found: Results, duel: Duel, passes: PassRates) -> str:
    second, first = found.name(duel.second), found.name(duel.first)
    gap = passes.difference
    rates = f"{_percent(passes.second)} of {second}'s answers pass and {_percent(passes.first)} of {first}'s"
    low, high = _signed(gap.interval.lower), _signed(gap.interval.upper)
    shown = f"95 % interval of the difference {low} to {high} points"
    often = f"{'more' if gap.interval.lower > 0 else 'less'} often than {first}"
    if gap.interval.lower <= 0 <= gap.interval.upper:
        meaning = f"Whether {second} passes more often than {first} cannot be told from this review"
    elif gap.items < FEWEST_ITEMS:
        meaning = f"{second} perhaps passes {often}, but {TOO_FEW}"
    elif gap.reviewers == 1:
        meaning = f"By the only reviewer's verdicts {second} passes {often}"
    else:
        meaning = f"{second} passes {often}"
    return f"{meaning}: {rates} ({shown}).{f' {ALONE_ON_PASSES}' if gap.reviewers == 1 else ''}"


def _side(interval: Interval) -> int:
    """1 above even, -1 below, 0 if even is inside."""
    return int(interval.lower > EVEN) - int(interval.upper < EVEN)


def _word(side: int) -> str:
    return "better" if side > 0 else "worse"


def _share(estimate: Estimate) -> str:
    if estimate.value is None:
        return "not known"
    ends = percents(estimate.interval.lower, estimate.interval.upper, beside=EVEN)
    return f"{100 * estimate.value:.0f} % ({ends} %)"


def _percent(estimate: Estimate) -> str:
    return "an unknown share" if estimate.value is None else f"{100 * estimate.value:.0f} %"


def _signed(share: float) -> str:
    return f"{100 * share:+.0f}".replace("-", "\N{MINUS SIGN}")


def _points(share: float) -> str:
    return counted(math.ceil(100 * share), "point")
