"""The method ``autosxs``: Google's autorater compares two models' answers, in a pipeline on Vertex AI."""

from pathlib import Path
from typing import Any

from core.cloud import project_id
from core.training.google import BASE, TUNE, JobName, root_of
from core.training.method import Place, Plan, Specification, Started, Submission
from core.training.methods.autosxs.checks import advise, check_outside, estimate
from core.training.methods.autosxs.parameters import AutoSxsParameters, judging_values
from core.training.methods.vertex_rlhf.jobs import Pipelines
from core.training.methods.vertex_rlhf.method import PipelineMethod
from core.training.methods.vertex_rlhf.pipeline import (
    Pipeline,
    checked_values,
    pipeline_job,
    shown_job,
    template_text,
)


class AutoSxs(PipelineMethod):
    """Nothing is tuned: a model of Google's says of each prompt which of two answers is better, and why."""

    name = "autosxs"
    title = "AutoSxS: a model judges two models’ answers"
    about = (
        "Google's AutoSxS on Vertex AI (Gemini Enterprise Agent Platform): an autorater of Google's is shown "
        "both answers to each prompt, not whose they are, and says which is better, how sure it is, and why. "
        "Nothing is tuned. Its judgments are a model's: they stand beside people's verdicts and are counted "
        "in none of them."
    )
    notice = (
        "Google's pages point to a newer evaluation service. Whether this pipeline's closed images can still "
        "be pulled, and in which regions, was not verified."
    )
    inputs = ()
    parameters = AutoSxsParameters

    advise = staticmethod(advise)
    check_outside = staticmethod(check_outside)
    estimate = staticmethod(estimate)

    def specification(self, plan: Plan) -> Specification:
        """The run's values, and the compiled pipeline."""
        values = checked_values(Pipeline.JUDGE, judging_values(plan.parameters))
        text = template_text(Pipeline.JUDGE, {"judging job": shown_job(Pipeline.JUDGE, values)})
        return Specification(f"{Pipeline.JUDGE.value}.yaml", text)

    def place(self, job_id: str, plan: Plan, runs_folder: Path) -> Place:  # noqa: ARG002 - nothing is on this machine
        """The run's folder in the staging bucket, and its one job's name."""
        name = JobName(project_id(), plan.parameters["location"], job_id)
        return Place(root_of(job_id), {TUNE: str(name), BASE: ""})

    def submit(self, submission: Submission) -> Started:
        """Make the job, unless it is there."""
        name = JobName.of(submission.jobs[TUNE])
        pipelines = Pipelines(name, submission.job_id)
        submission.tell(f"Asking Vertex AI about {pipelines.describe(str(name))}.")
        if pipelines.existing(TUNE) is None:
            job = _job(submission)
            submission.tell(f"Sending {pipelines.describe(str(name))}.")
            submission.assert_claimed()
            pipelines.submit(TUNE, job)
        return Started(jobs={TUNE: str(name), BASE: ""})


def _job(submission: Submission) -> Any:
    return pipeline_job(
        Pipeline.JUDGE,
        judging_values(submission.parameters),
        run=submission.job_id,
        title=submission.name or submission.job_id,
        root=submission.root,
    )
