"""An archived project is for reading: what would change it is refused, in whichever stage."""

from sqlalchemy import column, select, table
from sqlmodel import Session

from core.errors import Conflict

_PROJECT = table("project", column("id"), column("name"), column("archived_at"))
"""The one thing that is known here of the tables above: projects come after people."""


def refuse_archived(session: Session, project_id: int) -> None:
    """Refuse to change an archived project; one that does not exist is for others to refuse.

    Raises:
        Conflict: It is archived.
    """
    wanted = (_PROJECT.c.id == project_id) & _PROJECT.c.archived_at.is_not(None)
    name = session.connection().execute(select(_PROJECT.c.name).where(wanted)).scalar()
    if name is not None:
        raise Conflict(archived_words(name))


def archived_words(name: str) -> str:
    """Why nothing is changed in it, and what to do."""
    return (
        f"The project “{name}” is archived, so it can be read and not changed; a lead brings it back on the "
        "project page."
    )
