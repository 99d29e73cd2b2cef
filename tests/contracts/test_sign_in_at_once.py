"""Signing in when several do so at once, on both databases: each link once, each attempt counted."""

import pytest
from sqlmodel import update

from core.access import SYSTEM, Person
from core.db import now
from core.errors import StudioError
from core.sign_in import TooManyAttempts, accept_invitation, make_reset, reset_password, sign_in
from core.sign_in.attempts import ACCOUNT, ADDRESS, FORGOTTEN_AFTER, Rule, Subjects, count_attempt, network_of
from core.sign_in.models import Attempts, SignInSession
from tests.core.builders import rows_of
from tests.core.sign_in.scene import AWAY, HOME, PASSWORD, QUICK, arrive, browser, counted, invitation
from tests.core.threads import at_once

MANY = 8


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Argon2 with the least parameters it takes."""
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)


def tried(action, *args):
    """What an action gave, or its refusal."""

    def one():
        try:
            return action(*args)
        except StudioError as error:
            return error

    return one


def went_well(results):
    return [one for one in results if not isinstance(one, StudioError)]


def count(studio, name="Ada", address=HOME):
    return tried(count_attempt, studio.db, Subjects.of(name, address))


def go_on(studio):
    """Let the seconds go by for which subjects are closed."""
    with studio.db.write() as session:
        session.exec(update(Attempts).values(open_at=now()))


def test_an_invitation_that_is_used_twice_at_once_makes_one_person(any_studio):
    """Of several who come with it in the same moment, from several addresses, one is let in."""
    token = invitation(any_studio)
    came = at_once(
        *(
            tried(accept_invitation, any_studio.db, token, f"Ada {n}", PASSWORD, browser(f"198.51.100.{n}"))
            for n in range(4)
        )
    )
    assert len(went_well(came)) == 1
    assert len(rows_of(any_studio, Person)) == 1
    assert len(rows_of(any_studio, SignInSession)) == 1


def test_a_reset_that_is_used_twice_at_once_sets_one_password(any_studio):
    """The other is told that the link is no good, and its password lets nobody in."""
    ada = arrive(any_studio)
    with any_studio.db.write() as session:
        token = make_reset(session, SYSTEM, ada.id)
    words = [f"several new words {n}" for n in range(2)]
    came = at_once(*(tried(reset_password, any_studio.db, token, word, browser(AWAY)) for word in words))
    assert len(went_well(came)) == 1
    let_in = [tried(sign_in, any_studio.db, "Ada", word, browser())() for word in words]
    assert [isinstance(one, StudioError) for one in let_in] == [isinstance(one, StudioError) for one in came]


def test_attempts_at_once_are_no_way_round(any_studio):
    """As many as are free go through, however many come together, from one address or from each its own."""
    came = at_once(*(count(any_studio, address=f"198.51.100.{n}") for n in range(MANY)))
    assert len(went_well(came)) == ACCOUNT.free + 1
    assert {type(one) for one in came} == {type(None), TooManyAttempts}
    assert counted(any_studio)[-1] == ACCOUNT.free + 1


def test_a_stranger_delays_an_owner_by_seconds_and_locks_nobody_out(any_studio):
    """Once their address is closed it does not count against the account; the owner comes from another."""
    arrive(any_studio)
    for _ in range(ADDRESS.free + 5):  # each time the stranger waits till the account opens
        count(any_studio, address=AWAY)()
        with any_studio.db.write() as session:
            session.exec(update(Attempts).where(Attempts.subject == subject("Ada")).values(open_at=now()))
    with any_studio.db.read() as session:
        account = session.get(Attempts, subject("Ada"))
    assert account.count == ADDRESS.free + 1
    refused = tried(sign_in, any_studio.db, "Ada", PASSWORD, browser(HOME))()
    assert not isinstance(refused, TooManyAttempts)


def subject(name):
    return Subjects.of(name, HOME).account


def test_the_delay_doubles_up_to_a_most():
    """And begins after the free ones."""
    rule = Rule(free=2, most_seconds=10)
    assert [rule.closed_for(n).total_seconds() for n in range(8)] == [0, 0, 0, 1, 2, 4, 8, 10]
    assert rule.closed_for(10_000).total_seconds() == 10


def test_whoever_signs_in_well_gets_the_attempt_back(any_studio):
    """A laboratory behind one address signs in every morning; the account begins anew."""
    arrive(any_studio)
    for _ in range(ADDRESS.free + 10):
        sign_in(any_studio.db, "Ada", PASSWORD, browser())
    assert set(counted(any_studio)) == {0}


def test_one_good_account_opens_no_way_to_others(any_studio):
    """Its sign-ins give an address back what they took, and nothing of what failed there."""
    arrive(any_studio)
    for n in range(5):
        tried(sign_in, any_studio.db, f"Victim {n}", "wrong words", browser())()
        sign_in(any_studio.db, "Ada", PASSWORD, browser())
    with any_studio.db.read() as session:
        assert session.get(Attempts, Subjects.of("", HOME).address).count == 5


def test_attempts_are_forgotten_after_an_hour(any_studio):
    """The table stays as small as the last hour was."""
    for n in range(5):
        count(any_studio, name=f"Name {n}", address=f"198.51.100.{n}")()
    with any_studio.db.write() as session:
        session.exec(update(Attempts).values(last_at=now() - FORGOTTEN_AFTER * 2))
    count(any_studio)()
    assert len(rows_of(any_studio, Attempts)) == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_of_ipv6_a_network_counts(address, network):
    """Whoever has one address of 64 bits has all."""
    assert network_of(address) == network
