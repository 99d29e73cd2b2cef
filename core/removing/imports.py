"""Withdraw an import: its rows go again, as long as nothing rests on them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, and_, col, delete, func, select

from core.access import Action, PersonView, check_anew, ensure_may, permit
from core.counted import counted
from core.datasets import Dataset, DatasetKind, Prompt
from core.datasets.freezing import PromptPool
from core.datasets.models import FileImport
from core.db import now, numbered
from core.errors import Conflict
from core.labelling import AnswerSet, Decision, Judgment, Lease, Pair, PairTag, Purpose, get_project
from core.labelling.model_labels import ModelLabel
from core.labelling.progress import COVERED, add_coverage
from core.labelling.queue import fill_calibration

ON_PAIRS = (PairTag, Lease)
"""What hangs on pairs and does not stand against their going."""


@dataclass(frozen=True)
class Withdrawn:
    """What went with an import."""

    rows: int
    choices: int


def what_rests_on(session: Session, import_id: int) -> list[str]:
    """What stands against withdrawing an import, each as the part of a sentence; nothing if it can go.

    Raises:
        NotFound: There is no such import, or whoever asks has no part in its project.
    """
    row = numbered(session, FileImport, import_id, called="import")
    ensure_may(session, Action.SEE_DATA, row.project_id, called=f"import number {import_id}")
    if row.kind is DatasetKind.PREFERENCE:
        return [*_on_pairs(session, row), *_sets_since(session, row)]
    return [
        *_not_remembered(row, _count(session, Prompt, col(Prompt.import_id) == row.id)),
        *_sets_since(session, row),
    ]


def withdraw_import(session: Session, actor: PersonView, import_id: int) -> Withdrawn:
    """Take the rows of an import away again, with the choices that came with them, and its entry in the list.

    Raises:
        NotFound: There is no such import, or the actor has no part in its project.
        NotAllowed: The actor may not import.
        Conflict: Something rests on it; the sentence says what.
    """
    row = numbered(session, FileImport, import_id, called="import")
    called = f"import number {import_id}"
    check_anew(session, actor, Action.IMPORT, row.project_id, called=called)
    project = get_project(session, row.project_id)
    told = {"withdrawn": row.name, "kind": row.kind.value, "rows": row.rows}
    permit(session, actor, Action.IMPORT, f"project {project.name}", project.id, **told)
    against = what_rests_on(session, import_id)
    if against:
        raise Conflict(f"{row.name} cannot be withdrawn: {'; '.join(against)}.")
    gone = Withdrawn(row.rows, row.choices)
    if row.kind is DatasetKind.PREFERENCE:
        _remove_pairs(session, row)
        fill_calibration(session, project)
    else:
        session.exec(delete(Prompt).where(col(Prompt.import_id) == import_id))
    session.delete(row)
    session.flush()
    return gone


def _on_pairs(session: Session, row: FileImport) -> Iterator[str]:
    """What people and models have said of its pairs, and what of it went to pairs that were there before."""
    of_import = col(Pair.import_id) == row.id
    pairs = select(Pair.id).where(of_import)
    sets = select(func.count(col(Pair.answer_set_id).distinct())).where(of_import)
    alone = _count(session, Pair, and_(of_import, col(Pair.answer_set_id).is_(None)))
    yield from _not_remembered(row, alone + session.exec(sets).one())
    on_them = col(Judgment.pair_id).in_(pairs)
    came_with = and_(col(Judgment.purpose) == Purpose.IMPORTED, col(Judgment.received_at) <= row.at)
    one_a_ranking = col(Judgment.ranking_id).is_(None) | (col(Judgment.ranking_id) == col(Judgment.id))
    own = _count(session, Judgment, and_(on_them, came_with, one_a_ranking))
    if own < row.choices:
        earlier = counted(row.choices - own, "choice")
        yield f"{earlier} of it went to pairs that were there before, where judgments are only added"
    later = and_(col(Judgment.purpose) == Purpose.IMPORTED, col(Judgment.received_at) > row.at)
    held = and_(col(Lease.pair_id).in_(pairs), col(Lease.expires_at) > now())
    for noun, where, table, wanted in (
        ("judgment", "on its pairs", Judgment, and_(on_them, col(Judgment.purpose) != Purpose.IMPORTED)),
        ("choice", "of later imports on its pairs", Judgment, and_(on_them, later)),
        ("decision", "about its pairs", Decision, col(Decision.pair_id).in_(pairs)),
        ("model label", "on its pairs", ModelLabel, col(ModelLabel.pair_id).in_(pairs)),
        ("pair", "of it on somebody's screen now", Lease, held),
    ):
        number = _count(session, table, wanted)
        if number:
            yield f"{counted(number, noun)} {where}"


def _not_remembered(row: FileImport, there: int) -> Iterator[str]:
    """Rows that it counted and that do not say they came with it."""
    if there == row.rows:
        return
    if not there:
        yield "its rows do not say that they came with it, as rows from before this was kept do not"
    else:
        yield f"{counted(row.rows - there, 'row')} of it made pairs gold that were there before"


def _sets_since(session: Session, row: FileImport) -> Iterator[str]:
    """The sets that were frozen since and looked at its rows."""
    query = select(Dataset).where(Dataset.project_id == row.project_id, col(Dataset.created_at) >= row.at)
    found = [one for one in session.exec(query.order_by(col(Dataset.id))) if _looked_at(one, row)]
    if found:
        names = ", ".join(f"{one.kind.value} {one.number}" for one in found)
        yield f"{counted(len(found), 'set')} frozen since then looked at its rows ({names})"


def _looked_at(dataset: Dataset, row: FileImport) -> bool:
    of_pairs = dataset.kind is DatasetKind.PREFERENCE or dataset.recipe.get("pool") == PromptPool.PAIRS.value
    if row.kind is not DatasetKind.PREFERENCE:
        return not of_pairs
    origins = dataset.recipe.get("origins")
    return of_pairs and (not origins or not set(origins).isdisjoint(row.report.get("sources", [])))


def _remove_pairs(session: Session, row: FileImport) -> None:
    of_import = col(Pair.import_id) == row.id
    pairs = select(Pair.id).where(of_import)
    counts = select(Pair.judgment_count, func.count()).where(of_import, *COVERED)
    covered = dict(session.exec(counts.group_by(col(Pair.judgment_count))).all())
    numbers = select(Pair.answer_set_id).where(of_import, col(Pair.answer_set_id).is_not(None)).distinct()
    sets = list(session.exec(numbers))
    for table in ON_PAIRS:
        session.exec(delete(table).where(col(table.pair_id).in_(pairs)))
    session.exec(delete(Judgment).where(col(Judgment.pair_id).in_(pairs)))
    session.exec(delete(Pair).where(of_import))
    session.exec(delete(AnswerSet).where(col(AnswerSet.id).in_(sets)))
    add_coverage(session, row.project_id, {judged: -number for judged, number in covered.items()})


def _count(session: Session, table: type[SQLModel], wanted: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(wanted)).one()
