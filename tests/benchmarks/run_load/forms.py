"""How curves of generated runs look: one form to build the findings on, another that they have never seen."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Chance = np.random.Generator


@dataclass(frozen=True)
class Form:
    """Curves that rise from 0 to 1 and level off, noise of standard deviation 1, and steps."""

    name: str
    levelling: Callable[[int, Chance], Floats]
    noise: Callable[[int, Chance], Floats]
    steps: Callable[[int, Chance], NDArray[np.int64]]


def _exponential(count: int, chance: Chance) -> Floats:
    """1 - exp(-t), over 6 to 14 time constants."""
    return 1 - np.exp(-chance.uniform(6, 14) * np.linspace(0, 1, count))


def _power_or_logistic(count: int, chance: Chance) -> Floats:
    """A steep power law, or an S that is level by two thirds of the way; both end at 1."""
    t = np.linspace(0, 1, count)
    if chance.random() < 1 / 2:
        power = (1 + chance.uniform(25, 60) * t) ** -chance.uniform(1.6, 2.5)
        return (1 - power) / (1 - power[-1])
    curve = 1 / (1 + np.exp(-chance.uniform(16, 30) * (t - chance.uniform(0.15, 0.35))))
    return (curve - curve[0]) / (curve[-1] - curve[0])


def _normal(count: int, chance: Chance) -> Floats:
    return chance.normal(size=count)


def _heavy_or_slow(count: int, chance: Chance) -> Floats:
    """Student's t with 4 degrees, or neighbours correlated by 0.3."""
    if chance.random() < 1 / 2:
        return chance.standard_t(4, size=count) / np.sqrt(2)
    white, found = chance.normal(size=count), np.empty(count)
    found[0] = white[0]
    for place in range(1, count):
        found[place] = 0.3 * found[place - 1] + np.sqrt(1 - 0.09) * white[place]
    return found


def _even(count: int, chance: Chance) -> NDArray[np.int64]:
    return np.arange(count, dtype=np.int64) * int(chance.choice([1, 10, 50]))


def _uneven(count: int, chance: Chance) -> NDArray[np.int64]:
    """A counter that goes on from another training, with gaps."""
    return int(chance.choice([0, 217_810])) + np.cumsum(chance.integers(5, 15, size=count))


PLAIN = Form("plain", _exponential, _normal, _even)
HELD_OUT = Form("held out", _power_or_logistic, _heavy_or_slow, _uneven)
