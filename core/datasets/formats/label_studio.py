"""Exports of Label Studio's pairwise projects: tasks with annotations (JSON), or an annotation a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from core.datasets.formats.format import Format, each_alone
from core.datasets.formats.label_studio_annotations import (
    NOTHING,
    OF_ANNOTATION,
    SIDES,
    annotations_of,
    controls_of,
    is_annotated,
    kept_annotations,
    linked_fields,
    results_of,
    word_of,
)
from core.datasets.formats.label_studio_data import pair_of, prompt_of
from core.datasets.formats.label_studio_guess import guess_label_studio
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.choice_values import meaning
from core.datasets.formats.shared.fields import annotator_problem, filled, rest_of
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.problems import Fault, Problem, Refused, or_problem, printable, refuse, shorten
from core.datasets.records import Choice, PairRecord, PromptRecord, Remark, Understood

DEFAULT_WAYS = (Columns.choice_0, Columns.choice_1)
WHOLE = re.compile(r"\d+\.0")
"""How pandas writes a person's number where another is missing."""

Placed = tuple[int, Row]
"""An annotation with its place in the list."""


def label_studio_pairs(
    line: int, row: Row, columns: Columns | None = None, prompts: Prompts = GUESSED
) -> Sequence[Understood]:
    """A record for each annotation that chose, or one without a choice; or the first problem with the row."""
    made = _pairs_of(line, row, columns, prompts)
    return (made,) if isinstance(made, Problem) else made


@or_problem
def _pairs_of(line: int, row: Row, columns: Columns | None, prompts: Prompts) -> Sequence[Understood]:
    if not isinstance(row.get("data"), dict):
        return (_minimal_pair(line, row, columns, prompts),)
    annotations = annotations_of(row)
    if not isinstance(annotations, list) or not all(isinstance(one, dict) for one in annotations):
        raise Refused(Problem(line, "annotations", shorten(annotations), "must be a list of annotations"))
    linked = linked_fields(kept_annotations(row))
    pair = pair_of(line, row["data"], columns, linked=linked, prompts=prompts)
    control = _control(line, row, columns, frozenset())
    rest = rest_of(row, {"data", "annotations", "completions"})
    pair = replace(pair, extra=rest | filled(data=pair.extra))
    made = [_judgment(pair, placed, control, columns) for placed in _chosen(annotations, control)] or [pair]
    remarks = tuple(_remarks(annotations, control, asked=_is_asked(columns)))
    if remarks and isinstance(made[0], PairRecord):
        made[0] = replace(made[0], remarks=remarks)
    return made


@or_problem
def label_studio_prompt(
    line: int, row: Row, columns: Columns | None = None, prompts: Prompts = GUESSED
) -> PromptRecord:
    """The prompt of a task, or the first problem with it."""
    data = row.get("data")
    if not isinstance(data, dict):
        return prompt_of(line, row, columns, prompts=prompts)
    prompt = prompt_of(line, data, columns, prompts=prompts)
    return replace(prompt, extra=rest_of(row, {"data"}) | filled(data=prompt.extra))


def _control(line: int, row: Row, columns: Columns | None, texts: frozenset[str]) -> str:
    """The control whose answer is the choice; empty if there is none."""
    if columns and columns.choice is not None:
        return columns.choice
    found = controls_of([row], texts).pairwise
    if len(found) <= 1:
        return next(iter(found), "")
    listed = ", ".join(found)
    reason = "are several comparisons of the same two texts; say which counts: --column choice=<name>"
    raise Refused(Problem(line, printable(listed), shorten(found), reason, Fault.CONFLICT))


@or_problem
def _judgment(pair: PairRecord, placed: Placed, control: str, columns: Columns | None) -> PairRecord:
    """The pair with what one annotation says of it."""
    place, one = placed
    results = results_of(one)
    others = [result for result in one["result"] if result is not results[control]]
    about = rest_of(one, {"result", "completed_by", "was_cancelled"}) | filled(result=others)
    name = f"annotations[{place}]"
    choice = _choice(pair.line, (f"{name}.result", results[control]["value"]), columns)
    return _judged(pair, choice, _who(one, columns, "completed_by", name), about)


def _chosen(annotations: Sequence[Row], control: str) -> list[Placed]:
    kept = ((place, one) for place, one in enumerate(annotations) if not one.get("was_cancelled"))
    return [(place, one) for place, one in kept if control and control in results_of(one)]


def _is_asked(columns: Columns | None) -> bool:
    """Whether annotations are to say which text is better; a person may have said that they do not."""
    return columns is None or columns.choice != ""


