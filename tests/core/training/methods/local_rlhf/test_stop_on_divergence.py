"""A local run that was told to ends itself where it diverges, and what it learned until then can be read."""

import json
import math

import numpy as np
import pytest
from local_rlhf_posts import pairs, preference_lines, prompt_lines, prompts
from tasks_here import do_tasks

from core.curves import read_curves
from core.errors import Conflict
from core.training.methods.local_rlhf.divergence import RANK_LOSS, RL_LOSS, watched
from core.training.methods.local_rlhf.layout import ARTIFACTS, ERROR_FILE, REINFORCER
from core.training.methods.local_rlhf.parameters import RlhfParameters

TOLD = RlhfParameters(stop_on_divergence=True, reward_model_learning_rate_multiplier=100)


def seen(values, *, loss=RANK_LOSS, parameters=TOLD):
    """How many of these points are reported, and why it stops, if it does."""
    points = []
    report = watched(lambda step, _: points.append(step), loss=loss, parameters=parameters)
    try:
        for step, value in enumerate(values, start=1):
            report(step, {loss: value})
    except Conflict as error:
        return len(points), str(error)
    return len(points), ""


def test_a_loss_that_is_no_number_stops_the_run_at_once():
    """Its point is kept: the curve shows what happened."""
    reported, why = seen([0.69, 0.5, math.nan, 0.4])
    assert reported == 3
    assert why == (
        "rank_loss was nan at step 3, so the run stopped itself, as stop_on_divergence told it to. "
        "Its curves are kept up to there. "
        "Launch it again with a lower reward_model_learning_rate_multiplier (it was 100)."
    )


def test_a_loss_that_is_worse_than_before_the_first_step_stops_the_run():
    """From .69 to 3 for good: the median of eleven points is there at the sixth of them."""
    reported, why = seen([0.69] * 10 + [3.0] * 50)
    assert reported == 16
    assert why.startswith("rank_loss had diverged: it began at 0.69 and stood near 3 at step 16, so")


def test_a_policy_is_told_of_its_own_parameters():
    """Minus the reward plus the penalty, from -2."""
    _, why = seen([-2.0] + [5.0] * 20, loss=RL_LOSS)
    assert why.endswith("lower reinforcement_learning_rate_multiplier (it was 1) or kl_coeff (it was 0.1).")


@pytest.mark.parametrize(
    "values",
    [
        np.linspace(0.69, 0.2, 40),
        [0.69] * 40,
        [*np.linspace(0.69, 0.3, 20), 50.0, 40.0, 30.0, 20.0, *[0.3] * 20],  # a spike of four points
        [0.69, *[1.1, 0.2] * 20],  # jumps up and down, and is better than before half of the time
        [0.69, 9.0, 9.0],  # too few points
    ],
    ids=["falls", "stays", "spikes", "jumps", "short"],
)
def test_what_is_no_divergence_goes_on(values):
    """Levels, spikes and jumps are for the person who looks at the curve."""
    assert seen(values) == (len(values), "")


def test_nothing_is_stopped_that_was_not_told_to():
    """As before there was the choice."""
    assert seen([0.69, math.nan, 5.0], parameters=RlhfParameters()) == (3, "")


def test_a_stopped_run_leaves_its_reason_and_its_curves(tmp_path):
    """The policy is thrown about by far too strong a penalty; the reward model before it was fine."""
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "preferences.jsonl").write_text(preference_lines(pairs(15, seed=1, prefer="shorter")))
    (folder / "prompts.jsonl").write_text(prompt_lines(prompts(12, seed=2)))
    parameters = {
        "reward_model_train_steps": 25,
        "reinforcement_learning_train_steps": 40,
        "reinforcement_learning_rate_multiplier": 100,
        "kl_coeff": 100,
        "stop_on_divergence": True,
    }
    inputs = {f"{one}_dataset": str(folder / f"{one}s.jsonl") for one in ("preference", "prompt")}
    (folder / "run.json").write_text(
        json.dumps({"job_id": "l-1", "parameters": parameters, "inputs": inputs})
    )
    with pytest.raises(Conflict, match="rl_loss had diverged") as stopped:
        do_tasks(folder, folder / "run.log")
    assert (folder / ARTIFACTS / REINFORCER / ERROR_FILE).read_text() == str(stopped.value)
    curves = read_curves(folder.as_uri(), cache=tmp_path / "cache")
    last = int(curves.get(REINFORCER, RL_LOSS).steps[-1])
    assert 11 <= last < 40
    assert f"at step {last}, so" in str(stopped.value)
    assert {curve.task for curve in curves} == {REINFORCER, "reward-model-trainer"}
