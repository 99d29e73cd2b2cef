"""Exact tests: how often luck alone would do as much."""

import numpy as np

from core.labelling.quality.votes import Floats


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
