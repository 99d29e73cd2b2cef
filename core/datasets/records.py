"""What a row of a file is once it is understood, whatever format it came in.

Made once and never changed; not frozen, because that would make each of many rows four times as slow to make.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from core.datasets.problems import Fault, Problem
from core.labelling import Outcome

Choice = int | Outcome
"""What somebody said of a pair: 0 or 1, the better candidate; or `Outcome.TIE`, or `Outcome.BOTH_BAD`."""

SAYS: Mapping[Choice | None, str] = {
    0: "candidate 0",
    1: "candidate 1",
    Outcome.TIE: "tie",
    Outcome.BOTH_BAD: "both bad",
    None: "no choice",
}
"""Each of these in words; None where nobody has chosen."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a good row that somebody should look at, for the report.

    Attributes:
        field: The field that it is about.
        value: What stands there, cut for a sentence.
        reason: What is noteworthy about it, as the rest of a sentence that begins with the field.
    """

    fault: Fault
    field: str
    value: str
    reason: str


@dataclass(slots=True)
class PairRecord:
    """A prompt, two candidates, and perhaps what one annotator said of them.

    Several annotators of one pair are several records with the same texts.

    Attributes:
        line: Line, row or item of the source, from 1.
        choice: What was said of the two (`Choice`); None where the row leaves it open.
        source_0: Where candidate 0 came from, such as the name of a policy.
        extra: Fields of the row that nothing else here holds.
        annotator: Who chose, as the file names them; None stands for "the file", a number from 2 on for one
            more of those whom it does not name.
        strength: How much better the chosen one is, 1 slightly to 4 much.
        about_choice: What the row says of the choice and not of the pair, such as its batch.
        conversation: How texts that are dialogues were written: ``prompt`` (a list of messages) and
            ``context``, ``candidate_0``, ``candidate_1``, whichever the row had. The texts are then
            transcripts of these.
        remarks: What somebody should look at before the row is used.
    """

    line: int
    input_text: str
    candidate_0: str
    candidate_1: str
    choice: Choice | None = None
    source_0: str | None = None
    source_1: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    annotator: str | int | None = None
    strength: int | None = None
    about_choice: dict[str, Any] = field(default_factory=dict)
    conversation: dict[str, Any] | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(slots=True)
class GoldRecord(PairRecord):
    """A pair whose right answer is known: its ``choice``, 0 or 1; ``note`` says why."""

    note: str = ""


@dataclass(slots=True)
class PromptRecord:
    """A prompt to practise or to evaluate on."""

    line: int
    input_text: str
    extra: dict[str, Any] = field(default_factory=dict)
    conversation: dict[str, Any] | None = None


@dataclass(slots=True)
class AnswerSetRecord:
    """A prompt with 3 to 9 answers, and where each came from, as far as the row says.

    Attributes:
        scores: How good each answer is, higher is better, if an annotator has said so; equal scores tie.
        annotator: Who gave the scores; None stands for "the file".
        about_choice: What the row says of the scores.
        remarks: What somebody should look at before the row is used.
    """

    line: int
    input_text: str
    candidates: tuple[str, ...]
    sources: tuple[str | None, ...]
    extra: dict[str, Any] = field(default_factory=dict)
    scores: tuple[float, ...] | None = None
    annotator: str | None = None
    about_choice: dict[str, Any] = field(default_factory=dict)
    conversation: dict[str, Any] | None = None
    remarks: tuple[Remark, ...] = ()

    def pairs(self) -> Iterator[tuple[int, int, PairRecord]]:
        """Each two of the answers with their places, the pair of the first two first.

        What else the row said goes with that one, which stands for the set.
        """
        for first, second in combinations(range(len(self.candidates)), 2):
            yield (
                first,
                second,
                PairRecord(
                    self.line,
                    self.input_text,
                    self.candidates[first],
                    self.candidates[second],
                    source_0=self.sources[first],
                    source_1=self.sources[second],
                    extra=self.extra if (first, second) == (0, 1) else {},
                    conversation=self.conversation,
                ),
            )


Record = PairRecord | AnswerSetRecord | PromptRecord
Understood = Record | Problem
"""What becomes of a row: a record, or the first fault found in it."""
