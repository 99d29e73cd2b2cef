"""Exports of Label Studio's pairwise projects: tasks with annotations, or an annotation a row (JSON_MIN)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.datasets.faults import Fault
from core.datasets.formats.checked import annotator_problem, filled, rest_of
from core.datasets.formats.label_studio_data import pair_of, prompt_of
from core.datasets.formats.prompt_parts import GUESSED, Prompts
from core.datasets.formats.shapes import Columns, Row
from core.datasets.problems import Problem, shorten
from core.datasets.records import PairRecord, PromptRecord, Understood

SIDES = {"left": 0, "right": 1}
OF_ANNOTATION = frozenset({"annotation_id", "created_at", "updated_at", "lead_time"})


def label_studio_pairs(
    line: int, row: Row, columns: Columns | None = None, prompts: Prompts = GUESSED
) -> Sequence[Understood]:
    """A record for each annotation that chose, or one without a choice; or the first problem with the row."""
    if not isinstance(row.get("data"), dict):
        return (_minimal_pair(line, row, columns, prompts),)
    annotations = row.get("annotations") or []
    if not isinstance(annotations, list) or not all(isinstance(one, dict) for one in annotations):
        return (Problem(line, "annotations", shorten(annotations), "must be a list of annotations"),)
    kept = {place: one for place, one in enumerate(annotations) if not one.get("was_cancelled")}
    results = {place: result for place, one in kept.items() if (result := _comparison(one))}
    pair = pair_of(line, row["data"], columns, linked=_linked(results.values()), prompts=prompts)
    if isinstance(pair, Problem):
        return (pair,)
    pair = replace(pair, extra=rest_of(row, {"data", "annotations"}) | filled(data=pair.extra))
    return [_annotated(pair, place, kept[place], result) for place, result in results.items()] or (pair,)


def label_studio_prompt(
    line: int, row: Row, columns: Columns | None = None, prompts: Prompts = GUESSED
) -> PromptRecord | Problem:
    """The prompt of a task, or the first problem with it."""
    data = row.get("data")
    if not isinstance(data, dict):
        return prompt_of(line, row, columns, prompts=prompts)
    prompt = prompt_of(line, data, columns, prompts=prompts)
    if isinstance(prompt, Problem):
        return prompt
    return replace(prompt, extra=rest_of(row, {"data"}) | filled(data=prompt.extra))


def _annotated(pair: PairRecord, place: int, annotation: Row, result: Row) -> PairRecord | Problem:
    name = f"annotations[{place}]"
    others = [one for one in annotation["result"] if one is not result]
    about = rest_of(annotation, {"result", "completed_by", "was_cancelled"}) | filled(result=others)
    side = _selected(result.get("value"))
    if side not in SIDES:
        reason = "must select left or right"
        return Problem(pair.line, f"{name}.result", shorten(result), reason, Fault.CHOICE_OUT_OF_RANGE)
    return _judged(pair, side, (f"{name}.completed_by", annotation.get("completed_by")), about)


def _minimal_pair(line: int, row: Row, columns: Columns | None, prompts: Prompts) -> PairRecord | Problem:
    pair = pair_of(line, row, columns, prompts=prompts)
    if isinstance(pair, Problem):
        return pair
    named = [columns.choice] if columns and columns.choice else list(pair.extra)
    name = next((name for name in named if _selected(row.get(name)) in SIDES), None)
    if name is None:
        return pair
    about = {key: value for key, value in pair.extra.items() if key in OF_ANNOTATION}
    extra = rest_of(pair.extra, OF_ANNOTATION | {"annotator", name})
    pair = replace(pair, extra=extra)
    return _judged(pair, str(_selected(row[name])), ("annotator", row.get("annotator")), about)


def _judged(pair: PairRecord, side: str, who: tuple[str, Any], about: Row) -> PairRecord | Problem:
    """The pair with one person's choice; Label Studio knows people by numbers."""
    name, person = who
    number = person.get("id") if isinstance(person, dict) else person
    if number is None:
        return replace(pair, choice=SIDES[side], about_choice=about)
    annotator = f"user {number}" if isinstance(number, int | str) else number
    problem = annotator_problem(pair.line, name, annotator)
    return problem or replace(pair, choice=SIDES[side], annotator=annotator, about_choice=about)


def _comparison(annotation: Row) -> Row | None:
    results = annotation.get("result")
    if not isinstance(results, list):
        return None
    return next((one for one in results if isinstance(one, dict) and one.get("type") == "pairwise"), None)


def _linked(results: Any) -> list[str]:
    """The names of the two objects that an annotation compares."""
    linked = next((result.get("to_name") for result in results), None)
    return linked.split(",") if isinstance(linked, str) else []


def _selected(value: object) -> str | None:
    """The side that a value names: ``left``, ``["left"]`` or ``{"selected": "left"}``."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("selected")
    return value if isinstance(value, str) else None
