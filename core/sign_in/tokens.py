"""Personal tokens: what a program shows instead of a person; never more than that person may do then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import case, func, update
from sqlmodel import Session, col, select

from core.access import Action, Person, PersonKind, PersonView, find_person, record, refuse_paused, view_of
from core.db import find, now
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.sign_in.models import PersonalToken, Scope
from core.sign_in.unguessable import may_be_token, new_token, token_hash

PREFIX = "pst_"
"""By it people, and programs that look for secrets in texts, know what they have before them."""
LONGEST_TOKEN_NAME = 60
USUAL_DAYS, MOST_DAYS = 90, 366
MOST_TOKENS = 50
"""Of one person that stand; whoever needs more has forgotten some."""
ENDING = 4
"""Letters of a token that are kept, to tell it from others of the same name: 24 bits of its 256."""


@dataclass(frozen=True)
class TokenView:
    """A token as its person sees it: all but the secret, of which the studio has no copy."""

    id: int
    person_id: int
    name: str
    ending: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: PersonalToken) -> Self:
        """The view of a row."""
        fields = {name: getattr(row, name) for name in cls.__dataclass_fields__}
        return cls(**fields | {"scopes": tuple(Scope(one) for one in row.scopes)})

    def stands(self, at: datetime) -> bool:
        """Whether it opens anything at this moment."""
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True)
class NewToken:
    """What a person decides about a token."""

    name: str
    scopes: Collection[Scope]
    days: int = USUAL_DAYS

    def checked_name(self) -> str:
        """The name without blanks around it.

        Raises:
            InvalidInput: Name, scopes or days are unusable.
        """
        name = " ".join(self.name.split())
        if not name or len(name) > LONGEST_TOKEN_NAME or not name.isprintable():
            raise InvalidInput(
                f"A token needs a name of 1 to {LONGEST_TOKEN_NAME} visible characters, such as the "
                "name of the program that will have it."
            )
        if not self.scopes:
            raise InvalidInput(f"A token needs at least one scope of: {', '.join(Scope)}.")
        if not 1 <= self.days <= MOST_DAYS:
            raise InvalidInput(f"A token lasts between 1 and {MOST_DAYS} days, not {self.days}.")
        return name


@dataclass(frozen=True)
class MadeToken:
    """A new token; ``secret`` is shown once and kept nowhere."""

    secret: str
    token: TokenView


def make_token(session: Session, actor: PersonView, person_id: int, new: NewToken) -> MadeToken:
    """Make a token of a person: their own, or any by a command of whoever owns the machine.

    What is kept is the SHA-256 of the secret. Slow hashes are for passwords, which people choose and others
    can guess; nobody guesses 32 random bytes, and a slow hash would cost every request.

    Raises:
        InvalidInput: Name, scopes or days are unusable.
        NotFound: The person is another one, or there is none.
        NotAllowed: They came by a link for outside annotators, or are paused.
        Conflict: They have too many.
    """
    name = new.checked_name()
    person = _own(session, actor, person_id)
    refuse_paused(person)
    if session.get_one(Person, person.id).kind is PersonKind.OUTSIDE:
        raise NotAllowed(
            "Who came by a link for outside annotators has no tokens; ask a lead for an account."
        )
    at = now()
    if sum(one.stands(at) for one in _tokens_of(session, person_id)) >= MOST_TOKENS:
        raise Conflict(f"{person.name} has {MOST_TOKENS} tokens already; revoke those that nobody uses.")
    secret = PREFIX + new_token()
    row = PersonalToken(
        person_id=person_id,
        name=name,
        ending=secret[-ENDING:],
        token_hash=token_hash(secret),
        scopes=[one.value for one in Scope if one in new.scopes],
        created_at=at,
        expires_at=at + timedelta(days=new.days),
    )
    session.add(row)
    session.flush()
    told = {"scopes": row.scopes, "days": new.days}
    record(session, actor, "make token", f"token {row.id} of {person.name}", name=name, **told)
    return MadeToken(secret, TokenView.of(row))


def list_tokens(session: Session, actor: PersonView, person_id: int) -> list[TokenView]:
    """A person's tokens, newest first, also those that have ended: one's own, or anybody's for an admin.

    Raises:
        NotFound: The person is another one, or there is none.
    """
    if actor.id == person_id or not _is_admin(session, actor):
        _own(session, actor, person_id)
    return _tokens_of(session, person_id)


def revoke_token(session: Session, actor: PersonView, token_id: int) -> TokenView:
    """End a token at once: one's own, or anybody's by an admin. One that has ended stays as it is.

    Raises:
        NotFound: There is none of this number, or it is another person's.
    """
    row = find(session, PersonalToken, token_id)
    if row is None or not (actor.id in {None, row.person_id} or _is_admin(session, actor)):
        raise NotFound(f"There is no token number {token_id} of yours.")
    if row.revoked_at is None:
        row.revoked_at = now()
        session.add(row)
        record(session, actor, "revoke token", f"token {row.id}", name=row.name)
    return TokenView.of(row)


@dataclass(frozen=True)
class Bearer:
    """Who shows a token, with their roles as they are now, and what the token is for."""

    person: PersonView
    token: TokenView


def bearer_of(session: Session, secret: str) -> Bearer | None:
    """Whose token this is; None for one that is unknown, has expired or was revoked."""
    if not (secret.startswith(PREFIX) and may_be_token(secret.removeprefix(PREFIX))):
        return None
    row = session.exec(select(PersonalToken).where(PersonalToken.token_hash == token_hash(secret))).first()
    if row is None or not TokenView.of(row).stands(now()):
        return None
    person = find_person(session, row.person_id)
    return None if person is None else Bearer(person, TokenView.of(row))


def draw_calls(session: Session, token_id: int, *, minute: int, calls: int, most: int) -> bool:
    """Draw a portion of the calls that a token has in a minute; False if none is left.

    The row counts for all replicas, so no token has more than ``most`` calls in a minute, however many
    servers there are; what a server has drawn and not used is lost with the minute. The first portion of a
    minute notes the last use.

    Args:
        session: A unit of work that writes; it may go on beside others.
        token_id: Whose.
        minute: Since 1970. A server whose clock is behind counts in the minute of the others.
        calls: How many.
        most: What a token has in a minute.
    """
    begun = col(PersonalToken.minute) >= minute
    used = case((begun, col(PersonalToken.calls) + calls), else_=calls)
    drawn = (
        update(PersonalToken)
        .where(col(PersonalToken.id) == token_id, used <= most)
        .values(
            calls=used,
            minute=case((begun, col(PersonalToken.minute)), else_=minute),
            last_used_at=case((begun, func.coalesce(col(PersonalToken.last_used_at), now())), else_=now()),
        )
    )
    return bool(session.connection().execute(drawn).rowcount)


def revoke_all_tokens(session: Session, person_id: int) -> int:
    """End every token of somebody, with all their sessions or for good; how many stood.

    Whoever had got hold of the account for a moment may have made some.
    """
    theirs = col(PersonalToken.person_id) == person_id
    standing = update(PersonalToken).where(theirs, col(PersonalToken.revoked_at).is_(None))
    return session.connection().execute(standing.values(revoked_at=now())).rowcount


def _own(session: Session, actor: PersonView, person_id: int) -> PersonView:
    """The person, if that is who acts; nobody makes tokens in another's name but the machine's owner."""
    person = find_person(session, person_id) if actor.id in {None, person_id} else None
    if person is None:
        raise NotFound("There is no such person; tokens are made by the person whose they are.")
    return person


def _tokens_of(session: Session, person_id: int) -> list[TokenView]:
    query = select(PersonalToken).where(PersonalToken.person_id == person_id)
    return [TokenView.of(row) for row in session.exec(query.order_by(col(PersonalToken.id).desc()))]


def _is_admin(session: Session, actor: PersonView) -> bool:
    now_held = view_of(session, actor.id or 0)
    return now_held is not None and now_held.may(Action.MANAGE_PEOPLE)
