"""Sign-ins with an account of a provider: when one begins, how long it goes on, and how it ends.

The provider's word comes with a signed cookie of Streamlit's that holds for a month and that nobody can take
back. So each sign-in is a row as well. One begins only within minutes of what the provider signed; a cookie
whose sign-in has ended, or whose row is gone, opens nothing.
"""

from datetime import timedelta
from hashlib import sha256

from sqlmodel import Session, col, delete, select, update

from core.access import Action, Person, PersonView, permit
from core.db import now, numbered
from core.sign_in import revoke_all_tokens
from core.sign_in.providers.claims import Claims, Limits
from core.sign_in.providers.models import Identity, ProviderSession

BEGINS_WITHIN = timedelta(minutes=15)
"""Between what the provider signed and the first page; clocks may differ by as much."""
KEPT_AFTER = timedelta(days=1)


def sign_in_key(claims: Claims) -> str:
    """What tells this sign-in of an account from all others; the same in every tab and on every replica."""
    parts = (claims.issuer, claims.subject, claims.nonce)
    return sha256("\0".join(parts).encode()).hexdigest()


def is_new(claims: Claims) -> bool:
    """Whether a sign-in may begin with these claims."""
    return bool(claims.nonce) and abs(now() - claims.issued_at) < BEGINS_WITHIN


def goes_on(signed_in: ProviderSession | None, limits: Limits) -> bool:
    """Whether a sign-in works still."""
    if signed_in is None or signed_in.ended_at is not None:
        return False
    moment = now()
    return moment < signed_in.used_at + limits.idle and moment < signed_in.began_at + limits.lasting


def begin(session: Session, claims: Claims, identity_id: int, limits: Limits) -> None:
    """Begin a sign-in; those of the account that ended long ago are removed."""
    mine = col(ProviderSession.identity_id) == identity_id
    past = now() - limits.lasting - KEPT_AFTER
    session.exec(delete(ProviderSession).where(mine, col(ProviderSession.began_at) < past))
    session.add(ProviderSession(key=sign_in_key(claims), identity_id=identity_id))
    session.flush()


def keep_alive(session: Session, claims: Claims) -> None:
    """Note that somebody works with this sign-in."""
    one = col(ProviderSession.key) == sign_in_key(claims)
    session.exec(update(ProviderSession).where(one).values(used_at=now()))


def sign_out(session: Session, claims: Claims) -> None:
    """End this sign-in: the cookie it came with opens nothing any more, wherever it is."""
    one = col(ProviderSession.key) == sign_in_key(claims)
    session.exec(update(ProviderSession).where(one).values(ended_at=now()))


def sign_out_everywhere(session: Session, person_id: int | None) -> None:
    """End all sign-ins with all accounts of a person, and their personal tokens."""
    revoke_all_tokens(session, person_id or 0)
    accounts = select(Identity.id).where(Identity.person_id == person_id)
    theirs = col(ProviderSession.identity_id).in_(accounts)
    session.exec(
        update(ProviderSession).where(theirs, col(ProviderSession.ended_at).is_(None)).values(ended_at=now())
    )


def end_sign_ins_of(session: Session, actor: PersonView, person_id: int) -> None:
    """End all sign-ins and personal tokens of somebody; they may sign in again.

    Raises:
        NotFound: There is no such person.
        NotAllowed: The actor is no admin.
    """
    person = numbered(session, Person, person_id, called="person")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", signed_out=True)
    sign_out_everywhere(session, person_id)
