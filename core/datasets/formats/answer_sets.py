"""Rows of answers to be ranked, as this project writes them, and the checks on such answers in any format."""

from collections.abc import Sequence
from typing import Any

from core.datasets.fields import missing_problem, storing_problem, text_problem
from core.datasets.formats.checked import rest_of
from core.datasets.formats.opinions import number_of, opened, rank_of
from core.datasets.formats.prompt_parts import GUESSED, Prompts
from core.datasets.formats.shapes import Row
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.records import AnswerSetRecord

FEWEST_ANSWERS = 3
MOST_ANSWERS = 9
USED = frozenset({"input_text", "candidates", "sources"})
OPINIONS = ("scores", "ranking")


def answer_set_record(line: int, row: Row, prompts: Prompts = GUESSED) -> AnswerSetRecord | Problem:
    """A row of answers to be ranked, or the first problem with it."""
    row = opened(row, (*OPINIONS, "candidates", "sources"))
    problem = (
        _pair_problem(line, row)
        or text_problem(line, row, "input_text")
        or _candidates_problem(line, row)
        or sources_problem(line, "sources", row.get("sources"), ("candidates", len(row["candidates"])))
    )
    if problem:
        return problem
    opinion = next((name for name in OPINIONS if row.get(name) is not None), None)
    candidates = tuple(row["candidates"])
    scores = None if opinion is None else scores_of(line, opinion, row[opinion], len(candidates))
    if isinstance(scores, Problem):
        return scores
    prompt = prompts.record(line, row, ("input_text", row["input_text"]), taken=USED)
    if isinstance(prompt, Problem):
        return prompt
    return AnswerSetRecord(
        line,
        prompt.input_text,
        candidates,
        tuple(row.get("sources") or (None,) * len(candidates)),
        rest_of(prompt.extra, USED | ({opinion} if opinion else set())),
        scores,
        about_choice={"ranking": row["ranking"]} if opinion == "ranking" else {},
        conversation=prompt.conversation,
    )


def answers_problem(line: int, name: str, answers: Sequence[Any], *, part: str = "") -> Problem | None:
    """What is wrong with a list of answers: their number, one that cannot be read, or one given twice.

    Args:
        line: Where the row stands.
        name: The field that lists them.
        answers: The texts.
        part: What follows the place in the name of one answer, such as ``.text``.
    """
    if not FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS:
        reason = f"must have {FEWEST_ANSWERS} to {MOST_ANSWERS} answers, not {len(answers)}"
        return Problem(line, name, shorten(answers), reason)
    return each_problem(line, name, answers, part=part)


def each_problem(line: int, name: str, answers: Sequence[Any], *, part: str = "") -> Problem | None:
    """What is wrong with one of the answers, if anything is."""
    for place, answer in enumerate(answers):
        field = f"{name}[{place}]{part}"
        problem = text_problem(line, {field: answer}, field)
        if problem:
            return problem
        if answer in answers[:place]:
            earlier = f"{name}[{answers.index(answer)}]{part}"
            reason = f"is the same text as {earlier}; nobody could rank the two"
            return Problem(line, field, shorten(answer), reason, Fault.IDENTICAL)
    return None


def sources_problem(line: int, name: str, sources: object, answers: tuple[str, int]) -> Problem | None:
    """What is wrong with a list of where answers came from; ``answers`` is their field and number."""
    if sources is None:
        return None
    if not isinstance(sources, list) or len(sources) != answers[1]:
        reason = f"must be a list as long as {answers[0]}, which has {answers[1]}"
        return Problem(line, name, shorten(sources), reason)
    for place, source in enumerate(sources):
        problem = _source_problem(line, f"{name}[{place}]", source)
        if problem:
            return problem
    return None


def scores_of(line: int, name: str, values: object, many: int) -> tuple[float, ...] | Problem:
    """Numbers that say how good each answer is, higher is better; ranks, 1 for the best, are negated."""
    ranks = name.startswith("rank")
    if not isinstance(values, list) or len(values) != many:
        return Problem(line, name, shorten(values), f"must be a list of {many} numbers, one an answer")
    read = [None if isinstance(one, str) else rank_of(one) if ranks else number_of(one) for one in values]
    for place, number in enumerate(read):
        if number is None:
            expected = "a rank, 1 for the best answer" if ranks else "a number"
            return Problem(line, f"{name}[{place}]", shorten(values[place]), f"must be {expected}")
    return tuple(-number if ranks else number for number in read if number is not None)


def _pair_problem(line: int, row: Row) -> Problem | None:
    if "candidates" in row or "candidate_0" not in row:
        return None
    reason = (
        "is one of a pair, but in this project people rank 3 to 9 answers: list them in candidates, "
        "or import the file into a project for pairs"
    )
    return Problem(line, "candidate_0", shorten(row["candidate_0"]), reason)


def _candidates_problem(line: int, row: Row) -> Problem | None:
    if "candidates" not in row:
        return missing_problem(line, row, "candidates")
    answers = row["candidates"]
    if not isinstance(answers, list):
        return Problem(line, "candidates", shorten(answers), "must be a list of texts", Fault.NOT_TEXT)
    return answers_problem(line, "candidates", answers)


def _source_problem(line: int, name: str, source: object) -> Problem | None:
    if source is None:
        return None
    if not isinstance(source, str):
        reason = "must be text, or null where it is not known"
        return Problem(line, name, shorten(source), reason, Fault.NOT_TEXT)
    return storing_problem(line, name, source)
