"""Make a finding: its sentence with what always goes with its kind."""

import math
from collections.abc import Mapping
from dataclasses import replace

from core.counted import counted
from core.curves.findings.advice import RULES
from core.curves.findings.finding import Finding, Kind, Tone
from core.curves.findings.seen import Seen

NAMES = {
    "kl_coeff": ("beta", "the weight of KL"),
    "reward_model_learning_rate_multiplier": ("learning_rate_multiplier", "the learning rate"),
    "reinforcement_learning_rate_multiplier": ("learning_rate_multiplier", "the learning rate"),
    "reward_model_train_steps": ("epoch_count", "the number of steps"),
    "reinforcement_learning_train_steps": ("epoch_count", "the number of steps"),
}
"""Parameters that advice names: what else they are called here, and what they are in words."""


def said(
    kind: Kind,
    sentence: str,
    *about: Seen,
    evidence: Mapping[str, float] | None = None,
    step: int | None = None,
    tone: Tone | None = None,
    extra: str = "",
) -> Finding:
    """A finding about some curves, the main one first.

    Args:
        kind: What was found; tone, advice and source go by it.
        sentence: What it is.
        about: The curves.
        evidence: Its figures; those of the main curve are added.
        step: Where it happened.
        tone: Another tone than the kind's.
        extra: What is to be added to the advice.
    """
    rule = RULES[kind]
    figures = {**_figures(about[0]), **(evidence or {})}
    return Finding(
        kind,
        tone or rule.tone,
        sentence,
        {name: value for name, value in figures.items() if math.isfinite(value)},
        _confidence(about[0], likely=rule.likely),
        f"{rule.advice} {extra}".strip(),
        rule.source,
        tuple(one.key for one in about),
        step,
    )


def told(kind: Kind, seen: Seen, more: str = "", **evidence: float) -> Finding:
    """A finding that says what its curve did."""
    return said(kind, f"{seen.told}.{more}", seen, evidence=evidence, step=seen.shape.since)


def retold(finding: Finding, more: str, *about: Seen) -> Finding:
    """The same with another sentence at its end, about more curves."""
    keys = (*finding.curves, *(one.key for one in about))
    return replace(finding, sentence=f"{finding.sentence} {more}", curves=keys)


def in_their_names(advice: str, parameters: frozenset[str] | None) -> str:
    """Advice with the names that a run's parameters have, and in words where it has none of them."""
    for name, (other, words) in NAMES.items() if parameters is not None else ():
        found = next((one for one in (name, other) if one in (parameters or ())), words)
        advice = advice.replace(name, found)
    return advice


def _figures(seen: Seen) -> dict[str, float]:
    shape = seen.shape
    return {"points": len(seen.curve), "start": shape.start, "end": shape.end, "noise": shape.noise}


def _confidence(seen: Seen, *, likely: bool) -> str:
    """How sure a reading is: by its curve's shape, its points and how far they scatter."""
    words = f"{seen.shape.certainty.capitalize()}, from {counted(len(seen.curve), 'point')}"
    moved = abs(seen.shape.end - seen.shape.start)
    if seen.shape.direction and seen.shape.noise > 0:
        words += f"; it moved {moved / seen.shape.noise:,.1f} times as far as its points scatter"
    reading = " That is what the curves did; why is the likely reading, not the only one." if likely else ""
    return f"{words}.{reading}"
