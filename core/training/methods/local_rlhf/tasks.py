"""What the tasks of a run do: read their inputs, train or predict, write their artifacts."""

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import StudioError
from core.training.methods.local_rlhf.features import has_sentence
from core.training.methods.local_rlhf.layout import ERROR_FILE, say
from core.training.methods.local_rlhf.policy import POLICY_LEARNING_RATE, Policy, summaries, tune_policy
from core.training.methods.local_rlhf.posts import policy_post
from core.training.methods.local_rlhf.reward_model import (
    REWARD_LEARNING_RATE,
    RewardModel,
    train_reward_model,
)
from core.training.methods.local_rlhf.rows import read_preferences, read_prompts
from core.training.methods.local_rlhf.steps import scalar_report
from core.training.parameters import BATCH_SIZE

ROWS_PER_SHARD = 1_000


def run_reward_model_trainer(
    *,
    preference_dataset: Path,
    train_steps: int,
    learning_rate_multiplier: float,
    seed: int,
    reward_model_path: Path,
    tensorboard_metrics: Path,
) -> None:
    """Trains the reward model and writes it as JSON."""
    with _explained(reward_model_path.parent):
        rows = read_preferences(preference_dataset)
        say(f"{len(rows)} preference rows, {train_steps} steps")
        with scalar_report(tensorboard_metrics, steps=train_steps) as report:
            model = train_reward_model(
                rows,
                steps=train_steps,
                learning_rate=REWARD_LEARNING_RATE * learning_rate_multiplier,
                seed=seed,
                report=report,
            )
        reward_model_path.write_text(model.model_dump_json(indent=2), encoding="utf-8")


def run_reinforcer(  # noqa: PLR0913 - one argument for each input and output of the task
    *,
    prompt_dataset: Path,
    reward_model_path: Path,
    train_steps: int,
    learning_rate_multiplier: float,
    kl_coeff: float,
    seed: int,
    policy_path: Path,
    tensorboard_metrics: Path,
) -> None:
    """Tunes the policy and writes it as JSON."""
    with _explained(policy_path.parent):
        prompts = read_prompts(prompt_dataset)
        say(f"{len(prompts)} prompts, {train_steps} steps")
        with scalar_report(tensorboard_metrics, steps=train_steps) as report:
            policy = tune_policy(
                prompts,
                reward_model=RewardModel.model_validate_json(reward_model_path.read_bytes()),
                steps=train_steps,
                learning_rate=POLICY_LEARNING_RATE * learning_rate_multiplier,
                kl_coeff=kl_coeff,
                seed=seed,
                report=report,
            )
        if policy.skipped_prompts:
            say(f"{policy.skipped_prompts} prompts were left out, because they hold no sentence")
        policy_path.write_text(policy.model_dump_json(indent=2), encoding="utf-8")


def run_bulk_inferrer(
    *,
    eval_dataset: Path,
    policy_path: Path,
    instruction: str | None,
    output_prediction: Path,
    output_prediction_base: Path,
) -> None:
    """Predicts every evaluation prompt with the tuned weights and with those the policy started from."""
    with _explained(output_prediction.parent):
        prompts = read_prompts(eval_dataset)
        policy = Policy.model_validate_json(policy_path.read_bytes())
        inputs = [model_input(prompt, instruction=instruction) for prompt in prompts]
        write_predictions(output_prediction, inputs, predict(prompts, policy.weights))
        write_predictions(output_prediction_base, inputs, predict(prompts, policy.base_weights))
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
def _explained(task_folder: Path) -> Iterator[None]:
    """Leaves the sentence of a refusal where the child process finds it."""
    try:
        yield
    except StudioError as error:
        (task_folder / ERROR_FILE).write_text(str(error), encoding="utf-8")
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
