"""Made-up annotators with a habit are flagged for it within 60 judgments; honest ones are left in peace.

Each test looks once, at a hundred projects. The figures beside the limits are what was measured.
"""

from collections import Counter

import pytest
from simulated_team import HONEST, always_left, always_longer, at_random, project, reader

from core.labelling.quality import CheckName, annotator_quality

SEEDS = range(100)


def flags_over_seeds(habit, *, seeds=SEEDS, **options):
    """How often the subject, who comes first, was flagged for what."""
    found = (annotator_quality(project(habit, seed=seed, **options))[0] for seed in seeds)
    return Counter(tuple(check.name for check in subject.flags) for subject in found)


@pytest.mark.parametrize("longer_better", [0.5, 0.6])
def test_always_left_is_flagged_for_side(longer_better):
    """And for nothing else."""
    assert flags_over_seeds(always_left, longer_better=longer_better)[(CheckName.SIDE,)] >= 95


@pytest.mark.parametrize("longer_better", [0.5, 0.6, 0.2])
def test_always_longer_is_flagged_for_length(longer_better):
    """And for nothing else, whether the longer text is the better one in half, most or few of the pairs."""
    assert flags_over_seeds(always_longer, longer_better=longer_better)[(CheckName.LENGTH,)] >= 95


@pytest.mark.parametrize("longer_better", [0.5, 0.6])
def test_answers_at_random_are_flagged_as_such(longer_better):
    """As often as nearly any test could: even one told everybody's accuracy finds 87 to 89 of 100.

    For with 60 judgments that test's statistic has means 2.9 standard deviations apart under both
    explanations, and normal curves so far apart overlap by that much when 4 to 5 % of honest people are hit.
    """
    assert flags_over_seeds(at_random, longer_better=longer_better)[(CheckName.RANDOM,)] >= 80


def test_answers_at_random_are_found_by_120_judgments():
    """By then the 12 gold pairs flag a third of them as well."""
    flags = flags_over_seeds(at_random, judgments=120)
    assert sum(times for names, times in flags.items() if CheckName.RANDOM in names) >= 95


def test_answers_at_random_are_found_sooner_where_pairs_differ():
    """Easy pairs show sooner who does not read."""
    assert flags_over_seeds(at_random, hard=True)[(CheckName.RANDOM,)] >= 95


@pytest.mark.parametrize("longer_better", [0.5, 0.6])
def test_an_honest_annotator_is_not_flagged(longer_better):
    """Right on three pairs of four, like the others, and so choosing the longer text where that is better."""
    assert flags_over_seeds(HONEST, longer_better=longer_better)[()] >= 95


def test_an_honest_annotator_is_not_flagged_where_pairs_differ():
    assert flags_over_seeds(HONEST, hard=True)[()] >= 95


@pytest.mark.parametrize("accuracy", [0.65, 0.75, 0.9])
@pytest.mark.parametrize("longer_better", [0.2, 0.8])
def test_long_work_shows_no_habit_of_length(accuracy, longer_better):
    """Neither better nor worse readers than the team seem to go by length, whichever texts are better."""
    flags = flags_over_seeds(reader(accuracy), seeds=range(10), judgments=400, longer_better=longer_better)
    assert not any(CheckName.LENGTH in names for names in flags)
