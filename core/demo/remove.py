"""Remove the sample project with everything that was made from it, in one action."""

import shutil
from pathlib import Path

from sqlalchemy import ColumnElement, Delete
from sqlmodel import Session, col, delete, select

from core.access import Action, Person, PersonKind, PersonView, ProjectRole, permit
from core.datasets import Dataset, Prompt
from core.datasets.importing import SavedMapping
from core.datasets.models import DatasetCopy, FileImport
from core.db import Database
from core.enrolment import Enrolment, Participant
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
from core.labelling.model_labels import ModelLabel, ModelLabeller
from core.logs import get_logger
from core.review import (
    Comparison,
    LeftOut,
    OpenLook,
    Review,
    ReviewAnswer,
    ReviewChange,
    Reviewer,
    ReviewItem,
    ReviewLease,
    ReviewModel,
    ReviewText,
    Teacher,
    Verdict,
)
from core.review.judges import JudgeVerdict, ReviewJudge
from core.rewards import Reward
from core.storage import LocalAddress, ObjectStore, parse_address
from core.training.models import ACTIVE, Artifact, Run, RunFile, RunInput, RunTask

log = get_logger("demo")

HANGS_ON_PROJECT = (
    Run, Reward, Dataset, FileImport, SavedMapping, Prompt, Lease, Decision, ModelLabel, ModelLabeller,
    Judgment, Pair, AnswerSet, Member, Tally, Coverage, ProjectRole, Enrolment,
)  # fmt: skip
"""Leaves before branches."""
OF_A_REVIEW = (
    ReviewJudge, Verdict, ReviewLease, OpenLook, Teacher, Reviewer, ReviewChange, LeftOut, ReviewModel,
    ReviewText, Comparison,
)  # fmt: skip
"""Likewise; answers hang on items."""


def remove_sample(db: Database, store: ObjectStore, actor: PersonView, *, runs_folder: Path) -> None:
    """Remove the sample project: rows first, in one transaction, then the objects and run folders they named.

    A folder that somebody else filled stays: that of a run that was taken over, and any that is not below the
    studio's own runs. What cannot be removed of the others is in the log.

    Args:
        db: The database.
        store: Where frozen sets are.
        actor: Who removes it.
        runs_folder: The folder with one folder a run.

    Raises:
        NotFound: There is no sample project (any more).
        Conflict: One of its runs is still going on.
        NotAllowed: The actor may not manage projects.
    """
    with db.write() as session:
        project = session.exec(select(Project).where(col(Project.is_sample).is_(True))).first()
        if project is None or project.id is None:
            raise NotFound("There is no sample project; it has been removed already.")
        permit(session, actor, Action.MANAGE_PROJECT, f"project {project.name}", project.id, removed=True)
        _refuse_active(session, project.id)
        kept = _objects(session, col(Dataset.project_id) != project.id)
        objects = _objects(session, col(Dataset.project_id) == project.id) - kept
        folders = _folders(session, project.id, runs_folder)
        for statement in _deletions(project.id):
            session.exec(statement)
        session.delete(project)
    for folder in folders:
        _remove_folder(folder)
    _remove_objects(store, objects)


def _objects(session: Session, of: ColumnElement[bool]) -> set[str]:
    """The addresses of what was frozen."""
    rows = session.exec(select(Dataset.address, Dataset.evidence_address).where(of))
    return {address for row in rows for address in row if address}


def _folders(session: Session, project_id: int, runs_folder: Path) -> list[Path]:
    """The folders of the runs that the studio itself started on this machine."""
    roots = session.exec(select(Run.root).where(Run.project_id == project_id, col(Run.adopted).is_(False)))
    local = [where.path.resolve() for where in map(parse_address, roots) if isinstance(where, LocalAddress)]
    return [path for path in local if runs_folder.resolve() in path.parents]


def _refuse_active(session: Session, project_id: int) -> None:
    active = select(Run.name).where(Run.project_id == project_id, col(Run.state).in_(ACTIVE))
    going = session.exec(active).first()
    if going is not None:
        raise Conflict(f"The run {going} of the sample project is still going on; cancel it first.")


def _deletions(project_id: int) -> list[Delete]:
    """What hangs on the project, leaves before branches."""
    reviews = select(Review.id).where(Review.project_id == project_id)
    items = select(ReviewItem.id).where(col(ReviewItem.review_id).in_(reviews))
    judges = select(ReviewJudge.id).where(col(ReviewJudge.review_id).in_(reviews))
    runs = select(Run.id).where(Run.project_id == project_id)
    pairs = select(Pair.id).where(Pair.project_id == project_id)
    datasets = select(Dataset.id).where(Dataset.project_id == project_id)
    enrolments = select(Enrolment.id).where(Enrolment.project_id == project_id)
    return [
        delete(Participant).where(col(Participant.enrolment_id).in_(enrolments)),
        delete(JudgeVerdict).where(col(JudgeVerdict.judge_id).in_(judges)),
        *(delete(table).where(col(table.review_id).in_(reviews)) for table in OF_A_REVIEW),
        delete(ReviewAnswer).where(col(ReviewAnswer.item_id).in_(items)),
        delete(ReviewItem).where(col(ReviewItem.review_id).in_(reviews)),
        delete(Review).where(col(Review.project_id) == project_id),
        *(
            delete(table).where(col(table.run_id).in_(runs))
            for table in (Artifact, RunFile, RunTask, RunInput)
        ),
        delete(Return).where(col(Return.pair_id).in_(pairs)),
        delete(DatasetCopy).where(col(DatasetCopy.dataset_id).in_(datasets)),
        *(delete(table).where(col(table.project_id) == project_id) for table in HANGS_ON_PROJECT),
        delete(Person).where(col(Person.kind) == PersonKind.SAMPLE),
    ]


def _remove_folder(folder: Path) -> None:
    """Remove a run's folder; the rows are gone by now, so what is in the way is for the log."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:  # somebody has tidied up by hand
        return
    except OSError as error:
        log.warning("run_folder_not_removed folder=%s reason=%s", folder, error)


def _remove_objects(store: ObjectStore, objects: set[str]) -> None:
    for address in objects:
        key = address.removeprefix(f"{store.root}/")
        if key != address and store.stat(key) is not None:  # an earlier store keeps what it has
            store.delete(key)
