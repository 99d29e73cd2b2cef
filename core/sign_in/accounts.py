"""Accounts: sign in with name and password, become somebody by an invitation, set and change a password.

Hashing takes long and stands in no transaction: it would hold up everybody who writes. What was true before
it is asked again after it.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.access import (
    IS_HERE,
    SYSTEM,
    NewPerson,
    Person,
    PersonView,
    ProjectRole,
    add_person,
    find_named,
    record,
    view_of,
)
from core.db import Database, now
from core.errors import Conflict, NotAllowed, NotFound
from core.sign_in.attempts import Subjects, count_attempt, failures, forgive
from core.sign_in.links import NO_GOOD, end_link, end_resets, find_link, roles_of
from core.sign_in.models import LinkKind, Password, SessionKind, SignInLink
from core.sign_in.passwords import check_password, compare, hash_password
from core.sign_in.sessions import Lifetime, end_everything, end_session, start_session

WRONG = "Name or password is wrong."
TOLD_FROM = 8
"""Failed attempts that stand in the audit log: the eighth, and then whenever they have doubled."""


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in from: the address, what the browser says it is, and the session it has."""

    address: str
    agent: str
    token: str
    lifetime: Lifetime


def sign_in(db: Database, name: str, password: str, browser: Browser) -> str:
    """Begin a session with name and password; returns its token. A session the browser had ends.

    Raises:
        NotAllowed: They do not fit; whether there is somebody of that name takes as long and is not said.
        TooManyAttempts: The account or the address is closed for some seconds.
        QuotaExceeded: Too many others sign in at this moment.
    """
    subjects = Subjects.of(name, browser.address)
    count_attempt(db, subjects)
    with db.read() as session:
        person = find_named(session, name)
        row = session.get(Password, person.id if person else 0)  # as many statements for a name nobody has
        kept = row.hash if row else None
    compared = compare(password, kept)
    if not compared.right or person is None or person.id is None:
        _tell_failures(db, subjects, person)
        raise NotAllowed(WRONG)
    with db.write() as session:
        row = session.get(Password, person.id)
        if row is None or row.hash != kept:  # changed meanwhile
            raise NotAllowed(WRONG)
        if compared.anew:
            row.hash = compared.anew
            session.add(row)
        failed = forgive(session, subjects)
        if failed >= TOLD_FROM:
            record(session, person, "signed in after failures", f"person {person.name}", failed=failed)
        return _begin(session, person.id, SessionKind.PASSWORD, browser)


def invited(db: Database, token: str) -> str:
    """Whom an invitation is for, as its maker calls them.

    Raises:
        NotFound: It is not valid.
    """
    return _asked(db, token, LinkKind.INVITATION).name


def accept_invitation(db: Database, token: str, name: str, password: str, browser: Browser) -> str:
    """Become a person by an invitation, with a name and a password; returns the token of a session.

    Raises:
        NotFound: The invitation is not valid, or somebody else used it meanwhile.
        InvalidInput: Name or password cannot be used.
        Conflict: There is somebody of that name.
        TooManyAttempts: Links were tried too often from this address.
    """
    check_password(password, name=name)
    subjects = Subjects.of(token, browser.address)
    count_attempt(db, subjects)
    _asked(db, token, LinkKind.INVITATION)
    hashed = hash_password(password)
    with db.write() as session:
        link = _found(session, token, LinkKind.INVITATION)
        person = add_person(session, SYSTEM, NewPerson(name, link.role))
        number = person.id or 0
        session.add_all(
            ProjectRole(project_id=project, person_id=number, role=role)
            for project, role in roles_of(link).items()
        )
        session.add(Password(person_id=number, hash=hashed))
        end_link(session, link, number)
        record(session, person, "accepted invitation", f"person {person.name}", invited_as=link.name)
        forgive(session, subjects)
        return _begin(session, number, SessionKind.LINK, browser)


