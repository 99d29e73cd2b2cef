"""What the tasks of a run do: read their inputs, train or predict, write their artifacts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import StudioError
from core.training.methods.local_rlhf import reinforce, reward_model
from core.training.methods.local_rlhf.policy import Policy, summaries
from core.training.methods.local_rlhf.posts import policy_post
from core.training.methods.local_rlhf.predictions import model_input, write_predictions
from core.training.methods.local_rlhf.reward_model import RewardModel
from core.training.methods.local_rlhf.rows import read_preferences, read_prompts
from core.training.methods.local_rlhf.run_log import say
from core.training.methods.local_rlhf.scalars import scalar_report
from core.training.methods.local_rlhf.sentences import has_sentence
from core.training.passes import BATCH_SIZE

ERROR_FILE = "error.txt"
"""Beside the artifacts of a failed task: the sentence that says why, which no exit status can carry."""


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
            model = reward_model.train_reward_model(
                rows,
                steps=train_steps,
                learning_rate=reward_model.LEARNING_RATE * learning_rate_multiplier,
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
            policy = reinforce.tune_policy(
                prompts,
                reward_model=RewardModel.model_validate_json(reward_model_path.read_bytes()),
                steps=train_steps,
                learning_rate=reinforce.LEARNING_RATE * learning_rate_multiplier,
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
