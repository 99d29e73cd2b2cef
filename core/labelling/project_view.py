"""A project as everyone sees it, and what a lead decides about it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Row
from sqlmodel import Session, col, select

from core.access import SYSTEM, Action, acting, archived_words, ensure_may
from core.db import clean_text, numbered
from core.errors import Conflict, InvalidInput, NotFound
from core.labelling.models import Project
from core.labelling.presentation import Presentation
from core.labelling.protocol import LabellingProtocol

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
    protocol: LabellingProtocol
    paused: bool
    seed: int
    is_sample: bool
    archived_at: datetime | None
    presentation: Presentation
    blinding_key: str = field(repr=False)

    @property
    def secret(self) -> bytes:
        """What tokens of its pairs are made with; it never leaves the server."""
        return bytes.fromhex(self.blinding_key)

    def refuse_if_archived(self) -> None:
        """Refuse to change what is for reading.

        Raises:
            Conflict: The project is archived.
        """
        if self.archived_at is not None:
            raise Conflict(archived_words(self.name))

    @classmethod
    def of(cls, row: Project | Row[Any]) -> Self:
        """The view of a row that has its number, or of one with the same columns."""
        fields = {name: getattr(row, name) for name in cls.__dataclass_fields__}
        read = {
            "protocol": LabellingProtocol.model_validate(row.protocol),
            "presentation": Presentation.model_validate(row.presentation),
        }
        return cls(**fields | read)

    @classmethod
    def to_be(cls, new: "ProjectSettings") -> Self:
        """How a project of these settings will look once it is made; its number is 0 until then.

        Raises:
            InvalidInput: A setting is unusable.
        """
        new.check()
        return cls.of(Project(id=0, **new.columns))


@dataclass(frozen=True)
class ProjectSettings:
    """What a lead decides about a project."""

    name: str
    instruction: str = ""
    guidelines: str = ""
    judgments_per_pair: int = 1
    protocol: LabellingProtocol = field(default_factory=LabellingProtocol)
    paused: bool = False
    presentation: Presentation = field(default_factory=Presentation)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", " ".join(clean_text(self.name).split()))
        object.__setattr__(self, "instruction", clean_text(self.instruction))
        object.__setattr__(self, "guidelines", clean_text(self.guidelines))

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

    @property
    def columns(self) -> dict[str, Any]:
        """What the project's row holds of it."""
        as_json = {name: getattr(self, name).model_dump(mode="json") for name in ("protocol", "presentation")}
        return self.__dict__ | as_json


def get_project(session: Session, project_id: int) -> ProjectView:
    """The project with this number.

    Raises:
        NotFound: There is none, or whose unit of work this is has no part in it.
    """
    ensure_may(session, Action.SEE_PROJECT, project_id)
    row = numbered(session, Project, project_id, called="project")
    return ProjectView.of(row)


def find_project(session: Session, name: str) -> ProjectView:
    """The project called ``name``, also one that is archived.

    Raises:
        NotFound: There is none; the message lists those that are not archived.
    """
    rows = list_projects(session)
    for row in [*rows, *list_projects(session, archived=True)]:
        if row.name == name:
            return row
    names = ", ".join(f"“{row.name}”" for row in rows) or "none"
    raise NotFound(f"There is no project called “{name}”; there are: {names}.")


def list_projects(session: Session, *, archived: bool = False) -> list[ProjectView]:
    """The projects one has a part in, own ones before the sample, then by name; or the archived ones."""
    actor = acting(session) or SYSTEM
    query = select(Project).order_by(Project.is_sample, Project.name)  # type: ignore[arg-type]
    ended = col(Project.archived_at)
    query = query.where(ended.is_not(None) if archived else ended.is_(None))
    return [ProjectView.of(row) for row in session.exec(query) if actor.may(Action.SEE_PROJECT, row.id)]
