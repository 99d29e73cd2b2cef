"""Projects: create one, change its instruction and guidelines, list them."""

from dataclasses import dataclass

from sqlmodel import Session, select

from core.access import Action, PersonView, permit
from core.errors import Conflict, InvalidInput, NotFound
from core.labelling.models import Project

MOST_JUDGMENTS = 50


@dataclass(frozen=True)
class ProjectView:
    """A project as pages and commands see it."""

    id: int
    uid: str
    name: str
    instruction: str
    guidelines: str
    judgments_per_pair: int
    seed: int
    is_sample: bool

    @classmethod
    def of(cls, row: Project) -> "ProjectView":
        """The view of a row that has its number."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class ProjectSettings:
    """What a lead decides about a project."""

    name: str
    instruction: str = ""
    guidelines: str = ""
    judgments_per_pair: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", " ".join(self.name.split()))

    def check(self) -> None:
        """Refuse what cannot work.

        Raises:
            InvalidInput: The name is empty, or the number of judgments out of range.
        """
        if not self.name:
            raise InvalidInput("The project's name is empty; give it one that annotators will recognise.")
        if not 1 <= self.judgments_per_pair <= MOST_JUDGMENTS:
            raise InvalidInput(
                f"A pair needs between 1 and {MOST_JUDGMENTS} judgments, not {self.judgments_per_pair}."
            )


def create_project(
    session: Session, actor: PersonView, new: ProjectSettings, *, seed: int = 0, is_sample: bool = False
) -> ProjectView:
    """Start a project.

    Raises:
        InvalidInput: A setting is unusable.
        Conflict: The name is taken.
    """
    new.check()
    permit(session, actor, Action.MANAGE_PROJECT, f"project {new.name}", created=True)
    _refuse_taken_name(session, new.name, but=None)
    row = Project(seed=seed, is_sample=is_sample, **new.__dict__)
    session.add(row)
    session.flush()
    return ProjectView.of(row)


def change_project(session: Session, actor: PersonView, project_id: int, new: ProjectSettings) -> ProjectView:
    """Change what a lead decides; judgments already given stay as they are.

    Raises:
        InvalidInput: A setting is unusable.
        Conflict: The name is taken.
        NotFound: There is no such project.
    """
    new.check()
    row = session.get(Project, project_id)
    if row is None:
        raise NotFound(f"There is no project number {project_id}.")
    permit(session, actor, Action.MANAGE_PROJECT, f"project {row.name}", **new.__dict__)
    _refuse_taken_name(session, new.name, but=project_id)
    row.sqlmodel_update(new.__dict__)
    session.add(row)
    return ProjectView.of(row)


def get_project(session: Session, project_id: int) -> ProjectView:
    """The project with this number.

    Raises:
        NotFound: There is none.
    """
    row = session.get(Project, project_id)
    if row is None:
        raise NotFound(f"There is no project number {project_id}.")
    return ProjectView.of(row)


def find_project(session: Session, name: str) -> ProjectView:
    """The project called ``name``.

    Raises:
        NotFound: There is none; the message lists those there are.
    """
    rows = list_projects(session)
    for row in rows:
        if row.name == name:
            return row
    names = ", ".join(f"“{row.name}”" for row in rows) or "none"
    raise NotFound(f"There is no project called “{name}”; there are: {names}.")


def list_projects(session: Session) -> list[ProjectView]:
    """All projects, own ones before the sample, then by name."""
    query = select(Project).order_by(Project.is_sample, Project.name)  # type: ignore[arg-type]
    return [ProjectView.of(row) for row in session.exec(query)]


def _refuse_taken_name(session: Session, name: str, *, but: int | None) -> None:
    taken = session.exec(select(Project.id).where(Project.name == name)).first()
    if taken is not None and taken != but:
        raise Conflict(f"There is already a project called “{name}”; choose another name.")
