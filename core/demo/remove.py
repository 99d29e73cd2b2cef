"""Remove the sample project with everything that was made from it, in one action."""

import shutil

from sqlalchemy import ColumnElement, Delete
from sqlmodel import Session, col, delete, select

from core.access import Action, Person, PersonKind, PersonView, permit
from core.datasets import Dataset, Prompt
from core.datasets.models import DatasetCopy, FileImport
from core.db import Database
from core.errors import Conflict, NotFound
from core.labelling import (
    AnswerSet,
    Coverage,
    Decision,
    Judgment,
    Lease,
    Member,
    Pair,
    Project,
    Return,
    Tally,
)
from core.review import Comparison, ComparisonSet, Unblinding, Verdict
from core.storage import LocalAddress, ObjectStore, parse_address
from core.training import Run
from core.training.models import ACTIVE, Artifact, RunFile, RunInput, RunTask

HANGS_ON_PROJECT = (
    Run, Dataset, FileImport, Prompt, Lease, Decision, Judgment, Pair, AnswerSet, Member, Tally, Coverage,
)  # fmt: skip
"""Leaves before branches."""


def remove_sample(db: Database, store: ObjectStore, actor: PersonView) -> None:
    """Remove the sample project: rows first, in one transaction, then the objects and run folders they named.

    Raises:
        NotFound: There is no sample project (any more).
        Conflict: One of its runs is still going on.
        NotAllowed: The actor may not manage projects.
    """
    with db.write() as session:
        project = session.exec(select(Project).where(col(Project.is_sample).is_(True))).first()
        if project is None or project.id is None:
            raise NotFound("There is no sample project; it has been removed already.")
        permit(session, actor, Action.MANAGE_PROJECT, f"project {project.name}", removed=True)
        _refuse_active(session, project.id)
        kept = _objects(session, col(Dataset.project_id) != project.id)
        objects = _objects(session, col(Dataset.project_id) == project.id) - kept
        folders = list(session.exec(select(Run.root).where(Run.project_id == project.id)))
        for statement in _deletions(project.id):
            session.exec(statement)
        session.delete(project)
    _remove_files(store, objects, folders)


def _objects(session: Session, of: ColumnElement[bool]) -> set[str]:
    """The addresses of what was frozen."""
    rows = session.exec(select(Dataset.address, Dataset.evidence_address).where(of))
    return {address for row in rows for address in row if address}


def _refuse_active(session: Session, project_id: int) -> None:
    active = select(Run.name).where(Run.project_id == project_id, col(Run.state).in_(ACTIVE))
    going = session.exec(active).first()
    if going is not None:
        raise Conflict(f"The run {going} of the sample project is still going on; cancel it first.")


def _deletions(project_id: int) -> list[Delete]:
    """What hangs on the project, leaves before branches."""
    sets = select(ComparisonSet.id).where(ComparisonSet.project_id == project_id)
    runs = select(Run.id).where(Run.project_id == project_id)
    pairs = select(Pair.id).where(Pair.project_id == project_id)
    datasets = select(Dataset.id).where(Dataset.project_id == project_id)
    return [
        *(delete(table).where(col(table.set_id).in_(sets)) for table in (Verdict, Unblinding, Comparison)),
        delete(ComparisonSet).where(col(ComparisonSet.project_id) == project_id),
        *(
            delete(table).where(col(table.run_id).in_(runs))
            for table in (Artifact, RunFile, RunTask, RunInput)
        ),
        delete(Return).where(col(Return.pair_id).in_(pairs)),
        delete(DatasetCopy).where(col(DatasetCopy.dataset_id).in_(datasets)),
        *(delete(table).where(col(table.project_id) == project_id) for table in HANGS_ON_PROJECT),
        delete(Person).where(col(Person.kind) == PersonKind.SAMPLE),
    ]


def _remove_files(store: ObjectStore, objects: set[str], folders: list[str]) -> None:
    for address in objects:
        key = address.removeprefix(f"{store.root}/")
        if key != address and store.stat(key) is not None:  # an earlier store keeps what it has
            store.delete(key)
    for root in folders:
        where = parse_address(root)
        if isinstance(where, LocalAddress):
            shutil.rmtree(where.path, ignore_errors=True)
