"""A reinforcement is followed to each of its ends: what it waits for, its curves, and what they warn of."""

from dataclasses import replace

import pytest

from core.curves import read_event_files
from core.rewards import LengthPart, ModelPart, RankLossPoint
from core.training.google import metrics
from core.training.models import FileKind, RunState, TaskState
from core.training.run_files import files_of
from tests.core.rewards.made_rewards import CODE, report
from tests.core.training.methods.gemini_rlhf.rlhf_plans import reward

MANY_STEPS = {"epoch_count": 20, "batch_size": 8, "samples_per_prompt": 4, "max_output_tokens": 1024}
TWO_PARTS = (ModelPart(name="people", code=CODE), LengthPart(name="short", most_words=30))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Every poll may read metrics, as if a minute had passed."""
    monkeypatch.setattr(metrics, "SHORTEST_PAUSE_S", 0.0)


@pytest.fixture
def begun(run):
    """A run of enough steps to be judged, with a reward that was fitted."""
    run.parameters |= MANY_STEPS
    fit = tuple(RankLossPoint(step=n, training=0.69 / (n + 1), held_out=0.7 / (n + 1)) for n in range(4))
    made = reward(*TWO_PARTS)
    run.reward = replace(made, view=replace(made.view, report=report(rank_loss=fit)))
    run.submit()
    return run


def tags(seen, run, tmp_path):
    """The curves that the page would draw, by task."""
    files = files_of(run.handle.root, seen.artifacts)
    tags: dict[str, set[str]] = {}
    for curve in read_event_files(files[FileKind.EVENTS], cache=tmp_path):
        tags.setdefault(curve.task, set()).add(curve.tag)
    return tags


def test_each_stage_is_told_and_steps_are_counted(run):
    run.cloud.plan.waits_for_quota = 1
    run.parameters |= MANY_STEPS
    run.submit()
    said = []
    for _ in range(9):
        run.cloud.advance(run.tunings()[0])
        said.append(run.look().doing)
    assert said[0].startswith("Waiting for quota: other tuning jobs")
    assert [one for one in said if one.startswith("Waiting for capacity")]
    steps = [one for one in said if one.startswith("Tuning: step")]
    assert steps == sorted(set(steps), key=steps.index)
    assert len(steps) > 1


def test_reward_and_the_rewards_own_fit_are_curves_of_the_run(begun, tmp_path):
    """The rank loss from the launch on; Google's metrics under the studio's names; no KL anywhere."""
    begun.cloud.advance(begun.tunings()[0])
    assert tags(begun.look(), begun, tmp_path) == {"reward-model-trainer": {"rank_loss", "eval_rank_loss"}}
    seen = begun.finish()
    found = tags(seen, begun, tmp_path)
    assert {"reward", "eval_reward", "generation_length", "people/reward", "short/eval_reward"} <= found[
        "tune"
    ]
    assert not [tag for some in found.values() for tag in some if "kl" in tag]
    assert (seen.state, seen.error) == (RunState.SUCCEEDED, None)


def test_rewards_of_which_a_tenth_fails_are_a_warning(begun):
    """The run goes on to its end."""
    begun.cloud.plan.failing = 0.1
    seen = begun.finish()
    assert seen.state == RunState.SUCCEEDED
    assert "Rewards fail lately, " in seen.tasks[0].error
    assert "above 80 % Google stops the job" in seen.tasks[0].error


def test_rewards_of_which_nine_tenths_fail_end_the_run(begun):
    """With Google's own sentence; nobody is asked for answers to compare."""
    begun.cloud.plan.failing = 0.9
    begun.cloud.finish(begun.tunings()[0])
    seen = begun.look()
    assert seen.state == RunState.FAILED
    assert seen.error.startswith("Tuning failed: Reward computation failed for")
    assert [task.state for task in seen.tasks] == [TaskState.FAILED, TaskState.CANCELLED, TaskState.NOT_RUN]


def test_a_reward_that_never_moves_is_said_to_teach_nothing(begun):
    """That of the tests' program is the same for every answer."""
    begun.reward = None
    seen = begun.finish()
    assert "nothing is learned" in seen.tasks[0].error or "teach something" in seen.tasks[0].error


def test_cancelling_keeps_the_curves_so_far(begun, tmp_path):
    begun.cloud.advance(begun.tunings()[0], 5)
    begun.look()
    begun.cancel()
    begun.cloud.advance(begun.tunings()[0])
    for job in begun.batches().values():
        begun.cloud.advance(job)
    seen = begun.look()
    assert seen.state == RunState.CANCELLED
    assert "reward" in tags(seen, begun, tmp_path)["tune"]
