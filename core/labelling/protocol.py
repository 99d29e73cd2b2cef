"""The protocol of a project: what annotators are asked, in which order, and what keeps labels honest."""

import re
from enum import StrEnum
from math import ceil
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

AXES = ("overall", "accuracy", "coverage", "coherence")
"""The axes on which Stiennon et al. (2020) had summaries rated."""
MOST_AXES = 6
MOST_REASONS = 9
LONGEST_MINIMUM = 2000
MOST_QUALIFICATION_PAIRS = 50
MOST_A_DAY = 5000
"""Answers, of a goal: a day has not many more than so many of six seconds."""

NOT_UNDERSTOOD = "I do not understand the {}"
SKIP_REASONS = (
    NOT_UNDERSTOOD.format("post"),
    "Both are unusable",
    "Offensive or harmful",
    "Wrong language",
    "Something else",
)
FLAG_REASONS = ("Personal data", "Offensive or harmful", "Broken text", "The guidelines do not cover this")

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


def skip_reasons_for(prompt: str, reasons: tuple[str, ...] = SKIP_REASONS) -> tuple[str, ...]:
    """The reasons with the prompt called by its name, where one speaks of a prompt in our words."""
    ours = re.compile(re.escape(NOT_UNDERSTOOD).replace(r"\{\}", r".+"))
    said = NOT_UNDERSTOOD.format(prompt.lower())
    return tuple(said if ours.fullmatch(one) else one for one in reasons)


class Mode(StrEnum):
    """What is on the screen: two answers, or all the answers to a prompt."""

    PAIRS = "pairs"
    RANKINGS = "rankings"


class Choices(StrEnum):
    """What an annotator may say about a pair."""

    TWO_WAY = "two-way"
    WITH_TIE = "with tie"
    WITH_BOTH_BAD = "with tie and both bad"


class Order(StrEnum):
    """Which of the pairs that need judgments comes first."""

    SHUFFLED = "shuffled"
    FEWEST = "fewest judgments first"
    DISPUTED = "most disputed first"


class LabellingProtocol(BaseModel):
    """How a project's labels are given; stored with the project as JSON.

    Rates are shares of a person's work: with a gold rate of 0.1 about every tenth pair is a gold one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode = Mode.PAIRS
    order: Order = Order.FEWEST
    choices: Choices = Choices.WITH_TIE
    strength: bool = Field(False, description="The nine-point scale instead of a plain choice.")
    confidence: bool = Field(True, description="Unsure, fairly sure, sure; not with the scale.")
    axes: tuple[Word, ...] = Field((), max_length=MOST_AXES, description="Asked one by one after the choice.")
    rationale_minimum: int | None = Field(
        None,
        ge=0,
        le=LONGEST_MINIMUM,
        description="Characters of the rationale; 0 makes it optional, none leaves it out.",
    )
    skip_reasons: tuple[Word, ...] = Field(SKIP_REASONS, max_length=MOST_REASONS)
    flag_reasons: tuple[Word, ...] = Field(FLAG_REASONS, max_length=MOST_REASONS)
    members_only: bool = Field(False, description="Only people whom a lead lets in may label.")
    qualification_pairs: int = Field(
        0, ge=0, le=MOST_QUALIFICATION_PAIRS, description="Gold pairs a new annotator labels first."
    )
    qualification_threshold: float = Field(
        0.75, gt=0, le=1, description="Share of them that must be right to join."
    )
    gold_rate: float = Field(0.0, ge=0, le=0.3, description="Share of gold pairs, unannounced.")
    calibration_rate: float = Field(0.0, ge=0, le=0.3, description="Share of pairs that go to everybody.")
    calibration_pairs: int = Field(50, ge=1, le=1000, description="Size of the pool that goes to everybody.")
    retest_rate: float = Field(0.0, ge=0, le=0.2, description="Share that comes back with sides swapped.")
    daily_goal: int = Field(
        0, ge=0, le=MOST_A_DAY, description="Answers a day for those without a goal of their own; 0: none."
    )
    reopening: bool = Field(True, description="People may reopen their own earlier answers and change them.")

    @field_validator("axes", "skip_reasons", "flag_reasons")
    @classmethod
    def _each_once(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for place, word in enumerate(words):
            if word.casefold() in {earlier.casefold() for earlier in words[:place]}:
                msg = f"“{word}” is there twice; name it once"
                raise ValueError(msg)
        return words

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.strength and self.confidence:
            msg = "the nine-point scale says how sure a person is already: drop the confidence"
            raise ValueError(msg)
        if self.mode == Mode.RANKINGS and (self.gold_rate or self.calibration_rate or self.retest_rate):
            msg = "gold, calibration and re-tests are for pairs: set their rates to 0 for rankings"
            raise ValueError(msg)
        if self.mode == Mode.RANKINGS and self.qualification_pairs:
            msg = "a qualification is made of gold pairs: set it to 0 for rankings"
            raise ValueError(msg)
        return self

    @property
    def tie(self) -> bool:
        """Whether a tie is an answer."""
        return self.choices != Choices.TWO_WAY

    @property
    def both_bad(self) -> bool:
        """Whether “both bad” is an answer."""
        return self.choices == Choices.WITH_BOTH_BAD

    @property
    def qualification_needed(self) -> int:
        """How many of the qualification's pairs must be right."""
        return right_needed(self.qualification_pairs, self.qualification_threshold)


def right_needed(pairs: int, threshold: float) -> int:
    """How many of ``pairs`` must be right for a share of at least ``threshold``."""
    # 55 % of 20 is a little more than 11 in floating point, and would ask for 12.
    return ceil(round(pairs * threshold, 6))
