"""Sessions: begun when somebody signs in, asked for at every click, ended by the person, a lead or time."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select, update

from core.access import Person, PersonView, ProjectRole, Role
from core.db import Database, now
from core.errors import StudioError
from core.sign_in.models import SessionKind, SignInSession
from core.sign_in.reach import ensure_reach, reached
from core.sign_in.tokens import revoke_all_tokens
from core.sign_in.unguessable import may_be_token, new_token, token_hash
from core.sign_in_settings import SignInSettings

SEEN_EVERY = timedelta(minutes=1)
LONGEST_BROWSER = 120


@dataclass(frozen=True)
class Lifetime:
    """How long sessions last: without anything done in them, and at most."""

    idle: timedelta
    most: timedelta

    @classmethod
    def of(cls, settings: SignInSettings) -> "Lifetime":
        """What the settings say."""
        return cls(timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days))


@dataclass(frozen=True)
class SignedIn:
    """Who a session belongs to, and whether it is time to note that it is in use."""

    person: PersonView
    session_id: int
    seen: datetime

    @property
    def is_due(self) -> bool:
        """Whether `note_seen` has something to write."""
        return now() - self.seen > SEEN_EVERY


@dataclass(frozen=True)
class OpenSession:
    """A session as its person and leads see it."""

    id: int
    kind: SessionKind
    browser: str
    created_at: datetime
    last_seen: datetime


def start_session(
    session: Session, person_id: int, kind: SessionKind, lifetime: Lifetime, *, browser: str = ""
) -> str:
    """Begin a session of a person; returns the token that their browser keeps, which nobody else ever sees.

    Sessions that are over are removed in passing.
    """
    moment = now()
    session.exec(delete(SignInSession).where(_is_over(lifetime, moment)))
    token = new_token()
    session.add(
        SignInSession(
            token_hash=token_hash(token),
            person_id=person_id,
            kind=kind,
            browser=browser_words(browser),
            created_at=moment,
            last_seen=moment,
            expires_at=moment + lifetime.most,
        )
    )
    session.flush()
    return token


def session_person(
    session: Session, token: str, lifetime: Lifetime, *, outside: bool = False
) -> SignedIn | None:
    """Whose session this is, with their roles as they are now, in one statement; None for any other text.

    Those of outside annotators count where they are asked for, and nowhere else.
    """
    if not may_be_token(token):
        return None
    query = (
        select(SignInSession, Person, ProjectRole.project_id, ProjectRole.role)
        .join(Person, col(Person.id) == col(SignInSession.person_id))
        .join(ProjectRole, col(ProjectRole.person_id) == col(Person.id), isouter=True)
        .where(
            SignInSession.token_hash == token_hash(token),
            (col(SignInSession.kind) == SessionKind.OUTSIDE)
            if outside
            else (col(SignInSession.kind) != SessionKind.OUTSIDE),
            ~_is_over(lifetime, now()),
            col(Person.merged_into).is_(None),
        )
        .execution_options(populate_existing=True)
    )
    rows = session.exec(query).all()
    if not rows:
        return None
    found, person, _, _ = rows[0]
    roles = {project: Role(role) for *_, project, role in rows if project is not None}
    return SignedIn(PersonView.of(person, roles), found.id or 0, found.last_seen)


def note_seen(db: Database, session_id: int) -> None:
    """Note that a session is in use; a database that is busy may forget it."""
    moment = now()
    found = (col(SignInSession.id) == session_id) & (col(SignInSession.last_seen) < moment - SEEN_EVERY)
    try:
        with db.write(alone=False) as session:
            session.exec(update(SignInSession).where(found).values(last_seen=moment))
    except StudioError:
        return


def end_session(session: Session, token: str) -> int | None:
    """End the session of this token; whose it was, or None if there was none."""
    found = session.exec(select(SignInSession).where(SignInSession.token_hash == token_hash(token))).first()
    if found is None:
        return None
    session.delete(found)
    return found.person_id


def end_all_sessions(session: Session, person_id: int, *, but: str = "") -> int:
    """End all sessions of a person, but for that of a token; how many there were."""
    ended = session.exec(
        delete(SignInSession).where(
            col(SignInSession.person_id) == person_id, col(SignInSession.token_hash) != token_hash(but)
        )
    )
    return ended.rowcount


def end_everything(session: Session, person_id: int) -> dict[str, int]:
    """End all sessions and personal tokens of a person; how many there were, as the audit log tells it."""
    return {
        "sessions_ended": end_all_sessions(session, person_id),
        "tokens_revoked": revoke_all_tokens(session, person_id),
    }


def end_sessions_of(session: Session, actor: PersonView, person_id: int) -> int:
    """End all sessions and personal tokens of somebody else; how many sessions there were.

    Raises:
        NotFound: There is no such person.
        NotAllowed: The actor may not reach into the account.
    """
    person = reached(session, actor, person_id, "ended all sessions")
    return end_everything(session, person.id or 0)["sessions_ended"]


def open_sessions(session: Session, person_id: int, lifetime: Lifetime) -> list[OpenSession]:
    """Where a person is signed in, the latest use first.

    Raises:
        NotAllowed: It is neither one's own account nor within one's reach.
    """
    ensure_reach(session, person_id)
    query = (
        select(SignInSession)
        .where(SignInSession.person_id == person_id, ~_is_over(lifetime, now()))
        .order_by(col(SignInSession.last_seen).desc())
    )
    return [
        OpenSession(row.id or 0, row.kind, row.browser, row.created_at, row.last_seen)
        for row in session.exec(query)
    ]


def browser_words(user_agent: str) -> str:
    """Which browser on which system, as far as its own description says it; else that, shortened."""
    name = next((name for name, mark in BROWSERS if mark.search(user_agent)), "")
    system = next((name for name, mark in SYSTEMS if mark.search(user_agent)), "")
    if name:
        return f"{name} on {system}" if system else name
    return "".join(letter for letter in user_agent if letter.isprintable())[:LONGEST_BROWSER]


BROWSERS = tuple(
    (name, re.compile(mark))
    for name, mark in (
        ("Edge", r"\bEdgA?/"),
        ("Opera", r"\bOPR/"),
        ("Firefox", r"\b(Firefox|FxiOS)/"),
        ("Chrome", r"\b(Chrome|CriOS|HeadlessChrome)/"),
        ("Safari", r"\bVersion/.* Safari/"),
    )
)
SYSTEMS = tuple(
    (name, re.compile(mark))
    for name, mark in (
        ("Android", r"\bAndroid\b"),
        ("iOS", r"\b(iPhone|iPad)\b"),
        ("Windows", r"\bWindows\b"),
        ("macOS", r"\bMac OS X\b"),
        ("ChromeOS", r"\bCrOS\b"),
        ("Linux", r"\bLinux\b"),
    )
)


def _is_over(lifetime: Lifetime, moment: datetime) -> ColumnElement[bool]:
    return (col(SignInSession.expires_at) <= moment) | (
        col(SignInSession.last_seen) <= moment - lifetime.idle
    )
