"""Rows in the shape that Vertex's RLHF pipeline reads, and lists of answers as this project writes them."""

from collections.abc import Sequence
from typing import Any

from core.datasets.formats.format import Format, Guess, each_alone, one_each
from core.datasets.formats.guess_columns import guess_columns
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choice_fields import WEAK
from core.datasets.formats.shared.choice_values import meaning, tie_of, written
from core.datasets.formats.shared.choice_ways import AS_VERTEX, FROM_0
from core.datasets.formats.shared.fields import (
    check_unlike,
    choice_problem,
    given,
    is_surely_readable,
    rest_of,
    storing_problem,
    text_problem,
)
from core.datasets.formats.shared.many_answers import ranking_problem
from core.datasets.formats.shared.names import plain
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.scores import check_answers, check_sources, opened, scores_of
from core.datasets.formats.vertex_chat import Chat, is_chat
from core.datasets.problems import Fault, Problem, Refused, or_problem, refuse, shorten
from core.datasets.records import AnswerSetRecord, PairRecord, PromptRecord

SOURCES = ("source_0", "source_1")
TEXTS = frozenset({"input_text", "candidate_0", "candidate_1"})
PLAIN = TEXTS | {"choice"}
USED = PLAIN | set(SOURCES)

LENIENT = Columns("input_text", "candidate_0", "candidate_1", "choice", "source_0", "source_1")
"""Given with Vertex's format: 1.0, "1", null and words for a tie are read, as in all other files."""
OF_SETS = frozenset({"input_text", "candidates", "sources"})
OPINIONS = ("scores", "ranking")
OF_A_PAIR = (
    "is one of a pair, but in this project people rank 3 to 9 answers: list them in candidates, "
    "or import the file into a project for pairs"
)
OTHER_PEOPLE = {"user"}
"""Of a JSON row this is as often who wrote the prompt."""


