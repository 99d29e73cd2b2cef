"""Accounts that wait to be let in: who they are, and what a lead decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import (
    SYSTEM,
    Action,
    NewPerson,
    PersonView,
    Role,
    acting,
    add_person,
    check_anew,
    find_person,
    permit,
    set_project_role,
)
from core.db import now, numbered
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.sign_in.providers.arriving import free_name
from core.sign_in.providers.models import Identity


@dataclass(frozen=True)
class WaitingAccount:
    """An account that nobody has let in.

    Attributes:
        id: Its number.
        name: What the provider calls them; hostile text.
        email: What the provider says; hostile text, and not proved to be theirs.
        issuer: The provider.
        since: When it came for the first time.
        turned_away: Whether a lead decided not to let it in.
    """

    id: int
    name: str
    email: str
    issuer: str
    since: datetime
    turned_away: bool


def list_waiting(session: Session) -> list[WaitingAccount]:
    """Accounts that nobody has let in, those that came first before others, those turned away last.

    Raises:
        NotAllowed: Whoever asks leads nothing.
    """
    _ensure_leads(session)
    query = (
        select(Identity)
        .where(col(Identity.person_id).is_(None))
        .order_by(col(Identity.turned_away_at).is_not(None), col(Identity.id))
    )
    return [
        WaitingAccount(
            row.id or 0, row.name, row.email, row.issuer, row.first_seen_at, row.turned_away_at is not None
        )
        for row in session.exec(query)
    ]


def let_in(
    session: Session,
    actor: PersonView,
    account_id: int,
    *,
    everywhere: Role | None = None,
    projects: Mapping[int, Role] | None = None,
) -> PersonView:
    """Make an account a person, with a role in every project (an admin decides that) or in some.

    Raises:
        NotFound: Nobody waits under this number.
        Conflict: Somebody let them in meanwhile.
        InvalidInput: No role was given.
        NotAllowed: The actor leads not all that is given.
    """
    roles = dict(projects or {})
    if everywhere is None and not roles:
        raise InvalidInput("Choose what they may do, and in which projects; else they would see nothing.")
    for project_id in roles:
        check_anew(session, actor, Action.MANAGE_MEMBERS, project_id)
    identity = _waiting(session, account_id)
    name = free_name(session, identity.name, identity.email)
    if everywhere is not None:
        permit(session, actor, Action.MANAGE_PEOPLE, f"account of {name}", role=everywhere.value)
    person = add_person(session, SYSTEM, NewPerson(name, everywhere))
    for project_id, role in roles.items():
        person = set_project_role(session, actor, person.id or 0, project_id, role)
    _belongs_to(session, identity, person)
    return person


def let_in_as(session: Session, actor: PersonView, account_id: int, person_id: int) -> PersonView:
    """Give an account to a person who is here already: all that is theirs stays theirs.

    Raises:
        NotFound: There is no such account or person.
        Conflict: Somebody let the account in meanwhile.
        NotAllowed: The actor is no admin; else a lead could become anybody.
    """
    check_anew(session, actor, Action.MANAGE_PEOPLE)
    identity = _waiting(session, account_id)
    person = find_person(session, person_id)
    if person is None:
        raise NotFound(f"There is no person number {person_id}.")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", account=identity.subject)
    _belongs_to(session, identity, person)
    return person


def turn_away(session: Session, actor: PersonView, account_id: int) -> None:
    """Do not let an account in; it can still be let in later.

    Raises:
        NotFound: Nobody waits under this number.
        NotAllowed: The actor is no admin.
    """
    permit(session, actor, Action.MANAGE_PEOPLE, f"account number {account_id}", turned_away=True)
    identity = _waiting(session, account_id)
    identity.turned_away_at = now()
    session.add(identity)


def _waiting(session: Session, account_id: int) -> Identity:
    identity = numbered(session, Identity, account_id, called="account")
    if identity.person_id is not None:
        raise Conflict("Somebody has let this account in already; see the list of people.")
    return identity


def _belongs_to(session: Session, identity: Identity, person: PersonView) -> None:
    identity.person_id, identity.turned_away_at = person.id, None
    session.add(identity)
    session.flush()


def _ensure_leads(session: Session) -> None:
    actor = acting(session)
    if actor is None or (not actor.paused and (actor.is_admin or Role.LEAD in actor.roles.values())):
        return
    raise NotAllowed(f"{actor.name} leads no project; only who does sees the accounts that wait.")
