"""A few runs of every kind, whose truth is known, are read right; bench_findings.py reads many."""

import numpy as np
import pytest

from core.curves import Kind, Tone, find
from tests.benchmarks.bench_findings import measure
from tests.benchmarks.run_load import FAMILIES, HELD_OUT, PLAIN, Family

RUNS = 3


@pytest.mark.parametrize("form", [PLAIN, HELD_OUT], ids=lambda form: form.name)
def test_runs_of_every_kind_are_read_right(form):
    """Of 69 runs a form at most three wrong, and none of a kind all; no warning where nothing is wrong."""
    measured = {name: measure(family, form, RUNS) for name, family in FAMILIES.items()}
    wrong = {name: RUNS - right for name, (right, _, _) in measured.items() if right < RUNS}
    assert sum(wrong.values()) <= 3, measured
    assert max(wrong.values(), default=0) < RUNS
    assert not any(alarmed for _, alarmed, _ in measured.values()), measured


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_is_said_twice_or_against_itself(name):
    """A curve that is broken is not called good, and each sentence, advice and source is whole."""
    family: Family = FAMILIES[name]
    found = find(family.run(PLAIN, np.random.default_rng([1, 1])), family.context)
    assert len({one.sentence for one in found}) == len(found)
    broken = {
        one.curves[0] for one in found if one.kind in {Kind.DIVERGED, Kind.COLLAPSED, Kind.NEGATIVE_LOSS}
    }
    assert not [one for one in found if one.tone is Tone.GOOD and one.curves[0] in broken]
    for one in found:
        assert one.sentence.endswith("."), one
        assert "nan" not in one.sentence, one
        assert one.confidence.endswith("."), one
        assert bool(one.advice) == bool(one.source), one
        assert one.curves, one
