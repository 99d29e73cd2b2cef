"""Look at good rows one after another and note what somebody should know about them."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from core.access import Action, ensure_may
from core.datasets.checks.findings import (
    LONGEST_ANSWER,
    LONGEST_PROMPT,
    MOST_ANSWER_TOKENS,
    MOST_PROMPT_TOKENS,
    Finding,
    too_many_tokens,
)
from core.datasets.checks.language_sample import Reservoir
from core.datasets.checks.report import CANDIDATES, PROMPTS, Report
from core.datasets.formats.shared.transcripts import MEDIA, awaits_answer, several_turns, unseen_of
from core.datasets.models import DatasetKind, Prompt
from core.datasets.problems import Fault, shorten
from core.datasets.records import AnswerSetRecord, PairRecord, Record
from core.labelling import Pair, Pool, ProjectView

FETCH = 1000
"""Rows a round trip; only their hashes are kept."""


def texts_kept_apart(session: Session, project: ProjectView, kind: DatasetKind) -> set[int]:
    """`hash` of each stored prompt that a row of this kind should not have, in this process only.

    A model is judged on evaluation prompts, so it should have been tuned neither on pairs with these prompts
    nor on practice prompts. For evaluation prompts this reads every pair of the project once.
    """
    ensure_may(session, Action.SEE_DATA, project.id)
    if kind != DatasetKind.EVALUATION:
        return _hashes(session, [_prompts(project, DatasetKind.EVALUATION)])
    # The pairs that a ranking implies have its prompt, as the set's first pair has.
    pairs = select(col(Pair.input_text)).where(
        col(Pair.project_id) == project.id, col(Pair.pool) != Pool.IMPLIED
    )
    return _hashes(session, [pairs, _prompts(project, DatasetKind.PROMPT)])


def _prompts(project: ProjectView, purpose: DatasetKind) -> Select[str]:
    return select(col(Prompt.input_text)).where(
        col(Prompt.project_id) == project.id, col(Prompt.purpose) == purpose
    )


def _hashes(session: Session, queries: Iterable[Select[str]]) -> set[int]:
    found: set[int] = set()
    for query in queries:
        rows = session.connection().execute(query, execution_options={"yield_per": FETCH})
        found.update(map(hash, rows.scalars()))
    return found


class InstructionCheck:
    """Notes rows that lack an instruction with which others begin, and rows that have it twice."""

    def __init__(self, report: Report, instruction: str) -> None:
        self._report = report
        self._instruction = instruction.strip()
        self._lacking = Finding(Fault.INSTRUCTION_MISSING)
        self._some_begin = False

    def see(self, source: str, line: int, text: str) -> None:
        """Look at the next row's prompt."""
        if text.lstrip().startswith(self._instruction):
            self._some_begin = True
        else:
            self._lack(source, line, text)
        if self._some_begin and self._lacking.count:
            self._report.findings[Fault.INSTRUCTION_MISSING] = self._lacking
        if text.count(self._instruction) > 1:
            reason = "has the project's instruction more than once"
            self._report.note(Fault.INSTRUCTION_TWICE, source, line, "input_text", _start(text), reason)

    def _lack(self, source: str, line: int, text: str) -> None:
        """Count it, though it is a finding only if another row begins with the instruction."""
        if self._lacking.has_examples:
            self._lacking.count += 1  # most rows of a file may come here
            return
        reason = "does not begin with the project's instruction, as other rows do"
        self._lacking.add(source, line, field="input_text", value=_start(text), reason=reason)


def _start(text: str) -> str:
    return shorten(text[:80])


