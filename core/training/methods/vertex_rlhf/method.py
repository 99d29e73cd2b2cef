"""The method ``vertex-rlhf``: Google's RLHF pipeline on Vertex AI; what runs of Google's pipelines share."""

from pathlib import Path

from core.cloud import project_id, request_seconds
from core.datasets import DatasetKind
from core.training.google import TUNE, JobName, root_of
from core.training.method import InputRole, Method, Place, Plan, RunHandle, Specification
from core.training.methods.vertex_rlhf.adopt import find_run
from core.training.methods.vertex_rlhf.checks import advise, check_outside
from core.training.methods.vertex_rlhf.costs import estimate
from core.training.methods.vertex_rlhf.jobs import Pipelines, job_names, submit
from core.training.methods.vertex_rlhf.leftovers import leftovers_of, remove
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters, presets
from core.training.methods.vertex_rlhf.pipeline import Pipeline, specification_text
from core.training.methods.vertex_rlhf.poll import poll

POLL_SECONDS = 30.0
REQUESTS = 2
"""A poll asks for two jobs; a claim lasts twice the patience, which leaves room for two requests more."""


class PipelineMethod(Method):
    """Runs that are a pipeline job of Vertex AI, or two: how they are followed, cancelled and cleaned up."""

    paid = True
    poll_seconds = POLL_SECONDS

    poll = staticmethod(poll)
    leftovers = staticmethod(leftovers_of)
    remove = staticmethod(remove)

    @property
    def patience(self) -> float:
        """How long one poll may take."""
        return REQUESTS * request_seconds()

    def cancel(self, run: RunHandle) -> None:
        """Ask every job of the run to stop."""
        for name in job_names(run):
            Pipelines.of(run).cancel(str(name))

    def console_url(self, run: RunHandle) -> str:
        """The run's first job in Google's console."""
        name = JobName.parsed(run.jobs.get(TUNE, ""))
        return name.console_url if name else ""


class VertexRlhf(PipelineMethod):
    """Google's pipeline: a reward model, then reinforcement learning, then the answers of both models."""

    name = "vertex-rlhf"
    title = "RLHF on Vertex AI"
    about = (
        "Google's own RLHF pipeline on Vertex AI (Gemini Enterprise Agent Platform): it trains a reward "
        "model on your preferences, tunes the model against it, and lets the tuned and the untuned model "
        "answer the evaluation set. It runs in your Google Cloud project for hours, on machines that cost a "
        "lot."
    )
    notice = (
        "Google's reference of tuning now lists supervised, preference and reinforcement tuning of Gemini, "
        "and no longer this pipeline. Whether its closed images can still be pulled was not verified. "
        "The bison models were shut down in April 2025."
    )
    inputs = (
        InputRole("preference_dataset", DatasetKind.PREFERENCE, True, "What people preferred."),
        InputRole("prompt_dataset", DatasetKind.PROMPT, True, "Prompts the policy practises on."),
        InputRole(
            "eval_dataset",
            DatasetKind.EVALUATION,
            False,
            "Prompts both models answer at the end, to compare; the untuned model in a job of its own.",
            tuned_on=False,
        ),
    )
    parameters = VertexRlhfParameters

    presets = staticmethod(presets)
    advise = staticmethod(advise)
    check_outside = staticmethod(check_outside)
    estimate = staticmethod(estimate)
    submit = staticmethod(submit)
    find = staticmethod(find_run)

    def specification(self, plan: Plan) -> Specification:
        """The run's values, and the compiled pipeline."""
        return Specification(f"{Pipeline.TUNE.value}.yaml", specification_text(plan))

    def place(self, job_id: str, plan: Plan, runs_folder: Path) -> Place:  # noqa: ARG002 - nothing is on this machine
        """The run's folder in the staging bucket, and the tuning job's name.

        The name of the other job follows from it and is kept with the run once that job is there, which tells
        one that was deleted from one that was never made.
        """
        name = JobName(project_id(), plan.parameters["location"], job_id)
        return Place(root_of(job_id), {TUNE: str(name)})
