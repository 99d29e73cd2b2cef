"""Somebody comes with an account of a provider: who that is here, or why they are not let in."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from sqlmodel import Session, and_, col, func, select

from core.access import (
    IS_HERE,
    LONGEST_NAME,
    SYSTEM,
    NewPerson,
    Person,
    PersonView,
    Role,
    add_person,
    find_person,
    folded,
)
from core.db import now
from core.errors import InvalidInput, Unavailable
from core.sign_in.providers.claims import Claims, Rules
from core.sign_in.providers.models import Identity, ProviderSession
from core.sign_in.providers.sessions import begin, goes_on, is_new, sign_in_key

MOST_WAITING = 200
"""Of strangers; where every account of a provider may come, they could be any number."""
ROOM_FOR_NUMBER = 6
NAMELESS = "Somebody"


class Standing(StrEnum):
    """What an account is here."""

    UNKNOWN = "unknown"
    NOT_ADMITTED = "not admitted"
    SIGNED_OUT = "signed out"
    WAITING = "waiting"
    TURNED_AWAY = "turned away"
    IN = "in"


@dataclass(frozen=True)
class Arrival:
    """What the account is here, and the person whose it is if they are in."""

    standing: Standing
    person: PersonView | None = None


def find_arrival(session: Session, claims: Claims, rules: Rules) -> Arrival:
    """What an account is here now: an indexed statement for it, one for its person; nothing is written."""
    if not rules.admits(claims):
        return Arrival(Standing.NOT_ADMITTED)
    identity, signed_in = _find(session, claims)
    if identity is None or (rules.sessions and signed_in is None):
        return Arrival(Standing.UNKNOWN)
    if rules.sessions and not goes_on(signed_in, rules.sessions):
        return Arrival(Standing.SIGNED_OUT)
    return _arrival_of(session, identity)


def arrive(session: Session, claims: Claims, rules: Rules) -> Arrival:
    """Keep that an account has come, and let its person in if they need nobody for that.

    The first person of an empty studio leads everything, unless the operator named others who do.

    Raises:
        Unavailable: So many wait already that one more would not be seen.
    """
    if not rules.admits(claims):
        return Arrival(Standing.NOT_ADMITTED)
    identity, signed_in = _find(session, claims)
    if rules.sessions and not (goes_on(signed_in, rules.sessions) if signed_in else is_new(claims)):
        return Arrival(Standing.SIGNED_OUT)
    role = _role_at_once(session, claims, rules)
    if identity is None and role is None:
        _refuse_crowd(session)
    identity = identity or Identity(issuer=claims.issuer, subject=claims.subject, email="", name="")
    identity.email, identity.name, identity.last_seen_at = claims.email, claims.name, now()
    if identity.person_id is None and role is not None and identity.turned_away_at is None:
        new = NewPerson(free_name(session, claims.name, claims.email), role)
        identity.person_id = add_person(session, SYSTEM, new).id
    session.add(identity)
    session.flush()
    if rules.sessions and signed_in is None:
        begin(session, claims, identity.id or 0, rules.sessions)
    return _arrival_of(session, identity)


def free_name(session: Session, name: str, email: str) -> str:
    """What somebody can be called here whom the provider calls so; nobody else has the name."""
    wanted = _usable(name) or _usable(email.partition("@")[0]) or NAMELESS
    taken = {folded(one) for one in session.exec(select(Person.name))}
    names = (wanted if number == 1 else f"{wanted} ({number})" for number in count(1))
    return next(one for one in names if folded(one) not in taken)


def _find(session: Session, claims: Claims) -> tuple[Identity | None, ProviderSession | None]:
    """The account, and this sign-in with it."""
    query = (
        select(Identity, ProviderSession)
        .join(
            ProviderSession,
            and_(
                col(ProviderSession.identity_id) == col(Identity.id),
                col(ProviderSession.key) == sign_in_key(claims),
            ),
            isouter=True,
        )
        .where(Identity.issuer == claims.issuer, Identity.subject == claims.subject)
    )
    return session.exec(query).first() or (None, None)


def _arrival_of(session: Session, identity: Identity) -> Arrival:
    person = None if identity.person_id is None else find_person(session, identity.person_id)
    if person is not None:
        return Arrival(Standing.IN, person)
    return Arrival(Standing.WAITING if identity.turned_away_at is None else Standing.TURNED_AWAY)


def _refuse_crowd(session: Session) -> None:
    waits = (col(Identity.person_id).is_(None), col(Identity.turned_away_at).is_(None))
    waiting = session.exec(select(func.count()).select_from(Identity).where(*waits)).one()
    if waiting >= MOST_WAITING:
        raise Unavailable(
            f"{waiting} accounts wait already to be let in, and the studio keeps no more; ask whoever leads "
            "it to let some in or turn them away."
        )


def _role_at_once(session: Session, claims: Claims, rules: Rules) -> Role | None:
    if rules.names_admin(claims):
        return Role.LEAD
    if not rules.admins and session.exec(select(Person.id).where(*IS_HERE).limit(1)).first() is None:
        return Role.LEAD
    return rules.role


def _usable(name: str) -> str:
    try:
        return NewPerson(name[: LONGEST_NAME - ROOM_FOR_NUMBER], Role.ANNOTATOR).checked_name()
    except InvalidInput:
        return ""
