"""The tasks of a run as lightweight components of Kubeflow Pipelines: typed artifacts around one call each.

KFP copies the source of each function into a file of its own, so a body must import what it uses. Only
``pipeline`` imports this module, and only when a run starts: it needs kfp, which takes half a second.
"""
# ruff: noqa: PLC0415 - see above

from kfp import dsl


def reward_model_trainer(
    preference_dataset: str,
    train_steps: int,
    learning_rate_multiplier: float,
    seed: int,
    reward_model: dsl.Output[dsl.Model],
    tensorboard_metrics: dsl.Output[dsl.Artifact],
) -> None:
    """Fits a Bradley-Terry reward model to judged pairs."""
    from pathlib import Path

    from core.training.methods.local_rlhf.tasks import run_reward_model_trainer

    run_reward_model_trainer(
        preference_dataset=Path(preference_dataset),
        train_steps=train_steps,
        learning_rate_multiplier=learning_rate_multiplier,
        seed=seed,
        reward_model_path=Path(reward_model.path),
        tensorboard_metrics=Path(tensorboard_metrics.path),
    )


def reinforcer(  # noqa: PLR0913, PLR0917 - a component's arguments are its inputs and outputs
    prompt_dataset: str,
    reward_model: dsl.Input[dsl.Model],
    train_steps: int,
    learning_rate_multiplier: float,
    kl_coeff: float,
    seed: int,
    policy: dsl.Output[dsl.Model],
    tensorboard_metrics: dsl.Output[dsl.Artifact],
) -> None:
    """Tunes the summariser towards what the reward model prefers."""
    from pathlib import Path

    from core.training.methods.local_rlhf.tasks import run_reinforcer

    run_reinforcer(
        prompt_dataset=Path(prompt_dataset),
        reward_model_path=Path(reward_model.path),
        train_steps=train_steps,
        learning_rate_multiplier=learning_rate_multiplier,
        kl_coeff=kl_coeff,
        seed=seed,
        policy_path=Path(policy.path),
        tensorboard_metrics=Path(tensorboard_metrics.path),
    )


def bulk_inferrer(
    eval_dataset: str,
    policy: dsl.Input[dsl.Model],
    instruction_json: str,
    output_prediction: dsl.Output[dsl.Dataset],
    output_prediction_base: dsl.Output[dsl.Dataset],
) -> None:
    """Answers the evaluation prompts with the tuned and the base summariser."""
    import json
    from pathlib import Path

    from core.training.methods.local_rlhf.tasks import run_bulk_inferrer

    run_bulk_inferrer(
        eval_dataset=Path(eval_dataset),
        policy_path=Path(policy.path),
        instruction=json.loads(instruction_json),
        output_prediction=Path(output_prediction.path),
        output_prediction_base=Path(output_prediction_base.path),
    )
