"""A review in words: where it stands, what was planned, and what the plan buys."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.ui.words import ago
from core.review import Closing, Design, HeldOut, ReviewView, StopRule
from core.review.answers import Reason
from core.review.statistics import MARGIN, POWER, RATE, plan_for_margin, plan_for_rate, plan_of, typical_stop

STOPS = {
    StopRule.PLANNED: "When every item has its verdicts",
    StopRule.SEQUENTIAL: "As soon as it is decided",
    StopRule.BY_LEAD: "When a lead closes it",
}
STOPS_MEAN = {
    StopRule.PLANNED: "The number is fixed before the first verdict, so the usual intervals hold.",
    StopRule.SEQUENTIAL: "A confidence sequence is looked at after every item, until all are judged.",
    StopRule.BY_LEAD: "Every figure says that it was closed by hand.",
}
HELD_OUT = {
    HeldOut.MARK: "They review too; figures are given with and without them",
    HeldOut.REQUIRE: "They are given nothing to review",
}
FIELDS = {
    "question": "Question",
    "sample": "Prompts",
    "per_item": "Verdicts per item",
    "asked": "What is asked",
    "stop": "End",
    "held_out": "People whose judgments a model learned from",
    "reviewers": "Reviewers",
}
REASONS = {
    Reason.ALIKE: "unchanged answer",
    Reason.AMBIGUOUS: "several answers from one model",
    Reason.ALONE: "only one model answered",
    Reason.MISSING: "a model was not asked",
    Reason.UNANSWERED: "a model gave no answer",
}
"""Why a prompt is not compared."""
EXAMPLE = 0.6


def state_words(review: ReviewView) -> str:
    """Whether it is open, or how and when it was closed."""
    if review.is_open:
        return "Open"
    how = {
        Closing.BY_RULE: "Closed by its rule",
        Closing.EARLY: "Closed early by a lead",
        Closing.UNBLINDED: "Closed when a reviewer looked, as reviews could be before they had rules",
    }
    note = f": {review.note}" if review.note else ""
    return f"{how[review.closing or Closing.BY_RULE]} {ago(review.closed_at)}{note}"


def plan_lines(design: Design, *, items: int, reviewers: str) -> list[tuple[str, str]]:
    """What is planned, as names of lines and their words."""
    raw = design.model_dump(mode="json")
    lines = [(FIELDS[name], in_words(name, raw[name])) for name in FIELDS if name in raw]
    return [*lines, ("Items", f"{items:,}"), (FIELDS["reviewers"], reviewers)]


def in_words(field: str, value: Any) -> str:
    """One part of a design, as it is stored, in words."""
    if field == "sample":
        return _sample(value)
    if field == "asked":
        return "; ".join(_asked(value))
    if field == "per_item":
        return f"{value:,}, by different people" if value else "One by every reviewer"
    if field == "stop":
        return STOPS[StopRule(value)]
    if field == "held_out":
        return HELD_OUT[HeldOut(value)]
    return str(value)


def _sample(value: Mapping[str, Any]) -> str:
    if value["size"] is None:
        return "All that can be compared"
    each = " of each stratum" if value["per_stratum"] else ""
    return f"{value['size']:,}{each}, drawn with seed {value['seed']}"


def _asked(value: Mapping[str, Any]) -> Iterator[str]:
    if value["preference"]:
        more = [word for name, word in (("tie", "a tie"), ("both_bad", "both bad")) if value[name]]
        how_much = ", and how much" if value["strength"] else ""
        yield f"which answer is better{how_much}{', or ' + ' or '.join(more) if more else ''}"
    if value["axes"]:
        yield f"one by one: {', '.join(value['axes'])}"
    if value["quality_bar"]:
        yield f"whether each answer passes: “{value['quality_bar']}”"
    if value["comment"]:
        yield "a comment"
    if value["flags"]:
        yield f"flags: {', '.join(value['flags'])}"


def left_out_words(counts: Mapping[str, int]) -> str:
    """How many prompts are not compared for each reason; empty where none is left out."""
    return ", ".join(f"{words} ({counts[one]:,})" for one, words in REASONS.items() if counts.get(one))


def what_it_buys(design: Design, items: int, *, each: int) -> Iterator[str]:
    """What so many items with so many verdicts each can show, and what the usual aims would need."""
    plan = plan_of(items, per_item=each)
    margin, rate = plan_for_margin(per_item=each), plan_for_rate(per_item=each)
    aim, power = f"{_percent(RATE)} against 50 %", f"{_percent(POWER)} power"
    yield (
        f"{items:,} items with {count_verdicts(each)} each: {count_verdicts(plan.verdicts)}, which tell "
        f"a win rate to ± {100 * plan.margin:.1f} points."
    )
    seen = f"; with {power}, {50 + 100 * plan.difference:.1f} %" if plan.difference else ""
    yield f"This sees {aim} in {_percent(plan.power)} of all reviews{seen}."
    yield (
        f"± {100 * MARGIN:.0f} points needs {margin.items:,} items; seeing {aim} with {power} needs "
        f"{rate.items:,}."
    )
    if each > 1:
        yield (
            f"{each} verdicts on one item tell as much as {each / plan.design_effect:.1f} on different ones, "
            f"where two people agree {_percent(plan.agreement)} of the time."
        )
    if design.stop == StopRule.SEQUENTIAL:
        yield from _stops()


def _stops() -> Iterator[str]:
    for rate in (RATE, EXAMPLE):
        if (number := typical_stop(rate)) is not None:
            won = _percent(rate)
            yield f"If a model wins {won}, half of all reviews are decided after about {number:,} items."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def count_verdicts(number: int) -> str:
    """So many, in words."""
    return f"{number:,} verdict{'' if number == 1 else 's'}"
