"""Small builders for the tests of core: people, projects, rows, answers, and counts made by hand."""

import io
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import SQLModel, select

from core.access import SYSTEM, NewPerson, Person, PersonKind, PersonView, Role, add_person
from core.datasets import (
    DatasetKind,
    DatasetView,
    ImportResult,
    PreferenceRecipe,
    Recipe,
    freeze,
    import_file,
    read_dataset,
)
from core.db import Database
from core.labelling import (
    Coverage,
    Judgment,
    Outcome,
    Pair,
    ProjectSettings,
    ProjectView,
    Saved,
    ShownPair,
    Tally,
    create_project,
    next_pairs,
    save_answers,
)
from core.services import Studio

NOON = "2026-03-01T12:00:00Z"
ALL_PAIRS = 100_000


def new_person(studio: Studio, role: Role = Role.ANNOTATOR, name: str = "Ada") -> PersonView:
    """A person who can be picked at the sign-in."""
    with studio.db.write() as session:
        return add_person(session, SYSTEM, NewPerson(name, role))


def new_project(
    studio: Studio, name: str = "Posts", *, judgments_per_pair: int = 1, seed: int = 0
) -> ProjectView:
    """A project without pairs."""
    with studio.db.write() as session:
        settings = ProjectSettings(name, judgments_per_pair=judgments_per_pair)
        return create_project(session, SYSTEM, settings, seed=seed)


def row(number: int, **more: Any) -> dict[str, Any]:
    """A preference row of its own; ``choice`` and sources where given."""
    texts = {"input_text": f"post {number}", "candidate_0": f"zero {number}", "candidate_1": f"one {number}"}
    return texts | more


def jsonl(*rows: Any) -> bytes:
    """Rows as a file of JSON lines; bytes go in as they are."""
    return b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in rows) + b"\n"


def take(
    studio: Studio,
    project: ProjectView,
    *rows: Any,
    kind: DatasetKind = DatasetKind.PREFERENCE,
    actor: PersonView = SYSTEM,
    accept_good: bool = False,
) -> ImportResult:
    """Import rows."""
    content = jsonl(*rows)
    return import_file(
        studio.db,
        actor,
        project,
        kind,
        lambda: io.BytesIO(content),
        name="rows.jsonl",
        accept_good=accept_good,
    )


def add_pairs(studio: Studio, project: ProjectView, count: int, **more: Any) -> list[int]:
    """Import ``count`` pairs; their numbers in the order of the file."""
    take(studio, project, *(row(number, **more) for number in range(count)))
    return [pair.id for pair in rows_of(studio, Pair) if pair.project_id == project.id]


def frozen(studio: Studio, project: ProjectView, recipe: Recipe | None = None) -> DatasetView:
    """Freeze a preference set, or what the recipe says."""
    return freeze(studio.db, studio.store, SYSTEM, project, recipe or PreferenceRecipe())


def rows_in(dataset: DatasetView) -> list[dict[str, Any]]:
    """The rows of a frozen set."""
    return [json.loads(line) for line in read_dataset(dataset).split(b"\n") if line]


def answer(item: int, outcome: str = "candidate_0", **more: Any) -> dict[str, Any]:
    """An answer as the browser sends it."""
    return {"id": str(uuid.uuid4()), "item": item, "outcome": outcome, "answered_at": NOON} | more


def undo(given: dict[str, Any]) -> dict[str, Any]:
    """What takes an answer back."""
    return answer(given["item"], "undo", undoes=given["id"])


def save(studio: Studio, person: PersonView, project: ProjectView, *answers: Any) -> Saved:
    """Save a batch in one unit of work."""
    with studio.db.write() as session:
        return save_answers(session, person, project, list(answers))


def queue(
    studio: Studio, project: ProjectView, person: PersonView, *, limit: int = ALL_PAIRS
) -> list[ShownPair]:
    """What the person is shown next."""
    with studio.db.read() as session:
        return next_pairs(session, project, person.id or 0, limit=limit)


def rows_of(studio: Studio, table: type[SQLModel]) -> list[Any]:
    """All rows of a table, in the order of their keys."""
    with studio.db.read() as session:
        return list(session.exec(select(table).order_by(*table.__table__.primary_key)))


def everything(studio: Studio) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, to see that nothing has changed."""
    with studio.db.read() as session:
        connection = session.connection()
        return {
            table.name: [tuple(one) for one in connection.execute(table.select())]
            for table in SQLModel.metadata.sorted_tables
        }


@contextmanager
def statements(db: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements and parameters sent while inside, but for the beginnings of transactions."""
    sent: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if not statement.startswith("BEGIN"):
            sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def assert_counts_hold(studio: Studio) -> None:
    """Every kept count equals what counting the rows of `Judgment` gives."""
    standing = [one for one in rows_of(studio, Judgment) if one.withdrawn_by is None]
    standing = [one for one in standing if one.outcome != Outcome.UNDO]
    votes = Counter(one.pair_id for one in standing if one.outcome != Outcome.SKIP)
    pairs = rows_of(studio, Pair)
    assert {pair.id: pair.judgment_count for pair in pairs} == {pair.id: votes[pair.id] for pair in pairs}

    coverage = Counter((pair.project_id, votes[pair.id]) for pair in pairs)
    kept = {(one.project_id, one.judgment_count): one.pairs for one in rows_of(studio, Coverage)}
    assert {key: pairs for key, pairs in kept.items() if pairs} == dict(coverage)

    assert _kept_tallies(studio) == _tallies_of(studio, standing)


def _kept_tallies(studio: Studio) -> dict[Any, tuple[int, int, int]]:
    kept = {
        (one.project_id, one.person_id, one.day): (one.judged, one.skipped, one.active_ms)
        for one in rows_of(studio, Tally)
    }
    return {key: counts for key, counts in kept.items() if any(counts)}


def _tallies_of(studio: Studio, standing: list[Judgment]) -> dict[Any, tuple[int, int, int]]:
    imported = {one.id for one in rows_of(studio, Person) if one.kind == PersonKind.IMPORTED}
    counts: dict[Any, tuple[int, int, int]] = {}
    for one in standing:
        if one.person_id in imported:
            continue
        key = (one.project_id, one.person_id, one.answered_at.astimezone().date())
        judged, skipped, active_ms = counts.get(key, (0, 0, 0))
        skip = one.outcome == Outcome.SKIP
        counts[key] = (judged + (not skip), skipped + skip, active_ms + (one.active_ms or 0))
    return {key: tally for key, tally in counts.items() if any(tally)}
