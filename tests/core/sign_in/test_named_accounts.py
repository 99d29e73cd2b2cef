"""Accounts: name and password let their person in, and nothing else does."""

import pytest
from argon2 import PasswordHasher
from sqlmodel import update

from core.access import SYSTEM, AuditEntry, Person, Role, pause_person
from core.db import now
from core.errors import Conflict, InvalidInput, NotAllowed, QuotaExceeded
from core.merge_people import merge_people
from core.sign_in import (
    accept_invitation,
    change_password,
    end_session,
    make_reset,
    reset_password,
    sign_in,
    sign_out_everywhere,
    without_password,
)
from core.sign_in.accounts import WRONG
from core.sign_in.models import Attempts, Password
from core.sign_in.passwords import _turns, as_kept, compare, hash_password
from tests.core.builders import new_person, rows_of
from tests.core.sign_in.scene import AWAY, HOME, PASSWORD, QUICK, arrive, browser, counted, invitation, whose

pytestmark = pytest.mark.usefixtures("quick")
OTHER = "four other long words"


def actions(studio):
    return [(row.action, row.details) for row in rows_of(studio, AuditEntry) if row.action != "manage people"]


def test_name_and_password_let_in(studio):
    """However the name is written; a session that the browser had is over, so that nobody plants one."""
    assert studio.db.ask(without_password)
    ada = arrive(studio)
    planted = sign_in(studio.db, "ada", PASSWORD, browser())
    token = sign_in(studio.db, "  ADA ", PASSWORD, browser(token=planted))
    assert token != planted
    assert (whose(studio, token), whose(studio, planted)) == (ada, None)
    assert not studio.db.ask(without_password)


@pytest.mark.parametrize(
    "password", ["", "three small word", "Three small words", "three small words!", "x" * 5000]
)
def test_another_password_does_not(studio, password):
    """With the same sentence as for a name that nobody has."""
    arrive(studio)
    for name in ("Ada", "Nobody"):
        with pytest.raises(NotAllowed) as refused:
            sign_in(studio.db, name, password, browser())
        assert str(refused.value) == WRONG


def test_whoever_has_no_password_is_nobody(studio):
    """People from before there were accounts, and those who stand for files or the sample."""
    new_person(studio, Role.LEAD, "Lea")
    with pytest.raises(NotAllowed):
        sign_in(studio.db, "Lea", "", browser())
    with studio.db.write() as session:
        link = make_reset(session, SYSTEM, rows_of(studio, Person)[0].id)
    assert whose(studio, reset_password(studio.db, link, PASSWORD, browser())).name == "Lea"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("eleven char", "has 11 characters and needs at least 12"),
        ("  eleven char  ", "has 11 characters"),
        ("a" * 12, "easy to guess"),
        ("ADA  LOVELACE", "easy to guess"),
        ("x" * 300, "at most 256 characters"),
        ("three\nsmall words", "in one line"),
    ],
)
def test_a_password_that_is_no_good_is_refused(studio, password, why):
    """In a sentence, and nobody is made; no rule asks for digits or signs."""
    with pytest.raises(InvalidInput, match=why):
        arrive_with(studio, password)
    assert rows_of(studio, Password) == []


def arrive_with(studio, password):
    accept_invitation(studio.db, invitation(studio), "Ada Lovelace", password, browser())


def test_one_password_typed_in_several_ways_is_one():
    """Composed or not, with a blank of another kind, with one too many at the end from the clipboard."""
    assert as_kept(" schöne lange wörter\n") == as_kept("scho\u0308ne\u00a0lange wo\u0308rter")
    assert as_kept("two  blanks") == "two  blanks"


def test_changing_the_password_asks_for_the_old_one(studio):
    """All other sessions end, and this one gets another token."""
    ada = arrive(studio)
    here, there = (sign_in(studio.db, "Ada", PASSWORD, browser()) for _ in range(2))
    with pytest.raises(NotAllowed, match="old password is wrong"):
        change_password(studio.db, ada, OTHER, OTHER, browser(token=here))
    new = change_password(studio.db, ada, PASSWORD, OTHER, browser(token=here))
    assert [whose(studio, one) for one in (new, here, there)] == [ada, None, None]
    with pytest.raises(NotAllowed):
        sign_in(studio.db, "Ada", PASSWORD, browser())
    assert ("changed password", {"sessions_ended": 3, "tokens_revoked": 0}) in actions(studio)


