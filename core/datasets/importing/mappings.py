"""Mappings that people have named: how one file was read, for the next one with the same fields.

A mapping belongs to a project: who may import into it decides how its files are read, names of fields tell of
its data, and "1" in one team's files may mean something else in another's.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field, Session, SQLModel, col, select

from core.access import Action, PersonView, ensure_may, permit
from core.datasets.formats import Columns, Parts, Row, Wanted, format_titled
from core.datasets.formats.shared.fields import storing_problem
from core.datasets.formats.shared.paths import MISSING, value_at
from core.datasets.importing.plan import Shape
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now, one_line
from core.errors import InvalidInput, NotFound
from core.labelling import ProjectView

LONGEST_NAME = 80
MOST_FIELDS = 1000
COLUMNS, PARTS = (frozenset(one.name for one in fields(kind)) for kind in (Columns, Parts))


class SavedMapping(SQLModel, table=True):
    """One mapping.

    Attributes:
        form: The title of the format.
        columns: The parts of `Columns` that are said; empty where the format is not mapped.
        parts: The parts of `Parts` that are said.
        fields: The fields of the rows for which it was made.
    """

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("project_id", "name"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    name: str
    wanted: Wanted = Field(sa_type=by_value(Wanted))
    form: str
    columns: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    parts: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    fields: list[str] = Field(sa_column=Column(Json, nullable=False))
    saved_by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


@dataclass(frozen=True)
class MappingView:
    """A mapping.

    Attributes:
        shape: How rows are read by it.
        parts: Which fields belong to prompts.
        fields: The fields of the rows for which it was made.
    """

    name: str
    wanted: Wanted
    shape: Shape
    parts: Parts
    fields: frozenset[str]
    at: datetime

    def fits(self, rows: Sequence[Row], wanted: Wanted) -> bool:
        """Whether rows have all fields that it names, and none but those for which it was made."""
        if not self._makes(wanted) or not rows or any(not row.keys() <= self.fields for row in rows):
            return False
        columns = self.shape.columns.fields if self.shape.columns else frozenset()
        named = [name for name in (*columns, *self.parts.named()) if name.partition(".")[0] in self.fields]
        return all(any(value_at(row, name) is not MISSING for row in rows) for name in named)

    def refuse_other(self, wanted: Wanted) -> None:
        """Refuse to read by it what it was not made for.

        Raises:
            InvalidInput: It was made for something else.
        """
        if not self._makes(wanted):
            raise InvalidInput(
                f"The mapping “{self.name}” makes {self.wanted.value} of rows, not {wanted.value}; "
                "choose another mapping, or say which field is what."
            )

    def _makes(self, wanted: Wanted) -> bool:
        pairs = {Wanted.PAIRS, Wanted.GOLD}
        return wanted == self.wanted or {wanted, self.wanted} == pairs


def list_mappings(session: Session, project: ProjectView) -> list[MappingView]:
    """The mappings of a project by name, but for those of a format that there is no more."""
    ensure_may(session, Action.SEE_DATA, project.id)
    query = select(SavedMapping).where(SavedMapping.project_id == project.id).order_by(SavedMapping.name)
    return [view for row in session.exec(query) if (view := _view(row))]


def get_mapping(session: Session, project: ProjectView, name: str) -> MappingView:
    """The mapping of a project that is called so.

    Raises:
        NotFound: There is none.
    """
    found = list_mappings(session, project)
    view = next((one for one in found if one.name == name), None)
    if view is None:
        names = ", ".join(f"“{one.name}”" for one in found)
        there = f"there are: {names}" if names else "none has been saved there yet"
        raise NotFound(f"No mapping of the project “{project.name}” is called “{name}”; {there}.")
    return view


@dataclass(frozen=True)
class NewMapping:
    """How a file was read, to be kept.

    Attributes:
        name: What people call it.
        wanted: What is made of rows.
        shape: How rows are read.
        parts: Which fields belong to prompts.
        rows: The first rows of the file.
    """

    name: str
    wanted: Wanted
    shape: Shape
    parts: Parts
    rows: Sequence[Row]


def save_mapping(session: Session, actor: PersonView, project: ProjectView, new: NewMapping) -> None:
    """Keep how rows are read; a mapping of the same name is replaced, and the log says so.

    Raises:
        InvalidInput: The name is empty or too long, or a field's name cannot be stored.
        NotAllowed: The actor may not import.
    """
    name = one_line(new.name, LONGEST_NAME, called="name")
    there = _find(session, project, name)
    told = {"mapping": name, "replaced": there is not None}
    permit(session, actor, Action.IMPORT, f"project {project.name}", project.id, **told)
    if not name:
        raise InvalidInput("A mapping needs a name; say what kind of files it is for.")
    shape, names = new.shape, sorted({field for row in new.rows for field in row})
    columns = _said(shape.columns, Columns("")) if shape.format.is_mapped and shape.columns else {}
    _refuse_unstorable([*names, *map(str, columns.values()), *new.parts.names()])
    if there:
        session.delete(there)
        session.flush()
    session.add(
        SavedMapping(
            project_id=project.id,
            name=name,
            wanted=new.wanted,
            form=shape.format.title,
            columns=columns,
            parts=_said(new.parts, Parts()),
            fields=names,
            saved_by=actor.id,
        )
    )


def delete_mapping(session: Session, actor: PersonView, project: ProjectView, name: str) -> None:
    """Take a mapping away; what was read by it stays as it is.

    Raises:
        NotAllowed: The actor may not import.
        NotFound: There is none of that name.
    """
    told = {"mapping": name, "removed": True}
    permit(session, actor, Action.IMPORT, f"project {project.name}", project.id, **told)
    row = _find(session, project, name)
    if row is None:
        raise NotFound(f"No mapping of the project “{project.name}” is called “{name}”.")
    session.delete(row)


def _find(session: Session, project: ProjectView, name: str) -> SavedMapping | None:
    return session.exec(
        select(SavedMapping).where(col(SavedMapping.project_id) == project.id, SavedMapping.name == name)
    ).first()


def _view(row: SavedMapping) -> MappingView | None:
    form = format_titled(row.form)
    if form is None:
        return None
    said = {part: tuple(value) if isinstance(value, list) else value for part, value in row.parts.items()}
    columns = Columns(**_known(row.columns, COLUMNS)) if row.columns else None
    parts = Parts(**_known(said, PARTS))
    return MappingView(row.name, row.wanted, Shape(form, columns), parts, frozenset(row.fields), row.at)


def _known(values: dict[str, Any], parts: frozenset[str]) -> dict[str, Any]:
    """What this version knows of what another one may have written."""
    return {part: value for part, value in values.items() if part in parts}


def _said(value: Columns | Parts, nothing: Columns | Parts) -> dict[str, Any]:
    """What is said, without what would be so anyway; the prompt's field always, as a `Columns` needs it."""
    return {
        part: one
        for part, one in asdict(value).items()
        if part == "input_text" or one != getattr(nothing, part)
    }


def _refuse_unstorable(names: Sequence[str]) -> None:
    if len(names) > MOST_FIELDS:
        raise InvalidInput(
            f"The rows have {len(names):,} fields; of at most {MOST_FIELDS:,} a mapping can be kept."
        )
    for name in names:
        problem = storing_problem(1, name, name)
        if problem:
            raise InvalidInput(f"The name of a field {problem.reason}; a mapping cannot be kept with it.")
