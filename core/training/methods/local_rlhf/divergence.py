"""Whether a run that is going on has diverged: looked at point by point, without what is to come."""

import math
from collections import deque
from collections.abc import Mapping
from statistics import median

from core.errors import Conflict
from core.training.methods.local_rlhf.parameters import RlhfParameters
from core.training.methods.local_rlhf.steps import Report

MEMORY = 11
"""Points that are looked at together: what happens to fewer than half of them is a spike, and passes."""

MARGIN = 0.5
"""How far above its first value a loss must stand, in nats; the reward's log-odds count as such."""

RANK_LOSS, RL_LOSS = "rank_loss", "rl_loss"
_RATES = {
    RANK_LOSS: "reward_model_learning_rate_multiplier",
    RL_LOSS: "reinforcement_learning_rate_multiplier",
}


def watched(report: Report, *, loss: str, parameters: RlhfParameters) -> Report:
    """The same report, which ends the training where its loss diverges, if the run was told to.

    A loss has diverged where a scalar is not finite, or where the median of its last 11 points stands half a
    nat above its first one. The first is that of the untrained model, so it has become worse than knowing
    nothing: ln 2 for ``rank_loss``, minus the base policy's reward for ``rl_loss``. Both losses are what the
    steps bring down, so no healthy run does that: how rarely is measured by ``bench_stopping.py``.

    Args:
        report: Keeps the points; it is told of the last one, too.
        loss: The tag of the loss that the steps bring down.
        parameters: Those of the run.

    Returns:
        A report that raises `Conflict` with the curve, its value, the step and what to try.
    """
    if not parameters.stop_on_divergence:
        return report
    first: list[float] = []
    lately: deque[float] = deque(maxlen=MEMORY)

    def reported(step: int, scalars: Mapping[str, float]) -> None:
        report(step, scalars)
        first[:] = first or [scalars[loss]]
        lately.append(scalars[loss])
        if found := _lost(scalars) or _risen(loss, first[0], lately):
            raise Conflict(
                f"{found} at step {step}, so the run stopped itself, as stop_on_divergence told it to. "
                f"Its curves are kept up to there. {_what_to_try(loss, parameters)}"
            )

    return reported


def _lost(scalars: Mapping[str, float]) -> str:
    """Which scalar is not a number any more, as the beginning of a sentence; empty where all are."""
    return next((f"{tag} was {value}" for tag, value in scalars.items() if not math.isfinite(value)), "")


def _risen(loss: str, first: float, lately: deque[float]) -> str:
    now = median(lately)
    if len(lately) < MEMORY or now <= first + MARGIN:
        return ""
    return f"{loss} had diverged: it began at {first:.3g} and stood near {now:.3g}"


def _what_to_try(loss: str, parameters: RlhfParameters) -> str:
    rate = _RATES[loss]
    lower = f"{rate} (it was {getattr(parameters, rate):g})"
    if loss == RL_LOSS:
        lower += f" or kl_coeff (it was {parameters.kl_coeff:g})"
    return f"Launch it again with a lower {lower}."
