"""A run's jobs at Vertex AI through google-genai: names, life, and how a run is submitted.

Google makes the names of these jobs, so a job whose creation was not answered is looked for by what the
studio wrote on it: a label and the tuned model's name, or the prediction job's display name.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from core.cloud import genai_client, project_id, translated
from core.db import clean_text
from core.training.google import (
    BASE,
    LABEL,
    TUNE,
    TUNED,
    Job,
    Jobs,
    job_title,
    place_of,
    serving_location,
    tuned_resource,
)
from core.training.methods.gemini.rows import answers_folder, requests_address
from core.training.methods.gemini.tuning_request import quieten

PAGE = 100


class _GenaiJobs(Jobs):
    """Jobs of one kind that google-genai knows, of one run in one location."""

    kind: ClassVar[str]

    def __init__(self, location: str, run: str) -> None:
        self.location = location
        self.run = run

    def find(self, role: str) -> Job | None:
        """The run's job in this role; see `Jobs.find`."""
        with translated(f"the {self.kind}s in {self.location}"):
            listed = self._calls.list(config={"page_size": PAGE, **self._filter(role)})
            return next((job for job in listed if self._is(job, role)), None)

    def describe(self, name: str) -> str:
        """A job as it stands in a sentence."""
        return f"the {self.kind} {name.rpartition('/')[2]} in {self.location}"

    @property
    @abstractmethod
    def _calls(self) -> Any:
        """The part of google-genai's client that is for this kind."""

    @abstractmethod
    def _filter(self, role: str) -> dict[str, str]:
        """What Google can be asked to list only."""

    @abstractmethod
    def _is(self, job: Job, role: str) -> bool:
        """Whether a job is the run's in this role."""

    def _get(self, name: str) -> Job:
        return self._calls.get(name=name)

    def _cancel(self, name: str) -> None:
        self._calls.cancel(name=name)

    def _delete(self, name: str) -> None:
        self._calls.delete(name=name)


class Tunings(_GenaiJobs):
    """The tuning job of a run; google-genai has no call that deletes one."""

    kind = "tuning job"

    @property
    def _calls(self) -> Any:
        quieten()
        return genai_client(self.location).tunings

    def _filter(self, role: str) -> dict[str, str]:  # noqa: ARG002 - no filter of theirs is documented
        return {}

    def _is(self, job: Job, role: str) -> bool:  # noqa: ARG002 - a run has one
        return (job.labels or {}).get(LABEL) == self.run or bool(job.tuned_model_display_name == self.run)

    def _create(self, role: str, request: Any) -> Job:  # noqa: ARG002 - a run has one
        with translated(f"a new tuning job in {self.location}"):
            return self._calls.tune(
                base_model=request.base_model,
                training_dataset=request.training_dataset,
                config=request.config,
            )


class Batches(_GenaiJobs):
    """The jobs in which models answer a run's requests, found again by their display names."""

    kind = "prediction job"

    @property
    def _calls(self) -> Any:
        return genai_client(self.location).batches

    def _filter(self, role: str) -> dict[str, str]:
        return {"filter": f'display_name="{job_title(self.run, role)}"'}

    def _is(self, job: Job, role: str) -> bool:
        return bool(job.display_name == job_title(self.run, role))

    def _create(self, role: str, request: Any) -> Job:
        with translated(f"a new prediction job of {request['model']} in {self.location}"):
            config = {"display_name": job_title(self.run, role), "dest": request["dest"]}
            return self._calls.create(model=request["model"], src=request["src"], config=config)


def name_of(job: Job | None) -> str:
    """The full name that Google gave it, fit to be kept; empty where there is no job."""
    return clean_text(job.name or "") if job is not None else ""


def tuned_batches(tuning: Job, run: str, serving: str) -> Batches:
    """The jobs in which a tuned model answers: they are where the model is."""
    model = tuned_resource(tuning)
    return Batches(place_of(model, serving), run)


def jobs_around(tuning: Job, run: str, serving: str) -> dict[str, str]:
    """The names of a run's jobs by role, from its tuning job on: what there is of them.

    Args:
        tuning: The tuning job.
        run: The run's job id.
        serving: Where its models answer.

    Raises:
        StudioError: They cannot be listed.
    """
    jobs = {BASE: Batches(serving, run), TUNED: tuned_batches(tuning, run, serving)}
    names = {role: name_of(batches.find(role)) for role, batches in jobs.items()}
    return {TUNE: name_of(tuning)} | {role: name for role, name in names.items() if name}


def base_resource(parameters: Mapping[str, Any]) -> str:
    """The full name of a run's base model, where it is asked."""
    place = f"projects/{project_id()}/locations/{serving_location(parameters)}"
    return f"{place}/publishers/google/models/{parameters['base_model']}"


def submit_answers(batches: Batches, root: str, role: str, model: str) -> Job:
    """Make the job in which a model answers the requests, unless it is there.

    Raises:
        Unavailable: Nobody knows whether it was made.
        StudioError: It was refused.
    """
    return batches.submit(
        role, {"model": model, "src": requests_address(root), "dest": answers_folder(root, role)}
    )
