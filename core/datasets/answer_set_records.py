"""The rows of a file for rankings: a prompt and all its answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from core.datasets.records import (
    PairRecord,
    Problem,
    missing_problem,
    shorten,
    storing_problem,
    text_problem,
)

FEWEST_ANSWERS = 3
MOST_ANSWERS = 9
USED = {"input_text", "candidates", "sources"}


@dataclass(frozen=True)
class AnswerSetRecord:
    """A prompt with 3 to 9 answers, and where each came from, as far as the row says."""

    line: int
    input_text: str
    candidates: tuple[str, ...]
    sources: tuple[str | None, ...]
    extra: dict[str, Any] = field(default_factory=dict)

    def pairs(self) -> Iterator[tuple[int, int, PairRecord]]:
        """Each two of the answers with their places, the pair of the first two first.

        What else the row said goes with that one, which stands for the set.
        """
        for first, second in combinations(range(len(self.candidates)), 2):
            pair = PairRecord(
                self.line,
                self.input_text,
                self.candidates[first],
                self.candidates[second],
                source_0=self.sources[first],
                source_1=self.sources[second],
                extra=self.extra if (first, second) == (0, 1) else {},
            )
            yield first, second, pair


def answer_set_record(line: int, row: dict[str, Any]) -> AnswerSetRecord | Problem:
    """A row of answers to be ranked, or the first problem with it."""
    problem = (
        _pair_problem(line, row)
        or text_problem(line, row, "input_text")
        or _candidates_problem(line, row)
        or _sources_problem(line, row)
    )
    if problem:
        return problem
    candidates = tuple(row["candidates"])
    sources = tuple(row.get("sources") or (None,) * len(candidates))
    extra = {key: value for key, value in row.items() if key not in USED}
    return AnswerSetRecord(line, row["input_text"], candidates, sources, extra)


def _pair_problem(line: int, row: dict[str, Any]) -> Problem | None:
    if "candidates" in row or "candidate_0" not in row:
        return None
    reason = (
        "is one of a pair, but in this project people rank 3 to 9 answers: list them in candidates, "
        "or import the file into a project for pairs"
    )
    return Problem(line, "candidate_0", shorten(row["candidate_0"]), reason)


def _candidates_problem(line: int, row: dict[str, Any]) -> Problem | None:
    if "candidates" not in row:
        return missing_problem(line, row, "candidates")
    answers = row["candidates"]
    if not isinstance(answers, list):
        return Problem(line, "candidates", shorten(answers), "must be a list of texts")
    if not FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS:
        reason = f"must have {FEWEST_ANSWERS} to {MOST_ANSWERS} answers, not {len(answers)}"
        return Problem(line, "candidates", shorten(answers), reason)
    for place, answer in enumerate(answers):
        name = f"candidates[{place}]"
        problem = text_problem(line, {name: answer}, name)
        if problem:
            return problem
        if answer in answers[:place]:
            reason = f"is the same text as candidates[{answers.index(answer)}]; nobody could rank the two"
            return Problem(line, name, shorten(answer), reason)
    return None


def _sources_problem(line: int, row: dict[str, Any]) -> Problem | None:
    sources = row.get("sources")
    if sources is None:
        return None
    if not isinstance(sources, list) or len(sources) != len(row["candidates"]):
        reason = f"must be a list as long as candidates, which has {len(row['candidates'])}"
        return Problem(line, "sources", shorten(sources), reason)
    for place, source in enumerate(sources):
        name = f"sources[{place}]"
        if source is not None and not isinstance(source, str):
            return Problem(line, name, shorten(source), "must be text, or null where it is not known")
        problem = storing_problem(line, name, source or "")
        if problem:
            return problem
    return None
