"""Recognise the format of rows by their fields, for a person to confirm."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.datasets.formats.guess_columns import NOBODY, Guess, guess_columns
from core.datasets.formats.label_studio_guess import guess_label_studio
from core.datasets.formats.scored import PAIR, list_name, lists_read
from core.datasets.formats.shapes import Format, Recognised, Row, Wanted
from core.datasets.formats.shared import names
from core.datasets.formats.shared.chosen import BOTH
from core.datasets.formats.trl import prompt_name
from core.datasets.formats.vertex_names import needs_columns

MOST_ROWS = 100
TELLING: dict[Format, str] = {
    Format.VERTEX: "the fields of Vertex's RLHF pipeline (input_text or messages, candidate_0, candidate_1)",
    Format.OPENAI: "info with a post or an article, and summaries",
    Format.TRL: "chosen and rejected answers, or a prompt",
    Format.SCORED: "a prompt and a list of answers",
    Format.LABEL_STUDIO: "data and annotations as Label Studio exports them",
    Format.COLUMNS: "fields with names of their own",
}


def recognise(
    rows: Sequence[Row],
    wanted: Wanted,
    *,
    only_text: bool = False,
    said: Mapping[str, str] | None = None,
    form: Format | None = None,
) -> Recognised:
    """What format most of the first rows have.

    Args:
        rows: Rows of a file; the first hundred are looked at.
        wanted: What is to be made of them; a row may hold both a pair and a list of answers.
        only_text: Every value is text, as in CSV and TSV files.
        said: Parts of `Columns` that a person has named; other rows than Label Studio's are then columns.
        form: The format, if a person has said it.
    """
    rows = rows[:MOST_ROWS]
    counts = Counter(form or _format_of(row, wanted) for row in rows)
    kind, number = max(counts.items(), key=lambda item: item[1], default=(Format.VERTEX, 0))
    if kind == Format.LABEL_STUDIO:
        return _label_studio(rows, number, wanted, said or NOBODY)
    if said:
        kind, number = Format.COLUMNS, len(rows)
    guess = _guess(rows, kind, wanted, said or NOBODY)
    if guess and kind == Format.VERTEX and not form:
        kind = Format.COLUMNS if only_text or needs_columns(rows, guess) else kind
    fields = tuple(dict.fromkeys(name for row in rows for name in row))
    why = f"{number} of the first {len(rows)} rows have {TELLING[kind]}."
    if guess is None or kind != Format.COLUMNS:
        return Recognised(kind, None, fields, why)
    told = f"{why} {guess.question}".rstrip()
    return Recognised(kind, guess.columns, fields, told, guess.question, guess.answer)


def _guess(rows: Sequence[Row], kind: Format, wanted: Wanted, said: Mapping[str, str]) -> Guess | None:
    """Which field is what, where the format alone does not say it."""
    if kind == Format.COLUMNS or (kind == Format.VERTEX and wanted in {Wanted.PAIRS, Wanted.GOLD}):
        return guess_columns(rows, wanted, said)
    return None


def _label_studio(rows: Sequence[Row], number: int, wanted: Wanted, said: Mapping[str, str]) -> Recognised:
    guess = guess_label_studio(rows, wanted, said)
    asked = " ".join(one.asked for one in guess.questions)
    answer = f"Type {'; and '.join(one.answer for one in guess.questions)}." if asked else ""
    why = f"{number} of the first {len(rows)} rows have {TELLING[Format.LABEL_STUDIO]}."
    return Recognised(Format.LABEL_STUDIO, guess.columns, guess.fields, why, asked, answer)


def _format_of(row: Row, wanted: Wanted) -> Format:
    if isinstance(row.get("info"), dict) and ("summaries" in row or "summary" in row):
        return Format.OPENAI
    if _is_label_studio(row):
        return Format.LABEL_STUDIO
    if "candidate_0" in row or "candidate_1" in row:
        return Format.VERTEX
    if wanted == Wanted.ANSWER_SETS:
        return _answers_format(row)
    if row.keys() >= set(BOTH):
        return Format.TRL
    return _other_format(row, wanted)


def _is_label_studio(row: Row) -> bool:
    if isinstance(row.get("data"), dict):
        return "annotations" in row or "completions" in row or "predictions" in row
    return "annotation_id" in row and "annotator" in row


def _answers_format(row: Row) -> Format:
    return Format.SCORED if list_name(lists_read(row)) and "input_text" not in row else Format.VERTEX


def _lists_answers(row: Row) -> bool:
    """Whether a row of CSV has its answers nowhere but in a list, as JSON text."""
    opened = lists_read(row)
    name = list_name(opened)
    return name is not None and len(opened[name]) >= PAIR and names.find_both(names.CANDIDATES, row) is None


def _other_format(row: Row, wanted: Wanted) -> Format:
    if "input_text" in row or ("messages" in row and wanted == Wanted.PROMPTS):
        return Format.VERTEX
    if list_name(row) or (wanted != Wanted.PROMPTS and _lists_answers(row)):
        return Format.SCORED
    if prompt_name(row) == "prompt" and wanted == Wanted.PROMPTS:
        return Format.TRL
    return Format.COLUMNS
