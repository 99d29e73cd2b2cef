"""Curves whose shape is known: drawn widely, in any unit, upside down as often as not.

``MADE`` are the families the reading was tuned on; ``held_out.py`` has others, written afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from core.curves.findings import ShapeKind as Kind

FLIPPED = {
    Kind.FALLING: Kind.RISING,
    Kind.RISING: Kind.FALLING,
    Kind.FELL: Kind.ROSE,
    Kind.ROSE: Kind.FELL,
    Kind.HILL: Kind.VALLEY,
    Kind.VALLEY: Kind.HILL,
}
"""What a kind is upside down; the others stay what they are."""


@dataclass(frozen=True, eq=False)
class Made:
    """One made curve.

    Attributes:
        steps: Its steps.
        values: Its values.
        kinds: What may be said of it.
        at: Where in the points, 0 to 1, it happened; none where nothing did.
        spikes: The indices of its spikes.
    """

    steps: np.ndarray
    values: np.ndarray
    kinds: frozenset[Kind]
    at: float | None = None
    spikes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """What is drawn before a family makes its curve: length, noise of standard deviation 1, time 0 to 1."""

    rng: np.random.Generator
    count: int
    x: np.ndarray
    noise: np.ndarray
    sd: np.ndarray  # of the noise, at each point
    rho: float

    def scaled(self, form: np.ndarray, *, least: float, clear: float) -> np.ndarray:
        """A form of any height made high enough to be seen, or up to twenty times as high.

        Args:
            form: The curve without noise.
            least: How many standard deviations of the noise it covers at least.
            clear: How many standard errors it stands out of the noise at least, if its form were known.
        """
        off = (form - form.mean()) / self.sd
        one = np.sqrt(off @ off * (1 - self.rho) / (1 + self.rho))
        low = max(least / np.ptp(form), clear / one)
        return form * low * np.exp(self.rng.uniform(0, np.log(20)))


Said = tuple[np.ndarray, set[Kind], float | None]
Family = Callable[[Drawn], Said]


def draw(rng: np.random.Generator, *, fewest: int = 12, most: int = 3000, kinds: int = 5) -> Drawn:
    """Length and noise: normal, t with 3 degrees, larger at the start, correlated, or all of it."""
    count = int(np.exp(rng.uniform(np.log(fewest), np.log(most))))
    kind = int(rng.integers(kinds))
    heavy, uneven, slow = kind in {1, 4}, kind in {2, 4}, kind in {3, 4}
    rho = float(rng.uniform(0.2, 0.7)) if slow else 0.0
    base = rng.standard_t(3, count) / np.sqrt(3) if heavy else rng.normal(size=count)
    noise = correlated(base, rho)
    x = np.linspace(0, 1, count)
    sd = 1 + rng.uniform(1, 3) * np.exp(-x / 0.15) if uneven else np.ones(count)
    return Drawn(rng, count, x, noise * sd, sd, rho)


def correlated(base: np.ndarray, rho: float) -> np.ndarray:
    """A first-order autoregression with the variance of its innovations' source."""
    if not rho:
        return base
    first = base.copy()
    first[1:] *= np.sqrt(1 - rho**2)
    return np.fromiter(accumulate(first, lambda last, new: rho * last + new), float, len(first))


def finish(
    drawn: Drawn, values: np.ndarray, kinds: set[Kind], at: float | None, spikes: tuple[int, ...] = ()
) -> Made:
    """In some unit, perhaps upside down, over steps that need not be even; sometimes rounded to steps."""
    rng = drawn.rng
    if rng.random() < 0.15:
        grid = rng.uniform(0.2, 1)
        values = np.round(values / grid) * grid
    sign = 1 if rng.random() < 0.5 else -1
    scale = float(np.exp(rng.uniform(-6, 6)))
    values = sign * scale * values + scale * rng.normal() * 30
    gaps = (
        rng.integers(1, 4, drawn.count) if rng.random() < 0.2 else np.full(drawn.count, rng.integers(1, 50))
    )
    steps = int(rng.integers(0, 300_000)) + np.cumsum(gaps)
    if sign < 0:
        kinds = {FLIPPED.get(one, one) for one in kinds}
    return Made(steps.astype(np.int64), values, frozenset(kinds), at, spikes)


def flat(d: Drawn) -> Said:
    """Noise alone."""
    return d.noise, {Kind.FLAT}, None


def fell(d: Drawn) -> Said:
    """An exponential whose time constant is a fiftieth to a sixth of the curve."""
    form = np.exp(-d.x / np.exp(d.rng.uniform(np.log(0.02), np.log(0.16))))
    return d.scaled(form, least=2, clear=12) + d.noise, {Kind.FELL}, None


def dropped(d: Drawn) -> Said:
    """A drop in the first few points, then a long plateau."""
    form = np.exp(-np.arange(d.count) / d.rng.uniform(1, max(2.0, d.count / 100)))
    return d.scaled(form, least=8, clear=12) + d.noise, {Kind.FELL}, None


def falling(d: Drawn) -> Said:
    """A straight line, or one that bends no more than a square root or a square."""
    form = -(d.x ** np.exp(d.rng.uniform(np.log(0.6), np.log(1.8))))
    return d.scaled(form, least=2, clear=12) + d.noise, {Kind.FALLING}, None


