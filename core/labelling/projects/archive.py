"""Archive a project, and bring it back: between the two it can be read and not changed."""

from sqlmodel import Session

from core.access import Action, PersonView, permit
from core.db import now, numbered
from core.labelling.models import Project
from core.labelling.project_view import ProjectView


def archive_project(session: Session, actor: PersonView, project_id: int) -> ProjectView:
    """Put a project away: nobody labels in it, nothing of it changes, and no list offers it.

    What people hold runs out as always. Runs that are going on go on.

    Raises:
        NotFound: There is no such project, or the actor has no part in it.
        NotAllowed: The actor may not.
    """
    return _set(session, actor, project_id, archived=True)


def restore_project(session: Session, actor: PersonView, project_id: int) -> ProjectView:
    """Bring an archived project back, as it was.

    Raises:
        NotFound: There is no such project, or the actor has no part in it.
        NotAllowed: The actor may not.
    """
    return _set(session, actor, project_id, archived=False)


def _set(session: Session, actor: PersonView, project_id: int, *, archived: bool) -> ProjectView:
    row = numbered(session, Project, project_id, called="project")
    permit(session, actor, Action.ARCHIVE_PROJECT, f"project {row.name}", project_id, archived=archived)
    if archived != (row.archived_at is not None):
        row.archived_at = now() if archived else None
    session.add(row)
    session.flush()
    return ProjectView.of(row)
