"""Sessions: whose they are, what makes them end, and that nothing but the token of one lets anybody in."""

from datetime import timedelta

import pytest
from sqlmodel import update

from core.access import SYSTEM, Role, change_role, pause_person, set_project_role
from core.db import now
from core.merge_people import merge_people
from core.sign_in import (
    Lifetime,
    SessionKind,
    SignInSession,
    end_all_sessions,
    end_session,
    note_seen,
    open_sessions,
    session_person,
    start_session,
    token_hash,
)
from core.sign_in.sessions import browser_words
from tests.core.builders import new_person, new_project, rows_of, statements

LIFETIME = Lifetime(idle=timedelta(hours=24), most=timedelta(days=14))


def sign_in(studio, person, browser=""):
    with studio.db.write() as session:
        return start_session(session, person.id, SessionKind.PASSWORD, LIFETIME, browser=browser)


def whose(studio, token, lifetime=LIFETIME):
    found = studio.db.ask(session_person, token, lifetime)
    return found.person if found else None


def set_back(studio, **values):
    """Let time go by for all sessions."""
    with studio.db.write() as session:
        session.exec(update(SignInSession).values(**values))


def test_a_session_is_its_persons_with_their_roles_of_now(studio):
    """What a lead changes counts at the next question; asked for in one statement."""
    ada = new_person(studio)
    project = new_project(studio)
    token = sign_in(studio, ada)
    assert whose(studio, token) == ada
    with studio.db.write() as session:
        change_role(session, SYSTEM, ada.id, None)
        set_project_role(session, SYSTEM, ada.id, project.id, Role.REVIEWER)
    with statements(studio.db) as sent:
        now_she_is = whose(studio, token)
    assert len(sent) == 1
    assert (now_she_is.role, now_she_is.roles) == (None, {project.id: Role.REVIEWER})
    with studio.db.write() as session:
        pause_person(session, SYSTEM, ada.id, paused=True)
    assert whose(studio, token).paused


def test_two_sessions_of_one_person_are_apart(studio):
    """Ending one leaves the other; ending all but one leaves that."""
    ada = new_person(studio)
    here, there = sign_in(studio, ada), sign_in(studio, ada)
    with studio.db.write() as session:
        assert end_session(session, here) == ada.id
        assert end_session(session, here) is None
    assert (whose(studio, here), whose(studio, there)) == (None, ada)
    here = sign_in(studio, ada)
    with studio.db.write() as session:
        assert end_all_sessions(session, ada.id, but=here) == 1
    assert (whose(studio, here), whose(studio, there)) == (ada, None)


def test_only_the_token_lets_in(studio):
    """The database has its hash, which is no token, and neither is anything else."""
    ada = new_person(studio)
    token = sign_in(studio, ada)
    (row,) = rows_of(studio, SignInSession)
    assert row.token_hash == token_hash(token)
    assert token not in str(row)
    others = [
        "",
        token[:-1],
        token + "A",
        token.swapcase(),
        row.token_hash,
        row.token_hash[:43],
        "ü" * 43,
        "1",
    ]
    assert [whose(studio, one) for one in others] == [None] * len(others)


@pytest.mark.parametrize(
    "past",
    [{"last_seen": now() - timedelta(hours=25)}, {"expires_at": now() - timedelta(seconds=1)}],
    ids=["idle", "old"],
)
def test_time_ends_a_session(studio, past):
    """After hours without anything done in it, and after days in any case; the next sign-in removes it."""
    ada = new_person(studio)
    token = sign_in(studio, ada)
    set_back(studio, **past)
    assert whose(studio, token) is None
    assert studio.db.ask(open_sessions, ada.id, LIFETIME) == []
    sign_in(studio, ada)
    assert len(rows_of(studio, SignInSession)) == 1


def test_that_a_session_is_in_use_is_noted_once_a_minute(studio):
    """A click costs no write; an hour later one does, and the session goes on."""
    ada = new_person(studio)
    token = sign_in(studio, ada)
    found = studio.db.ask(session_person, token, LIFETIME)
    assert not found.is_due
    set_back(studio, last_seen=now() - timedelta(hours=23))
    found = studio.db.ask(session_person, token, LIFETIME)
    assert found.is_due
    note_seen(studio.db, found.session_id)
    assert not studio.db.ask(session_person, token, LIFETIME).is_due


def test_whoever_is_gone_is_nobody(studio):
    """A person found to be another signs in anew, as that one."""
    ada, ben = new_person(studio), new_person(studio, name="Ben")
    token = sign_in(studio, ben)
    with studio.db.write() as session:
        merge_people(session, SYSTEM, ada.id, ben.id)
    assert whose(studio, token) is None
    assert rows_of(studio, SignInSession) == []


def test_a_person_sees_where_they_are_signed_in(studio):
    """The latest use first; nobody else's."""
    ada, ben = new_person(studio), new_person(studio, name="Ben")
    sign_in(studio, ada, "curl/8.5.0")
    set_back(studio, last_seen=now() - timedelta(hours=1))
    sign_in(studio, ada, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    sign_in(studio, ben)
    seen = studio.db.ask(open_sessions, ada.id, LIFETIME)
    assert [one.browser for one in seen] == ["Firefox on Linux", "curl/8.5.0"]


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/140.0", "Edge on Windows"),
        (SAFARI, "Safari on iOS"),
        ("", ""),
        ("x" * 500, "x" * 120),
        ("a\x1b[31m\nb", "a[31mb"),
    ],
)
def test_a_browser_is_named_in_words(agent, words):
    """What says so itself may say anything, of any length."""
    assert browser_words(agent) == words
