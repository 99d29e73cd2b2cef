"""Links that are handed over, of one use: an invitation makes a person, a reset sets a password anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from core.access import SYSTEM, Action, Person, PersonKind, PersonView, Role, acting, permit, view_of
from core.db import clean_text, now, numbered
from core.errors import InvalidInput, NotAllowed, NotFound
from core.sign_in.models import LinkKind, SignInLink
from core.sign_in.reach import may_reach, reached
from core.sign_in.unguessable import may_be_token, new_token, token_hash

INVITATION_DAYS = (1, 3, 7, 14)
RESET_LASTS = timedelta(hours=24)
LONGEST_NOTE = 60
NO_GOOD = (
    "This link is not valid: it was used already, has expired, or was revoked. "
    "Ask whoever sent it for another."
)


@dataclass(frozen=True)
class NewInvitation:
    """Whom to invite, and what they will be: in every project, or in some."""

    name: str
    role: Role | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)
    days: int = 7
    quotas: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LinkView:
    """A link as leads see it, without what makes it work."""

    id: int
    kind: LinkKind
    name: str
    role: Role | None
    roles: Mapping[int, Role]
    made_by: str
    made_at: datetime
    expires_at: datetime


def invite(session: Session, actor: PersonView, new: NewInvitation) -> str:
    """Make an invitation; returns the token of its link, which is shown once.

    Raises:
        InvalidInput: It gives no role, or nobody's name is said.
        NotAllowed: The actor does not lead all the projects, or no admin gives a role in every one.
        NotFound: The actor has no part in one of the projects.
    """
    name = " ".join(clean_text(new.name).split())[:LONGEST_NOTE]
    if not name:
        raise InvalidInput("Say whom the invitation is for; it is listed by that name until it is used.")
    if new.role is None and not new.roles:
        raise InvalidInput("The invitation gives no role; choose one, in a project or in all.")
    if new.days not in INVITATION_DAYS:
        days = ", ".join(str(number) for number in INVITATION_DAYS)
        raise InvalidInput(f"An invitation may last {days} days; choose one of these.")
    _permit_roles(session, actor, f"invitation of {name}", new.role, new.roles)
    return _add_link(
        session,
        SignInLink(
            token_hash="",
            kind=LinkKind.INVITATION,
            name=name,
            role=new.role,
            roles={str(number): role.value for number, role in new.roles.items()},
            quotas={str(number): quota for number, quota in new.quotas.items()},
            made_by=actor.id,
            expires_at=now() + timedelta(days=new.days),
        ),
    )


def make_reset(session: Session, actor: PersonView, person_id: int) -> str:
    """Make a link with which a person sets their password anew; those from before are good for nothing more.

    Raises:
        NotFound: There is no such person.
        NotAllowed: The actor leads not all that the person has a part in, or they came by a link for outside
            annotators.
    """
    person = reached(session, actor, person_id, "password link")
    if not _has_account(session, person_id):
        raise NotAllowed(
            f"{person.name} came by a link for outside annotators and has no password; invite them."
        )
    end_resets(session, person_id)
    return _add_link(
        session,
        SignInLink(
            token_hash="",
            kind=LinkKind.RESET,
            name=person.name,
            person_id=person_id,
            made_by=actor.id,
            expires_at=now() + RESET_LASTS,
        ),
    )


def open_links(session: Session) -> list[LinkView]:
    """The links that are still good, the newest first; of whoever asks: those that they could have made."""
    query = (
        select(SignInLink, Person.name)
        .join(Person, col(Person.id) == col(SignInLink.made_by), isouter=True)
        .where(col(SignInLink.ended_at).is_(None), col(SignInLink.expires_at) > now())
        .order_by(col(SignInLink.id).desc())
    )
    actor = acting(session) or SYSTEM
    rows = session.exec(query).all()
    return [_view(row, maker or SYSTEM.name) for row, maker in rows if _could_make(session, actor, row)]


def revoke_link(session: Session, actor: PersonView, link_id: int) -> None:
    """Make a link good for nothing.

    Raises:
        NotFound: There is no such link.
        NotAllowed: The actor could not have made it.
    """
    link = numbered(session, SignInLink, link_id, called="link")
    subject = f"{link.kind.value} of {link.name}"
    if link.kind is LinkKind.RESET:
        reached(session, actor, link.person_id or 0, "revoked password link")
    else:
        _permit_roles(session, actor, f"revoked {subject}", link.role, roles_of(link))
    if link.ended_at is None:
        link.ended_at = now()
        session.add(link)


def find_link(session: Session, token: str) -> SignInLink:
    """The link with this token, if it is good still: whoever made it must be able to give the same now.

    Raises:
        NotFound: It is not; the sentence does not say why, for it is said to anybody.
    """
    link = None
    if may_be_token(token):
        found = select(SignInLink).where(SignInLink.token_hash == token_hash(token))
        link = session.exec(found).first()
    if link is None or link.ended_at is not None or link.expires_at <= now() or not _is_backed(session, link):
        raise NotFound(NO_GOOD)
    return link


def end_link(session: Session, link: SignInLink, person_id: int) -> None:
    """A link has been used by this person."""
    link.ended_at = now()
    link.person_id = person_id
    session.add(link)


def end_resets(session: Session, person_id: int) -> None:
    """No link sets this person's password any more."""
    found = (
        col(SignInLink.person_id) == person_id,
        col(SignInLink.kind) == LinkKind.RESET,
        col(SignInLink.ended_at).is_(None),
    )
    session.exec(update(SignInLink).where(*found).values(ended_at=now()))


