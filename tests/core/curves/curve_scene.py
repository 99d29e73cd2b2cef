"""Curves for the tests, without files, and what is found of them."""

import numpy as np

from core.curves import Curve, Curves


def curve(values, *, tag="rank_loss", task="trainer", start=0, every=10):
    """A curve of these values, a point each so many steps."""
    values = np.asarray(values, dtype=float)
    steps = start + np.arange(len(values), dtype=np.int64) * every
    return Curve(task, tag, steps, values, steps.astype(float), start)


def curves(**values):
    """The curves of one log by their tags, a slash written as two underscores."""
    return Curves(tuple(curve(given, tag=tag.replace("__", "/")) for tag, given in sorted(values.items())))


def noise(count, *, seed=0, size=1.0):
    """Normal noise."""
    return size * np.random.default_rng(seed).normal(size=count)


def the(kind, found):
    """The one finding of a kind."""
    (one,) = [each for each in found if each.kind is kind]
    return one


def kinds(found):
    """The kinds of what was found."""
    return {one.kind for one in found}
