"""Remove a project with everything that hangs on it, in one action; say before what that is."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Delete
from sqlmodel import Session, SQLModel, and_, col, delete, func, select
from sqlmodel.sql.expression import SelectOfScalar

from core.access import Action, Person, PersonKind, PersonView, ProjectRole, check_anew, ensure_may, permit
from core.datasets import Dataset, Prompt
from core.datasets.importing import SavedMapping
from core.datasets.models import DatasetCopy, FileImport
from core.db import Database, numbered
from core.enrolment import Enrolment, Participant
from core.errors import Conflict, InvalidInput
from core.labelling import (
    AnswerSet,
    Coverage,
    Decision,
    Judgment,
    Lease,
    Member,
    Pair,
    PairTag,
    Project,
    Provenance,
    Purpose,
    Return,
    Tally,
)
from core.labelling.judgments import standing
from core.labelling.model_labels import ModelLabel, ModelLabeller
from core.removing.leftovers import leftovers_of
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
from core.storage import ObjectStore
from core.training.models import ACTIVE, Artifact, Run, RunFile, RunInput, RunTask

HANGS_ON_PROJECT = (
    Run, Reward, Dataset, FileImport, SavedMapping, Prompt, Lease, Decision, ModelLabel, ModelLabeller,
    Judgment, Pair, Provenance, AnswerSet, Member, Tally, Coverage, ProjectRole, Enrolment,
)  # fmt: skip
"""Leaves before branches."""
OF_A_REVIEW = (
    ReviewJudge, Verdict, ReviewLease, OpenLook, Teacher, Reviewer, ReviewChange, LeftOut, ReviewModel,
    ReviewText, Comparison,
)  # fmt: skip
"""Likewise; answers hang on items."""


@dataclass(frozen=True)
class Hanging:
    """So many things of a kind that go with a project; ``noun`` is one of them."""

    noun: str
    count: int


def what_hangs_on(session: Session, project_id: int) -> list[Hanging]:
    """What would go with a project, kinds of which there is none left out.

    Raises:
        NotFound: There is no such project, or whoever asks has no part in it.
        NotAllowed: They may not delete it.
    """
    ensure_may(session, Action.DELETE_PROJECT, project_id)
    numbered(session, Project, project_id, called="project")
    found = [Hanging(noun, session.exec(query).one()) for noun, query in _counts(project_id).items()]
    return [one for one in found if one.count]


def remove_project(
    db: Database, store: ObjectStore, actor: PersonView, project_id: int, *, name: str, runs_folder: Path
) -> None:
    """Remove a project: rows first, in one transaction, then the objects and run folders they named.

    A folder that somebody else filled stays: that of a run that was taken over, and any that is not below the
    studio's own runs. What cannot be removed of the others is in the log; what was left because the server
    was killed goes at its next start.

    Args:
        db: The database.
        store: Where frozen sets are.
        actor: Who removes it.
        project_id: Which.
        name: Its name once more, so that nobody removes another than they mean.
        runs_folder: The folder with one folder a run.

    Raises:
        NotFound: There is no such project, or the actor has no part in it.
        NotAllowed: The actor may not delete it.
        InvalidInput: The name is another.
        Conflict: One of its runs is still going on.
    """
    with db.write() as session:
        check_anew(session, actor, Action.DELETE_PROJECT, project_id)  # before anything is said of it
        project = numbered(session, Project, project_id, called="project")
        if " ".join(name.split()) != project.name:
            raise InvalidInput(f"Type the name of the project, “{project.name}”, to delete it.")
        _refuse_active(session, project)
        permit(session, actor, Action.DELETE_PROJECT, f"project {project.name}", project_id, removed=True)
        left = leftovers_of(session, project, runs_folder=runs_folder)
        for statement in _deletions(project_id):
            session.exec(statement)
        if project.is_sample:
            session.exec(delete(Person).where(col(Person.kind) == PersonKind.SAMPLE))
        session.delete(project)
        session.flush()
        left.remember()
    left.remove(store)


def _refuse_active(session: Session, project: Project) -> None:
    active = select(Run.name).where(Run.project_id == project.id, col(Run.state).in_(ACTIVE))
    going = session.exec(active).first()
    if going is not None:
        raise Conflict(f"The run {going} of “{project.name}” is still going on; cancel it first.")


def _counts(project_id: int) -> dict[str, SelectOfScalar[int]]:
    """What is counted of a project, as a person calls it."""
    sets = select(Dataset.id).where(Dataset.project_id == project_id)
    reviews = select(Review.id).where(Review.project_id == project_id)
    links = select(Enrolment.id).where(Enrolment.project_id == project_id)
    imported = col(Judgment.purpose) == Purpose.IMPORTED
    judged = and_(*standing(Judgment), col(Judgment.project_id) == project_id)
    count = select(func.count())

    def own(table: type[SQLModel]) -> SelectOfScalar[int]:
        return count.select_from(table).where(getattr(table, "project_id") == project_id)  # noqa: B009

    return {
        "pair": own(Pair),
        "prompt": own(Prompt),
        "judgment": count.where(judged, ~imported),
        "imported choice": count.where(judged, imported),
        "decision": own(Decision),
        "model label": own(ModelLabel),
        "frozen set": own(Dataset),
        "export": count.where(col(DatasetCopy.dataset_id).in_(sets)),
        "reward": own(Reward),
        "run": own(Run),
        "review": own(Review),
        "verdict": count.where(col(Verdict.review_id).in_(reviews), *standing(Verdict)),
        "enrolment link": own(Enrolment),
        "outside annotator": count.where(col(Participant.enrolment_id).in_(links)),
    }


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
        delete(PairTag).where(col(PairTag.project_id) == project_id),
        delete(DatasetCopy).where(col(DatasetCopy.dataset_id).in_(datasets)),
        *(delete(table).where(col(table.project_id) == project_id) for table in HANGS_ON_PROJECT),
    ]
