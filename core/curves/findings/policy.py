"""What the curves of a policy say together: reward and KL, and the signs of a reward that is gamed."""

from collections.abc import Iterator

import numpy as np

from core.curves.findings.advice import EXPECTED
from core.curves.findings.drift import Left, far_off, level, ran_away, smoothed
from core.curves.findings.finding import KL_AT_END, Context, Finding, Kind, Tone
from core.curves.findings.said import said, told
from core.curves.findings.seen import Seen, Training
from core.curves.findings.shape import ShapeKind
from core.curves.findings.words import at, number
from core.curves.tags import Meaning

NEAR_ZERO = {"nats a sequence": 0.5, "nats a token": 0.01}
NEAR_ZERO_UNKNOWN = 0.05
NOW_AND_THEN = 0.05
LOST = 0.2
LONGER, ALIKE = 1.3, 0.8
CLIPPED = 0.3
FIRST_POINTS = 3
HOPED = f"That is what Google expects of a run that works: {EXPECTED}."
NO_KL = " No KL is logged: nothing tells how far the answers have moved from the base model's."
UP = {ShapeKind.RISING, ShapeKind.ROSE, ShapeKind.STEPPED, ShapeKind.DIVERGED}


def policy(training: Training, context: Context, *, empty: bool) -> Iterator[Finding]:
    """What is to be said of a policy's curves.

    Args:
        training: Its curves.
        context: What is known beside them.
        empty: Whether the reward model has learned nothing, so that a reward that rose is no success.
    """
    reward = training.of(Meaning.REWARD, Meaning.PENALISED)
    kl = training.of(Meaning.KL)
    kl = kl if kl and kl.readable else None
    far = far_off(training, kl) if kl else None
    if reward is not None and reward.readable:
        if not (empty and rose(reward)):
            yield _of_reward(reward, kl, far, context)
        yield from _longer(training, reward)
    if kl is not None:
        flat = reward is None or not rose(reward)
        if far and flat:
            yield _drifted(kl, far)
        yield from _of_kl(kl, context, flat=flat)
    yield from _varied(training)


def rose(reward: Seen) -> bool:
    """Whether a reward ends above where it began, and did not fall from a peak."""
    return reward.readable and reward.shape.kind in UP and reward.shape.end > reward.shape.start


def _of_reward(reward: Seen, kl: Seen | None, far: Left | None, context: Context) -> Finding:
    """The one thing to be said of a reward: of several that hold, the one that tells most."""
    shape = reward.shape
    if shape.kind is ShapeKind.UNSTEADY:
        return told(Kind.TOO_NOISY, reward)
    if shape.kind is ShapeKind.FLAT:
        return _with_kl(Kind.REWARD_FLAT, f"{reward.told}.{_small(kl)}", reward, kl)
    if not rose(reward):
        return _fell(reward, kl)
    left = far or (ran_away(reward, kl) if kl else None)
    return _over_optimised(reward, kl, left, context) if left and kl else _rose(reward, kl)


def _rose(reward: Seen, kl: Seen | None) -> Finding:
    if reward.shape.kind is ShapeKind.RISING:
        return _with_kl(Kind.REWARD_RISING, f"{reward.told}.{_beside(kl)}", reward, kl)
    if kl and kl.shape.kind is ShapeKind.ROSE and kl.shape.since and reward.shape.since is not None:
        return _with_kl(Kind.RL_HEALTHY, f"{reward.told}, and so did KL: {kl.told}. {HOPED}", reward, kl)
    return _with_kl(Kind.REWARD_ROSE, f"{reward.told}.{_beside(kl) or NO_KL}", reward, kl)


def _with_kl(kind: Kind, sentence: str, reward: Seen, kl: Seen | None) -> Finding:
    beside, evidence = ((reward, kl), {KL_AT_END: kl.shape.end}) if kl else ((reward,), {})
    return said(kind, sentence, *beside, evidence=evidence, step=reward.shape.since)


def _beside(kl: Seen | None) -> str:
    return f" Beside it, {kl.told}." if kl else ""


def _small(kl: Seen | None) -> str:
    return f" KL, the distance from the base model, ends at {level(kl)}." if kl else ""


def _fell(reward: Seen, kl: Seen | None) -> Finding:
    shape = reward.shape
    if shape.kind is ShapeKind.VALLEY or shape.direction == 0:
        return told(Kind.WENT, reward)
    if shape.kind is not ShapeKind.HILL or shape.high is None or shape.since is None:
        return _with_kl(Kind.REWARD_FELL, f"{reward.told}.", reward, kl)
    beside = (reward, kl) if kl else (reward,)
    extra = f"Here the peak is at {at(reward.curve, shape.since)}."
    figures = {"highest": shape.high.value}
    return said(Kind.REWARD_FELL, f"{reward.told}.", *beside, evidence=figures, step=shape.since, extra=extra)


