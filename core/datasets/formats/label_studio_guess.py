"""How a Label Studio export is to be read, from its first rows, and what only a person can say of it."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from core.datasets.formats.format import Guess
from core.datasets.formats.label_studio_annotations import (
    BOOKKEEPING,
    SIDES,
    Controls,
    controls_of,
    kept_annotations,
    linked_fields,
    word_of,
)
from core.datasets.formats.label_studio_data import find_candidates, find_prompt
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choice_values import meaning, tie_of
from core.datasets.formats.shared.choice_ways import Way
from core.datasets.problems import printable, shorten

MOST_SHOWN, MOST_FIELDS = 5, 12
Said = Mapping[str, str]
"""Parts of `Columns` that a person has named."""
NOBODY: Said = {}


class Question(NamedTuple):
    """What must be asked, as a sentence, and what to type in a terminal to answer it."""

    asked: str = ""
    answer: str = ""


NONE_OPEN = Question()


@dataclass(frozen=True)
class ExportGuess(Guess):
    """How an export is to be read; its fields are those of tasks, and the controls.

    Attributes:
        answers: Words that each control answers with, as far as they were seen.
        has_prompt: Whether a field may be the prompt; if none may, it is the same words for all.
        questions: What must be asked before rows are taken.
    """

    answers: Mapping[str, list[str]] = field(default_factory=dict)
    has_prompt: bool = True
    questions: tuple[Question, ...] = ()

    def must_be_mapped(self, name: str) -> bool:
        """Whether a control says something else than which side is better, or that the two tie."""
        return not _are_sides(self.answers.get(name, ()))


def guess_label_studio(rows: Sequence[Row], wanted: Wanted, said: Said = NOBODY) -> ExportGuess:
    """Fields by their names and places; what a person has named is kept, and settles its question.

    Args:
        rows: The first rows of an export.
        wanted: What is to be made of them.
        said: What a person has named; an empty ``choice`` says that there is none.
    """
    data = [_data(row) for row in rows]
    shown = _candidates(rows, data)
    pair = said.get("candidate_0", shown[0]), said.get("candidate_1", shown[1])
    prompt = _prompt(data, pair, said)
    controls = controls_of(rows, {prompt, *pair})
    answers = controls.pairwise | controls.others
    fields = tuple(_fields(data) | answers)
    choice = next(iter(controls.pairwise)) if len(controls.pairwise) == 1 else None
    sides = SIDES if pair != shown[::-1] else SIDES[::-1]  # the page of Label Studio has an order of its own
    columns = replace(Columns(prompt, *pair, choice, choice_0=sides[0], choice_1=sides[1]), **said)
    others = [name for name in _fields(data) if name not in pair and name not in controls.pairwise]
    questions = [_prompt_question(columns, others, wanted)]
    if wanted in {Wanted.PAIRS, Wanted.GOLD}:
        questions.insert(0, _candidates_question(columns, fields))
        questions.append(_choice_question(rows, columns, controls, said))
    has_prompt = wanted == Wanted.PROMPTS or not BOOKKEEPING.issuperset(others)
    questions = [one for one in questions if one.asked]
    asked = " ".join(one.asked for one in questions)
    typed = f"Type {'; and '.join(one.answer for one in questions)}." if asked else ""
    return ExportGuess(
        columns, fields, asked, typed, answers=answers, has_prompt=has_prompt, questions=tuple(questions)
    )


def _are_sides(words: Iterable[str]) -> bool:
    return all(meaning(word, *SIDES) is not None for word in words)


def _data(row: Row) -> Row:
    data = row.get("data")
    return data if isinstance(data, dict) else row


def _fields(data: Sequence[Row]) -> dict[str, Any]:
    return dict.fromkeys(name for row in data for name in row)


def _candidates(rows: Sequence[Row], data: Sequence[Row]) -> Way:
    """The two texts as annotators saw them, left and right; empty where that is not known."""
    linked = (link for row in rows if (link := linked_fields(kept_annotations(row))))
    return find_candidates(_fields(data), next(linked, ())) or ("", "")


def _prompt(data: Sequence[Row], pair: Way, said: Said) -> str:
    if "input_text" in said:
        return said["input_text"]
    return "" if "fixed_prompt" in said else find_prompt(data, BOOKKEEPING.union(pair)) or ""


def _candidates_question(columns: Columns, fields: Sequence[str]) -> Question:
    if columns.candidate_0 and columns.candidate_1:
        return NONE_OPEN
    return Question(
        f"Which of the fields ({_names(fields)}) hold the two texts that are compared?",
        "--column candidate_0=<field> --column candidate_1=<field>",
    )


def _prompt_question(columns: Columns, fields: Sequence[str], wanted: Wanted) -> Question:
    """The words that people were asked under are no guess: each pair keeps them, and a model learns them."""
    if columns.input_text and columns.fixed_prompt:
        return Question(
            "The prompt is said to stand in a field and to be the same words everywhere; which is right?",
            "either input_text or fixed_prompt",
        )
    if columns.input_text or columns.fixed_prompt:
        return NONE_OPEN
    if wanted == Wanted.PROMPTS:
        asked = f"Which of the fields ({_names(fields)}) is the prompt?"
        return Question(asked, "--column input_text=<field>")
    if BOOKKEEPING.issuperset(fields):
        return Question(
            "The tasks have no prompt. Which words are the prompt of all of them?",
            "--column 'fixed_prompt=Which text is better?'",
        )
    return Question(
        f"Which of the fields ({_names(fields)}) is the prompt? Or, if the tasks have none, "
        "which words are the prompt of all of them?",
        "--column input_text=<field>, or --column 'fixed_prompt=Which text is better?'",
    )


def _choice_question(rows: Sequence[Row], columns: Columns, controls: Controls, said: Said) -> Question:
    if columns.won_0 or columns.won_1 or columns.tied:
        return Question(
            "Annotations say in one answer which text is better, not in one for each. Which one is it?",
            "--column choice=<name> instead of won_0, won_1 and tied",
        )
    if columns.choice == "":
        return NONE_OPEN
    if "choice" in said:
        return _written_question(rows, columns, controls, said)
    if len(controls.pairwise) > 1:
        return Question(
            f"The annotations compare the two texts more than once ({_seen(controls.pairwise)}); "
            "which comparison counts?",
            " or ".join(_option("choice", name) for name in controls.pairwise),
        )
    return _unread_question(controls) if controls.annotated and not controls.pairwise else NONE_OPEN


def _written_question(rows: Sequence[Row], columns: Columns, controls: Controls, said: Said) -> Question:
    """What is still open where somebody has said which control is the choice."""
    name = columns.choice or ""
    there = controls.pairwise | controls.others
    words = there.get(name) or _words(rows, name)
    if not words and controls.annotated:
        known = f"; those there are: {_seen(there)}" if there else ""
        return Question(
            f"No annotation has an answer “{printable(name)}”{known}. Which one is the choice?",
            f"--column choice=<name>, or {_none(name)}",
        )
    if "choice_0" in said or _are_sides(words):
        return NONE_OPEN
    return Question(
        f"The answers “{printable(name)}” are {_values(words)}; how is the choice of each text written?",
        f"{_option('choice', name)} {_ways(words)}",
    )


def _unread_question(controls: Controls) -> Question:
    if not controls.others:
        return Question(
            "There are annotations, but none says which text is better. Is there no choice in this file?",
            _none(""),
        )
    seen = _seen(controls.others)
    asked = f"There are annotations, but none of their answers is sure to be the choice ({seen})."
    name, words = next((one for one in controls.others.items() if one[1]), ("", []))
    if not name:
        return Question(f"{asked} None of them can be one; is there no choice in this file?", _none(""))
    way = "" if set(words) <= set(SIDES) else f" {_ways(words)}"
    return Question(
        f"{asked} Which one is, and how does it write that each text is better?",
        f"{_option('choice', name)}{way}, or {_none(name)}",
    )


def _none(name: str) -> str:
    what = "none of them is" if name else "there is none"
    return f"--column choice= if {what}: the pairs then come as if nobody had judged them"


def _words(rows: Sequence[Row], name: str) -> list[str]:
    return list(dict.fromkeys(word for row in rows if (word := word_of(row.get(name)))))


def _ways(words: Sequence[str]) -> str:
    """The options that say how choices are written, with values that were seen as far as there are."""
    sides = [*(word for word in words if not tie_of(word)), "<value>", "<value>"]
    return f"{_option('choice_0', sides[0])} {_option('choice_1', sides[1])}"


def _option(part: str, value: str) -> str:
    return f"--column {shlex.quote(f'{part}={printable(value)}')}"


def _seen(words: Mapping[str, Sequence[str]]) -> str:
    shown = list(words.items())[:MOST_SHOWN]
    return "; ".join(f"“{printable(name)}”: {_values(seen)}" for name, seen in shown)


def _values(words: Sequence[str]) -> str:
    return ", ".join(shorten(word) for word in words[:MOST_SHOWN]) or "no single word"


def _names(fields: Sequence[str]) -> str:
    telling = [name for name in fields if name not in BOOKKEEPING]
    return ", ".join(f"“{printable(name)}”" for name in telling[:MOST_FIELDS]) or "none"
