"""How far a policy has gone from its base model, and whether farther than the reward is worth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Floats
from core.curves.findings.seen import Seen, Training
from core.curves.findings.shape import ShapeKind
from core.curves.findings.words import at, number
from core.curves.tags import Meaning

TRUST_REGION = 10.0
"""Nats a sequence: Hugging Face's Training FAQ asks for a KL of 0 to 10."""
MOSTLY = 0.9
RAN_AWAY = 2.0
"""Times as far from the base model as when the reward had made nine tenths of its way."""


MOVING = {ShapeKind.RISING, ShapeKind.STEPPED, ShapeKind.UNSTEADY, ShapeKind.VALLEY}
"""A KL that levelled off does not run away."""


@dataclass(frozen=True, slots=True)
class Left:
    """That a policy left where it could be trusted.

    Attributes:
        step: From which step on.
        how: What its KL did, to follow its name.
    """

    step: int
    how: str


def level(kl: Seen) -> str:
    """Where it ends, with its unit."""
    return f"{number(kl.shape.end)} {kl.known.unit}".strip()


def smoothed(values: Floats) -> Floats:
    """The running median over a twentieth of the points, 3 to 51; as long as the values."""
    width = min(max(3, len(values) // 20), 51) | 1
    padded = np.pad(values, width // 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, width), axis=1))


def far_off(training: Training, kl: Seen) -> Left | None:
    """From where on KL stays outside of the trust region; units are never mixed."""
    factor, how = _to_sequence(training, kl)
    if factor is None or (kl.shape.end - 2 * kl.error) * factor < TRUST_REGION:
        return None
    step = _stays(kl, smoothed(kl.finite[1]) * factor > TRUST_REGION)
    within = f"the {TRUST_REGION:.0f} nats a sequence within which answers stay near the base model's"
    return Left(step, f"rose to {how}, beyond {within} (left at {at(kl.curve, step)})")


def _stays(seen: Seen, there: NDArray[np.bool_]) -> int:
    """The step from which on something holds at each point; the last one where it does not hold there."""
    steps, away = seen.finite[0], np.flatnonzero(~there)
    return int(steps[min(int(away[-1]) + 1, len(steps) - 1)]) if len(away) else int(steps[0])


def _to_sequence(training: Training, kl: Seen) -> tuple[float | None, str]:
    """What makes nats a sequence of a KL: 1, the length of answers, or nothing where either is unknown."""
    if kl.known.unit == "nats a sequence":
        return 1.0, level(kl)
    length = training.of(Meaning.LENGTH)
    if kl.known.unit == "nats a token" and length and length.known.unit == "tokens" and length.shape.end > 0:
        tokens = length.shape.end
        about = f"about {number(kl.shape.end * tokens)} a sequence with answers of {tokens:,.0f} tokens"
        return tokens, f"{level(kl)}, {about}"
    return None, ""


def ran_away(reward: Seen, kl: Seen) -> Left | None:
    """From where on KL went on though the reward had nearly stopped, if it did.

    In RL the reward goes with the square root of KL (Bai et al. 2022; Gao et al. 2023): who goes twice as far
    for the last tenth of the reward has left that line.
    """
    shape = kl.shape
    if shape.kind is ShapeKind.DIVERGED and shape.since is not None and shape.end > shape.start:
        return Left(shape.since, f"ran away from {at(kl.curve, shape.since)} on, to {level(kl)}")
    if shape.kind not in MOVING:
        return None
    goal = reward.shape.start + MOSTLY * (reward.shape.end - reward.shape.start)
    step = int(reward.finite[0][int((smoothed(reward.finite[1]) >= goal).argmax())])
    smooth = smoothed(kl.finite[1])
    then = float(smooth[min(int(np.searchsorted(kl.finite[0], step)), len(smooth) - 1)])
    slack = 3 * kl.error
    if shape.end - slack < RAN_AWAY * max(then, 0.0) or shape.end - then < slack:
        return None
    when = f"after {at(kl.curve, step)}, when nine tenths of the reward's rise were made"
    return Left(step, f"went from {number(then)} to {level(kl)} {when}")
