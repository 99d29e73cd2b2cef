"""Whoever is signed out everywhere has no token left either: one may have been made by somebody else."""

import pytest

from core.access import SYSTEM, Role
from core.sign_in import (
    NewToken,
    Scope,
    bearer_of,
    change_password,
    end_sessions_of,
    make_reset,
    make_token,
    reset_password,
    sign_out_everywhere,
)
from core.sign_in.providers import end_sign_ins_of
from tests.core.sign_in.scene import PASSWORD, arrive, browser

OTHER = "four other long words"


def by_themselves(studio, ada, lea):
    with studio.db.write() as session:
        sign_out_everywhere(session, ada)


def by_a_new_password(studio, ada, lea):
    change_password(studio.db, ada, PASSWORD, OTHER, browser())


def by_a_link(studio, ada, lea):
    with studio.db.write() as session:
        token = make_reset(session, SYSTEM, ada.id)
    reset_password(studio.db, token, OTHER, browser())


def by_an_admin(studio, ada, lea):
    with studio.db.write() as session:
        end_sessions_of(session, lea, ada.id)


def by_an_admin_at_the_provider(studio, ada, lea):
    with studio.db.write() as session:
        end_sign_ins_of(session, lea, ada.id)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "end", [by_themselves, by_a_new_password, by_a_link, by_an_admin, by_an_admin_at_the_provider]
)
def test_tokens_end_with_the_sessions(studio, end):
    """Those of others stay."""
    ada, lea = arrive(studio), arrive(studio, "Lea", role=Role.LEAD)
    with studio.db.write() as session:
        hers, leas = (
            make_token(session, one, one.id, NewToken("program", [Scope.READ])).secret for one in (ada, lea)
        )
    assert studio.db.ask(bearer_of, hers)
    end(studio, ada, lea)
    assert studio.db.ask(bearer_of, hers) is None
    assert studio.db.ask(bearer_of, leas)
