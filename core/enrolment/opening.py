"""What a lead does with enrolments: opens, changes, closes and reopens them, and makes their links anew."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from core.access import Action, PersonView, ensure_may, permit
from core.db import find, now, numbered
from core.enrolment.models import Enrolment, Participant
from core.enrolment.settings import EnrolmentSettings, EnrolmentView
from core.errors import Conflict, InvalidInput, NotFound
from core.labelling import get_project
from core.sign_in import new_token, token_hash


@dataclass(frozen=True)
class OpenedEnrolment:
    """An enrolment and the token of its link, which nobody can read again."""

    enrolment: EnrolmentView
    token: str


def list_enrolments(session: Session, project_id: int) -> list[EnrolmentView]:
    """All enrolments of a project, the newest first.

    Raises:
        NotFound: Whose unit of work this is has no part in the project.
        NotAllowed: They do not lead it.
    """
    ensure_may(session, Action.MANAGE_PROJECT, project_id)
    query = select(Enrolment).where(Enrolment.project_id == project_id).order_by(col(Enrolment.id).desc())
    return [EnrolmentView.of(row) for row in session.exec(query)]


def get_enrolment(session: Session, enrolment_id: int) -> EnrolmentView:
    """One enrolment.

    Raises:
        NotFound: There is none, or whose unit of work this is has no part in its project.
        NotAllowed: They do not lead it.
    """
    called = f"enrolment number {enrolment_id}"
    row = find(session, Enrolment, enrolment_id)
    if row is None:
        raise NotFound(f"There is no {called}.")
    ensure_may(session, Action.MANAGE_PROJECT, row.project_id, called=called)
    return EnrolmentView.of(row)


def open_enrolment(
    session: Session, actor: PersonView, project_id: int, new: EnrolmentSettings
) -> OpenedEnrolment:
    """Open an enrolment for a project, and make its link.

    Raises:
        InvalidInput: A setting is unusable, or the end is over.
        NotAllowed: The actor does not lead the project.
        NotFound: There is no such project, or the actor has no part in it.
    """
    _check(new)
    project = get_project(session, project_id)
    token = new_token()
    permit(session, actor, Action.MANAGE_PROJECT, f"project {project.name}", project_id, enrolment=new.name)
    row = Enrolment(project_id=project_id, token_hash=token_hash(token), **_columns(new))
    session.add(row)
    session.flush()
    return OpenedEnrolment(EnrolmentView.of(row), token)


def change_enrolment(
    session: Session, actor: PersonView, enrolment_id: int, new: EnrolmentSettings
) -> EnrolmentView:
    """Change an enrolment; who has taken part already keeps what they were shown.

    Raises:
        InvalidInput: A setting is unusable, or the end is over.
        NotAllowed: The actor does not lead the project.
        NotFound: There is no such enrolment, or the actor has no part in its project.
    """
    _check(new)
    row = _permitted(session, actor, enrolment_id, change="changed")
    for name, value in _columns(new).items():
        setattr(row, name, value)
    return _saved(session, row)


def renew_link(session: Session, actor: PersonView, enrolment_id: int) -> OpenedEnrolment:
    """Make the link anew: the one before lets nobody in any more, not even those who began by it.

    Raises:
        NotAllowed: The actor does not lead the project.
        NotFound: There is no such enrolment, or the actor has no part in its project.
    """
    row = _permitted(session, actor, enrolment_id, change="new link")
    token = new_token()
    row.token_hash = token_hash(token)
    return OpenedEnrolment(_saved(session, row), token)


def close_enrolment(session: Session, actor: PersonView, enrolment_id: int) -> EnrolmentView:
    """Let nobody new come by the link; those who have begun can end their work.

    Raises:
        NotAllowed: The actor does not lead the project.
        NotFound: There is no such enrolment, or the actor has no part in its project.
    """
    row = _permitted(session, actor, enrolment_id, change="closed")
    row.closed_at = row.closed_at or now()
    return _saved(session, row)


def reopen_enrolment(session: Session, actor: PersonView, enrolment_id: int) -> EnrolmentView:
    """Let people come by the link again.

    Raises:
        Conflict: Its end is over.
        NotAllowed: The actor does not lead the project.
        NotFound: There is no such enrolment, or the actor has no part in its project.
    """
    row = _permitted(session, actor, enrolment_id, change="reopened")
    if row.ends_at <= now():
        raise Conflict("The end of this enrolment is over; set a later one, then reopen it.")
    row.closed_at = None
    return _saved(session, row)


def release_browser(session: Session, actor: PersonView, participant_id: int) -> None:
    """Let a participant go on from the next browser that comes with their id; it is theirs from then on.

    Raises:
        Conflict: They have no id by which another browser could name them.
        NotAllowed: The actor does not lead the project.
        NotFound: There is no such participant, or the actor has no part in the project.
    """
    participant = numbered(session, Participant, participant_id, called="participant")
    _permitted(session, actor, participant.enrolment_id, change="released", participant=participant.person_id)
    if participant.participant_id is None:
        raise Conflict("This participant came without an id, so no other browser can say who it is.")
    participant.browser_hash = ""
    session.add(participant)


def _check(new: EnrolmentSettings) -> None:
    new.check()
    if new.ends_at <= now():
        raise InvalidInput("The end lies in the past; give a later one.")


def _columns(new: EnrolmentSettings) -> dict[str, Any]:
    return new.__dict__ | {"platform_keys": list(new.platform_keys)}


def _permitted(
    session: Session, actor: PersonView, enrolment_id: int, *, change: str, **details: object
) -> Enrolment:
    """The enrolment's row, locked, once the actor has been found to lead its project."""
    row = session.exec(select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update()).first()
    if row is None:
        raise NotFound(f"There is no enrolment number {enrolment_id}.")
    told = {"enrolment": row.name, "change": change} | details
    permit(session, actor, Action.MANAGE_PROJECT, f"enrolment number {enrolment_id}", row.project_id, **told)
    return row


def _saved(session: Session, row: Enrolment) -> EnrolmentView:
    session.add(row)
    session.flush()
    return EnrolmentView.of(row)
