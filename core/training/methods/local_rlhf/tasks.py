"""What the tasks of a run do: read their inputs, train or predict, write their artifacts."""

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import StudioError
from core.training.methods.local_rlhf.divergence import RANK_LOSS, RL_LOSS, watched
from core.training.methods.local_rlhf.layout import ERROR_FILE, LocalRun, read_run, say
from core.training.methods.local_rlhf.policy import POLICY_LEARNING_RATE, Policy, summaries, tune_policy
from core.training.methods.local_rlhf.posts import has_sentence, policy_post
from core.training.methods.local_rlhf.reward_model import (
    REWARD_LEARNING_RATE,
    RewardModel,
    train_reward_model,
)
from core.training.methods.local_rlhf.rows import read_preferences, read_prompts
from core.training.methods.local_rlhf.steps import scalar_report
from core.training.parameters import BATCH_SIZE

ROWS_PER_SHARD = 1_000


def run_reward_model_trainer(run_folder: str, reward_model_path: str, metrics: str) -> None:
    """Trains the reward model and writes it as JSON."""
    with _writing(run_folder, reward_model_path) as (run, file):
        rows, steps = read_preferences(run.inputs.preference_dataset), run.parameters.reward_model_train_steps
        say(f"{len(rows)} preference rows, {steps} steps")
        with scalar_report(Path(metrics), steps=steps) as report:
            model = train_reward_model(
                rows,
                steps=steps,
                learning_rate=REWARD_LEARNING_RATE * run.parameters.reward_model_learning_rate_multiplier,
                seed=run.parameters.seed,
                report=watched(report, loss=RANK_LOSS, parameters=run.parameters),
            )
        file.write_text(model.model_dump_json(indent=2), encoding="utf-8")


def run_reinforcer(run_folder: str, reward_model_path: str, policy_path: str, metrics: str) -> None:
    """Tunes the policy and writes it as JSON."""
    with _writing(run_folder, policy_path) as (run, file):
        prompts = read_prompts(run.inputs.prompt_dataset)
        steps = run.parameters.reinforcement_learning_train_steps
        say(f"{len(prompts)} prompts, {steps} steps")
        with scalar_report(Path(metrics), steps=steps) as report:
            policy = tune_policy(
                prompts,
                reward_model=RewardModel.model_validate_json(Path(reward_model_path).read_bytes()),
                steps=steps,
                learning_rate=POLICY_LEARNING_RATE * run.parameters.reinforcement_learning_rate_multiplier,
                kl_coeff=run.parameters.kl_coeff,
                seed=run.parameters.seed,
                report=watched(report, loss=RL_LOSS, parameters=run.parameters),
            )
        if policy.skipped_prompts:
            say(f"{policy.skipped_prompts} prompts were left out, because they hold no sentence")
        file.write_text(policy.model_dump_json(indent=2), encoding="utf-8")


def run_bulk_inferrer(run_folder: str, policy_path: str, tuned: str, base: str) -> None:
    """Predicts every evaluation prompt with the tuned weights and with those the policy started from."""
    with _writing(run_folder, tuned) as (run, folder):
        prompts = read_prompts(run.inputs.eval_dataset) if run.inputs.eval_dataset else []
        policy = Policy.model_validate_json(Path(policy_path).read_bytes())
        inputs = [model_input(prompt, instruction=run.parameters.instruction) for prompt in prompts]
        write_predictions(folder, inputs, predict(prompts, policy.weights))
        write_predictions(Path(base), inputs, predict(prompts, policy.base_weights))
        say(f"{len(prompts)} prompts predicted with the tuned and the base policy")


def predict(prompts: Sequence[str], weights: Sequence[float]) -> list[str]:
    """The likeliest summary of each prompt; an empty one where there is no sentence to pick."""
    usable = [prompt for prompt in prompts if has_sentence(prompt)]
    answers: dict[str, str] = {}
    for start in range(0, len(usable), BATCH_SIZE):
        batch = usable[start : start + BATCH_SIZE]
        answers.update(zip(batch, summaries([policy_post(prompt) for prompt in batch], weights), strict=True))
    return [answers.get(prompt, "") for prompt in prompts]


@contextmanager
def _writing(run_folder: str, output: str) -> Iterator[tuple[LocalRun, Path]]:
    """The run, and where its output goes; beside that is left why a task refuses, for the run's process."""
    path = Path(output)
    try:
        yield read_run(Path(run_folder)), path
    except StudioError as error:
        (path.parent / ERROR_FILE).write_text(str(error), encoding="utf-8")
        raise


def model_input(prompt: str, *, instruction: str | None) -> str:
    """What the model is asked: the instruction, two empty lines and the prompt, or the prompt alone."""
    return f"{instruction}\n\n\n{prompt}" if instruction else prompt


def write_predictions(folder: Path, inputs: Sequence[str], predictions: Sequence[str]) -> None:
    """Writes shards named ``text-00000-of-00002.jsonl``, at least one, with the rows in the given order."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [_line(*row) for row in zip(inputs, predictions, strict=True)]
    shards = max(1, math.ceil(len(lines) / ROWS_PER_SHARD))
    for shard in range(shards):
        rows = lines[shard * ROWS_PER_SHARD : (shard + 1) * ROWS_PER_SHARD]
        path = folder / f"text-{shard:05d}-of-{shards:05d}.jsonl"
        path.write_text("".join(rows), encoding="utf-8", newline="\n")


def _line(inputs: str, prediction: str) -> str:
    """One row; JSON's own escapes keep any text on one line."""
    row = {"inputs": {"inputs_pretokenized": inputs, "targets_pretokenized": ""}, "prediction": prediction}
    return json.dumps(row) + "\n"
