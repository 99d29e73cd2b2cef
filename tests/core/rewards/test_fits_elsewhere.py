"""Reward models of many choices are fitted in a process of their own, with the same result."""

import os
import subprocess
import sys

import numpy as np
import psutil
import pytest

from core.errors import InvalidInput, Unavailable
from core.rewards import fit_process
from core.rewards.choices import folds_of
from core.rewards.fit import fit_model
from core.rewards.fit_process import fit_choices
from tests.core.rewards.generated_choices import judged, rows


@pytest.fixture
def elsewhere(monkeypatch):
    """Every set counts as large."""
    monkeypatch.setattr(fit_process, "MOST_HERE", 0)


def children():
    return [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]


def test_both_places_fit_the_same_model(elsewhere):
    """Bit by bit, with the same sentences, and nothing is left of the process."""
    pairs = [judged(one) for one in rows(60, seed=1)]
    folds, here, there = folds_of(pairs), [], []
    expected = fit_model(pairs, folds, here.append)
    found = fit_choices(pairs, folds, there.append)
    assert found.weights.text.tobytes() == expected.weights.text.tobytes()
    assert np.array_equal(found.weights.measures, expected.weights.measures)
    assert (found.weights.median, found.weights.spread) == (expected.weights.median, expected.weights.spread)
    assert (found.cross_validation, found.rank_loss) == (expected.cross_validation, expected.rank_loss)
    assert [one for one in here if one not in there] == []
    assert children() == []


def test_what_it_refuses_comes_back_as_the_same_error(elsewhere):
    pairs = [judged(one) for one in rows(4, seed=1)]
    with pytest.raises(InvalidInput, match="one prompt to learn from"):
        fit_choices(pairs, folds_of(pairs), lambda _: None)


def test_cancelled_or_killed_it_leaves_no_process(elsewhere):
    """Whoever is told can cancel before all is handed over; a process that is killed is said to be."""
    pairs = [judged(one) for one in rows(60, seed=1)] * 50

    def cancel(_):
        raise KeyboardInterrupt

    def kill(_):
        for one in children():
            one.kill()

    for tell, expected in ((cancel, KeyboardInterrupt), (kill, Unavailable)):
        with pytest.raises(expected):
            fit_choices(pairs, folds_of(pairs), tell)
        assert children() == []


def test_it_ends_with_the_studio():
    """A studio that was killed closes the pipe; nobody waits for an answer any more."""
    read, write = os.pipe()
    code = (
        f"import os, core.rewards.fit_process as f\nf._end_with(os.fdopen({read}, 'rb'))\nraise SystemExit(7)"
    )
    with subprocess.Popen([sys.executable, "-c", code], pass_fds=[read]) as process:
        os.close(read)
        os.close(write)
        assert process.wait(30) == 1
