"""What a check of one person's answers looks at and what it says, and the exact tests it rests on."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.intervals import Interval, percents, wilson_interval
from core.labelling.quality.votes import Bools, Floats, Ints


class CheckName(StrEnum):
    """What a check looks for."""

    SIDE = "side"
    LENGTH = "length"
    TIES = "ties"
    RANDOM = "random"
    GOLD = "gold"
    CONSISTENCY = "consistency"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found about one person.

    A flag is computed anew from all answers so far: it is a reason to look at them, not a verdict, and it
    goes when the evidence does.

    Attributes:
        name: What it looks for.
        value: The share it looks at, or None if unknown.
        interval: Wilson's 95 % interval of that share, or None if unknown.
        p_value: How often one without the fault does as much, or None if there is no such test.
        flagged: Whether somebody should look at this person's answers.
        sentence: The finding in words.
        pairs: Where it is flagged, the ids of the pairs whose answers it rests on, ascending; else none.
        log_ratio: Natural logarithm of how much likelier the answers are with the fault than without it,
            which says who is the farthest from what the others do; 0 if there is no such test.
    """

    name: CheckName
    value: float | None
    interval: Interval | None
    p_value: float | None
    flagged: bool
    sentence: str
    pairs: tuple[int, ...] = ()
    log_ratio: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class PersonVotes:
    """One person's ``n`` votes as columns of shape (n,); see ``VoteTable`` for their values.

    Attributes:
        pair: The pairs' ids.
        code: The answers.
        left: Which candidate stood on the left.
        longer: Which candidate is longer.
        gold: The right answer of a gold pair.
        active_ms: Active milliseconds, not a number where not measured.
        limit_ms: Below how many milliseconds an answer is too fast; not a number where that is unknown.
        others: How many others who are trusted gave each answer on the same pair, shape (n, 3).
        lead: By how many of their votes candidate 1 leads; see ``others_lead``.
        majority: What all others come to.
    """

    pair: Ints
    code: Ints
    left: Ints
    longer: Ints
    gold: Ints
    active_ms: Floats
    limit_ms: Floats
    others: Ints
    lead: Ints
    majority: Ints


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``, at least one."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share itself."""
        return self.hits / self.n

    @property
    def interval(self) -> Interval:
        """Wilson's 95 % interval."""
        return wilson_interval(self.hits, self.n)

    def of(self, noun: str, *, beside: float = 0.5) -> str:
        """The share in per cent, with its interval; ``noun`` in the plural on s.

        Args:
            noun: What it is a share of.
            beside: The limit on which a decision rests: the interval's digits show on which side it lies.
        """
        return f"{percent(self.value)} of {self._among(noun, beside)}"

    def counted(self, noun: str, *, beside: float = 0.5) -> str:
        """The share in numbers, for those small enough to count."""
        return f"{self.hits:,} of {self._among(noun, beside)}"

    def _among(self, noun: str, beside: float) -> str:
        """What it is a share of, and the interval."""
        counted = noun.removesuffix("s") if self.n == 1 else noun
        ends = percents(self.interval.lower, self.interval.upper, beside=beside)
        return f"{self.n:,} {counted} (95 % interval {ends} %)"


def share(hits: Bools, among: Bools) -> Share | None:
    """How many of ``among`` are hits; None if there is none to count."""
    n = int(among.sum())
    return Share(int((hits & among).sum()), n) if n else None


def found(
    name: CheckName,
    measured: Share,
    sentence: str,
    *,
    flagged: bool,
    rests_on: Ints,
    p: float | None = None,
    log_ratio: float = 0.0,
) -> Check:
    """A check that has looked at a share.

    Args:
        name: What it looks for.
        measured: The share.
        sentence: The finding in words.
        flagged: Whether somebody should look.
        rests_on: The pairs whose answers show the fault; kept where it is flagged.
        p: The p-value, if there is a test.
        log_ratio: See ``Check``.
    """
    pairs = tuple(sorted(rests_on.tolist())) if flagged else ()
    return Check(name, measured.value, measured.interval, p, flagged, sentence, pairs, log_ratio)


def unknown(name: CheckName, sentence: str) -> Check:
    """A check without the data it needs."""
    return Check(name, None, None, None, flagged=False, sentence=sentence)


def percent(value: float) -> str:
    """A share in whole per cent."""
    return f"{value * 100:.0f} %"


def binomial_tail(successes: int, n: int, chance: float) -> float:
    """The probability of at least ``successes`` in ``n`` trials that each succeed with ``chance``.

    Summed from log n! / (k! (n-k)!) + k log p + (n-k) log (1-p), so that 100,000 trials cost milliseconds and
    nothing overflows.
    """
    if successes <= 0 or chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    k = np.arange(successes, n + 1)
    factorial = _log_factorials(n)
    logs = factorial[n] - factorial[k] - factorial[n - k] + k * np.log(chance) + (n - k) * np.log1p(-chance)
    return min(1.0, float(np.exp(logs).sum()))


def binomial_test(successes: int, n: int) -> float:
    """The two-sided p-value of ``successes`` in ``n`` trials against one half; 1 without trials."""
    return min(1.0, 2 * binomial_tail(max(successes, n - successes), n, 0.5))


def _log_factorials(n: int) -> Floats:
    """The logarithms of 0! to n!, shape (n + 1,)."""
    result: Floats = np.cumsum(np.log(np.maximum(np.arange(n + 1, dtype=np.float64), 1)))
    return result
