"""Links: who may hand over which; each is good once and for a while, and nothing else is good at all."""

from datetime import timedelta

import pytest
from sqlmodel import col, update

from core.access import SYSTEM, Person, Role, act_as, change_role, pause_person, set_project_role
from core.db import now
from core.errors import InvalidInput, NotAllowed, NotFound
from core.sign_in import (
    NewToken,
    Scope,
    accept_invitation,
    bearer_of,
    invited,
    make_reset,
    make_token,
    open_links,
    reset_password,
    revoke_link,
    sign_in,
)
from core.sign_in.links import NO_GOOD
from core.sign_in.models import SignInLink
from tests.core.builders import new_person, new_project, rows_of
from tests.core.sign_in.scene import PASSWORD, arrive, browser, invitation, whose

pytestmark = pytest.mark.usefixtures("quick")
OTHER = "four other long words"


def accept(studio, token, name="Ada"):
    return whose(studio, accept_invitation(studio.db, token, name, PASSWORD, browser()))


def reset(studio, actor, person):
    with studio.db.write() as session:
        return make_reset(session, actor, person.id)


def set_back(studio, **values):
    with studio.db.write() as session:
        session.exec(update(SignInLink).where(col(SignInLink.ended_at).is_(None)).values(**values))


def links(studio, actor):
    with studio.db.read() as session:
        act_as(session, actor)
        return [one.name for one in open_links(session)]


@pytest.fixture
def lead(studio):
    """Somebody who leads one project of two."""
    led, other = new_project(studio, "Led"), new_project(studio, "Other")
    lea = arrive(studio, "Lea", roles={led.id: Role.LEAD})
    return lea, led.id, other.id


def test_an_invitation_makes_a_person_with_its_roles(studio, lead):
    """In its projects and no other; the one who comes may correct the name."""
    lea, led, _ = lead
    token = invitation(studio, lea, name="ada?", roles={led: Role.REVIEWER})
    assert invited(studio.db, token) == "ada?"
    ada = accept(studio, token)
    assert (ada.name, ada.role, ada.roles) == ("Ada", None, {led: Role.REVIEWER})


@pytest.mark.parametrize("given", [{"role": Role.ANNOTATOR}, {"role": Role.LEAD}])
def test_a_role_everywhere_is_an_admins_to_give(studio, lead, given):
    """A lead of one project gives none, and an admin every one."""
    lea, led, _ = lead
    with pytest.raises(NotAllowed):
        invitation(studio, lea, roles={led: Role.ANNOTATOR}, **given)
    assert (
        accept(studio, invitation(studio, new_person(studio, Role.LEAD, "Boss"), **given)).role
        == given["role"]
    )


@pytest.mark.parametrize("role", Role)
def test_a_role_in_a_project_is_its_leads_to_give(studio, lead, role):
    """Not in another project beside it, of which they need not know; nobody below gives any."""
    lea, led, other = lead
    with pytest.raises(NotFound, match=f"There is no project number {other}"):
        invitation(studio, lea, roles={led: role, other: role})
    ada = accept(studio, invitation(studio, lea, roles={led: role}))
    if role is not Role.LEAD:
        with pytest.raises(NotAllowed):
            invitation(studio, ada, roles={led: Role.ANNOTATOR})
    assert len(rows_of(studio, Person)) == 2


@pytest.mark.parametrize("given", [{"name": "  "}, {"roles": {}}, {"days": 0}, {"days": 365}])
def test_an_invitation_that_says_too_little_is_refused(studio, given):
    """For whom, as what, how long."""
    with pytest.raises(InvalidInput):
        invitation(studio, **given)


def test_a_used_link_is_good_for_nothing(studio):
    """Neither for the name that used it nor for another."""
    token = invitation(studio)
    accept(studio, token)
    for name in ("Ada", "Ben"):
        with pytest.raises(NotFound) as refused:
            accept(studio, token, name)
        assert str(refused.value) == NO_GOOD
    assert len(rows_of(studio, Person)) == 1


