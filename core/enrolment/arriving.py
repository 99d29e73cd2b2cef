"""Somebody comes by a link: who they are, whether there is a place, and the person they become."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from core.access import SYSTEM, Person, PersonKind, Role, outside_name, set_project_role
from core.db import clean_text, now
from core.enrolment.models import Enrolment, Participant
from core.enrolment.settings import EnrolmentState, EnrolmentView
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.labelling import Project, ProjectView, get_project
from core.labelling.projects import let_in, try_again
from core.sign_in import may_be_token, token_hash

LONGEST_ID = 100
UNKNOWN = "This link does not work (any more). Ask whoever gave it to you for a new one."
NO_PLACE = {
    EnrolmentState.FULL: "All places are taken, so nobody else can take part by this link.",
    EnrolmentState.ENDED: "The time to begin is over, so nobody else can take part by this link.",
    EnrolmentState.CLOSED: "Nobody else can take part by this link now.",
}
NO_ID = (
    "The link came without your participant id. Open it from the page that invited you, "
    "or ask whoever gave it to you."
)
PREVIEW = (
    "This is a preview: the link came with a place-holder instead of your participant id. "
    "Accept the task first, then open the link."
)
ELSEWHERE = (
    "This participant id has begun in another browser and goes on only there. Open the link in that browser; "
    "if that cannot be, ask whoever invited you to let you go on here."
)
GONE_ON = "You have gone on in this project by another link since; open that one."
BEGUN = "You have begun in this project by another link; end your work there first."
PLACEHOLDERS = ("{{%", "${", "ASSIGNMENT_ID_NOT_AVAILABLE")
"""What Prolific, a template and Mechanical Turk show in the place of ids before somebody has begun."""


@dataclass(frozen=True)
class Arrival:
    """What somebody brings who comes by a link.

    Attributes:
        token: That of the link.
        parameters: The others of the address.
        browser: A secret that this browser alone keeps; empty if it has none yet.
    """

    token: str = field(repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict)
    browser: str = field(default="", repr=False)


@dataclass(frozen=True)
class Door:
    """What somebody is shown who comes by a link: the project, its text, whether they have been here.

    ``anywhere``: whether they can go on in another browser.
    """

    project: str
    intro: str
    known: bool
    anywhere: bool


def look_in(session: Session, arrival: Arrival) -> Door:
    """What is shown before anybody takes part; it takes no place.

    Raises:
        StudioError: They cannot take part; the sentence is all they are told.
    """
    enrolment = _enrolment(session, arrival.token)
    project = get_project(session, enrolment.project_id)
    there = _recognised(session, enrolment, arrival)
    if there is None:
        _refuse_without_place(session, enrolment, arrival)
    return Door(project.name, enrolment.intro, known=there is not None, anywhere=enrolment.anywhere)


def take_part(session: Session, arrival: Arrival) -> int:
    """Take a place, or the one they have; gives the number of the person they are.

    The project's row is locked, so that never more come than there are places, and one id is one person
    however many windows it comes with. The same id in another enrolment of the project is the same person
    too: two persons could judge one pair twice.

    Raises:
        StudioError: They cannot take part; the sentence is all they are told.
    """
    enrolment = _enrolment(session, arrival.token)
    session.exec(
        select(Project.id).where(Project.id == enrolment.project_id).with_for_update(key_share=True)
    ).one()
    session.refresh(enrolment)  # as the last one who held the lock left it
    there = _recognised(session, enrolment, arrival)
    if there is None:
        _refuse_without_place(session, enrolment, arrival)
        there = _new_participant(session, enrolment, arrival)
    elif there.until is not None and there.ended_at is None:
        raise Conflict(GONE_ON)
    there.came_at = now()
    if not there.browser_hash:
        there.browser_hash = _browser(arrival)
    session.add(there)
    session.flush()
    return there.person_id


def _enrolment(session: Session, token: str) -> Enrolment:
    query = select(Enrolment).where(Enrolment.token_hash == token_hash(token))
    row = session.exec(query).first() if may_be_token(token) else None
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _recognised(session: Session, enrolment: Enrolment, arrival: Arrival) -> Participant | None:
    """Their part in this enrolment, if they have one: by the id, else by the browser."""
    participant_id = _participant_id(enrolment, arrival)
    mine = select(Participant).where(Participant.enrolment_id == enrolment.id)
    if participant_id is None:
        unnamed = mine.where(col(Participant.participant_id).is_(None))
        here = unnamed.where(Participant.browser_hash == _browser(arrival))
        return session.exec(here).first() if arrival.browser else None
    named = mine.where(
        Participant.participant_key == enrolment.participant_key, Participant.participant_id == participant_id
    )
    there = session.exec(named).first()
    if there is not None:
        _refuse_other_browser(enrolment, there, arrival)
    return there


def _participant_id(enrolment: Enrolment, arrival: Arrival) -> str | None:
    """The id that the address brings; None where the enrolment asks for none.

    Raises:
        InvalidInput: There is none, or it cannot be one.
    """
    if not enrolment.participant_key:
        return None
    given = _value(arrival, enrolment.participant_key)
    if not given:
        raise InvalidInput(NO_ID)
    keys = (enrolment.participant_key, *enrolment.platform_keys)
    if any(_value(arrival, key).startswith(PLACEHOLDERS) for key in keys):
        raise InvalidInput(PREVIEW)
    if len(given) > LONGEST_ID or not given.isprintable():
        raise InvalidInput(
            f"A participant id has at most {LONGEST_ID} visible characters; yours cannot be used."
        )
    return given


def _value(arrival: Arrival, key: str) -> str:
    return clean_text(arrival.parameters.get(key, "")).strip()


def _browser(arrival: Arrival) -> str:
    return token_hash(arrival.browser) if arrival.browser else ""


def _refuse_other_browser(enrolment: Enrolment, there: Participant, arrival: Arrival) -> None:
    """Whoever learns somebody's id cannot work in their name, or see how they stand, from another browser."""
    bound = there.browser_hash and not enrolment.anywhere
    if bound and not secrets.compare_digest(there.browser_hash, _browser(arrival)):
        raise NotAllowed(ELSEWHERE)


