"""The methods ``gemini-preference`` and ``gemini-supervised``: Gemini tuned by Vertex AI."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from core.cloud import request_seconds
from core.datasets import DatasetKind, DatasetView
from core.datasets.exports import GEMINI, GEMINI_SUPERVISED, Export
from core.db import now
from core.findings import Finding
from core.training.costs import Estimate
from core.training.google import BASE, RUN_ID, TUNE, JobName, both_models, job_title, model_findings, root_of
from core.training.method import (
    Found,
    InputRole,
    Method,
    Place,
    Plan,
    RunHandle,
    ServedModels,
    Specification,
    Started,
    Submission,
)
from core.training.methods.gemini.adopt import find_run
from core.training.methods.gemini.checks import advice, check_plan, preference_advice
from core.training.methods.gemini.costs import estimate_of
from core.training.methods.gemini.leftovers import leftovers_of, remove
from core.training.methods.gemini.parameters import (
    GeminiParameters,
    PreferenceParameters,
    SupervisedParameters,
)
from core.training.methods.gemini.poll import cancel, curves, poll
from core.training.methods.gemini.rows import REQUESTS
from core.training.methods.gemini.submit import submit
from core.training.methods.gemini.tuning_request import tuning_request

POLL_SECONDS = 15.0
REQUESTS_A_POLL = 2
"""Of the requests of one poll, as many may take as long as one is allowed to."""

UNTRIED = (
    "None of this was tried against the real service. Curves come to the curves page while it trains: from "
    "the TensorBoard of the job's experiment, else from its metrics' files. Should Google name neither, the "
    "run says so, and the job's page in Google's console shows them. Batch prediction is documented for "
    "tuned models in a region, always with the default checkpoint of their default or named version."
)


COMPARED = InputRole(
    "eval_dataset", DatasetKind.EVALUATION, False, "Prompts both models answer, to compare.", tuned_on=False
)


class GeminiTuning(Method):
    """What all ways of tuning Gemini have in common."""

    paid = True
    poll_seconds = POLL_SECONDS
    export_format: ClassVar[Export]
    parameters: ClassVar[type[GeminiParameters]]
    inputs = (
        InputRole("preference_dataset", DatasetKind.PREFERENCE, True, "What people preferred."),
        InputRole(
            "validation_dataset",
            DatasetKind.PREFERENCE,
            False,
            "Other preferences, on which Google measures the loss while it tunes; at most 5,000 rows.",
            tuned_on=False,
        ),
        COMPARED,
    )

    check_outside = staticmethod(check_plan)
    poll = staticmethod(poll)
    cancel = staticmethod(cancel)
    curves = staticmethod(curves)
    leftovers = staticmethod(leftovers_of)
    remove = staticmethod(remove)

    @property
    def patience(self) -> float:
        """As long as the settings let a request take, for those of one poll."""
        return REQUESTS_A_POLL * request_seconds()

    def advise(self, plan: Plan) -> list[Finding]:
        """What is known of the base model, and Google's limits."""
        return [*self.about_base_model(plan), *advice(plan)]

    def about_base_model(self, plan: Plan) -> list[Finding]:
        """Whether Google still tunes it, and where."""
        return model_findings(
            self.name,
            plan.parameters["base_model"],
            now().date(),
            location=plan.parameters["location"],
            serving=plan.parameters["serving_location"],
        )

    def estimate(self, plan: Plan) -> Estimate | None:
        """Tokens times epochs."""
        return estimate_of(plan, preferences=self.export_format == GEMINI)

    def specification(self, plan: Plan) -> Specification:
        """The arguments of google-genai's calls."""
        form = self.export_format.name
        addresses = {role: f"<{dataset.name} as {form}>" for role, dataset in plan.inputs.items()}
        request = tuning_request(
            plan.parameters, self.export_format, addresses, RUN_ID, self.reward_shown(plan)
        )
        calls: dict[str, Any] = {"client.tunings.tune": request.as_json()}
        if "eval_dataset" in plan.inputs:
            calls["client.batches.create"] = {
                "model": plan.parameters["base_model"],
                "src": f"<the run's folder>/{REQUESTS}",
                "config": {"display_name": job_title(RUN_ID, BASE)},
            }
        text = json.dumps({"location": plan.parameters["location"], **calls}, indent=2, ensure_ascii=False)
        return Specification(f"{self.name}.json", f"{text}\n")

    def reward_shown(self, plan: Plan) -> Mapping[str, Any]:  # noqa: ARG002 - for those that have a reward
        """What the tuning is rewarded for, as it is shown before it is sent."""
        return {}

    def place(self, job_id: str, plan: Plan, runs_folder: Path) -> Place:  # noqa: ARG002 - a Method's signature
        """Below the staging bucket; Google names the jobs when they are made."""
        return Place(root_of(job_id))

    def submit(self, submission: Submission) -> Started:
        """Make the jobs that are not there yet."""
        return submit(submission, self.export_format)

    def console_url(self, run: RunHandle) -> str:
        """The tuning job in Google's console."""
        name = JobName.parsed(run.jobs.get(TUNE, ""), "tuningJobs")
        return name.console_url if name else ""

    def served(self, run: RunHandle, artifacts: Mapping[str, str]) -> ServedModels | None:
        """The endpoint that the tuning left, and the base model where the run asked it."""
        return both_models(run.parameters, artifacts.get("output_endpoint", ""))

    def find(self, where: str) -> Found | None:
        """The run of a tuning job of this kind."""
        fields = self.parameters.model_fields.items()
        defaults = {name: one.get_default(call_default_factory=True) for name, one in fields}
        unknown = {name: None for name, one in fields if one.is_required()}
        return find_run(where, self.export_format, defaults | unknown)


class GeminiPreference(GeminiTuning):
    """Preference tuning: no reward model, only what people preferred."""

    name = "gemini-preference"
    title = "Gemini preference tuning"
    about = (
        "Google tunes Gemini directly on what people preferred, without a reward model. It runs on its "
        "Gemini Enterprise Agent Platform (Vertex AI), and the tuned model stays in your project."
    )
    notice = (
        "Every list of models for preference tuning that was found names gemini-2.5-flash and "
        "gemini-2.5-flash-lite only, which are retired; whether a newer one takes it was not verified. Where "
        "none does, people's choices become a reward in gemini-rlhf. Preference tuning can go on from models "
        "that were tuned on examples since 11 July 2025. "
        f"{UNTRIED}"
    )
    export_format = GEMINI
    parameters = PreferenceParameters

    def advise(self, plan: Plan) -> list[Finding]:
        """Also about beta and about what to start from."""
        return [*super().advise(plan), *preference_advice(plan)]


class GeminiSupervised(GeminiTuning):
    """Supervised tuning on the preferred answers."""

    name = "gemini-supervised"
    title = "Gemini supervised tuning"
    about = (
        "Google tunes Gemini to answer as people preferred; what they rejected is not used. It runs on its "
        "Gemini Enterprise Agent Platform (Vertex AI). Preference and reinforcement tuning can start from "
        "the tuned model; Google advises it before the first."
    )
    notice = UNTRIED
    export_format = GEMINI_SUPERVISED
    parameters = SupervisedParameters

    def presets(self, inputs: Mapping[str, DatasetView]) -> dict[str, dict[str, Any]]:  # noqa: ARG002 - a Method's
        """Google's advice for the step before preference tuning."""
        return {"before preference tuning, 1 epoch": {"epoch_count": 1}}
