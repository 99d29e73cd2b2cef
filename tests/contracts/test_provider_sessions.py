"""A sign-in begins right after the provider's word, on either database; a replayed cookie opens nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.access import SYSTEM, Role
from core.db import now
from core.errors import NotAllowed
from core.sign_in.providers import (
    Identity,
    ProviderSession,
    Rules,
    Standing,
    end_sign_ins_of,
    keep_alive,
    let_in,
    sign_out,
    sign_out_everywhere,
)
from tests.core.builders import rows_of
from tests.core.provider_accounts import claims, come, find, waiting_id


def test_every_sign_in_is_one_session_however_many_tabs(any_studio):
    for who in (claims(nonce="one"), claims(nonce="one"), claims(nonce="two")):
        assert come(any_studio, who).standing is Standing.IN
    assert len(rows_of(any_studio, ProviderSession)) == 2


def test_nothing_is_known_before_it_began(any_studio):
    come(any_studio, claims(nonce="one"))
    assert find(any_studio, claims(nonce="two")).standing is Standing.UNKNOWN


@pytest.mark.parametrize("age", [timedelta(minutes=16), timedelta(days=20), -timedelta(minutes=16)])
def test_an_old_word_begins_none(any_studio, age):
    assert come(any_studio, claims(age=age)).standing is Standing.SIGNED_OUT
    assert rows_of(any_studio, Identity) == []


def test_a_word_without_a_nonce_begins_none(any_studio):
    assert come(any_studio, claims(nonce="")).standing is Standing.SIGNED_OUT


def test_signed_out_is_out_even_with_the_cookie(any_studio):
    come(any_studio, claims(nonce="one"))
    come(any_studio, claims(nonce="two"))
    with any_studio.db.write() as session:
        sign_out(session, claims(nonce="one"))
    assert find(any_studio, claims(nonce="one")).standing is Standing.SIGNED_OUT
    assert come(any_studio, claims(nonce="one")).standing is Standing.SIGNED_OUT
    assert find(any_studio, claims(nonce="two")).standing is Standing.IN


def test_signed_out_everywhere(any_studio):
    person = come(any_studio, claims(nonce="one")).person
    come(any_studio, claims(nonce="two"))
    come(any_studio, claims("Ben"))
    with any_studio.db.write() as session:
        sign_out_everywhere(session, person.id)
    gone = [find(any_studio, claims(nonce=nonce)).standing for nonce in ("one", "two")]
    assert gone == [Standing.SIGNED_OUT] * 2
    assert find(any_studio, claims("Ben")).standing is Standing.WAITING
    assert come(any_studio, claims(nonce="three")).standing is Standing.IN


@pytest.mark.parametrize(
    ("began", "used", "standing"),
    [(13, 0, Standing.IN), (15, 0, Standing.SIGNED_OUT), (13, 2, Standing.SIGNED_OUT)],
)
def test_it_ends_idle_and_in_any_case(any_studio, began, used, standing):
    come(any_studio, claims())
    moments = {"began_at": now() - timedelta(days=began), "used_at": now() - timedelta(days=used)}
    with any_studio.db.write() as session:
        session.exec(update(ProviderSession).values(**moments))
    assert find(any_studio, claims()).standing is standing


def test_work_keeps_it_alive(any_studio):
    come(any_studio, claims())
    with any_studio.db.write() as session:
        session.exec(update(ProviderSession).values(used_at=now() - timedelta(hours=23)))
        keep_alive(session, claims())
    [row] = rows_of(any_studio, ProviderSession)
    assert now() - row.used_at < timedelta(minutes=1)


def test_rows_of_long_ago_go_with_the_next_sign_in(any_studio):
    come(any_studio, claims(nonce="one"))
    with any_studio.db.write() as session:
        session.exec(update(ProviderSession).values(began_at=now() - timedelta(days=16)))
    come(any_studio, claims(nonce="two"))
    assert len(rows_of(any_studio, ProviderSession)) == 1
    assert come(any_studio, claims(nonce="one", age=timedelta(days=16))).standing is Standing.SIGNED_OUT


def test_who_waits_is_in_once_let_in_without_signing_in_again(any_studio):
    come(any_studio, claims("Ben"))
    account = waiting_id(any_studio)
    with any_studio.db.write() as session:
        let_in(session, SYSTEM, account, everywhere=Role.ANNOTATOR)
    assert find(any_studio, claims("Ben", age=timedelta(hours=5))).standing is Standing.IN


def test_where_every_request_is_signed_there_are_none(any_studio):
    """The Identity-Aware Proxy: no nonce, and the header's own age is asked elsewhere."""
    rules = Rules(frozenset({"*"}), frozenset(), Role.ANNOTATOR)
    who = claims(nonce="", iss="https://cloud.google.com/iap", sub="accounts.google.com:7")
    assert come(any_studio, who, rules).standing is find(any_studio, who, rules).standing is Standing.IN
    assert rows_of(any_studio, ProviderSession) == []


def test_an_admin_ends_the_sign_ins_of_somebody_and_nobody_else_does(any_studio):
    ada = come(any_studio, claims("Ada")).person
    come(any_studio, claims("Ben"))
    account = waiting_id(any_studio)
    with any_studio.db.write() as session:
        ben = let_in(session, ada, account, everywhere=Role.ENGINEER)
    with pytest.raises(NotAllowed), any_studio.db.write() as session:
        end_sign_ins_of(session, ben, ada.id)
    with any_studio.db.write() as session:
        end_sign_ins_of(session, ada, ben.id)
    assert find(any_studio, claims("Ben")).standing is Standing.SIGNED_OUT
    assert find(any_studio, claims("Ada")).standing is Standing.IN
    assert come(any_studio, claims("Ben", nonce="two")).standing is Standing.IN
