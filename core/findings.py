"""What a look at something came to: good, doubtful, wrong, or not to be known; and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters: STOP prevents what was planned, UNKNOWN could not be checked."""

    GOOD = "good"
    WARNING = "warning"
    STOP = "stop"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """One thing that was checked.

    Attributes:
        text: What was found, as a sentence.
        remedy: What to do about it, a sentence that may hold a command; empty where nothing is to do.
    """

    level: Level
    text: str
    remedy: str = ""
