"""The method ``gemini-rlhf``: Gemini tuned by reinforcement, rewarded as people chose."""

from collections.abc import Mapping
from typing import Any, ClassVar

from core.cloud import project_id
from core.datasets import DatasetKind
from core.datasets.exports import GEMINI_RLHF
from core.errors import InvalidInput, StudioError
from core.findings import Finding
from core.training.costs import Estimate
from core.training.google import REWARD_TASK, reward_fields
from core.training.method import InputRole, Plan, Started, Submission
from core.training.methods.gemini.method import COMPARED, GeminiTuning
from core.training.methods.gemini.submit import submit
from core.training.methods.gemini_rlhf.checks import advice
from core.training.methods.gemini_rlhf.costs import estimate_of
from core.training.methods.gemini_rlhf.outside import check_plan
from core.training.methods.gemini_rlhf.parameters import RlhfParameters

NO_PROJECT = "<project>"
"""What stands for the project in what is shown where none is known yet."""


class GeminiRlhf(GeminiTuning):
    """Reinforcement tuning: prompts are answered many times over, and a reward scores the answers."""

    name = "gemini-rlhf"
    title = "Gemini RLHF (reinforcement tuning)"
    about = (
        "Google tunes Gemini by reinforcement: the model answers your prompts many times over, a reward "
        "scores each answer, and the model learns to answer as is rewarded. The reward is learned from "
        "people's choices and was measured on choices it had not seen. It runs on Google's "
        "Gemini Enterprise Agent Platform (Vertex AI), and the tuned model stays in your project."
    )
    notice = (
        "Reinforcement tuning is a public preview of Google's since 15 June 2026, documented for "
        "gemini-3.5-flash in us-central1, under pre-GA terms: no confidential or proprietary data. Google "
        "reports no KL divergence from the model it started from. None of this was tried against the real "
        "service; whether batch prediction takes a tuned Gemini 3 is not verified."
    )
    absent_curves: ClassVar[Mapping[str, str]] = {
        "kl_loss": "Google reports no KL divergence of the tuned model from the one it started from, and "
        "offers nothing from which the studio could estimate it. Whether the model has drifted is seen in "
        "its answers: compare them, and watch generation_length and each part of the reward."
    }
    curve_notes: ClassVar[Mapping[str, str]] = {
        REWARD_TASK: "It is the reward's own fit, done before the run: steps are the solver's iterations."
    }
    export_format = GEMINI_RLHF
    parameters = RlhfParameters
    inputs = (
        InputRole("prompt_dataset", DatasetKind.PROMPT, True, "Prompts the model answers; at most 5,000."),
        InputRole(
            "validation_dataset",
            DatasetKind.PROMPT,
            False,
            "Other prompts, on whose answers Google measures the reward while it tunes; at most 500 rows. "
            "Without one, Google splits off a quarter of the prompts or 50 of them, whichever is more.",
            tuned_on=False,
        ),
        COMPARED,
    )

    check_outside = staticmethod(check_plan)

    def advise(self, plan: Plan) -> list[Finding]:
        """The base model, Google's limits, the arithmetic of steps, and the terms."""
        return [*self.about_base_model(plan), *advice(plan)]

    def estimate(self, plan: Plan) -> Estimate | None:
        """Tokens of all answers, and of what judges read."""
        return estimate_of(plan)

    def reward_shown(self, plan: Plan) -> Mapping[str, Any]:
        """The reward with its programs shortened."""
        if plan.reward is None:
            return {}
        try:
            project = project_id()
        except StudioError:  # the preflight says so
            project = NO_PROJECT
        location = plan.parameters["location"]
        return reward_fields(plan.reward.specification, project=project, location=location, brief=True)

    def submit(self, submission: Submission) -> Started:
        """Make the jobs that are not there yet."""
        if submission.reward is None:
            raise InvalidInput("The run has no reward to be tuned on; launch it again with one.")
        location = submission.parameters["location"]
        spec = submission.reward.specification
        return submit(
            submission, self.export_format, reward_fields(spec, project=project_id(), location=location)
        )