def roles_of(link: SignInLink) -> dict[int, Role]:
    """The roles in projects that a link gives."""
    return {int(number): Role(role) for number, role in link.roles.items()}


def invited_quota(session: Session, person_id: int, project_id: int) -> int | None:
    """The most judgments a day that the invitation of somebody gave them in a project, if it said so."""
    query = select(SignInLink.quotas).where(
        SignInLink.person_id == person_id, SignInLink.kind == LinkKind.INVITATION
    )
    said = [quotas[str(project_id)] for quotas in session.exec(query) if str(project_id) in quotas]
    return said[0] if said else None


def _add_link(session: Session, link: SignInLink) -> str:
    token = new_token()
    link.token_hash = token_hash(token)
    session.add(link)
    session.flush()
    return token


def _permit_roles(
    session: Session, actor: PersonView, subject: str, role: Role | None, roles: Mapping[int, Role]
) -> None:
    if role is not None:
        permit(session, actor, Action.MANAGE_PEOPLE, subject, role=role.value)
    for number, one in sorted(roles.items()):
        permit(session, actor, Action.MANAGE_MEMBERS, subject, number, role=one.value)


def _could_make(session: Session, actor: PersonView, link: SignInLink) -> bool:
    if link.kind is LinkKind.RESET:
        person = view_of(session, link.person_id or 0)
        return person is not None and may_reach(actor, person) and _has_account(session, person.id or 0)
    everywhere = link.role is None or actor.may(Action.MANAGE_PEOPLE)
    return everywhere and all(actor.may(Action.MANAGE_MEMBERS, number) for number in roles_of(link))


def _has_account(session: Session, person_id: int) -> bool:
    return session.get_one(Person, person_id).kind is not PersonKind.OUTSIDE


def _is_backed(session: Session, link: SignInLink) -> bool:
    """Whether whoever made a link may still do so: what a former lead handed out ends with their lead."""
    maker = SYSTEM if link.made_by is None else view_of(session, link.made_by)
    return maker is not None and _could_make(session, maker, link)


def _view(link: SignInLink, maker: str) -> LinkView:
    return LinkView(
        link.id or 0, link.kind, link.name, link.role, roles_of(link), maker, link.made_at, link.expires_at
    )
