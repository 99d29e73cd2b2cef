"""The pipeline of a local run: reward model trainer, reinforcer and, for evaluation, bulk inferrer.

Its tasks are lightweight components of Kubeflow Pipelines: typed artifacts around one call each. KFP copies
the source of each function into a file of its own, so a body must import what it uses. Only the process of a
run imports this module, and only when it starts: it needs kfp, which takes half a second.
"""
# ruff: noqa: PLC0415 - see above

import json
from collections.abc import Callable
from typing import Any

from kfp import dsl

from core.training.methods.local_rlhf.layout import LocalRun

PIPELINE_NAME = "local-rlhf"


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


def build_pipeline(run: LocalRun) -> Any:
    """The run's pipeline, its inputs and parameters built in; calling it runs it as ``kfp.local`` is set up.

    Whether there is a bulk inferrer is decided here and not by ``dsl.If``: a task that never runs would show
    as one that waits.
    """
    parameters, inputs = run.parameters, run.inputs

    def steps() -> None:
        trained = _component(reward_model_trainer)(
            preference_dataset=str(inputs.preference_dataset),
            train_steps=parameters.reward_model_train_steps,
            learning_rate_multiplier=parameters.reward_model_learning_rate_multiplier,
            seed=parameters.seed,
        )
        tuned = _component(reinforcer)(
            prompt_dataset=str(inputs.prompt_dataset),
            reward_model=trained.outputs["reward_model"],
            train_steps=parameters.reinforcement_learning_train_steps,
            learning_rate_multiplier=parameters.reinforcement_learning_rate_multiplier,
            kl_coeff=parameters.kl_coeff,
            seed=parameters.seed,
        )
        if inputs.eval_dataset:
            _component(bulk_inferrer)(
                eval_dataset=str(inputs.eval_dataset),
                policy=tuned.outputs["policy"],
                instruction_json=instruction_json(parameters.instruction),
            )

    return dsl.pipeline(name=PIPELINE_NAME)(steps)


def instruction_json(instruction: str | None) -> str:
    """The instruction as JSON in plain ASCII without a brace.

    KFP replaces every "{{$...}}" in a task's command line, wherever it comes from; so a person's text must
    not reach it as it is.
    """
    return json.dumps(instruction).replace("{", "\\u007b")


def _component(function: Callable[..., None]) -> Any:
    """A task made of a function; nothing is installed when it runs, and the image is only named."""
    return dsl.component(install_kfp_package=False, base_image="python:3.11")(function)
