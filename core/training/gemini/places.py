"""Where a run of Gemini's tuning writes, and the names of its jobs taken apart."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from core.cloud import cloud_settings
from core.errors import InvalidInput

RUNS = "prefstudio/runs"
TUNING_JOB = re.compile(r"projects/([^/\s]+)/locations/([a-z0-9-]+)/tuningJobs/([^/\s]+)")
TUNE, BASE, TUNED = "tune", "base", "tuned"
"""The roles of a run's jobs: tuning, and the answers of the base and of the tuned model."""


def staging_address() -> str:
    """Where runs write.

    Raises:
        InvalidInput: No bucket is set.
    """
    if address := cloud_settings().staging_address:
        return address
    raise InvalidInput("No bucket is set for runs. Set STAGING_BUCKET or BUCKET_NAME to a bucket's name.")


def root_of(job_id: str) -> str:
    """Where a run writes.

    Raises:
        InvalidInput: No bucket is set.
    """
    return f"{staging_address()}/{RUNS}/{job_id}"


def bucket_of(root: str) -> str:
    """Where the run's bucket (and its folder there) was when the run was launched; settings may change."""
    return root.partition(f"/{RUNS}/")[0]


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
