"""Rewards made of choices: fitted, measured on prompts that were held out, kept with their program."""

import pytest

from core.access import SYSTEM
from core.demo.sample import load_sample
from core.rewards import LengthPart, NewModel, RewardRequest, list_rewards, make_reward
from tests.core.builders import frozen


def make(studio, dataset, *parts, actor=SYSTEM, tell=None, **more):
    """Make a reward of a set; a reward model where no parts are given."""
    request = RewardRequest(dataset.id, parts or (NewModel(),), **more)
    return make_reward(studio.db, actor, dataset.project_id, request, tell=tell)


@pytest.fixture
def sample(studio):
    return frozen(studio, load_sample(studio.db))


def test_a_reward_is_made_of_the_sample_project_and_kept(studio, sample):
    told = []
    made = make(studio, sample, NewModel(weight=3), LengthPart(name="short", most_words=60), tell=told.append)
    report = made.view.report
    assert (report.failed, report.pairs + report.training_pairs) == (0, sample.rows)
    assert report.cross_validation.folds == 5
    assert report.rank_loss[-1].training < report.rank_loss[0].training
    assert report.agreement.n > 0
    assert studio.db.ask(list_rewards, sample.project_id) == [made.view]
    assert told[0] == "Reading the choices."
