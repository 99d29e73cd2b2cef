"""What an import is to make of rows, and what a person may say of their fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

Row = dict[str, Any]
"""A row as it stands in its file, by the names of its fields."""


class Wanted(StrEnum):
    """What an import is to make of a row; the value is what people read."""

    PAIRS = "pairs"
    GOLD = "gold pairs"
    ANSWER_SETS = "answers to be ranked"
    PROMPTS = "prompts"


WAYS = ("choice_0", "choice_1", "choice_tie", "choice_bad", "choice_none")
"""Parts of `Columns` that say how the column of choices is written."""
ONE_HOT = ("won_0", "won_1", "tied", "both_bad")
MEASURED = ("score_0", "score_1", "rank_0", "rank_1")
RULES = ("choice", "better", *ONE_HOT, *MEASURED)
"""Parts of which one kind says which candidate is better."""
FIELDS = (
    "input_text",
    "candidate_0",
    "candidate_1",
    "choice",
    *ONE_HOT,
    *MEASURED,
    "strength",
    "source_0",
    "source_1",
    "annotator",
    "note",
)
"""Parts that are fields of the rows."""


@dataclass(frozen=True)
class Columns:
    """Under which names the parts of a row stand, where a person had to say so.

    A name is that of a field, or the path to what stands inside one, such as ``question.full_text``,
    ``answers.0.text``, or ``messages.-1`` for the last turn of a dialogue (see `shared.paths`).

    Attributes:
        input_text: Where the prompt stands; the field of a candidate says that both dialogues begin with it.
        candidate_0: Empty where only prompts are wanted; so is ``candidate_1``.
        choice: Where the choice stands; empty if a person has said that the file has none.
        note: Why a gold pair's answer is right.
        choice_0: How the column ``choice`` writes that candidate 0 is better, with commas between several;
            ``negative`` or ``positive`` stand for all numbers of that sign.
        choice_1: How it writes that candidate 1 is better.
        fixed_prompt: The prompt of every row, where the rows have none.
        choice_tie: How it writes a tie, besides the usual words.
        won_0: Instead of ``choice``: the column that is true where candidate 0 is better.
        won_1: The column that is true where candidate 1 is better.
        tied: The column that is true where neither is.
        both_bad: The column that is true where both are bad.
        choice_bad: How the column ``choice`` writes that both are bad, besides the usual words.
        choice_none: How it writes that nobody has chosen, besides empty cells.
        better: Instead of ``choice``: ``0`` or ``1``, the candidate that is better in every row.
        score_0: Instead of ``choice``: how good candidate 0 is; the higher of two is better, equal ones tie.
        score_1: How good candidate 1 is.
        rank_0: Instead of ``choice``: the rank of candidate 0; the lower of two is better, equal ones tie.
        rank_1: The rank of candidate 1.
        strength: How much better the better one is, as a number of which the sign says nothing.
    """

    input_text: str
    candidate_0: str = ""
    candidate_1: str = ""
    choice: str | None = None
    source_0: str | None = None
    source_1: str | None = None
    annotator: str | None = None
    note: str | None = None
    choice_0: str = "0"
    choice_1: str = "1"
    fixed_prompt: str = ""
    choice_tie: str = ""
    won_0: str | None = None
    won_1: str | None = None
    tied: str | None = None
    both_bad: str | None = None
    choice_bad: str = ""
    choice_none: str = ""
    better: str | None = None
    score_0: str | None = None
    score_1: str | None = None
    rank_0: str | None = None
    rank_1: str | None = None
    strength: str | None = None

    @cached_property
    def fields(self) -> frozenset[str]:
        """All fields that are named."""
        return frozenset(name for _, name in self.named())

    @cached_property
    def fields_but_note(self) -> frozenset[str]:
        """All fields that are named but that of the note."""
        return frozenset(name for part, name in self.named() if part != "note")

    @cached_property
    def says_choice(self) -> bool:
        """Whether it says where the choice stands, or that there is none."""
        rules = (self.choice, self.better, self.won_0, self.score_0, self.rank_0)
        return any(rule is not None for rule in rules)

    def named(self) -> Iterator[tuple[str, str]]:
        """Each part that has a column, with the column's name."""
        for part in FIELDS:
            name = getattr(self, part)
            if name:
                yield part, name


@dataclass(frozen=True)
class Parts:
    """Which fields belong to the prompt besides the one it stands in, where a person has said so.

    None has a part guessed by usual names; an empty one says that there is none.

    Attributes:
        input: What stands below an instruction.
        system: A system turn.
        history: Earlier turns.
        context: What stands in front, field by field.
        media: Pictures and the like, which cannot be shown.
        metadata: Fields that are no part of the prompt, whatever their names say.
    """

    input: str | None = None
    system: str | None = None
    history: str | None = None
    context: tuple[str, ...] | None = None
    media: tuple[str, ...] | None = None
    metadata: tuple[str, ...] = ()

    def named(self) -> tuple[str, ...]:
        """The fields that a person has named as parts of the prompt."""
        single = filter(None, (self.input, self.system, self.history))
        return (*single, *(self.context or ()), *(self.media or ()))

    def names(self) -> frozenset[str]:
        """All fields of which a person has said what they are."""
        return frozenset((*self.named(), *self.metadata))


NOTHING_SAID = Parts()
