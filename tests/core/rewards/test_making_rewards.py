"""Rewards made of choices: fitted, measured on prompts that were held out, kept with their program."""

import pytest

from core.access import SYSTEM
from core.demo.sample import load_sample
from core.rewards import LengthPart, NewModel, RewardRequest, draft_judge, list_rewards, make_reward
from core.rewards.choices import HELD_OUT, folds_of, read_choices
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


def test_a_draft_for_a_judge_shows_nothing_that_it_is_measured_on(studio, sample):
    """Worked examples come from the other prompts, as many as are wanted and there are."""
    draft = draft_judge(studio.db, SYSTEM, sample.project_id, sample.id, examples=20)
    pairs = read_choices(sample)
    held_out = {pair.prompt for pair, fold in zip(pairs, folds_of(pairs), strict=True) if fold == HELD_OUT}
    assert draft.held_out == sum(pair.prompt in held_out for pair in pairs) > 0
    assert not [prompt for prompt in held_out if prompt in " ".join(draft.prompt.split())]
    assert "Example 10" in draft.prompt
    assert "Example 2" not in draft_judge(studio.db, SYSTEM, sample.project_id, sample.id, examples=1).prompt
