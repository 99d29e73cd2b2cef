"""Projects: create one, change what a lead decides, count its gold pairs."""

from sqlmodel import Session, func, select

from core.access import Action, PersonView, check_anew, ensure_may, permit
from core.db import numbered
from core.errors import Conflict
from core.labelling.models import IN_SPECIAL_POOL, Pair, Pool, Project
from core.labelling.project_view import ProjectSettings, ProjectView
from core.labelling.protocol import Mode
from core.labelling.queue.priority import fill_calibration, lock_pairs, reprioritise


def create_project(
    session: Session, actor: PersonView, new: ProjectSettings, *, seed: int = 0, is_sample: bool = False
) -> ProjectView:
    """Start a project.

    Raises:
        InvalidInput: A setting is unusable.
        Conflict: The name is taken.
    """
    new.check()
    check_anew(session, actor, Action.CREATE_PROJECT)
    _refuse_taken_name(session, new.name, but=None)
    row = Project(seed=seed, is_sample=is_sample, **new.columns)
    session.add(row)
    session.flush()  # so that the entry names the project
    permit(session, actor, Action.CREATE_PROJECT, f"project {new.name}", row.id, created=True)
    return ProjectView.of(row)


def change_project(session: Session, actor: PersonView, project_id: int, new: ProjectSettings) -> ProjectView:
    """Change what a lead decides; judgments already given stay as they are, the queue follows at once.

    Raises:
        InvalidInput: A setting is unusable.
        Conflict: The name is taken, or the mode would change although there are pairs.
        NotFound: There is no such project.
    """
    new.check()
    row = numbered(session, Project, project_id, called="project")
    permit(session, actor, Action.MANAGE_PROJECT, f"project {row.name}", project_id, **new.columns)
    _refuse_taken_name(session, new.name, but=project_id)
    before = ProjectView.of(row)
    _refuse_other_mode(session, before, new.protocol.mode)
    moves = _moves_pairs(before, new)
    if moves:
        lock_pairs(session, project_id)  # before the project itself, as everybody else does
    row.sqlmodel_update(new.columns)
    session.add(row)
    session.flush()
    project = ProjectView.of(row)
    if moves:
        fill_calibration(session, project)
        reprioritise(session, project)
    return project


def _moves_pairs(before: ProjectView, new: ProjectSettings) -> bool:
    """Whether the change moves pairs in the queue; a new name should not touch a hundred thousand of them."""
    fields = ("order", "calibration_rate", "calibration_pairs")
    other = any(getattr(before.protocol, name) != getattr(new.protocol, name) for name in fields)
    return other or before.judgments_per_pair != new.judgments_per_pair


def _refuse_taken_name(session: Session, name: str, *, but: int | None) -> None:
    taken = session.exec(select(Project.id).where(Project.name == name)).first()
    if taken is not None and taken != but:
        raise Conflict(f"There is already a project called “{name}”; choose another name.")


def _refuse_other_mode(session: Session, project: ProjectView, mode: Mode) -> None:
    before = project.protocol.mode
    if mode == before:
        return
    if session.exec(select(Pair.id).where(Pair.project_id == project.id).limit(1)).first() is not None:
        raise Conflict(
            f"The project “{project.name}” has {before.value} in it already, so its mode cannot become "
            f"{mode.value}; make another project for {mode.value}."
        )


def count_gold(session: Session, project: ProjectView) -> int:
    """The number of gold pairs."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        select(func.count())
        .select_from(Pair)
        .where(Pair.project_id == project.id, Pair.pool == Pool.GOLD, IN_SPECIAL_POOL)
    )
    return session.exec(query).one()
