"""Answers in rows of two fields under their usual names: a prompt and what a model said to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from core.datasets.formats import Prompts
from core.datasets.problems import Refused
from core.errors import InvalidInput
from core.review.answers.chat_lines import completed, dialogue
from core.review.answers.line_fields import a_prompt, a_text, shown
from core.review.answers.prediction_lines import Line, Prediction, failure_of, unanswered

PROMPTS = (
    *("prompt", "instruction", "question", "query", "input_text", "input", "inputs"),
    *("problem", "task_input", "post", "article", "document", "text"),
)
ANSWERS = (
    *("prediction", "predictions", "response", "completion", "generated_text", "generation", "model_output"),
    *("model_answer", "model_response", "output", "output_text", "outputs", "answer", "summary"),
)
REFERENCES = (
    *("reference", "reference_answer", "reference_output", "reference_summary", "ground_truth", "gold"),
    *("gold_answer", "expected", "expected_output", "ideal", "target", "targets", "label", "highlights"),
    *("answer", "summary"),
)
"""The last two are what a model said, unless that stands under a name that leaves no doubt."""
STRATA = ("stratum", "category", "dataset", "subset", "topic", "domain", "slice", "task", "language")
MOST_NAMED = 12

_PROMPTS = Prompts()
"""Puts instruction and input, system and context together just as an import of the same row would."""


def plain_line(row: dict[str, object], name: str, number: int) -> Line:
    """A row with a prompt and an answer, and perhaps a right answer and the part of the set it belongs to.

    Raises:
        InvalidInput: It has no prompt, or a field of it is no text.
    """
    where = f"{name}, line {number}"
    fields = _by_name(tuple(row))
    asked = _first(PROMPTS, fields)
    if asked is None:
        raise InvalidInput(
            f"{where}: no field holds the prompt; the row has {_named(row)}. A prompt stands in a field "
            "such as prompt, question or input_text, an answer in one such as response, prediction or output."
        )
    said = _first([one for one in ANSWERS if fields.get(one) != asked], fields)
    request = _request(row, asked, name, number)
    answer = row.get(said) if said else None
    if answer is None:
        lack = "an answer without text" if said else f"no field holds the answer; the row has {_named(row)}"
        return unanswered(request, failure_of(row) or lack)
    if isinstance(answer, dict):
        return completed(request, answer, where=where, field=str(said))
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    text = a_text(answer, where=where, field=str(said))
    return with_more(replace(request, text=text), row, used=(asked, str(said)))


def with_more(line: Line, row: dict[str, object], used: Sequence[str] = ()) -> Line:
    """A line with the right answer and the stratum that its row names, whatever shape it has.

    Args:
        line: The line; one without an answer needs neither.
        row: Its row.
        used: Fields that are something else.

    Raises:
        InvalidInput: One of them cannot be stored.
    """
    if not isinstance(line, Prediction):
        return line
    fields, where = _by_name(tuple(row)), f"{line.shard}, line {line.line}"
    free = [name for name in REFERENCES if fields.get(name) not in used]
    reference = line.reference or _told(row, free, fields, where)
    stratum = _told(row, [name for name in STRATA if fields.get(name) not in used], fields, where)
    same = (reference, stratum) == (line.reference, line.stratum)
    return line if same else replace(line, reference=reference, stratum=stratum)


def _request(row: dict[str, object], field: str, name: str, number: int) -> Prediction:
    where = f"{name}, line {number}"
    try:
        prompt = _PROMPTS.build(number, row, (field, row[field])).prompt
    except Refused as refused:
        raise InvalidInput(refused.problem.sentence(name)) from refused
    if isinstance(prompt, dict | list):
        return dialogue([prompt] if isinstance(prompt, dict) else prompt, name, number, field=field)
    return Prediction(a_prompt(prompt, where=where, field=field), "", name, number)


@lru_cache(maxsize=1024)
def _by_name(fields: tuple[str, ...]) -> Mapping[str, str]:
    """Fields by their names as they are compared: ``Input Text`` is ``input_text``; the first one counts."""
    return {"_".join(re.split(r"[\W_]+", field.lower())): field for field in reversed(fields)}


def _first(names: Sequence[str], fields: Mapping[str, str]) -> str | None:
    return next((fields[name] for name in names if name in fields), None)


def _told(row: dict[str, object], names: Sequence[str], fields: Mapping[str, str], where: str) -> str:
    """The first of these fields that says something; what is no text is of no use here."""
    found = [fields[name] for name in names if name in fields]
    said = next((field for field in found if isinstance(row[field], str) and str(row[field]).strip()), None)
    return a_text(row[said], where=where, field=said) if said else ""


def _named(row: dict[str, object]) -> str:
    return ", ".join(shown(field) for field in list(row)[:MOST_NAMED]) or "no field at all"