def test_an_expired_link_is_good_for_nothing(studio):
    """Of either kind."""
    ada = arrive(studio)
    tokens = [invitation(studio, name="Ben"), reset(studio, SYSTEM, ada)]
    set_back(studio, expires_at=now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        accept(studio, tokens[0], "Ben")
    with pytest.raises(NotFound):
        reset_password(studio.db, tokens[1], OTHER, browser())
    assert studio.db.ask(open_links) == []


def test_a_forged_link_is_good_for_nothing(studio):
    """Nor is what the database has of it, nor a link of the other kind."""
    ada = arrive(studio)
    invited_by, reset_by = invitation(studio, name="Ben"), reset(studio, SYSTEM, ada)
    kept = rows_of(studio, SignInLink)[-1].token_hash
    for token in ("", "x", invited_by[:-1], invited_by.swapcase(), kept, kept[:43], reset_by):
        with pytest.raises(NotFound):
            accept(studio, token, "Ben")
    with pytest.raises(NotFound):
        reset_password(studio.db, invited_by, OTHER, browser())
    assert invited_by not in str(rows_of(studio, SignInLink))


def test_a_link_is_revoked_by_whoever_could_have_made_it(studio, lead):
    """Another lead's too, and an admin any; it is listed for those and no others."""
    lea, led, other = lead
    boss = new_person(studio, Role.LEAD, "Boss")
    ours = invitation(studio, boss, name="Ours", roles={led: Role.ANNOTATOR})
    invitation(studio, boss, name="Theirs", roles={other: Role.ANNOTATOR})
    invitation(studio, boss, name="Everywhere")
    assert links(studio, lea) == ["Ours"]
    assert links(studio, boss) == ["Everywhere", "Theirs", "Ours"]
    assert links(studio, arrive(studio)) == []
    theirs, mine = (one.id for one in studio.db.ask(open_links)[1:])
    with pytest.raises(NotFound), studio.db.write() as session:
        revoke_link(session, lea, theirs)
    with studio.db.write() as session:
        revoke_link(session, lea, mine)
    assert links(studio, boss) == ["Everywhere", "Theirs"]
    with pytest.raises(NotFound):
        accept(studio, ours, "Ben")


@pytest.mark.parametrize("what", ["demoted", "paused"])
def test_what_a_former_lead_handed_out_ends_with_their_lead(studio, lead, what):
    """Otherwise a link in a drawer would bring them back."""
    lea, led, _ = lead
    token = invitation(studio, lea, roles={led: Role.LEAD})
    with studio.db.write() as session:
        if what == "paused":
            pause_person(session, SYSTEM, lea.id, paused=True)
        else:
            set_project_role(session, SYSTEM, lea.id, led, Role.ANNOTATOR)
    with pytest.raises(NotFound):
        accept(studio, token)


def test_a_reset_sets_the_password_and_ends_all_sessions_and_tokens(studio):
    """A second link makes the first good for nothing, and so does its use."""
    ada = arrive(studio)
    with studio.db.write() as session:
        secret = make_token(session, ada, ada.id, NewToken("script", (Scope.READ,), 1)).secret
    old = sign_in(studio.db, "Ada", PASSWORD, browser())
    first, second = reset(studio, SYSTEM, ada), reset(studio, SYSTEM, ada)
    with pytest.raises(NotFound):
        reset_password(studio.db, first, OTHER, browser())
    token = reset_password(studio.db, second, OTHER, browser())
    assert (whose(studio, token), whose(studio, old)) == (ada, None)
    assert studio.db.ask(bearer_of, secret) is None
    with pytest.raises(NotFound):
        reset_password(studio.db, second, PASSWORD, browser())
    with pytest.raises(NotAllowed):
        sign_in(studio.db, "Ada", PASSWORD, browser())


def test_a_lead_resets_whom_they_could_be(studio, lead):
    """Whoever hands over a link could use it: none leads into an admin's account, or another project."""
    lea, led, other = lead
    ada = arrive(studio, "Ada", roles={led: Role.ANNOTATOR})
    both = arrive(studio, "Both", roles={led: Role.ANNOTATOR, other: Role.ANNOTATOR})
    everywhere = arrive(studio, "Everywhere")
    boss = arrive(studio, "Boss", role=Role.LEAD)
    assert reset(studio, lea, ada)
    for one in (both, everywhere, boss):
        with pytest.raises(NotAllowed, match="may reach an admin"):
            reset(studio, lea, one)
        assert reset(studio, boss, one)
    with pytest.raises(NotAllowed):
        reset(studio, ada, lea)


def test_a_reset_is_for_the_one_they_were(studio, lead):
    """Somebody who became an admin since is not to be had with a lead's link."""
    lea, led, _ = lead
    ada = arrive(studio, "Ada", roles={led: Role.ANNOTATOR})
    token = reset(studio, lea, ada)
    with studio.db.write() as session:
        change_role(session, SYSTEM, ada.id, Role.LEAD)
    with pytest.raises(NotFound):
        reset_password(studio.db, token, OTHER, browser())


def test_nobody_has_no_reset(studio):
    """A number that is no person's."""
    with studio.db.write() as session, pytest.raises(NotFound):
        make_reset(session, SYSTEM, 99)
