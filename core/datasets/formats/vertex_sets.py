"""Rows of answers to be ranked, as this project writes them."""

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.answers import check_answers, check_sources
from core.datasets.formats.shared.fields import given, rest_of, text_problem
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.scores import opened, scores_of
from core.datasets.problems import Fault, Problem, Refused, or_problem, refuse, shorten
from core.datasets.records import AnswerSetRecord

USED = frozenset({"input_text", "candidates", "sources"})
OPINIONS = ("scores", "ranking")
OF_A_PAIR = (
    "is one of a pair, but in this project people rank 3 to 9 answers: list them in candidates, "
    "or import the file into a project for pairs"
)


@or_problem
def answer_set_record(line: int, row: Row, prompts: Prompts = GUESSED) -> AnswerSetRecord:
    """A row of answers to be ranked, or the first problem with it."""
    row = opened(row, (*OPINIONS, "candidates", "sources"))
    if "candidates" not in row and "candidate_0" in row:
        raise Refused(Problem(line, "candidate_0", shorten(row["candidate_0"]), OF_A_PAIR))
    refuse(text_problem(line, row, "input_text"))
    answers = given(line, row, "candidates")
    if not isinstance(answers, list):
        raise Refused(
            Problem(line, "candidates", shorten(answers), "must be a list of texts", Fault.NOT_TEXT)
        )
    check_answers(line, "candidates", answers)
    check_sources(line, "sources", row.get("sources"), ("candidates", len(answers)))
    opinion = next((name for name in OPINIONS if row.get(name) is not None), None)
    scores = None if opinion is None else scores_of(line, opinion, row[opinion], len(answers))
    prompt = prompts.record(line, row, ("input_text", row["input_text"]), other=USED)
    return AnswerSetRecord(
        line,
        prompt.input_text,
        tuple(answers),
        tuple(row.get("sources") or (None,) * len(answers)),
        rest_of(prompt.extra, USED | ({opinion} if opinion else set())),
        scores,
        about_choice={"ranking": row["ranking"]} if opinion == "ranking" else {},
        conversation=prompt.conversation,
    )
