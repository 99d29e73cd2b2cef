"""The sample project a first start opens with (`sample`), and the whole loop without a screen (`trip`)."""

from sqlmodel import Session, col, select

from core.access import Action, AuditEntry
from core.labelling import Project
from core.services import REMOVING, Studio


def make_ready(studio: Studio) -> None:
    """Before anybody comes: what writers that were killed left goes, and an empty studio gets the sample."""
    studio.tidy()
    if (studio.settings.home / REMOVING).exists():
        from core.removing import finish_removals  # noqa: PLC0415 - only a removal that was killed needs it

        finish_removals(studio)
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
    told = [action.value for action in (Action.MANAGE_PROJECT, Action.DELETE_PROJECT)]
    once = select(AuditEntry.id).where(col(AuditEntry.action).in_(told)).limit(1)
    return session.exec(there).first() is not None or session.exec(once).first() is not None