def _remarks(annotations: Sequence[Row], control: str, *, asked: bool) -> Iterator[Remark]:
    """Skips, and annotations that say nothing of which is better though they are asked to."""
    chosen = {place for place, _ in _chosen(annotations, control)}
    for place, one in enumerate(annotations):
        name = f"annotations[{place}]"
        if one.get("was_cancelled"):
            yield Remark(Fault.SKIPPED, name, shorten(one.get("completed_by")), "was skipped by this person")
        elif asked and place not in chosen:
            yield _unread(name, one.get("result"))


def _unread(name: str, value: object) -> Remark:
    return Remark(Fault.UNREAD, name, shorten(value), "says nothing that is read as a choice")


def _minimal_pair(line: int, row: Row, columns: Columns | None, prompts: Prompts) -> PairRecord:
    pair = pair_of(line, row, columns, prompts=prompts)
    control = _control(line, row, columns, frozenset(row.keys() - pair.extra.keys()))
    value = row.get(control) if control else None
    about = {key: value for key, value in pair.extra.items() if key in OF_ANNOTATION and value not in NOTHING}
    if value in NOTHING:
        unread = is_annotated(row) and _is_asked(columns)
        remarks = (_unread("annotation_id", row["annotation_id"]),) if unread else ()
        return replace(pair, extra=rest_of(pair.extra, _empty(pair.extra, control)), remarks=remarks)
    pair = replace(pair, extra=rest_of(pair.extra, OF_ANNOTATION | {"annotator", control}))
    choice = _choice(line, (control, value), columns)
    return _judged(pair, choice, _who(row, columns, "annotator"), about)


def _empty(extra: Row, control: str) -> set[str]:
    """What a row says of an annotation that there is not."""
    return {name for name in OF_ANNOTATION | {"annotator", control} if extra.get(name) in NOTHING}


def _choice(line: int, answer: tuple[str, Any], columns: Columns | None) -> Choice:
    """Which of the two a control's answer names, or that they tie."""
    word = word_of(answer[1]) or ""
    named = (columns.choice_0, columns.choice_1) if columns and columns.choice else SIDES
    for ways in ((*named, columns.choice_tie if columns else ""), SIDES):
        choice = meaning(word, *ways)
        if choice is not None:
            return choice
    ways = SIDES if named == DEFAULT_WAYS else named
    reason = f"must be {shorten(ways[0])} or {shorten(ways[1])}, or be a tie"
    raise Refused(Problem(line, answer[0], shorten(answer[1]), reason, Fault.CHOICE_OUT_OF_RANGE))


def _who(fields: Row, columns: Columns | None, usual: str, inside: str = "") -> tuple[str, Any]:
    """Who chose, with the field that says so; Label Studio knows people by numbers."""
    name = columns.annotator if columns and columns.annotator else usual
    person = fields.get(name)
    number = person.get("id") if isinstance(person, dict) else person
    if name == usual and isinstance(number, int | float | str) and number != "":
        number = f"user {_whole(number)}"
    return f"{inside}.{name}" if inside else name, number


def _judged(pair: PairRecord, choice: Choice, who: tuple[str, Any], about: Row) -> PairRecord:
    """The pair with one person's choice."""
    name, annotator = who
    if annotator in NOTHING:
        return replace(pair, choice=choice, about_choice=about)
    refuse(annotator_problem(pair.line, name, annotator))
    return replace(pair, choice=choice, annotator=annotator, about_choice=about)


def _whole(number: float | str) -> str:
    text = str(number)
    return text.removesuffix(".0") if WHOLE.fullmatch(text) else text


def _is_sure(row: Row, _: Wanted) -> bool:
    if isinstance(row.get("data"), dict):
        return "annotations" in row or "completions" in row or "predictions" in row
    return "annotation_id" in row and "annotator" in row


def _note(rows: Sequence[Row]) -> Fault | None:
    """That an export does not tell a skipped task from one nobody has opened: it is none in JSON."""
    minimal = any("annotation_id" in row and not isinstance(row.get("data"), dict) for row in rows)
    return Fault.NO_SKIPS if minimal else None


FORMAT = Format(
    name="label-studio",
    title="Label Studio",
    label="Label Studio export",
    telling="data and annotations as Label Studio exports them",
    looks_like="the JSON, JSON_MIN, CSV or TSV export of a pairwise project",
    becomes="pairs, one judgment an annotation that was not cancelled; see [below](#label-studio)",
    adapters={
        Wanted.PAIRS: lambda columns, prompts: partial(label_studio_pairs, columns=columns, prompts=prompts),
        Wanted.PROMPTS: lambda columns, prompts: each_alone(
            partial(label_studio_prompt, columns=columns), prompts
        ),
    },
    is_sure=_is_sure,
    guess=guess_label_studio,
    note=_note,
    check_first="Which control the choice was read from, and whether skipped tasks are in the file at all.",
    tells_unread=True,
)
