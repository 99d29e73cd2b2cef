"""Full names of pipeline jobs, taken apart and put together."""

import re
from dataclasses import dataclass
from typing import Self

from core.errors import InvalidInput
from core.training.exchanged import RunHandle
from core.training.google.places import BASE, TUNE

JOB = re.compile(r"projects/([^/\s]+)/locations/([a-z0-9-]+)/pipelineJobs/([a-z][-a-z0-9]{0,127})")
BASE_SUFFIX = "-base"


@dataclass(frozen=True)
class JobName:
    """A pipeline job of Vertex AI; ``str`` gives its full name."""

    project: str
    location: str
    job_id: str

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """The parts of a full name, or None for anything else."""
        match = JOB.fullmatch(text.strip())
        return cls(*match.groups()) if match else None

    @classmethod
    def of(cls, text: str) -> Self:
        """The parts of a full name.

        Raises:
            InvalidInput: It is none.
        """
        if found := cls.parsed(text):
            return found
        raise InvalidInput(
            f"{text[:200]!r} is no pipeline job's name; it looks like "
            "projects/<project>/locations/<location>/pipelineJobs/<job id>."
        )

    def __str__(self) -> str:
        return f"{self.parent}/pipelineJobs/{self.job_id}"

    @property
    def parent(self) -> str:
        """The project and location it is in."""
        return f"projects/{self.project}/locations/{self.location}"

    @property
    def spoken(self) -> str:
        """As it stands in a sentence."""
        return f"the pipeline job {self.job_id} of project {self.project} in {self.location}"

    @property
    def base(self) -> "JobName":
        """The job of the same run in which the untuned model answers."""
        return JobName(self.project, self.location, self.job_id + BASE_SUFFIX)

    @property
    def console_url(self) -> str:
        """Where Google's console shows it."""
        place = f"vertex-ai/locations/{self.location}/pipelines/runs/{self.job_id}"
        return f"https://console.cloud.google.com/{place}?project={self.project}"


def job_names(run: RunHandle) -> list[JobName]:
    """A run's jobs, the tuning job first.

    One that was taken over without a job for the base model's answers has none: a job of that name is
    somebody else's.
    """
    tune = JobName.of(run.jobs[TUNE])
    return [tune] if run.jobs.get(BASE) == "" else [tune, tune.base]
