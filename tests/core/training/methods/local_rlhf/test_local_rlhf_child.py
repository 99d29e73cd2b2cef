"""The child process of a local run, end to end."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from local_rlhf_posts import pairs, preference_lines, prompt_lines, prompts
from tasks_here import do_tasks
from test_local_rlhf_steps import tensors

from core.training.methods.local_rlhf.child import without_noise
from core.training.methods.local_rlhf.layout import LocalRun

INSTRUCTION = "It's {{$.inputs.parameters['eval_dataset']}}:\n\"python3\" in 50 words"
EVAL = prompts(8, seed=3)


def run_child(folder, *, preferences=None, evaluate=True, **parameters):
    """Fills the folder, runs the child from elsewhere and returns its process; its output is in run.log."""
    folder.mkdir()
    preferences = (
        preference_lines(pairs(15, seed=1, prefer="shorter")) if preferences is None else preferences
    )
    (folder / "preferences.jsonl").write_text(preferences)
    (folder / "prompts.jsonl").write_text(prompt_lines(prompts(12, seed=2)))
    (folder / "eval.jsonl").write_text(prompt_lines([*EVAL, "?!"]))
    inputs = {
        "preference_dataset": str(folder / "preferences.jsonl"),
        "prompt_dataset": str(folder / "prompts.jsonl"),
        "eval_dataset": str(folder / "eval.jsonl") if evaluate else None,
    }
    small = {"reward_model_train_steps": 25, "reinforcement_learning_train_steps": 15}
    run = {"job_id": "local-rlhf-1", "parameters": small | parameters, "inputs": inputs}
    (folder / "run.json").write_text(json.dumps(run))
    return start(folder)


def start(folder):
    """Runs the child as the launcher does, in a working folder that is no checkout."""
    with (folder / "run.log").open("wb") as log:
        command = [sys.executable, "-m", "core.training.methods.local_rlhf.child", str(folder)]
        environment = os.environ | {"TMPDIR": str(temporary_of(folder))}
        return subprocess.run(
            command, cwd=folder.parent, stdout=log, stderr=log, env=environment, check=False
        )


def temporary_of(folder):
    """Where the child's processes would put temporary files, were they not told otherwise."""
    temporary = folder.with_name("temporary files")
    temporary.mkdir(exist_ok=True)
    return temporary


def events_of(folder):
    """The run's events."""
    return [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]


def outputs_of(folder):
    """Every artifact's path by task and name."""
    return {
        (event["task"], name): Path(path)
        for event in events_of(folder)
        if event["event"] == "task_succeeded"
        for name, path in event["outputs"].items()
    }


def predictions_of(folder, name):
    """All rows of a prediction artifact, in order."""
    shards = sorted(outputs_of(folder)["bulk-inferrer", name].glob("text*"))
    return [json.loads(line) for shard in shards for line in shard.read_text().splitlines()]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a finished run; its name holds what shells and kfp are known to trip over."""
    folder = tmp_path_factory.mktemp("runs") / "it's python3 {run}"
    assert run_child(folder, instruction=INSTRUCTION, seed=7).returncode == 0
    return folder


def test_events_tell_the_run(finished):
    """Start and end of the run and of each task in order, with times in UTC and the artifacts' paths."""
    events = events_of(finished)
    assert [(event["event"], event["task"]) for event in events] == [
        ("run_started", None),
        ("task_started", "reward-model-trainer"),
        ("task_succeeded", "reward-model-trainer"),
        ("task_started", "reinforcer"),
        ("task_succeeded", "reinforcer"),
        ("task_started", "bulk-inferrer"),
        ("task_succeeded", "bulk-inferrer"),
        ("run_succeeded", None),
    ]
    times = [datetime.fromisoformat(event["at"]) for event in events]
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert {time.tzinfo for time in times} == {UTC}
    assert {event["error"] for event in events} == {None}
    assert events[1]["outputs"] == events[2]["outputs"]  # known from the start, for whoever follows
    assert "outputs" not in events[0]


def test_artifacts_lie_where_the_events_say(finished):
    """Typed artifacts below the run's own folder; both models are JSON."""
    outputs = outputs_of(finished)
    assert set(outputs) == {
        ("reward-model-trainer", "reward_model"),
        ("reward-model-trainer", "tensorboard_metrics"),
        ("reinforcer", "policy"),
        ("reinforcer", "tensorboard_metrics"),
        ("bulk-inferrer", "output_prediction"),
        ("bulk-inferrer", "output_prediction_base"),
    }
    assert all(path.exists() and path.is_relative_to(finished / "artifacts") for path in outputs.values())
    model = json.loads(outputs["reward-model-trainer", "reward_model"].read_text())
    assert (model["training_rows"], model["held_out_rows"]) == (24, 6)
    policy = json.loads(outputs["reinforcer", "policy"].read_text())
    assert policy["prompts"] == 12
    assert len(policy["weights"]) == len(policy["features"])


