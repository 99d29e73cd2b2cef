"""Exports of Argilla: flat and nested lists of records, and the Parquet that it puts on a data hub.

Written by `argilla` 2.8: ``to_list(flatten=True)`` and ``to_datasets`` name columns ``<question>.responses``,
``.users`` and ``.status``, whose items go together; ``to_list`` and ``to_json`` nest answers below
``responses`` and do not say which were submitted. Version 1 has a list of objects under the question's name.
A suggestion is what a model proposed, never what a person chose.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from core.datasets.formats.answered import Answered, Tool
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.fields import opened_cell, rest_of
from core.datasets.formats.shared.scores import finite_number
from core.datasets.problems import Fault, Problem, Refused, shorten
from core.datasets.records import Remark

FIELDS, RESPONSES = "fields", "responses"
ANSWERS, USERS, STATUS = ".responses", ".responses.users", ".responses.status"
OF_RESPONSE = {"user_id", "value"}
SUGGESTION = "-suggestion"
"""What follows a question's name in version 1, where its own column may be an empty list."""
SUBMITTED, DISCARDED = "submitted", "discarded"
TIE = "tie"
BOTH = 2
WHO = "responses.users"
MOST_PEOPLE = 1_000
"""Each one's answers are a row of their own, with all fields of the record."""


class Response(NamedTuple):
    """One answer to one question; the status is None where the export does not tell it."""

    question: str
    person: str | None
    value: Any
    status: str | None = None


def answered_of(line: int, row: Row) -> Answered:
    """The record and the answers that count: those submitted, and those of which nobody can tell.

    Raises:
        Refused: Lists that go together are not of one length, or cannot be read.
    """
    row = _opened(row)
    responses = list(_responses(line, row))
    counting = [one for one in responses if one.status in (None, SUBMITTED) and one.value is not None]
    said = _by_person(counting)
    if len(said) > MOST_PEOPLE:
        shown, reason = f"answers of {len(said):,} people", f"are of more than {MOST_PEOPLE:,} to one record"
        raise Refused(Problem(line, RESPONSES, shown, reason, Fault.SHAPE))
    people = [person for person, _ in said]
    return Answered(_item(row), list(said.values()), people, tuple(_remarks(responses)))


def _by_person(responses: Sequence[Response]) -> dict[tuple[str | None, int], Row]:
    """The answers of each person by question; of those without a name each is somebody else's."""
    said: dict[tuple[str | None, int], Row] = {}
    nameless: Counter[str] = Counter()
    for one in responses:
        number = 0 if one.person is not None else nameless[one.question]
        nameless[one.question] += one.person is None
        said.setdefault((one.person, number), {})[one.question] = _worded(one.value)
    return said


def _responses(line: int, row: Row) -> Iterator[Response]:
    if isinstance(row.get(FIELDS), dict):
        nested = row.get(RESPONSES)
        for question, listed in nested.items() if isinstance(nested, dict) else ():
            yield from _of_objects(question, listed or ())
        return
    for name, value in row.items():
        if name.endswith(ANSWERS):
            yield from _of_lists(line, row, name.removesuffix(ANSWERS))
        elif _are_responses(value):
            yield from _of_objects(name, value)


def _of_objects(question: str, listed: Sequence[Row]) -> Iterator[Response]:
    for one in listed:
        person, status = one.get("user_id"), one.get("status")
        yield Response(question, None if person is None else str(person), one.get("value"), status)


