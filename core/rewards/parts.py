"""What a reward is made of: parts with weights, each a way to score an answer between -1 and 1.

A reward of several parts is their weighted mean, Σ(weight·part) / Σ weight, as Google computes a composite
reward; each part is cut to -1 … 1 first.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from core.cloud import may_carry_tokens
from core.rewards.expressions import problem_of

MOST_PARTS = 16
"""Google's limit for a composite reward."""

PLACEHOLDER = re.compile(r"\{\{([\w.-]+)\}\}")
PLACEHOLDERS = ("prompt", "response", "system_instruction")
REFERENCES = "references."
"""What Google puts into a judge's prompt: these, and the row's own references by name."""


class RewardKind(StrEnum):
    """What scores an answer."""

    MODEL = "model"
    AUTORATER = "autorater"
    CLOUD_RUN = "cloud-run"
    LENGTH = "length"
    FORMAT = "format"

    @property
    def judges(self) -> bool:
        """Whether it may stand alone: it was made to say what people prefer, not how long an answer is."""
        return self in {RewardKind.MODEL, RewardKind.AUTORATER, RewardKind.CLOUD_RUN}


def _expression(text: str) -> str:
    if problem := problem_of(text):
        raise ValueError(problem)
    return text


def _one_group(text: str) -> str:
    if problem := problem_of(text, groups=1):
        raise ValueError(problem)
    return text


def _known_placeholders(text: str) -> str:
    for name in PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS and not name.startswith(REFERENCES):
            known = ", ".join(f"{{{{{one}}}}}" for one in PLACEHOLDERS)
            msg = f"has {{{{{name}}}}} in it, for which nothing is put in; there are {known}"
            raise ValueError(msg)
    return text


def _secure(address: str) -> str:
    if not may_carry_tokens(address):
        msg = "must be an address that begins with https:// (http:// is for this machine only)"
        raise ValueError(msg)
    return address.rstrip("/")


class _Part(BaseModel):
    """What all parts have.

    Attributes:
        name: What Google's metrics call it.
        weight: How much it counts beside the other parts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    weight: float = Field(default=1.0, gt=0, le=1000, allow_inf_nan=False)


class ModelPart(_Part):
    """A reward model that was fitted to people's choices, as the Python program that Google runs.

    Attributes:
        code: The program; it defines ``evaluate(example, response)``.
    """

    kind: Literal[RewardKind.MODEL] = RewardKind.MODEL
    code: str = Field(min_length=1, max_length=1_000_000)

    @property
    def sha256(self) -> str:
        """Of the program's text."""
        return hashlib.sha256(self.code.encode()).hexdigest()


class AutoraterPart(_Part):
    """A model that judges answers.

    Attributes:
        model: The judge, such as ``gemini-3.5-flash``.
        prompt: What it is asked; ``{{prompt}}`` and ``{{response}}`` are put in.
        expression: A regular expression whose one group is the score in the judge's answer; of several
            matches the last one counts, as at Google.
        samples: How often it is asked about each answer; Google takes the mean.
    """

    kind: Literal[RewardKind.AUTORATER] = RewardKind.AUTORATER
    model: str = Field(pattern=r"^[a-z0-9][a-z0-9._/-]*$", max_length=200)
    prompt: Annotated[str, AfterValidator(_known_placeholders)] = Field(min_length=1, max_length=100_000)
    expression: Annotated[str, AfterValidator(_one_group)] = Field(max_length=1000)
    samples: int = Field(default=1, ge=1, le=32)

    @model_validator(mode="after")
    def _sees_the_answer(self) -> Self:
        if "{{response}}" not in self.prompt:
            msg = "prompt has no {{response}} in it, so the judge would not see the answer; put it in"
            raise ValueError(msg)
        return self


class CloudRunPart(_Part):
    """A server of one's own that scores answers."""

    kind: Literal[RewardKind.CLOUD_RUN] = RewardKind.CLOUD_RUN
    address: Annotated[str, AfterValidator(_secure)] = Field(max_length=500)


class LengthPart(_Part):
    """1 for an answer of at most so many words, falling to -1 at twice as many; nothing said is -1."""

    kind: Literal[RewardKind.LENGTH] = RewardKind.LENGTH
    most_words: int = Field(ge=1, le=100_000)


class FormatPart(_Part):
    """One value where the answer matches a regular expression, another where it does not."""

    kind: Literal[RewardKind.FORMAT] = RewardKind.FORMAT
    expression: Annotated[str, AfterValidator(_expression)] = Field(min_length=1, max_length=1000)
    matched: float = Field(default=1.0, ge=-1, le=1)
    unmatched: float = Field(default=-1.0, ge=-1, le=1)


Part = Annotated[
    ModelPart | AutoraterPart | CloudRunPart | LengthPart | FormatPart, Field(discriminator="kind")
]


class RewardSpec(BaseModel):
    """What scores answers, complete: the same everywhere, on this machine and at Google."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: tuple[Part, ...] = Field(min_length=1, max_length=MOST_PARTS)

    @model_validator(mode="after")
    def _each_named_once(self) -> Self:
        names = [part.name for part in self.parts]
        if len(set(names)) < len(names):
            msg = f"the parts' names must differ; they are {', '.join(names)}"
            raise ValueError(msg)
        if not any(part.kind.judges for part in self.parts):
            msg = "length and format alone say nothing of what people prefer; add a part that judges answers"
            raise ValueError(msg)
        return self

    @property
    def kind(self) -> RewardKind:
        """That of the part that judges answers; of several the first."""
        return judging(part.kind for part in self.parts)

    @property
    def asks(self) -> bool:
        """Whether a judge or a server is asked; a program scores an answer the same wherever it runs."""
        return any(isinstance(part, AutoraterPart | CloudRunPart) for part in self.parts)

    @property
    def sha256(self) -> str:
        """Of all of it: two rewards with the same hash score every answer alike."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def together(self, scores: dict[str, float]) -> float:
        """The reward of an answer, from each part's score by name."""
        total = sum(part.weight for part in self.parts)
        return sum(part.weight * clipped(scores[part.name]) for part in self.parts) / total


def judging(kinds: Iterable[RewardKind]) -> RewardKind:
    """The kind that says what a reward is: the first that judges answers."""
    return next(kind for kind in kinds if kind.judges)


def clipped(score: float) -> float:
    """A score cut to what Google takes, -1 … 1."""
    return min(1.0, max(-1.0, score))