def reset_password(db: Database, token: str, password: str, browser: Browser) -> str:
    """Set a password by a link; the token of a new session is returned.

    All sessions and personal tokens of the person end: who had got hold of the account may have made some.

    Raises:
        NotFound: The link is not valid.
        InvalidInput: The password cannot be used.
        TooManyAttempts: Links were tried too often from this address.
    """
    check_password(password, name="")
    subjects = Subjects.of(token, browser.address)
    count_attempt(db, subjects)
    check_password(password, name=_asked(db, token, LinkKind.RESET).name)
    hashed = hash_password(password)
    with db.write() as session:
        link = _found(session, token, LinkKind.RESET)
        person = view_of(session, link.person_id or 0)
        if person is None or person.id is None:
            raise NotFound(NO_GOOD)
        _set(session, person.id, hashed)
        end_link(session, link, person.id)
        end_resets(session, person.id)
        told = end_everything(session, person.id)
        record(session, person, "set password by link", f"person {person.name}", **told)
        forgive(session, subjects)
        return _begin(session, person.id, SessionKind.LINK, browser)


def change_password(db: Database, person: PersonView, old: str, new: str, browser: Browser) -> str:
    """Change one's own password; all else that lets in as this person ends: other sessions, personal tokens.

    This session gets a new token, which is returned.

    Raises:
        NotAllowed: The old password is wrong.
        InvalidInput: The new one cannot be used.
        TooManyAttempts: It was tried too often.
    """
    check_password(new, name=person.name)
    number = person.id or 0
    subjects = Subjects.of(person.name, browser.address)
    count_attempt(db, subjects)
    with db.read() as session:
        row = session.get(Password, number)
        kept = row.hash if row else None
    if not compare(old, kept).right:
        _tell_failures(db, subjects, person)
        raise NotAllowed("The old password is wrong.")
    hashed = hash_password(new)
    with db.write() as session:
        row = session.get(Password, number)
        if row is None or row.hash != kept:
            raise Conflict("The password was changed elsewhere meanwhile; sign in again.")
        _set(session, number, hashed)
        forgive(session, subjects)
        end_resets(session, number)
        told = end_everything(session, number)
        record(session, person, "changed password", f"person {person.name}", **told)
        return _begin(session, number, SessionKind.PASSWORD, browser)


def sign_out_everywhere(session: Session, person: PersonView) -> int:
    """End all of one's own sessions, this one included, and one's tokens; how many sessions there were."""
    told = end_everything(session, person.id or 0)
    record(session, person, "signed out everywhere", f"person {person.name}", **told)
    return told["sessions_ended"]


def without_password(session: Session) -> bool:
    """Whether nobody can sign in yet: an empty studio, or one that was local before."""
    query = select(Password.person_id).join(Person, col(Person.id) == Password.person_id).where(*IS_HERE)
    return session.exec(query.limit(1)).first() is None


def forget_account(session: Session, person_id: int) -> None:
    """Take every way in from somebody who was found to be another person."""
    end_everything(session, person_id)
    end_resets(session, person_id)
    row = session.get(Password, person_id)
    if row is not None:
        session.delete(row)
        session.flush()


def _begin(session: Session, person_id: int, kind: SessionKind, browser: Browser) -> str:
    if browser.token:
        end_session(session, browser.token)
    return start_session(session, person_id, kind, browser.lifetime, browser=browser.agent)


def _set(session: Session, person_id: int, hashed: str) -> None:
    row = session.get(Password, person_id) or Password(person_id=person_id, hash="")
    row.hash, row.changed_at = hashed, now()
    session.add(row)


def _asked(db: Database, token: str, kind: LinkKind) -> SignInLink:
    with db.read() as session:
        return _found(session, token, kind)


def _found(session: Session, token: str, kind: LinkKind) -> SignInLink:
    link = find_link(session, token)
    if link.kind is not kind:
        raise NotFound(NO_GOOD)
    return link


def _tell_failures(db: Database, subjects: Subjects, person: PersonView | None) -> None:
    """Put failed attempts into the audit log, summarised; what was typed may be a password, so no name is."""
    with db.read() as session:
        failed = failures(session, subjects)
    if failed < TOLD_FROM or failed & (failed - 1):
        return
    subject = f"person {person.name}" if person else "a name that nobody has"
    with db.write() as session:
        record(session, SYSTEM, "failed sign-ins", subject, failed=failed)
