"""What a review asks, of whom, on which prompts, and when it ends: planned before the first verdict."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.db import clean_text
from core.errors import InvalidInput

QUESTION = "Which answer is better?"
FLAGS = ("The prompt is unusable", "Personal or harmful content", "Something else")
LONGEST_TEXT = 5_000
MOST_AXES = MOST_FLAGS = 9
MOST_PER_ITEM = 50

SHOWN_CHARACTERS = 80
Line = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(clean_text)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(clean_text)]


class StopRule(StrEnum):
    """When a review closes by itself.

    ``PLANNED``: every item has its verdicts. ``SEQUENTIAL``: as soon as an interval that may be looked at
    after every verdict excludes even, at the latest when every item has its verdicts. ``BY_LEAD``: never.
    """

    PLANNED = "planned"
    SEQUENTIAL = "sequential"
    BY_LEAD = "by lead"


class HeldOut(StrEnum):
    """What becomes of reviewers who judged pairs that a compared model learned from.

    ``MARK``: figures are given with and without them. ``REQUIRE``: they are given nothing to review.
    """

    MARK = "mark"
    REQUIRE = "require"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sample(_Frozen):
    """Which of the prompts that can be compared are: all, or so many drawn with a seed.

    Attributes:
        size: How many; None takes all.
        seed: Another one draws others.
        per_stratum: Whether ``size`` are drawn of each stratum.
    """

    size: int | None = Field(None, ge=1)
    seed: int = Field(0, ge=0, lt=2**31)
    per_stratum: bool = False

    def taken(self, strata: Sequence[str]) -> int:
        """How many prompts it takes, of those that can be compared.

        Args:
            strata: The stratum of each, in any order.
        """
        if self.size is None:
            return len(strata)
        groups = Counter(strata if self.per_stratum else ("" for _ in strata))
        return sum(min(self.size, prompts) for prompts in groups.values())


class Asked(_Frozen):
    """What a verdict says.

    Attributes:
        preference: Which of the two answers is better.
        tie: Whether "equally good" may be said.
        both_bad: Whether "neither will do" may be said; it counts as a tie.
        strength: How much better, on a scale of nine points.
        axes: What to compare one by one after the choice.
        quality_bar: When an answer passes, in words; with it each answer is passed or failed.
        comment: Whether a comment may be given.
        flags: Why an item may be flagged.
    """

    preference: bool = True
    tie: bool = True
    both_bad: bool = False
    strength: bool = False
    axes: tuple[Line, ...] = Field((), max_length=MOST_AXES)
    quality_bar: Annotated[Text, AfterValidator(str.strip)] = ""
    comment: bool = False
    flags: tuple[Line, ...] = Field(FLAGS, max_length=MOST_FLAGS)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.preference or self.quality_bar):
            msg = "a review asks which answer is better, or whether each passes a quality bar, or both"
            raise ValueError(msg)
        if not self.preference and (self.strength or self.axes):
            msg = "strength and axes are asked of whoever says which answer is better"
            raise ValueError(msg)
        if len(set(self.axes)) < len(self.axes) or len(set(self.flags)) < len(self.flags):
            msg = "no axis and no reason for a flag may be named twice"
            raise ValueError(msg)
        return self


class Design(_Frozen):
    """The plan of a review.

    Attributes:
        question: What reviewers are asked, above every pair of answers.
        sample: Which prompts.
        per_item: Verdicts each item is to have, of different people; None for one of every reviewer.
        asked: What a verdict says.
        stop: When it closes.
        held_out: What becomes of those who judged what a model learned from.
    """

    question: Text = Field(QUESTION, min_length=1)
    sample: Sample = Sample()
    per_item: int | None = Field(1, ge=1, le=MOST_PER_ITEM)
    asked: Asked = Asked()
    stop: StopRule = StopRule.PLANNED
    held_out: HeldOut = HeldOut.MARK

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.per_item is None and self.stop != StopRule.BY_LEAD:
            msg = "a review that closes by itself needs a number of verdicts for each item"
            raise ValueError(msg)
        if self.stop == StopRule.SEQUENTIAL and not self.asked.preference:
            msg = "a sequential test looks at which answer is better, so that must be asked"
            raise ValueError(msg)
        return self


def refuse_sequence_of_many(design: Design, models: int) -> None:
    """Refuse a sequential test of more than two models: there is no one rate that it could look at.

    Raises:
        InvalidInput: It is one.
    """
    if design.stop == StopRule.SEQUENTIAL and models > 2:  # noqa: PLR2004 - it compares two
        raise InvalidInput("A sequential test compares two models; plan the verdicts of a round robin.")


def read_design(raw: dict[str, Any]) -> Design:
    """The design in these values, as a form or a program gives them.

    Raises:
        InvalidInput: One of them cannot be; the field and the value are named.
    """
    try:
        return Design.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        if not place:
            raise InvalidInput(f"This review cannot be planned so: {why}.") from error
        raise InvalidInput(f"The review's {place} cannot be {_shown(first['input'])}: {why}.") from error


def _shown(value: object) -> str:
    told = repr(value)
    return told if len(told) <= SHOWN_CHARACTERS else f"{told[:SHOWN_CHARACTERS]} …"
