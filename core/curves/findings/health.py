"""What is broken, whatever it is about: NaN, runaways, collapses, spikes, a learning rate of zero."""

from collections.abc import Iterator

import numpy as np

from core.counted import counted
from core.curves.findings.finding import Finding, Kind, Tone
from core.curves.findings.said import said
from core.curves.findings.seen import Seen, Training
from core.curves.findings.shape import ShapeKind
from core.curves.findings.words import at, number
from core.curves.tags import Meaning

MAY_NOT_RUN_AWAY = {Meaning.RANK_LOSS, Meaning.LOSS, Meaning.REWARD, Meaning.PENALISED, Meaning.KL}
MAY_NOT_COLLAPSE = {Meaning.REWARD, Meaning.PENALISED, Meaning.ACCURACY, Meaning.LENGTH}
SPIKES_COUNT = MAY_NOT_RUN_AWAY | {Meaning.ACCURACY, Meaning.GRADIENT}
NAMED = 3
LEAST_LOST_ACCURACY = 0.1


def broken(training: Training) -> Iterator[Finding]:
    """What is broken in one training."""
    yield from _not_finite(training)
    for seen in training.seen:
        if seen.readable:
            yield from _of_shape(seen)
        if (
            seen.known.meaning is Meaning.LEARNING_RATE
            and len(seen.curve) > 1
            and not seen.curve.values.any()
        ):
            yield said(Kind.NO_LEARNING_RATE, f"{seen.name} is 0 at all {len(seen.curve):,} points.", seen)
        if seen.shape.spikes and seen.known.meaning in SPIKES_COUNT:
            yield _spiked(seen)


def _not_finite(training: Training) -> Iterator[Finding]:
    """One finding a training: the curve that went first is the cause, the others what came of it."""
    gone = [
        (one.lost.first if one.lost.since is None else one.lost.since, one)
        for one in training.seen
        if one.lost
    ]
    if not gone:
        return
    lasting = [(step, one) for step, one in gone if one.lost and one.lost.since is not None]
    found = sorted(lasting or gone, key=lambda one: (one[0], one[1].name))
    step, first = found[0]
    later = [f"{one.name} (from {at(one.curve, when)} on)" for when, one in found[1:]]
    sentence = _lasting(first, step) if lasting else _passing(first, step)
    if later and lasting:
        more = f" and {counted(len(later) - NAMED, 'more curve')}" if len(later) > NAMED else ""
        sentence += f" It went first; then followed {', '.join(later[:NAMED])}{more}."
    count = first.lost.count if first.lost else 0
    yield said(
        Kind.NOT_FINITE,
        sentence,
        *(one for _, one in found),
        evidence={"not finite": count},
        step=step,
        tone=Tone.BAD if lasting else Tone.WARNING,
    )


def _word(seen: Seen) -> str:
    values = seen.curve.values[~np.isfinite(seen.curve.values)]
    return (
        "NaN (no number)"
        if np.isnan(values).all()
        else "infinite"
        if np.isinf(values).all()
        else "NaN or infinite"
    )


def _lasting(seen: Seen, step: int) -> str:
    if seen.shape.kind is ShapeKind.NOT_FINITE:
        return _throughout(seen)
    before = f" Before, it went from {number(seen.shape.start)} to {number(seen.shape.end)}."
    return f"{seen.name} is {_word(seen)} from {at(seen.curve, step)} on.{before}"


def _throughout(seen: Seen) -> str:
    points = len(seen.curve)
    where = "its only point" if points == 1 else f"all its {points:,} points"
    return f"{seen.name} is {_word(seen)} at {where}."


def _passing(seen: Seen, step: int) -> str:
    lost = seen.lost.count if seen.lost else 0
    if lost == len(seen.curve):
        return _throughout(seen)
    return (
        f"{lost:,} of the {counted(len(seen.curve), 'value')} of {seen.name} {'is' if lost == 1 else 'are'} "
        f"{_word(seen)}, first at {at(seen.curve, step)}; the others are read without."
    )


def _of_shape(seen: Seen) -> Iterator[Finding]:
    shape, meaning = seen.shape, seen.known.meaning
    if shape.kind is ShapeKind.DIVERGED and meaning in MAY_NOT_RUN_AWAY:
        sentence = f"{seen.told}."
        yield said(Kind.DIVERGED, sentence, seen, step=shape.since)
    if shape.kind is ShapeKind.COLLAPSED and meaning in MAY_NOT_COLLAPSE and _dropped(seen):
        yield said(Kind.COLLAPSED, f"{seen.told}.", seen, step=shape.since)


def _dropped(seen: Seen) -> bool:
    """Whether it ends far below where it began: on few held-out rows an accuracy may settle a row lower."""
    shape = seen.shape
    lost = shape.start - shape.end
    if seen.known.meaning is Meaning.ACCURACY:
        return lost >= LEAST_LOST_ACCURACY
    return (
        shape.low is not None and shape.high is not None and lost > (shape.high.value - shape.low.value) / 4
    )


def _spiked(seen: Seen) -> Finding:
    spikes = seen.shape.spikes
    far = max(spikes, key=lambda one: abs(one.value - seen.shape.middle))
    farthest = f"to {number(far.value)} at {at(seen.curve, far.step)}"
    sentence = (
        f"{seen.name} has a spike {farthest}."
        if len(spikes) == 1
        else f"{seen.name} has {len(spikes):,} spikes, the farthest {farthest}."
    )
    rest = "It is left out of what is said of the curve."
    return said(
        Kind.SPIKED,
        f"{sentence} {rest if len(spikes) == 1 else rest.replace('It is', 'They are')}",
        seen,
        evidence={"spikes": len(spikes), "farthest": far.value},
        step=far.step,
    )