def slowly(d: Drawn) -> Said:
    """A logarithm: it gets slower and never quite levels off."""
    form = -np.log1p(d.rng.uniform(3, 15) * d.x)
    return d.scaled(form, least=8, clear=30) + d.noise, {Kind.FALLING}, None


def warmed_up(d: Drawn) -> Said:
    """A fall to a plateau after a bump in the first twentieth, of at most a third of the fall."""
    form = np.exp(-np.maximum(d.x - 0.04, 0) / d.rng.uniform(0.04, 0.15))
    form += d.rng.uniform(0.05, 0.33) * np.exp(-(((d.x - 0.03) / 0.015) ** 2))
    return d.scaled(form, least=3, clear=12) + d.noise, {Kind.FELL}, None


def hill(d: Drawn) -> Said:
    """Up to a top and down again, by a half of the way up or by more than it."""
    top = float(d.rng.uniform(0.25, 0.75))
    back = float(d.rng.uniform(0.5, 1.5))
    power = d.rng.choice([1, 2])
    form = -np.where(d.x < top, (1 - d.x / top) ** power, back * ((d.x - top) / (1 - top)) ** power)
    return d.scaled(form, least=2.5, clear=16) + d.noise, {Kind.HILL}, top


def stepped(d: Drawn) -> Said:
    """One level, then at once another."""
    at = float(d.rng.uniform(0.2, 0.85))
    return d.scaled(1.0 * (d.x >= at), least=4, clear=12) + d.noise, {Kind.STEPPED}, at


def diverged(d: Drawn) -> Said:
    """A fall or none, then growth by five e-foldings or more to many times all that was."""
    at = float(d.rng.uniform(0.3, min(0.9, 1 - 6 / d.count)))
    before = d.rng.uniform(0, 10) * np.exp(-d.x / 0.15)
    folds = min(d.rng.uniform(5, 12), 1.2 * d.count * (1 - at))
    growth = np.expm1(folds * np.maximum(d.x - at, 0) / (1 - at)) / np.expm1(folds)
    return before + d.noise + d.rng.uniform(60, 3000) * growth, {Kind.DIVERGED}, at


def lost(d: Drawn) -> Said:
    """A fall, then NaN or infinity."""
    at = float(d.rng.uniform(0.2, 0.85))
    values, _, _ = fell(d)
    values[d.x >= at] = d.rng.choice([np.nan, np.inf])
    return values, {Kind.DIVERGED}, at


def collapsed(d: Drawn) -> Said:
    """A level or a rise, then at once a floor on which nothing moves any more."""
    at = float(d.rng.uniform(0.3, 0.8))
    form = np.where(d.x < at, d.x / at if d.rng.random() < 0.5 else 1.0, 0.0)
    quiet = d.rng.choice([0.0, 0.05])
    return d.scaled(form, least=5, clear=14) + np.where(d.x < at, 1, quiet) * d.noise, {Kind.COLLAPSED}, at


def wavy(d: Drawn) -> Said:
    """Waves without a trend, three or more of them, with eight points a wave or more."""
    waves = d.rng.uniform(3, max(3.0, min(12, d.count / 8)))
    form = np.sin(2 * np.pi * (waves * d.x + d.rng.random()))
    return d.scaled(form, least=4, clear=12) + d.noise, {Kind.UNSTEADY} if d.count >= 24 else set(Kind), None


def sawtooth(d: Drawn) -> Said:
    """A fall with the small jumps at each epoch that data seen before makes."""
    tooth = d.rng.uniform(0.05, 0.12) * ((d.x * d.rng.integers(3, 12)) % 1)
    return d.scaled(-d.x - tooth, least=6, clear=20) + d.noise, {Kind.FALLING}, None


MADE: dict[str, Family] = {
    "flat": flat,
    "fell, levelled off": fell,
    "dropped at once": dropped,
    "warm-up bump": warmed_up,
    "still falling": falling,
    "slower and slower": slowly,
    "sawtooth": sawtooth,
    "hill or valley": hill,
    "stepped": stepped,
    "collapsed": collapsed,
    "diverged": diverged,
    "lost to NaN": lost,
    "waves": wavy,
}
HEALTHY = (
    "flat",
    "fell, levelled off",
    "dropped at once",
    "warm-up bump",
    "still falling",
    "slower and slower",
    "sawtooth",
)


def make(family: Family, seed: int, *, noise: Callable[..., Drawn] = draw, **lengths: int) -> Made:
    """The curve of a family with this seed."""
    drawn = noise(np.random.default_rng(seed), **lengths)
    return finish(drawn, *family(drawn))


def spiked(family: Family, seed: int, *, noise: Callable[..., Drawn] = draw, **lengths: int) -> Made:
    """The same with one to three spikes of two to twenty times all that the curve covers without them."""
    drawn = noise(np.random.default_rng(seed), **lengths)
    values, kinds, at = family(drawn)
    rng = drawn.rng
    room = np.arange(4, drawn.count - 4)
    where = np.unique(
        rng.choice(room, size=min(int(rng.integers(1, 4)), max(1, drawn.count // 30)), replace=False)
    )
    where = where[np.isfinite(values[where])]
    reach = np.ptp(values[np.isfinite(values)]) * np.exp(rng.uniform(np.log(2), np.log(20), len(where)))
    values[where] += rng.choice([-1, 1]) * reach
    return finish(drawn, values, kinds, at, tuple(int(one) for one in where))
