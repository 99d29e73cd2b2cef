"""The sample project a first start opens with (`sample`), and the whole loop without a screen (`trip`)."""

from sqlmodel import Session, select

from core.access import Action, AuditEntry
from core.labelling import Project
from core.services import Studio


def make_ready(studio: Studio) -> None:
    """Before anybody comes: what writers that were killed left goes, and an empty studio gets the sample."""
    studio.tidy()
    if not studio.settings.sample:
        return
    with studio.db.read() as session:
        if had_a_project(session):
            return
    from core.demo.sample import load_sample  # noqa: PLC0415 - only a first start needs it

    load_sample(studio.db)


def had_a_project(session: Session) -> bool:
    """Whether there is a project, or was one that has been removed."""
    there = select(Project.id).limit(1)
    once = select(AuditEntry.id).where(AuditEntry.action == Action.MANAGE_PROJECT.value).limit(1)
    return session.exec(there).first() is not None or session.exec(once).first() is not None