class Checker:
    """Checks that need no database and refuse nothing; all of them are findings in a report.

    Texts are told apart by Python's hash of them: it is kept with the text, so asking again is free. It is
    another in the next process, and nothing of it is stored. Two of a million texts have the same one with a
    probability of 1 in 37 million.

    Args:
        report: Where findings, lengths and the sample go.
        instruction: The project's instruction; empty for none.
        elsewhere: `hash` of each prompt that must stay apart from these rows (`texts_kept_apart`).
    """

    def __init__(self, report: Report, *, instruction: str, elsewhere: AbstractSet[int]) -> None:
        self._report = report
        self._elsewhere = elsewhere
        self._instructions = InstructionCheck(report, instruction) if instruction.strip() else None
        self._sample = Reservoir(report.sample)
        self._prompts, self._candidates = report.lengths[PROMPTS], report.lengths[CANDIDATES]
        self._lines: dict[int, int] = {}
        self._first_source = ""

    def see(self, source: str, record: Record, unseen: Mapping[str, Any] | None = None) -> None:
        """Look at one good row of a file.

        Args:
            source: The file.
            record: The row.
            unseen: What `unseen_of` says of its conversation, if somebody has asked already.
        """
        self._first_source = self._first_source or source
        self._see_prompt(source, record.line, record.input_text)
        unseen = unseen_of(record.conversation) if unseen is None else unseen
        if unseen:
            self._see_unseen(source, record, unseen)
        if isinstance(record, PairRecord):
            self._see_sides(source, record)
            if record.conversation or awaits_answer(record.input_text):
                self._see_turns(source, record)
            self._see_candidate(source, record.line, "candidate_0", record.candidate_0)
            self._see_candidate(source, record.line, "candidate_1", record.candidate_1)
            if record.remarks:
                self._see_remarks(source, record)
        elif isinstance(record, AnswerSetRecord):
            for number, text in enumerate(record.candidates):
                self._see_candidate(source, record.line, f"candidates[{number}]", text)
            self._see_remarks(source, record)

    def _see_prompt(self, source: str, line: int, text: str) -> None:
        self._prompts.add(len(text))
        self._sample.see(text)
        if self._instructions:
            self._instructions.see(source, line, text)
        if len(text) > LONGEST_PROMPT:
            reason = too_many_tokens(text, MOST_PROMPT_TOKENS)
            self._note(Fault.LONG_PROMPT, source, line, "input_text", text, reason)
        if self._elsewhere and hash(text) in self._elsewhere:
            self._note(Fault.LEAK, source, line, "input_text", text, _leak(self._report.kind))

    def _see_candidate(self, source: str, line: int, name: str, text: str) -> None:
        self._candidates.add(len(text))
        if len(text) > LONGEST_ANSWER:
            reason = too_many_tokens(text, MOST_ANSWER_TOKENS)
            self._note(Fault.LONG_CANDIDATE, source, line, name, text, reason)

    def _see_sides(self, source: str, record: PairRecord) -> None:
        text, one, other = record.input_text, record.candidate_0, record.candidate_1
        earlier = self._lines.get(hash((text, other, one)))
        if earlier is not None:
            where = f"line {earlier}" + (
                "" if source == self._first_source else " of this or an earlier file"
            )
            reason = f"has the same texts as {where}, with the sides swapped"
            self._note(Fault.SWAPPED, source, record.line, "(line)", text, reason)
        self._lines.setdefault(hash((text, one, other)), record.line)

    def _see_turns(self, source: str, record: PairRecord) -> None:
        answers = record.candidate_0, record.candidate_1
        if several_turns(record.input_text, answers, record.conversation):
            reason = "is more than one answer: the user speaks again in it"
            text = max(answers, key=len)
            name = f"candidate_{answers.index(text)}"
            self._note(Fault.SEVERAL_TURNS, source, record.line, name, text, reason)

    def _see_unseen(self, source: str, record: Record, unseen: Iterable[str]) -> None:
        """Pictures in messages; those in fields of their own are seen by who looks at fields."""
        name = next((name for name in unseen if name != MEDIA), None)
        if name:
            reason = "has a picture, a call of a tool or the like, which text cannot say"
            self._note(Fault.NOT_SHOWN, source, record.line, name, record.input_text, reason)

    def _see_remarks(self, source: str, record: PairRecord | AnswerSetRecord) -> None:
        for one in record.remarks:
            self._report.note(one.fault, source, record.line, one.field, one.value, one.reason)

    def _note(self, fault: Fault, source: str, line: int, field: str, text: str, reason: str) -> None:
        self._report.note(fault, source, line, field, shorten(text[:80]), reason)


def _leak(kind: DatasetKind) -> str:
    if kind == DatasetKind.EVALUATION:
        return "is also the prompt of a pair or a practice prompt of this project"
    return "is also an evaluation prompt of this project"