def _over_optimised(reward: Seen, kl: Seen, left: Left, context: Context) -> Finding:
    begin, end = number(reward.shape.start), number(reward.shape.end)
    sentence = (
        f"{reward.name} rose from {begin} to {end}, but {kl.name} {left.how}: the reward may be "
        "over-optimised, rising while answers get no better."
    )
    return said(
        Kind.OVER_OPTIMISED,
        sentence,
        reward,
        kl,
        evidence={KL_AT_END: kl.shape.end},
        step=left.step,
        tone=Tone.BAD if kl.shape.kind is ShapeKind.DIVERGED else None,
        extra=f"Here that is {at(reward.curve, left.step)}.{_penalty(context)}",
    )


def _penalty(context: Context) -> str:
    return "" if context.kl_coeff is None else f" kl_coeff was {context.kl_coeff:g}."


def _drifted(kl: Seen, far: Left) -> Finding:
    sentence = f"{kl.name} {far.how}, and the reward did not rise: the model changes without gain."
    return said(Kind.KL_FAR, sentence, kl, step=far.step)


def _of_kl(kl: Seen, context: Context, *, flat: bool) -> Iterator[Finding]:
    shape, values = kl.shape, kl.finite[1]
    half = values[len(values) // 2 :]
    error = kl.error_of(len(half))
    below = float(np.mean(values < 0))
    if float(np.median(half)) < -max(2 * error, 1e-6):
        more = " A distance is never below 0 on average."
        yield told(Kind.KL_NEGATIVE, kl, more, **{"share below 0": below})
    elif shape.kind in {ShapeKind.FLAT, ShapeKind.UNSTEADY} and flat and shape.middle < _near_zero(kl):
        sentence = (
            f"{kl.name} stays about {number(shape.middle)}, next to 0: the tuned model answers nearly as the "
            "base model does. Either the penalty on it is too strong, or the steps were too few or too small."
            f"{_penalty(context)}"
        )
        yield said(Kind.KL_NEAR_ZERO, sentence, kl, evidence={"middle": shape.middle})
    elif below > NOW_AND_THEN:
        sentence = (
            f"{kl.name} is below 0 at {100 * below:.0f} % of its points, which estimates from single "
            "samples may be."
        )
        yield said(Kind.KL_NEGATIVE, sentence, kl, evidence={"share below 0": below}, tone=Tone.NOTE)


def _near_zero(kl: Seen) -> float:
    return NEAR_ZERO.get(kl.known.unit, NEAR_ZERO_UNKNOWN)


def _longer(training: Training, reward: Seen) -> Iterator[Finding]:
    """Answers that grow with the reward: length may be what the reward pays for."""
    length = training.of(Meaning.LENGTH)
    if length is None or not length.readable or not rose(reward) or length.shape.kind not in UP:
        return
    shape = length.shape
    if shape.start <= 0 or shape.end < LONGER * shape.start or _alike(length, reward) < ALIKE:
        return
    sentence = (
        f"{length.name} grew from {number(shape.start)} to {number(shape.end)} in step with {reward.name}: "
        "the reward may pay for length."
    )
    figures = {"times as long": shape.end / shape.start, "correlation": _alike(length, reward)}
    yield said(Kind.LONGER_ANSWERS, sentence, length, reward, evidence=figures)


def _alike(one: Seen, other: Seen) -> float:
    """How two curves go together: the correlation of the smoothed curves at the first one's steps."""
    steps, values = one.finite
    others = np.interp(
        steps.astype(np.float64), other.finite[0].astype(np.float64), smoothed(other.finite[1])
    )
    smooth = smoothed(values)
    if not smooth.std() or not others.std():
        return 0.0
    return float(np.corrcoef(smooth, others)[0, 1])


def _began(seen: Seen) -> float:
    """Where a curve began: by its first points, for one that falls fast is soon far lower."""
    return max(seen.shape.start, float(np.median(seen.finite[1][:FIRST_POINTS])))


def _varied(training: Training) -> Iterator[Finding]:
    entropy, clipped = training.of(Meaning.ENTROPY), training.of(Meaning.CLIP_FRACTION)
    if entropy and entropy.readable and entropy.shape.end + entropy.error < LOST * _began(entropy):
        more = " Answers to one prompt are becoming all alike."
        yield told(Kind.ENTROPY_LOST, entropy, more)
    if clipped and clipped.readable and clipped.shape.end - 2 * clipped.error > CLIPPED:
        more = " So many updates were larger than the algorithm trusts."
        yield told(Kind.MUCH_CLIPPED, clipped, more)
