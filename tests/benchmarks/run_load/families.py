"""Families of runs: what happened in each is known, so what is found can be checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.curves import Context, Curve, Curves, Floor, Kind, Verdicts
from tests.benchmarks.run_load.forms import Chance, Floats, Form

Drawn = Mapping[str, Floats]
COIN = float(np.log(2))
FLOOR = Floor(least=0.374, rank_loss=0.583, agreement=0.73, lowest=0.33)


KNOWN = Context(ended=True, floor=FLOOR)
GOING_ON = Context(floor=FLOOR)


@dataclass(frozen=True)
class Family:
    """Runs of one kind.

    Attributes:
        draw: Makes the curves of one, by tag.
        right: What has to be found, one of each group.
        context: What is known beside them.
        well: Whether nothing is wrong, so that a warning is a false alarm.
        main: The tag that the first right finding has to be about; empty where any will do.
    """

    draw: Callable[[int, Form, Chance], Drawn]
    right: tuple[frozenset[Kind], ...]
    context: Context = KNOWN
    well: bool = False
    main: str = ""

    def run(self, form: Form, chance: Chance) -> Curves:
        """One run of the family."""
        count = int(chance.integers(60, 400))
        steps = form.steps(count, chance)
        found = dict(self.draw(count, form, chance))
        return Curves(
            tuple(
                Curve(
                    "run",
                    tag,
                    steps[: len(found[tag])],
                    found[tag],
                    steps[: len(found[tag])] * 1.0,
                    int(steps[0]),
                )
                for tag in sorted(found)
            )
        )


def _between(start: float, end: float, count: int, form: Form, chance: Chance, rough: float = 0.0) -> Floats:
    """From one level to another, with noise of up to a tenth of the way."""
    size = abs(end - start) * chance.uniform(0.01, 0.1) + rough
    return start + (end - start) * form.levelling(count, chance) + size * form.noise(count, chance)


def _flat(level: float, size: float, count: int, form: Form, chance: Chance) -> Floats:
    return level + size * form.noise(count, chance)


def _model(count: int, form: Form, chance: Chance, end: float | None = None) -> dict[str, Floats]:
    """A reward model that learned."""
    end = chance.uniform(0.42, 0.58) if end is None else end
    return {
        "rank_loss": np.maximum(_between(COIN, end, count, form, chance), 1e-4),
        "eval_rank_loss": _between(COIN, max(end, 0.42) + chance.uniform(0, 0.08), count, form, chance),
        "eval_accuracy": _between(0.5, chance.uniform(0.64, 0.78), count, form, chance),
        "learning_rate": np.full(count, 1e-4),
    }


def _policy(count: int, form: Form, chance: Chance) -> dict[str, Floats]:
    """A policy that was tuned well."""
    start, gain = chance.uniform(-2, 20), chance.uniform(0.5, 5)
    return {
        "reward": _between(start, start + gain, count, form, chance),
        "objective/kl": np.abs(_between(0, chance.uniform(1, 8), count, form, chance)),
        "objective/entropy": _between(40, chance.uniform(18, 36), count, form, chance),
    }


def _healthy(count: int, form: Form, chance: Chance) -> Drawn:
    return _model(count, form, chance) | _policy(count, form, chance)


def _improving(count: int, form: Form, chance: Chance) -> Drawn:
    """Everything is still on its way, in straight lines."""
    t = np.linspace(0, 1, count)
    loss = COIN - chance.uniform(0.1, 0.25) * t
    gain = chance.uniform(1, 5)
    return {
        "rank_loss": loss + 0.01 * form.noise(count, chance),
        "reward": gain * t + 0.05 * gain * form.noise(count, chance),
        "objective/kl": np.abs(chance.uniform(1, 7) * t + 0.1 * form.noise(count, chance)),
    }


def _nothing(count: int, form: Form, chance: Chance) -> Drawn:
    return {
        "rank_loss": _flat(COIN, chance.uniform(0.001, 0.03), count, form, chance),
        "eval_accuracy": _flat(0.5, 0.01, count, form, chance),
    }


def _empty(count: int, form: Form, chance: Chance) -> Drawn:
    return dict(_nothing(count, form, chance)) | _policy(count, form, chance)


def _memorised(count: int, form: Form, chance: Chance) -> Drawn:
    end = chance.uniform(0.003, 0.2)
    return {"rank_loss": np.abs(_between(COIN, end, count, form, chance) * 1.0)}


def _overfitted(count: int, form: Form, chance: Chance) -> Drawn:
    """Held-out loss turns between a quarter and two thirds of the way."""
    found = _model(count, form, chance, end=chance.uniform(0.2, 0.4))
    t, turn = np.linspace(0, 1, count), chance.uniform(0.25, 0.66)
    low = chance.uniform(0.5, 0.6)
    down = COIN - (COIN - low) * np.minimum(t / turn, 1)
    up = chance.uniform(0.15, 0.5) * np.maximum(t - turn, 0)
    found["eval_rank_loss"] = down + up + 0.006 * form.noise(count, chance)
    return found


def _diverged(count: int, form: Form, chance: Chance) -> Drawn:
    values = _between(COIN, 0.45, count, form, chance)
    start = int(count * chance.uniform(0.4, 0.8))
    growth = np.exp(np.linspace(0, chance.uniform(3, 6), count - start)) - 1
    values[start:] += 0.2 * growth
    return {"rank_loss": values}


def _nan(count: int, form: Form, chance: Chance) -> Drawn:
    """The gradient goes first, the loss some steps later."""
    found = dict(_model(count, form, chance))
    at = int(count * chance.uniform(0.3, 0.9))
    gradient = np.abs(_flat(1, 0.1, count, form, chance))
    gradient[at:] = np.inf if chance.random() < 1 / 2 else np.nan
    found["rank_loss"][min(at + 2, count - 1) :] = np.nan
    return found | {"grad_norm": gradient}


def _over(count: int, form: Form, chance: Chance) -> Drawn:
    """The reward levels off, KL goes on; in one of two beyond 10 nats a sequence, else in unknown units."""
    found = dict(_policy(count, form, chance))
    t = np.linspace(0, 1, count)
    far = chance.random() < 1 / 2
    del found["objective/kl"]
    end = chance.uniform(15, 80) if far else chance.uniform(0.5, 5)
    kl = end * t ** chance.uniform(1.0, 3.0)
    found["objective/kl" if far else "kl_loss"] = np.abs(kl + 0.02 * end * form.noise(count, chance))
    return found


def _reward_flat(count: int, form: Form, chance: Chance) -> Drawn:
    return {
        "reward": _flat(chance.uniform(-2, 20), chance.uniform(0.1, 0.5), count, form, chance),
        "objective/kl": np.abs(_between(0, chance.uniform(1, 8), count, form, chance)),
    }


def _near_zero(count: int, form: Form, chance: Chance) -> Drawn:
    return {
        "reward": _flat(chance.uniform(-2, 20), chance.uniform(0.1, 0.5), count, form, chance),
        "kl_loss": np.abs(_flat(chance.uniform(0.001, 0.03), 0.003, count, form, chance)),
    }


def _spiked(count: int, form: Form, chance: Chance) -> Drawn:
    values = _between(COIN, chance.uniform(0.42, 0.55), count, form, chance)
    for place in chance.choice(np.arange(5, count - 5), size=int(chance.integers(1, 4)), replace=False):
        values[place] += chance.uniform(1, 3)
    return {"rank_loss": values}


def _short(count: int, form: Form, chance: Chance) -> Drawn:
    return {tag: values[: 1 + count % 9] for tag, values in _healthy(count, form, chance).items()}


def _fell(count: int, form: Form, chance: Chance) -> Drawn:
    found = dict(_policy(count, form, chance))
    start = chance.uniform(0, 20)
    found["reward"] = _between(start, start - chance.uniform(0.5, 5), count, form, chance)
    return found


def _peaked(count: int, form: Form, chance: Chance) -> Drawn:
    t = np.linspace(0, 1, count)
    peak, top = chance.uniform(0.3, 0.7), chance.uniform(2, 8)
    hill = np.where(t < peak, top * t / peak, top - top * chance.uniform(0.7, 1.4) * (t - peak) / (1 - peak))
    return {"reward": hill + 0.03 * top * form.noise(count, chance)}


def _leak(count: int, form: Form, chance: Chance) -> Drawn:
    level = chance.uniform(0.35, 0.5)
    return {"rank_loss": _between(level, level - 0.03, count, form, chance, 0.005)}


def _negative(count: int, form: Form, chance: Chance) -> Drawn:
    return {"rank_loss": _between(0.1, -chance.uniform(0.2, 3), count, form, chance)}


def _one_answer(count: int, form: Form, chance: Chance) -> Drawn:
    return _healthy(count, form, chance) | {"objective/entropy": np.abs(_between(40, 2, count, form, chance))}


def _longer(count: int, form: Form, chance: Chance) -> Drawn:
    gain, way = chance.uniform(0.5, 5), form.levelling(count, chance)
    start, times = chance.uniform(30, 300), chance.uniform(1.6, 4)
    return {
        "reward": gain * (way + 0.04 * form.noise(count, chance)),
        "completions/mean_length": start * (1 + (times - 1) * (way + 0.04 * form.noise(count, chance))),
    }


def _below_zero(count: int, form: Form, chance: Chance) -> Drawn:
    kl = -np.abs(_between(0, chance.uniform(0.5, 3), count, form, chance))
    return {"reward": _policy(count, form, chance)["reward"], "objective/kl": kl}


def _no_rate(count: int, form: Form, chance: Chance) -> Drawn:
    return dict(_nothing(count, form, chance)) | {"learning_rate": np.zeros(count)}


def _collapsed(count: int, form: Form, chance: Chance) -> Drawn:
    reward = _between(1, 4, count, form, chance)
    at = int(count * chance.uniform(0.4, 0.8))
    reward[at:] = -chance.uniform(2, 6) + 0.1 * form.noise(count - at, chance)
    return {"reward": reward}


def _of(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


K = Kind
ROSE = _of(K.RL_HEALTHY, K.REWARD_ROSE, K.REWARD_RISING)
LEARNED = _of(K.RANK_LOSS_LEVEL, K.RANK_LOSS_FALLING)
NO_GAIN = Context(ended=True, floor=FLOOR, verdicts=Verdicts(0.48, 0.42, 0.54, 300))
FAMILIES: dict[str, Family] = {
    "healthy": Family(_healthy, (LEARNED, ROSE, _of(K.ACCURACY)), well=True),
    "still improving": Family(_improving, (_of(K.RANK_LOSS_FALLING), _of(K.REWARD_RISING)), well=True),
    "learned nothing": Family(_nothing, (_of(K.LEARNED_NOTHING),)),
    "reward without a reward model": Family(_empty, (_of(K.EMPTY_REWARD), _of(K.LEARNED_NOTHING))),
    "memorised": Family(_memorised, (_of(K.MEMORISING),)),
    "overfitted": Family(_overfitted, (_of(K.OVERFITTING),)),
    "diverged": Family(_diverged, (_of(K.DIVERGED),)),
    "NaN": Family(_nan, (_of(K.NOT_FINITE),), main="grad_norm"),
    "over-optimised": Family(_over, (_of(K.OVER_OPTIMISED),)),
    "reward flat": Family(_reward_flat, (_of(K.REWARD_FLAT),)),
    "KL near zero": Family(_near_zero, (_of(K.KL_NEAR_ZERO), _of(K.REWARD_FLAT))),
    "spiked": Family(_spiked, (_of(K.SPIKED), LEARNED)),
    "too short": Family(_short, (_of(K.TOO_SHORT),), context=GOING_ON, well=True),
    "reward fell": Family(_fell, (_of(K.REWARD_FELL),)),
    "reward peaked": Family(_peaked, (_of(K.REWARD_FELL),)),
    "low from the start": Family(_leak, (_of(K.LABELS_LEAK),)),
    "negative loss": Family(_negative, (_of(K.NEGATIVE_LOSS),)),
    "answers all alike": Family(_one_answer, (_of(K.ENTROPY_LOST),)),
    "longer answers": Family(_longer, (_of(K.LONGER_ANSWERS),)),
    "negative KL": Family(_below_zero, (_of(K.KL_NEGATIVE),)),
    "no learning rate": Family(_no_rate, (_of(K.NO_LEARNING_RATE),)),
    "reward collapsed": Family(_collapsed, (_of(K.COLLAPSED, K.REWARD_FELL),)),
    "people do not follow": Family(_healthy, (_of(K.NO_HUMAN_GAIN),), context=NO_GAIN),
}
"""In the suite a few of each; in the benchmark a thousand."""
