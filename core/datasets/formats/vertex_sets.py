"""Rows of answers to be ranked, as this project writes them."""

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.answers import answers_problem, sources_problem
from core.datasets.formats.shared.fields import missing_problem, rest_of, text_problem
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.scores import opened, scores_of
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.records import AnswerSetRecord

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