def _of_lists(line: int, row: Row, question: str) -> Iterator[Response]:
    columns = [row.get(f"{question}{end}") for end in (ANSWERS, USERS, STATUS)]
    if columns[0] in (None, ""):
        return
    values, users, statuses = (
        one if one not in (None, "") else [None] * _length(columns[0]) for one in columns
    )
    if not all(isinstance(one, list) and len(one) == _length(values) for one in (values, users, statuses)):
        reason = (
            "must be a list with as many items as those of its users and their status; lists that NumPy or "
            "pandas printed into a CSV file cannot be told apart, so export JSON lines or Parquet"
        )
        raise Refused(Problem(line, f"{question}{ANSWERS}", shorten(row.get(f"{question}{ANSWERS}")), reason))
    for value, user, status in zip(values, users, statuses, strict=True):
        yield Response(question, user, value, status)


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _worded(value: Any) -> Any:
    """An answer as columns have it: of a ranking the best option, or that the best two tie."""
    if not isinstance(value, list) or not value:
        return value
    if all(isinstance(one, Mapping) and "rank" in one for one in value):
        ranked = sorted(value, key=lambda one: finite_number(one["rank"]) or 0)
        tied = len(ranked) > 1 and ranked[0]["rank"] == ranked[1]["rank"]
        return TIE if tied else ranked[0].get("value", ranked[0].get("text"))
    return value[0] if len(value) <= BOTH and all(isinstance(one, str) for one in value) else value


def _item(row: Row) -> Row:
    if isinstance(row.get(FIELDS), dict):
        fields = {name: value for name, value in row[FIELDS].items() if value is not None}
        return fields | rest_of(row, {FIELDS, RESPONSES, *fields})
    ends = (ANSWERS, USERS, STATUS)
    answers = {name for name, value in row.items() if name.endswith(ends) or _are_responses(value)}
    nobody = {name for name, value in row.items() if not value and f"{name}{SUGGESTION}" in row}
    return rest_of(row, answers | nobody)


def _remarks(responses: Sequence[Response]) -> Iterator[Remark]:
    """Answers that somebody discarded or left as a draft."""
    for one in responses:
        if one.status not in (None, SUBMITTED):
            reason = (
                f"was {one.status}, not submitted, by this person"
                if one.status == DISCARDED
                else "is a draft"
            )
            yield Remark(Fault.SKIPPED, f"{one.question}{ANSWERS}", shorten(one.person), reason)


def _opened(row: Row) -> Row:
    """A row whose answers are lists, also where a cell of CSV has them as JSON; its texts stay texts."""
    read = {name: opened_cell(value) for name, value in row.items()}
    ends = (ANSWERS, USERS, STATUS)
    return {
        name: value
        if name in {FIELDS, RESPONSES} or name.endswith(ends) or _are_responses(value)
        else row[name]
        for name, value in read.items()
    }


def _are_responses(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and one.keys() >= OF_RESPONSE for one in value)
    )


def _is_sure(row: Row, wanted: Wanted) -> bool:
    if wanted == Wanted.ANSWER_SETS:
        return False
    if isinstance(row.get(FIELDS), dict | str) and RESPONSES in row:
        return "suggestions" in row or "vectors" in row
    flat = any(name.endswith(ANSWERS) and f"{name}.users" in row for name in row)
    return flat or any(map(_are_responses, _opened(row).values()))


def _note(rows: Sequence[Row]) -> Fault | None:
    """That nested exports do not tell discarded answers and drafts from those that were submitted."""
    told = (one.status for row in rows for one in _told(row))
    return Fault.NO_STATUS if any(status is None for status in told) else None


def _told(row: Row) -> list[Response]:
    try:
        return list(_responses(1, _opened(row)))
    except (AttributeError, Refused, TypeError):  # told when the row is read
        return []


FORMAT = Tool(
    name="argilla",
    title="Argilla",
    label="Argilla export (flat, nested or from a hub)",
    telling="answers as Argilla exports them",
    looks_like=(
        "`<question>.responses` with `.users` and `.status` (`to_list(flatten=True)`, `to_datasets`), or "
        "`fields` and `responses` (`to_list`, `to_json`), or lists of `user_id` and `value` (version 1)"
    ),
    becomes=(
        "pairs, one judgment a submitted answer, suggestions never; which question is the choice is asked "
        "where several may be; see [below](#argilla)"
    ),
    check_first=(
        "Whether the question that was read is the choice; where it is a ranking, also that nobody tied, "
        "because Argilla 2 exports options that tie in some order."
    ),
    who=WHO,
    is_sure=_is_sure,
    read=answered_of,
    note=_note,
).as_format()
