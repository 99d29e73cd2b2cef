"""Rows in the shape that Vertex's RLHF pipeline reads: pairs, gold pairs and prompts."""

from dataclasses import fields
from typing import Any

from core.datasets.formats import vertex_chat
from core.datasets.formats.shapes import Row
from core.datasets.formats.shared.answers import ranking_problem
from core.datasets.formats.shared.fields import (
    choice_problem,
    identical_problem,
    is_surely_readable,
    rest_of,
    storing_problem,
    text_problem,
)
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.records import GoldRecord, PairRecord, PromptRecord
from core.labelling import Outcome

SOURCES = ("source_0", "source_1")
TEXTS = frozenset({"input_text", "candidate_0", "candidate_1"})
PLAIN = TEXTS | {"choice"}
USED = PLAIN | set(SOURCES)


def pair_record(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord | Problem:
    """A preference row, or the first problem with it.

    Every row of a large file comes through here, so nothing is copied where nothing is unusual.
    """
    if len(row) == len(PLAIN) and (usual := _usual_pair(line, row)):
        return usual
    if "messages" in row and "input_text" not in row:
        return _chat_pair(line, row, prompts)
    problem = (
        _ranking_problem(line, row)
        or text_problem(line, row, "input_text")
        or text_problem(line, row, "candidate_0")
        or text_problem(line, row, "candidate_1")
        or identical_problem(line, row["candidate_0"], row["candidate_1"])
        or _about_problem(line, row)
    )
    if problem:
        return problem
    texts = row["input_text"], row["candidate_0"], row["candidate_1"]
    if row.keys() <= PLAIN:
        return PairRecord(line, *texts, row.get("choice"))
    told = prompts.record(line, row, ("input_text", texts[0]), taken=USED)
    if isinstance(told, Problem):
        return told
    more = _more(told.extra, PLAIN)
    return PairRecord(
        line, told.input_text, *texts[1:], row.get("choice"), **more, conversation=told.conversation
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


def gold_record(line: int, row: Row) -> GoldRecord | Problem:
    """A preference row with its right answer, or the first problem with it."""
    made = pair_record(line, row)
    return made if isinstance(made, Problem) else as_gold(made)


def as_gold(pair: PairRecord, *, note: str = "note") -> GoldRecord | Problem:
    """A pair as one whose right answer is known, or what it lacks; ``note`` is the field that says why."""
    if pair.choice is None:
        reason = "is missing; a gold pair needs its right answer, 0 or 1"
        return Problem(pair.line, "choice", "missing", reason, Fault.MISSING)
    if isinstance(pair.choice, Outcome):
        reason = "is a tie; a gold pair needs a right answer, 0 or 1"
        return Problem(pair.line, "choice", pair.choice.value, reason, Fault.CHOICE_OUT_OF_RANGE)
    why = pair.extra.get(note, "")
    if not isinstance(why, str):
        return Problem(pair.line, note, shorten(why), "must be text, or be left out", Fault.NOT_TEXT)
    values = {one.name: getattr(pair, one.name) for one in fields(PairRecord)}
    return storing_problem(pair.line, note, why) or GoldRecord(
        **values | {"extra": rest_of(pair.extra, {note})}, note=why
    )


def prompt_record(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord | Problem:
    """A prompt row, or the first problem with it."""
    if vertex_chat.is_chat(row):
        return _chat_prompt(line, row, prompts)
    problem = text_problem(line, row, "input_text")
    if problem:
        return problem
    return prompts.record(line, row, ("input_text", row["input_text"]))


def _chat_pair(line: int, row: Row, prompts: Prompts) -> PairRecord | Problem:
    together = vertex_chat.put_together(line, row, prompts)
    if isinstance(together, Problem):
        return together
    chat, media = together
    texts = vertex_chat.texts_of_row(line, chat)
    if isinstance(texts, Problem):
        return texts
    more = _more(chat, PLAIN | vertex_chat.used_of(chat)) | {
        "conversation": vertex_chat.conversation_of(chat, media)
    }
    return _about_problem(line, row) or PairRecord(line, *texts, row.get("choice"), **more)


def _chat_prompt(line: int, row: Row, prompts: Prompts) -> PromptRecord | Problem:
    together = vertex_chat.put_together(line, row, prompts)
    if isinstance(together, Problem):
        return together
    chat, media = together
    text = vertex_chat.prompt_of(line, chat)
    if isinstance(text, Problem):
        return text
    conversation = vertex_chat.conversation_of(chat, media)
    return PromptRecord(line, text, rest_of(chat, vertex_chat.used_of(chat)), conversation)


def _more(row: Row, used: frozenset[str]) -> dict[str, Any]:
    """Sources where they are text, and whatever else there is."""
    sources = {name: row[name] for name in SOURCES if isinstance(row.get(name), str)}
    return {**sources, "extra": rest_of(row, used | sources.keys())}


def _about_problem(line: int, row: Row) -> Problem | None:
    for name in SOURCES:
        if isinstance(row.get(name), str):
            problem = storing_problem(line, name, row[name])
            if problem:
                return problem
    return choice_problem(line, row["choice"]) if "choice" in row else None


def _ranking_problem(line: int, row: Row) -> Problem | None:
    if "candidates" not in row or "candidate_0" in row:
        return None
    return ranking_problem(line, "candidates", row["candidates"])
