"""The pipeline of a local run: reward model trainer, reinforcer and, for evaluation, bulk inferrer."""

import json
from collections.abc import Callable
from typing import Any

from core.training.methods.local_rlhf.layout import LocalRun

PIPELINE_NAME = "local-rlhf"


def build_pipeline(run: LocalRun) -> Any:
    """The run's pipeline, its inputs and parameters built in; calling it runs it as ``kfp.local`` is set up.

    Whether there is a bulk inferrer is decided here and not by ``dsl.If``: a task that never runs would show
    as one that waits.
    """
    from kfp import dsl  # noqa: PLC0415 - takes half a second

    from core.training.methods.local_rlhf import components  # noqa: PLC0415 - imports kfp

    parameters, inputs = run.parameters, run.inputs

    def steps() -> None:
        trainer = _component(components.reward_model_trainer)(
            preference_dataset=str(inputs.preference_dataset),
            train_steps=parameters.reward_model_train_steps,
            learning_rate_multiplier=parameters.reward_model_learning_rate_multiplier,
            seed=parameters.seed,
        )
        reinforcer = _component(components.reinforcer)(
            prompt_dataset=str(inputs.prompt_dataset),
            reward_model=trainer.outputs["reward_model"],
            train_steps=parameters.reinforcement_learning_train_steps,
            learning_rate_multiplier=parameters.reinforcement_learning_rate_multiplier,
            kl_coeff=parameters.kl_coeff,
            seed=parameters.seed,
        )
        if inputs.eval_dataset:
            _component(components.bulk_inferrer)(
                eval_dataset=str(inputs.eval_dataset),
                policy=reinforcer.outputs["policy"],
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
    from kfp import dsl  # noqa: PLC0415 - takes half a second

    return dsl.component(install_kfp_package=False, base_image="python:3.11")(function)