def test_signing_out_everywhere_ends_every_session(studio):
    """Those of others stay."""
    ada, ben = arrive(studio), arrive(studio, "Ben")
    his = sign_in(studio.db, "Ben", PASSWORD, browser())
    tokens = [sign_in(studio.db, "Ada", PASSWORD, browser()) for _ in range(3)]
    with studio.db.write() as session:
        assert sign_out_everywhere(session, ada) == 4
    assert [whose(studio, one) for one in (*tokens, his)] == [None, None, None, ben]
    assert ("signed out everywhere", {"sessions_ended": 4, "tokens_revoked": 0}) in actions(studio)
    with studio.db.write() as session:
        assert end_session(session, tokens[0]) is None


def test_a_paused_person_may_sign_in_and_do_nothing(studio):
    """Who they are is known, so that the screen can say why."""
    ada = arrive(studio)
    with studio.db.write() as session:
        pause_person(session, SYSTEM, ada.id, paused=True)
    assert whose(studio, sign_in(studio.db, "Ada", PASSWORD, browser())).paused


def test_a_person_who_was_found_to_be_another_signs_in_as_that_one(studio):
    """With that one's password only, under either name."""
    ada, other = arrive(studio), arrive(studio, "A. Lovelace")
    with studio.db.write() as session:
        merge_people(session, SYSTEM, ada.id, other.id)
    assert whose(studio, sign_in(studio.db, "A. Lovelace", PASSWORD, browser())) == ada
    assert len(rows_of(studio, Password)) == 1


def test_failures_are_told_in_the_audit_log_summarised(studio):
    """The eighth, and when they have doubled; never what was typed as a name, which may be a password."""
    arrive(studio)
    for number in range(16):
        with pytest.raises(NotAllowed):
            sign_in(studio.db, "Ada", "wrong", browser(f"198.51.100.{number}"))
        forget_delays(studio)
    told = [details for action, details in actions(studio) if action == "failed sign-ins"]
    assert told == [{"failed": 8}, {"failed": 16}]
    sign_in(studio.db, "Ada", PASSWORD, browser())
    assert ("signed in after failures", {"failed": 16}) in actions(studio)
    assert counted(studio)[0] == 0


def forget_delays(studio):
    """Let the seconds go by for which accounts are closed."""
    with studio.db.write() as session:
        session.exec(update(Attempts).values(open_at=now()))


def test_no_secret_is_kept(studio):
    """Neither password nor token stands in any row, in plain text."""
    arrive(studio)
    token = sign_in(studio.db, "Ada", PASSWORD, browser(AWAY))
    text = studio.settings.database_file.read_bytes()
    wal = studio.settings.home / "studio.db-wal"
    text += wal.read_bytes() if wal.exists() else b""
    assert [secret for secret in (PASSWORD, token, HOME, AWAY) if secret.encode() in text] == []


def test_a_hash_of_other_parameters_is_made_anew(studio, monkeypatch):
    """At the next sign-in, without anybody's doing."""
    arrive(studio)
    (before,) = rows_of(studio, Password)
    more = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: more)
    sign_in(studio.db, "Ada", PASSWORD, browser())
    (after,) = rows_of(studio, Password)
    assert (QUICK.check_needs_rehash(before.hash), more.check_needs_rehash(after.hash)) == (False, False)
    assert before.hash != after.hash


def test_no_more_than_two_are_hashed_at_once(monkeypatch):
    """The next waits a while, and then is told to come again: others want to label."""
    monkeypatch.setattr("core.sign_in.passwords.PATIENCE_S", 0.01)
    taken = [_turns.acquire(blocking=False) for _ in range(2)]
    try:
        with pytest.raises(QuotaExceeded, match="Too many people sign in"):
            hash_password(PASSWORD)
        with pytest.raises(QuotaExceeded):
            compare(PASSWORD, None)
    finally:
        for _ in taken:
            _turns.release()


def test_a_name_that_is_taken_is_refused(studio):
    """The invitation stays good for another name."""
    arrive(studio)
    token = invitation(studio)
    with pytest.raises(Conflict, match="already someone called Ada"):
        accept_invitation(studio.db, token, "ADA", PASSWORD, browser())
    assert whose(studio, accept_invitation(studio.db, token, "Ada B.", PASSWORD, browser())).name == "Ada B."
