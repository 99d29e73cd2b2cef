"""Answers to be scored, as Google hands them to a reward, and what scoring them came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.datasets.exports import FrozenRow, candidate_text, gemini_prompt_row

Json = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One answer to one prompt.

    Attributes:
        example: The row: ``contents``, and ``systemInstruction`` where it has one.
        response: The answer: ``role`` and ``parts``.
    """

    example: Json
    response: Json

    @classmethod
    def of(cls, example: Json, answer: str) -> "Sample":
        """A plain answer to a row."""
        return cls(example, {"role": "model", "parts": [{"text": answer}]})


@dataclass(frozen=True)
class Scored:
    """What scoring an answer came to.

    Attributes:
        reward: All parts together, or None where one of them failed.
        parts: Each part's score by name, as far as there is one.
        error: Why there is no reward, as a sentence.
    """

    reward: float | None
    parts: dict[str, float] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class JudgedPair:
    """Two answers of which people preferred one.

    Attributes:
        prompt: What tells prompts apart: pairs of one prompt never stand on both sides of a split.
        votes: What each person said, 0 or 1 as the candidates stand; empty where that is not known.
    """

    prompt: str
    example: Json
    answers: tuple[str, str]
    choice: int
    votes: Sequence[int] = ()

    @property
    def samples(self) -> tuple[Sample, Sample]:
        """Both answers, as they stand."""
        return Sample.of(self.example, self.answers[0]), Sample.of(self.example, self.answers[1])


def example_of(frozen: FrozenRow) -> Json:
    """A row's prompt as Google hands it to a reward."""
    return gemini_prompt_row(frozen)


def answers_of(frozen: FrozenRow) -> tuple[str, str]:
    """Both candidates as text."""
    return candidate_text(frozen.row, 0), candidate_text(frozen.row, 1)
