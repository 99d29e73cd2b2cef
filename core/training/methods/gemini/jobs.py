"""A run's jobs at Vertex AI through google-genai: made once, found again, looked at, cancelled.

Google makes the names of these jobs, so a job whose creation was not answered is looked for by what the
studio wrote on it: a label and the tuned model's name, or the prediction job's display name.
"""

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote

from core.cloud import genai_client, translated
from core.db import clean_text
from core.errors import InvalidInput, NotFound, Unavailable

TUNING_JOB = re.compile(r"projects/([^/\s]+)/locations/([a-z0-9-]+)/tuningJobs/([^/\s]+)")
TUNED = "tuned"
"""The role of the job in which the tuned model answers."""


def answers_folder(root: str, role: str) -> str:
    """Where one model's answers go."""
    return f"{root}/predictions/{role}"


def display_name(job_id: str, role: str) -> str:
    """By which a prediction job is found again: its name is made by Google."""
    return f"{job_id}-{role}"


@dataclass(frozen=True)
class TuningName:
    """A tuning job of Vertex AI; ``str`` gives its full name."""

    project: str
    location: str
    number: str

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """The parts of a full name, or None for anything else."""
        match = TUNING_JOB.fullmatch(text.strip())
        return cls(*match.groups()) if match else None

    def __str__(self) -> str:
        return f"projects/{self.project}/locations/{self.location}/tuningJobs/{self.number}"

    @property
    def spoken(self) -> str:
        """As it stands in a sentence."""
        return f"the tuning job {self.number} in {self.location}"

    @property
    def console_url(self) -> str:
        """Where Google's console shows it; the address is the one that google-genai links to."""
        return (
            f"https://console.cloud.google.com/vertex-ai/generative/language/locations/{quote(self.location)}"
            f"/tuning/tuningJob/{quote(self.number)}?project={quote(self.project)}"
        )


LABEL = "prefstudio-run"
PAGE = 100
ENDED = frozenset(
    f"JOB_STATE_{state}" for state in ("SUCCEEDED", "PARTIALLY_SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED")
)
Job = Any
"""A ``google.genai.types.TuningJob`` or ``BatchJob``."""


def find_tuning(location: str, job_id: str) -> Job | None:
    """The run's tuning job, if there is one; all are looked at, as no filter of theirs is documented.

    Raises:
        StudioError: They cannot be listed.
    """
    with translated(f"the tuning jobs in {location}"):
        listed = genai_client(location).tunings.list(config={"page_size": PAGE})
        return next((job for job in listed if _is_of(job, job_id)), None)


def make_tuning(location: str, job_id: str, request: Mapping[str, Any]) -> Job:
    """The run's tuning job: the one that is there, else a new one.

    Args:
        location: Its region.
        job_id: The run's.
        request: What `core.training.methods.gemini.requests.tuning_request` gives.

    Raises:
        Unavailable: Nobody knows whether it was made.
        StudioError: It was refused.
    """
    from google.genai.types import CreateTuningJobConfig, TuningDataset  # noqa: PLC0415 - slow to import

    # Google calls its client's tuning experimental. No context takes the warning: threads share its filters.
    warnings.filterwarnings("ignore", message="The SDK's tuning implementation is experimental")

    def create() -> Job:
        with translated(f"a new tuning job in {location}"):
            return genai_client(location).tunings.tune(
                base_model=request["base_model"],
                training_dataset=TuningDataset(**request["training_dataset"]),
                config=CreateTuningJobConfig(**request["config"]),
            )

    return _once(lambda: find_tuning(location, job_id), create)


def get_tuning(location: str, name: str) -> Job:
    """A tuning job as it is now.

    Raises:
        NotFound: There is none of this name.
        StudioError: It cannot be looked at.
    """
    with translated(f"the tuning job {name.rpartition('/')[2]} in {location}"):
        return genai_client(location).tunings.get(name=name)


def find_batch(location: str, title: str) -> Job | None:
    """The prediction job with this display name, if there is one.

    Raises:
        StudioError: They cannot be listed.
    """
    config = {"page_size": PAGE, "filter": f'display_name="{title}"'}
    with translated(f"the prediction jobs in {location}"):
        listed = genai_client(location).batches.list(config=config)
        return next((job for job in listed if job.display_name == title), None)


def make_batch(location: str, title: str, *, model: str, source: str, target: str) -> Job:
    """The prediction job with this display name: the one that is there, else a new one.

    Raises:
        Unavailable: Nobody knows whether it was made.
        StudioError: It was refused.
    """

    def create() -> Job:
        with translated(f"a new prediction job of {model} in {location}"):
            config = {"display_name": title, "dest": target}
            return genai_client(location).batches.create(model=model, src=source, config=config)

    return _once(lambda: find_batch(location, title), create)


def get_batch(location: str, name: str) -> Job:
    """A prediction job as it is now.

    Raises:
        NotFound: There is none of this name.
        StudioError: It cannot be looked at.
    """
    with translated(f"the prediction job {name.rpartition('/')[2]} in {location}"):
        return genai_client(location).batches.get(name=name)


def cancel_tuning(location: str, name: str) -> None:
    """Ask a tuning job to stop; one that has ended or is gone is fine."""
    with translated(f"the tuning job {name.rpartition('/')[2]} in {location}"):
        cancel = genai_client(location).tunings.cancel
    _cancel(cancel, lambda: get_tuning(location, name), name)


def cancel_batch(location: str, name: str) -> None:
    """Ask a prediction job to stop; one that has ended or is gone is fine."""
    with translated(f"the prediction job {name.rpartition('/')[2]} in {location}"):
        cancel = genai_client(location).batches.cancel
    _cancel(cancel, lambda: get_batch(location, name), name)


def delete_batch(location: str, name: str) -> None:
    """Delete a prediction job that has ended; one that is gone is fine.

    Raises:
        StudioError: It could not be deleted.
    """
    try:
        with translated(f"the prediction job {name.rpartition('/')[2]} in {location}"):
            genai_client(location).batches.delete(name=name)
    except NotFound:
        return


def name_of(job: Job) -> str:
    """The full name that Google gave it, fit to be kept."""
    return clean_text(job.name or "")


def state_of(job: Job) -> str:
    """Such as ``JOB_STATE_RUNNING``."""
    return job.state.value if job.state is not None else "JOB_STATE_UNSPECIFIED"


def has_ended(job: Job) -> bool:
    """Whether nothing more is to come."""
    return state_of(job) in ENDED


def _is_of(job: Job, job_id: str) -> bool:
    return (job.labels or {}).get(LABEL) == job_id or job.tuned_model_display_name == job_id


def _once(find: Callable[[], Job | None], create: Callable[[], Job]) -> Job:
    if (found := find()) is not None:
        return found
    try:
        return create()
    except Unavailable:  # it may have been made all the same
        if (found := find()) is not None:
            return found
        raise


def _cancel(cancel: Callable[..., Any], look: Callable[[], Job], name: str) -> None:
    try:
        with translated(f"the job {name.rpartition('/')[2]}"):
            cancel(name=name)
    except NotFound:
        return
    except InvalidInput:  # which Google answers for one that has ended
        if not has_ended(look()):
            raise
