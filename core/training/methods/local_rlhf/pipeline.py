"""The pipeline of a local run: reward model trainer, reinforcer and, for evaluation, bulk inferrer.

Its tasks are lightweight components of Kubeflow Pipelines: typed artifacts around one call each. KFP copies
the source of each function into a file of its own, so a body must import what it uses. Parameters and data
sets are read from the run's folder: KFP replaces every "{{$...}}" in a task's command line, wherever it comes
from, so a person's text must not stand there. Only the process of a run imports this module, and only when it
starts: it needs kfp, which takes half a second.
"""
# ruff: noqa: PLC0415 - see above

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kfp import dsl

PIPELINE_NAME = "local-rlhf"


def reward_model_trainer(
    run_folder: str, reward_model: dsl.Output[dsl.Model], tensorboard_metrics: dsl.Output[dsl.Artifact]
) -> None:
    """Fits a Bradley-Terry reward model to judged pairs."""
    from core.training.methods.local_rlhf.tasks import run_reward_model_trainer

    run_reward_model_trainer(run_folder, reward_model.path, tensorboard_metrics.path)


def reinforcer(
    run_folder: str,
    reward_model: dsl.Input[dsl.Model],
    policy: dsl.Output[dsl.Model],
    tensorboard_metrics: dsl.Output[dsl.Artifact],
) -> None:
    """Tunes the summariser towards what the reward model prefers."""
    from core.training.methods.local_rlhf.tasks import run_reinforcer

    run_reinforcer(run_folder, reward_model.path, policy.path, tensorboard_metrics.path)


def bulk_inferrer(
    run_folder: str,
    policy: dsl.Input[dsl.Model],
    output_prediction: dsl.Output[dsl.Dataset],
    output_prediction_base: dsl.Output[dsl.Dataset],
) -> None:
    """Answers the evaluation prompts with the tuned and the base summariser."""
    from core.training.methods.local_rlhf.tasks import run_bulk_inferrer

    run_bulk_inferrer(run_folder, policy.path, output_prediction.path, output_prediction_base.path)


def build_pipeline(folder: Path, *, predicts: bool) -> Any:
    """The pipeline of the run in a folder; calling it runs it as ``kfp.local`` is set up.

    Whether there is a bulk inferrer is decided here and not by ``dsl.If``: a task that never runs would show
    as one that waits.
    """
    place = str(folder)

    def steps() -> None:
        trained = _component(reward_model_trainer)(run_folder=place)
        tuned = _component(reinforcer)(run_folder=place, reward_model=trained.outputs["reward_model"])
        if predicts:
            _component(bulk_inferrer)(run_folder=place, policy=tuned.outputs["policy"])

    return dsl.pipeline(name=PIPELINE_NAME)(steps)


def _component(function: Callable[..., None]) -> Any:
    """A task made of a function; nothing is installed when it runs, and the image is only named."""
    return dsl.component(install_kfp_package=False, base_image="python:3.11")(function)