def test_curves_are_those_of_a_real_run(finished):
    """The tags of Google's logs, one point a step in so short a run, below train/."""
    curves = {
        "reward-model-trainer": ({"rank_loss", "learning_rate", "eval_accuracy"}, list(range(1, 26))),
        "reinforcer": ({"reward", "kl_loss", "rl_loss", "learning_rate"}, list(range(1, 16))),
    }
    for task, (tags, steps) in curves.items():
        frame = tensors(outputs_of(finished)[task, "tensorboard_metrics"] / "train")
        assert set(frame["tag"]) == tags
        for tag in tags:
            assert sorted(frame.loc[frame["tag"] == tag, "step"]) == steps


def test_predictions_have_the_shape_of_bulk_inference(finished):
    """Tuned and base rows join on their inputs, which carry the instruction untouched."""
    tuned, base = (predictions_of(finished, name) for name in ("output_prediction", "output_prediction_base"))
    inputs = [f"{INSTRUCTION}\n\n\n{prompt}" for prompt in [*EVAL, "?!"]]
    for rows in (tuned, base):
        assert [row["inputs"] for row in rows] == [
            {"inputs_pretokenized": text, "targets_pretokenized": ""} for text in inputs
        ]
        assert all(row["prediction"] for row in rows[:-1])
        assert rows[-1]["prediction"] == ""  # nothing to pick
    assert tuned != base


def test_the_log_is_for_people(finished):
    """What the tasks say is there, what kfp says is not, and nothing temporary stays."""
    log = (finished / "run.log").read_text()
    assert "30 preference rows, 25 steps" in log
    assert "step 15 of 15: reward" in log
    assert "KFP Executor" not in log
    assert "executor_input" not in log
    assert "Executing task" not in log
    assert not list(finished.glob("scratch-*"))
    assert not list(temporary_of(finished).iterdir())


def test_the_same_seed_gives_the_same_predictions(finished, tmp_path):
    """Its tasks, done once more without the pipeline, leave byte-identical shards and equal curves."""
    again = tmp_path / "again"
    again.mkdir()
    (again / "run.json").write_bytes((finished / "run.json").read_bytes())
    do_tasks(again, again / "run.log")
    first, second = outputs_of(finished), outputs_of(again)
    for name in ("output_prediction", "output_prediction_base"):
        shard = "text-00000-of-00001.jsonl"
        key = ("bulk-inferrer", name)
        assert (first[key] / shard).read_bytes() == (second[key] / shard).read_bytes()
    for key in (("reward-model-trainer", "tensorboard_metrics"), ("reinforcer", "tensorboard_metrics")):
        columns = ["step", "tag", "value"]
        assert tensors(first[key])[columns].values.tolist() == tensors(second[key])[columns].values.tolist()


def test_without_evaluation_prompts_nothing_is_predicted(tmp_path):
    """The bulk inferrer is then no task of the run at all."""
    assert run_child(tmp_path / "run", evaluate=False).returncode == 0
    assert {event["task"] for event in events_of(tmp_path / "run")} == {
        None,
        "reward-model-trainer",
        "reinforcer",
    }


def test_a_broken_preference_file_ends_the_run_with_a_sentence(tmp_path):
    """The task fails, and the run with the same sentence: which line, what is wrong."""
    folder = tmp_path / "run"
    assert run_child(folder, preferences='{"input_text": "a"}\n').returncode == 1
    *_, task, run = events_of(folder)
    assert (task["event"], task["task"]) == ("task_failed", "reward-model-trainer")
    assert run["event"] == "run_failed"
    assert run["error"] == task["error"]
    assert run["error"].startswith("preferences.jsonl, line 1: choice is missing")
    assert run["error"] in (folder / "run.log").read_text()


def test_a_run_file_that_is_wrong_ends_the_run(tmp_path):
    """A parameter out of range is named, before any task starts."""
    folder = tmp_path / "run"
    assert run_child(folder, kl_coeff=-1).returncode == 1
    started, failed = events_of(folder)
    assert started["event"] == "run_started"
    assert failed["event"] == "run_failed"
    assert "parameters.kl_coeff" in failed["error"]


def test_a_folder_without_a_run_ends_too(tmp_path):
    """A missing run.json is a sentence, not a traceback."""
    assert start(tmp_path).returncode == 1
    assert "holds no run.json" in events_of(tmp_path)[-1]["error"]
    assert "Traceback" not in (tmp_path / "run.log").read_text()


def test_noise_of_kfp_is_dropped():
    """Its executor's lines and its indented input go; tracebacks and plain lines stay, braces and all."""
    lines = [
        "[KFP Executor 2026-01-01 INFO]: Got executor_input:\n",
        "{\n",
        '    "inputs": {\n',
        "    }\n",
        "}\n",
        "10:00:00 step 1\n",
        "\n",
        "[KFP Executor 2026-01-01 INFO]: Wrote executor output file\n",
        "}\n",
    ]
    assert list(without_noise(lines)) == ["10:00:00 step 1\n", "}\n"]


def test_the_tasks_follow_from_the_inputs():
    """What the run will do can be told before it starts."""
    inputs = {"preference_dataset": "p", "prompt_dataset": "q", "eval_dataset": None}
    run = LocalRun.model_validate({"job_id": "a", "parameters": {}, "inputs": inputs})
    assert run.tasks == ("reward-model-trainer", "reinforcer")
