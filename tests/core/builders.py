"""Small builders for the tests of core: people, projects, rows, answers, and counts made by hand."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from sqlalchemy import event
from sqlmodel import SQLModel, col, update

import core.review.models
import core.sign_in.models  # noqa: F401 - `everything` knows all tables
from core.access import SYSTEM, NewPerson, PersonView, Role, add_person
from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import read_dataset
from core.datasets.freezing import PreferenceRecipe, Recipe, freeze
from core.datasets.importing import ImportPlan, ImportResult, import_rows
from core.datasets.sources import Source, source_of_bytes
from core.db import Database, now
from core.labelling import (
    AnswerSet,
    LabellingProtocol,
    Lease,
    Outcome,
    Pair,
    Pool,
    ProjectSettings,
    ProjectView,
    get_project,
)
from core.labelling.hashing import content_hash, shuffle_key
from core.labelling.judging import Saved, save_with_others
from core.labelling.progress import move_coverage
from core.labelling.projects import change_project, create_project
from core.labelling.queue import Assignment, ShownPair, assign_pairs, read_assignment
from core.services import Studio
from core.training.models import Run, RunState
from tests.core.recount import assert_counts_hold, rows_of

NOON = "2026-03-01T12:00:00Z"
ALL_PAIRS = 2500

__all__ = ["assert_counts_hold", "rows_of"]  # the tests take everything from here


def new_person(studio: Studio, role: Role | None = Role.ANNOTATOR, name: str = "Ada") -> PersonView:
    """A person who can be picked at the sign-in."""
    with studio.db.write() as session:
        return add_person(session, SYSTEM, NewPerson(name, role))


def new_project(
    studio: Studio, name: str = "Posts", *, judgments_per_pair: int = 1, seed: int = 0, **protocol: Any
) -> ProjectView:
    """A project without pairs; more names are fields of its protocol."""
    with studio.db.write() as session:
        settings = ProjectSettings(
            name, judgments_per_pair=judgments_per_pair, protocol=LabellingProtocol(**protocol)
        )
        return create_project(session, SYSTEM, settings, seed=seed)


def change(studio: Studio, project: ProjectView, **new: Any) -> ProjectView:
    """Change a project; names are those of its settings or of its protocol."""
    fields = {name: new.pop(name) for name in list(new) if name in ProjectSettings.__dataclass_fields__}
    with studio.db.write() as session:
        now = get_project(session, project.id)
        kept = {name: getattr(now, name) for name in ProjectSettings.__dataclass_fields__}
        kept["protocol"] = LabellingProtocol(**now.protocol.model_dump() | new)
        return change_project(session, SYSTEM, project.id, ProjectSettings(**kept | fields))


def row(number: int, **more: Any) -> dict[str, Any]:
    """A preference row of its own; ``choice`` and sources where given."""
    texts = {"input_text": f"post {number}", "candidate_0": f"zero {number}", "candidate_1": f"one {number}"}
    return texts | more


def jsonl(*rows: Any) -> bytes:
    """Rows as a file of JSON lines; bytes go in as they are."""
    return b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in rows) + b"\n"


def bring(
    studio: Studio,
    project: ProjectView,
    *sources: Source,
    kind: DatasetKind = DatasetKind.PREFERENCE,
    actor: PersonView = SYSTEM,
    gold: bool = False,
    **more: Any,
) -> ImportResult:
    """Import files; more are what else `import_rows` takes."""
    plan = ImportPlan(project, kind, sources[0].name, gold=gold)
    return import_rows(studio.db, actor, plan, sources, **more)


def take(studio: Studio, project: ProjectView, *rows: Any, **more: Any) -> ImportResult:
    """Import rows, as `bring` imports files."""
    return bring(studio, project, source_of_bytes("rows.jsonl", jsonl(*rows)), **more)


def add_pairs(studio: Studio, project: ProjectView, count: int, **more: Any) -> list[int]:
    """Import ``count`` pairs; their numbers in the order of the file."""
    take(studio, project, *(row(number, **more) for number in range(count)))
    return [pair.id for pair in rows_of(studio, Pair) if pair.project_id == project.id]


def frozen(studio: Studio, project: ProjectView, recipe: Recipe | None = None, **more: Any) -> DatasetView:
    """Freeze a preference set, or what the recipe says."""
    return freeze(studio.db, studio.store, SYSTEM, project, recipe or PreferenceRecipe(), **more)


def run_at(project: ProjectView, root: str) -> Run:
    """A run of the project that has ended and left what it has at this address."""
    return Run(
        project_id=project.id,
        name="A run",
        method="files",
        job_id=root,
        root=root,
        state=RunState.SUCCEEDED,
        created_at=now(),
    )


def rows_in(dataset: DatasetView) -> list[dict[str, Any]]:
    """The rows of a frozen set."""
    return [json.loads(line) for line in read_dataset(dataset).split(b"\n") if line]


def answer(item: int | str, outcome: str = "candidate_0", **more: Any) -> dict[str, Any]:
    """An answer as the browser sends it."""
    return {"id": str(uuid.uuid4()), "item": item, "outcome": outcome, "answered_at": NOON} | more


def undo(given: dict[str, Any]) -> dict[str, Any]:
    """What takes an answer back."""
    return answer(given["item"], "undo", undoes=given["id"])


def save(studio: Studio, person: PersonView, project: ProjectView, *answers: Any) -> Saved:
    """Save a batch, in one unit of work with those that others save just then."""
    return save_with_others(studio.db, person, project, list(answers))


def assign_to(studio: Studio, project: ProjectView, person: PersonView, ahead: int = ALL_PAIRS) -> Assignment:
    """Assign pairs to a person."""
    with studio.db.write(alone=False) as session:
        return assign_pairs(session, person, project, ahead=ahead)


def look_at(studio: Studio, project: ProjectView, person: PersonView) -> Assignment:
    """What is assigned to a person as it is."""
    with studio.db.read() as session:
        return read_assignment(session, person, project)


def queue(
    studio: Studio, project: ProjectView, person: PersonView, *, limit: int = ALL_PAIRS
) -> list[ShownPair]:
    """What the person is shown next; all of it is theirs from now on."""
    return list(assign_to(studio, project, person, limit).pairs)[:limit]


def expire(studio: Studio, *people: PersonView) -> None:
    """Let some time go by: the leases (of these people, if any are named) have run out."""
    ids = [person.id for person in people]
    past = datetime(2026, 1, 1, tzinfo=UTC)
    over = update(Lease).where(col(Lease.purpose) == "regular").values(expires_at=past)
    with studio.db.write() as session:
        session.exec(over.where(col(Lease.person_id).in_(ids)) if ids else over)


def make_gold(studio: Studio, project: ProjectView, pairs: list[int], right: str = "candidate_0") -> None:
    """Make gold pairs of pairs without judgments."""
    gold = {"pool": Pool.GOLD, "gold": Outcome(right), "gold_note": "It says so.", "priority": None}
    with studio.db.write() as session:
        session.exec(update(Pair).where(col(Pair.id).in_(pairs)).values(**gold))
        move_coverage(session, project.id, before=0, after=None, pairs=len(pairs))


def add_set(studio: Studio, project: ProjectView, *answers: str) -> list[int]:
    """Store a prompt with answers to be ranked; the numbers of its pairs: 0-1, 0-2 … 1-2 …."""
    post = f"post with {answers}"
    with studio.db.write() as session:
        one = AnswerSet(
            project_id=project.id, content_hash=content_hash(post), input_text=post, answers=list(answers)
        )
        session.add(one)
        session.flush()
        pairs = [_pair_of(project, one, *places) for places in combinations(range(len(answers)), 2)]
        pairs[0].pool, pairs[0].priority = Pool.REGULAR, 0
        session.add_all(pairs)
        session.flush()
        move_coverage(session, project.id, before=None, after=0, pairs=len(pairs))
        return [pair.id or 0 for pair in pairs]


def _pair_of(project: ProjectView, one: AnswerSet, first: int, second: int) -> Pair:
    texts = (one.input_text, one.answers[first], one.answers[second])
    fingerprint = content_hash(*texts)
    return Pair(
        project_id=project.id,
        content_hash=fingerprint,
        shuffle_key=shuffle_key(project.seed, fingerprint),
        input_text=texts[0],
        candidate_0=texts[1],
        candidate_1=texts[2],
        pool=Pool.IMPLIED,
        answer_set_id=one.id,
        place_0=first,
        place_1=second,
    )


def everything(studio: Studio) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, to see that nothing has changed."""
    with studio.db.read() as session:
        connection = session.connection()
        return {
            table.name: [tuple(one) for one in connection.execute(table.select())]
            for table in SQLModel.metadata.sorted_tables
        }


def judged(studio: Studio) -> dict[str, list[tuple[Any, ...]]]:
    """`everything` but for what any sign of life may change: that a person was there, and till when."""
    return {name: rows for name, rows in everything(studio).items() if name not in ("member", "lease")}


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