def _refuse_without_place(session: Session, enrolment: Enrolment, arrival: Arrival) -> None:
    state = EnrolmentView.of(enrolment).state(now())
    if get_project(session, enrolment.project_id).archived_at is not None:
        state = EnrolmentState.CLOSED
    if state != EnrolmentState.OPEN:
        raise Conflict(NO_PLACE[state])
    for part, other in _parts_elsewhere(session, enrolment, arrival):
        if part.ended_at is not None or part.until is not None:
            continue
        _refuse_other_browser(enrolment, part, arrival)
        if EnrolmentView.of(other).state(now()) in {EnrolmentState.OPEN, EnrolmentState.FULL}:
            raise Conflict(BEGUN)


def _parts_elsewhere(
    session: Session, enrolment: Enrolment, arrival: Arrival
) -> list[tuple[Participant, Enrolment]]:
    """What somebody with this id takes or took part in by other links of the project, the latest first."""
    participant_id = _participant_id(enrolment, arrival)
    if participant_id is None:
        return []
    query = (
        select(Participant, Enrolment)
        .join(Enrolment, col(Enrolment.id) == col(Participant.enrolment_id))
        .where(
            Enrolment.project_id == enrolment.project_id,
            Enrolment.id != enrolment.id,
            Participant.participant_key == enrolment.participant_key,
            Participant.participant_id == participant_id,
        )
        .order_by(col(Participant.id).desc())
    )
    return list(session.exec(query))


def _new_participant(session: Session, enrolment: Enrolment, arrival: Arrival) -> Participant:
    earlier = [part for part, _ in _parts_elsewhere(session, enrolment, arrival)]
    moment = now()
    for part in earlier:
        part.until = part.until or moment
        session.add(part)
    person_id = earlier[0].person_id if earlier else _new_person(session, enrolment)
    enrolment.enrolled += 1
    session.add(enrolment)
    return Participant(
        enrolment_id=enrolment.id or 0,
        person_id=person_id,
        participant_key=enrolment.participant_key,
        participant_id=_participant_id(enrolment, arrival),
        platform={key: _value(arrival, key)[:LONGEST_ID] for key in enrolment.platform_keys},
        browser_hash=_browser(arrival),
        enrolled_at=moment,
    )


def _new_person(session: Session, enrolment: Enrolment) -> int:
    """An annotator of this project and nothing else, under a number instead of a name."""
    person = Person(name=secrets.token_hex(16), role=None, kind=PersonKind.OUTSIDE)
    session.add(person)
    session.flush()
    number = person.id or 0
    person.name = outside_name(number)
    session.add(person)
    set_project_role(session, SYSTEM, number, enrolment.project_id, Role.ANNOTATOR)
    _admit(session, get_project(session, enrolment.project_id), number)
    return number


def _admit(session: Session, project: ProjectView, person_id: int) -> None:
    """Where only invited people label, the link is the invitation; a qualification it does not spare."""
    if project.protocol.members_only:
        admit = try_again if project.protocol.qualification_pairs else let_in
        admit(session, SYSTEM, project, person_id)
