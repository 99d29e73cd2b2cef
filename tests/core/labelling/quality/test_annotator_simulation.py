"""Made-up annotators with a habit are flagged for it; honest ones are left in peace, however often one looks.

The figures beside the limits are what `tests/benchmarks/bench_quality.py` measures on more seeds.
"""

import numpy as np
import pytest

from core.labelling.quality import CheckName, annotator_quality
from tests.benchmarks.quality_load.made_votes import GUESSES, LEFT, LONGER, Team, made_votes

SUBJECT = 0


def flags(team, *, seeds, looks=(None,)):
    """Whether each person was flagged for each check at each look, shape (seeds, looks, people, checks)."""
    names = list(CheckName)
    return np.array(
        [
            [
                [
                    [name in {check.name for check in person.flags} for name in names]
                    for person in annotator_quality(made.table(upto))
                ]
                for upto in looks
            ]
            for made in (made_votes(team, seed) for seed in range(seeds))
        ]
    )


def column(name):
    return list(CheckName).index(name)


def test_always_left_is_flagged_for_side_alone():
    """Within 60 judgments, at three a pair."""
    found = flags(Team(10, 3, 60, habits={SUBJECT: LEFT}, longer_better=0.6), seeds=40)[:, 0, SUBJECT]
    assert found[:, column(CheckName.SIDE)].mean() >= 0.95
    assert found.sum() == found[:, column(CheckName.SIDE)].sum()


@pytest.mark.parametrize("longer_better", [0.5, 0.6, 0.2])
def test_always_longer_is_flagged_for_length_alone(longer_better):
    """Whether the longer text is the better one in half, most or few of the pairs."""
    team = Team(10, 3, 60, habits={SUBJECT: LONGER}, longer_better=longer_better)
    found = flags(team, seeds=40)[:, 0, SUBJECT]
    assert found[:, column(CheckName.LENGTH)].mean() >= 0.95
    assert found.sum() == found[:, column(CheckName.LENGTH)].sum()


@pytest.mark.parametrize(("people", "votes", "longer_better"), [(4, 2, 0.5), (6, 2, 0.6), (6, 3, 0.5)])
def test_colleagues_of_one_who_takes_the_longer_are_left_in_peace(people, votes, longer_better):
    """At 200 judgments at most 1 % of them are flagged for length, and always the one who has the habit."""
    team = Team(people, votes, 200, habits={SUBJECT: LONGER}, longer_better=longer_better)
    length = flags(team, seeds=30)[:, 0, :, column(CheckName.LENGTH)]
    assert length[:, SUBJECT].mean() >= 0.95
    assert length[:, 1:].mean() < 0.03


def test_two_who_take_the_longer_are_both_found():
    """One after the other, in a team of six."""
    team = Team(6, 3, 200, habits={0: LONGER, 1: LONGER})
    length = flags(team, seeds=20)[:, 0, :, column(CheckName.LENGTH)]
    assert length[:, :2].mean() >= 0.95
    assert length[:, 2:].mean() < 0.03


@pytest.mark.parametrize(("people", "votes", "accuracy"), [(6, 3, 0.75), (6, 2, (0.65, 0.85)), (10, 3, 0.75)])
def test_honest_people_are_hardly_ever_flagged_as_guessing(people, votes, accuracy):
    """Looked at again and again over 200 answers: 0.7 to 4 %, with no gold and no calibration pool."""
    team = Team(people, votes, 200, accuracy=accuracy)
    ever = flags(team, seeds=12, looks=range(20, 201, 20))[..., column(CheckName.RANDOM)].any(axis=1)
    assert ever.mean() <= 0.05


def test_answers_at_random_are_flagged_as_such():
    """In a team of ten at three a pair: 33 of 100 by 60 judgments, 70 by 120, 82 by 200; nothing else is."""
    found = flags(Team(10, 3, 200, habits={SUBJECT: GUESSES}), seeds=40, looks=(60, 120, 200))[:, :, SUBJECT]
    shares = found[..., column(CheckName.RANDOM)].mean(axis=0)
    assert shares.tolist() == pytest.approx([0.33, 0.70, 0.82], abs=0.15)
    assert found.sum() - found[..., column(CheckName.RANDOM)].sum() <= 0.03 * found[..., 0].size


def test_gold_shows_sooner_who_guesses():
    """Ten gold pairs among 120 answers of six people at two a pair."""
    few, more = (
        flags(Team(6, 2, 120, gold=gold, habits={SUBJECT: GUESSES}), seeds=40)[..., column(CheckName.RANDOM)]
        for gold in (0, 30)
    )
    assert more[:, 0, SUBJECT].mean() > few[:, 0, SUBJECT].mean()


@pytest.mark.parametrize("hard", [False, True])
def test_an_honest_annotator_is_not_flagged_for_anything(hard):
    """Right on three pairs of four; whether the pairs are equally hard or not."""
    found = flags(Team(10, 3, 60, longer_better=0.6, hard=hard), seeds=15)
    assert found.any(axis=-1).mean() <= 0.03


@pytest.mark.parametrize("accuracy", [0.65, 0.75, 0.9])
@pytest.mark.parametrize("longer_better", [0.2, 0.8])
def test_long_work_shows_no_habit_of_length(accuracy, longer_better):
    """Neither better nor worse readers seem to go by length, whichever texts are better."""
    found = flags(Team(10, 3, 400, accuracy=accuracy, longer_better=longer_better), seeds=3)
    assert found[..., column(CheckName.LENGTH)].mean() < 0.04
