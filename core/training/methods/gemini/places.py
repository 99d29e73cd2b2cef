"""Where the answers of Gemini's models go, and the names of its jobs made and taken apart."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

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