@or_problem
def pair_record(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord:
    """A preference row, or the first problem with it.

    Every row of a large file comes through here, so nothing is copied where nothing is unusual.
    """
    if len(row) == len(PLAIN) and (usual := _usual_pair(line, row)):
        return usual
    if is_chat(row):
        return _chat_pair(line, row, prompts)
    if "candidates" in row and "candidate_0" not in row:
        raise Refused(ranking_problem(line, "candidates", row["candidates"]))
    for name in ("input_text", "candidate_0", "candidate_1"):
        refuse(text_problem(line, row, name))
    check_unlike(line, ("candidate_0", row["candidate_0"]), ("candidate_1", row["candidate_1"]))
    _check_about(line, row)
    texts = row["input_text"], row["candidate_0"], row["candidate_1"]
    if row.keys() <= PLAIN:
        return PairRecord(line, *texts, row.get("choice"))
    built = prompts.record(line, row, ("input_text", texts[0]), other=USED)
    more = _more(built.extra, PLAIN)
    return PairRecord(
        line, built.input_text, *texts[1:], row.get("choice"), **more, conversation=built.conversation
    )


def _usual_pair(line: int, row: Row) -> PairRecord | None:
    """A pair with nothing but two different texts of ASCII and a choice; all other rows take longer."""
    text: Any = row.get("input_text")
    one: Any = row.get("candidate_0")
    other: Any = row.get("candidate_1")
    choice = row.get("choice")
    if type(choice) is not int or not 0 <= choice <= 1 or one == other:
        return None
    if not (is_surely_readable(text) and is_surely_readable(one) and is_surely_readable(other)):
        return None
    return PairRecord(line, text, one, other, choice)


@or_problem
def prompt_record(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord:
    """A prompt row, or the first problem with it."""
    if is_chat(row):
        chat = Chat.of(line, row, prompts)
        return PromptRecord(line, chat.prompt(line), rest_of(chat.row, chat.used), chat.written())
    refuse(text_problem(line, row, "input_text"))
    return prompts.record(line, row, ("input_text", row["input_text"]))


def _chat_pair(line: int, row: Row, prompts: Prompts) -> PairRecord:
    chat = Chat.of(line, row, prompts)
    texts = chat.pair(line)
    _check_about(line, row)
    more = _more(chat.row, PLAIN | chat.used)
    return PairRecord(line, *texts, row.get("choice"), **more, conversation=chat.written())


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
    prompt = prompts.record(line, row, ("input_text", row["input_text"]), other=OF_SETS)
    return AnswerSetRecord(
        line,
        prompt.input_text,
        tuple(answers),
        tuple(row.get("sources") or (None,) * len(answers)),
        rest_of(prompt.extra, OF_SETS | ({opinion} if opinion else set())),
        scores,
        about_choice={"ranking": row["ranking"]} if opinion == "ranking" else {},
        conversation=prompt.conversation,
    )


def _more(row: Row, used: frozenset[str]) -> dict[str, Any]:
    """Sources where they are text, and whatever else there is."""
    sources = {name: row[name] for name in SOURCES if isinstance(row.get(name), str)}
    return {**sources, "extra": rest_of(row, used | sources.keys())}


def _check_about(line: int, row: Row) -> None:
    for name in SOURCES:
        if isinstance(row.get(name), str):
            refuse(storing_problem(line, name, row[name]))
    refuse(choice_problem(line, row["choice"]) if "choice" in row else None)


def lenient_pair(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord | Problem:
    """A preference row, or the first problem with it; only an unusual choice is looked at twice."""
    made = pair_record(line, row, prompts)
    if not isinstance(made, Problem) or made.field != "choice" or "choice" not in row:
        return made
    said = written(row["choice"])
    choice = meaning(said, LENIENT.choice_0, LENIENT.choice_1) if said else None
    if said and choice is None:
        return made
    again = pair_record(line, {name: value for name, value in row.items() if name != "choice"}, prompts)
    if isinstance(again, PairRecord):
        again.choice = choice
    return again


def _is_columns(rows: Sequence[Row], wanted: Wanted, only_text: bool) -> bool:  # noqa: FBT001 - as `Format` calls it
    """Whether rows with Vertex's names can only be understood as columns: then all containers read alike.

    Vertex's own reader is for choices that are the numbers 0 and 1 in the field ``choice``.
    """
    if wanted not in {Wanted.PAIRS, Wanted.GOLD}:
        return False
    if only_text:
        return True
    if any("input_text" not in row and ("messages" in row or "candidates" in row) for row in rows):
        return False
    guess = guess_columns(rows, wanted)
    columns = guess.columns
    if (columns.candidate_0, columns.candidate_1) != AS_VERTEX or columns.input_text != "input_text":
        return True
    if guess.question:
        return guess.asked is None or plain(guess.asked) not in WEAK
    annotator = columns.annotator is not None and columns.annotator not in OTHER_PEOPLE
    chosen = columns.choice is not None or columns.won_0 is not None
    return chosen and (annotator or _otherwise(rows, guess))


def _otherwise(rows: Sequence[Row], guess: Guess) -> bool:
    """Whether the choice stands elsewhere, or any is written as Vertex does not write it."""
    columns = guess.columns
    if columns.choice != "choice" or (columns.choice_0, columns.choice_1) != FROM_0:
        return True
    return any("choice" in row and _is_written_otherwise(row["choice"]) for row in rows)


def _is_written_otherwise(value: object) -> bool:
    if type(value) is int:
        return False
    said = written(value)
    return said in {"", *FROM_0, "0.5"} or tie_of(said) is not None


FORMAT = Format(
    name="vertex",
    title="Vertex RLHF",
    label="Vertex RLHF (input_text, candidate_0, candidate_1, choice)",
    telling="the fields of Vertex's RLHF pipeline (input_text or messages, candidate_0, candidate_1)",
    looks_like=(
        "`input_text` (or `messages` and `context`), `candidate_0`, `candidate_1`, perhaps `choice` 0 or 1,"
        " `source_0`, `source_1`"
    ),
    becomes="pairs",
    adapters={
        Wanted.PAIRS: lambda columns, prompts: each_alone(lenient_pair if columns else pair_record, prompts),
        Wanted.PROMPTS: one_each(prompt_record),
        Wanted.ANSWER_SETS: one_each(answer_set_record),
    },
    is_sure=lambda row, _: "candidate_0" in row or "candidate_1" in row,
    is_likely=lambda row, wanted: "input_text" in row or ("messages" in row and wanted == Wanted.PROMPTS),
    is_columns=_is_columns,
    assumed=LENIENT,
    check_first="Whether choice 1 stands for candidate_1, in rows that you know.",
)
