"""The tokens page: a token is made, shown once, listed and ended."""

import re

import pytest

from app.ui.access import PICKED
from core.access import Role
from core.sign_in import Scope, bearer_of
from tests.pages.visit import Home, Visit

SECRET = re.compile(r"pst_[A-Za-z0-9_-]{43}")


def made(home: Home, name: str = "Nightly import", role: Role = Role.ANNOTATOR, **more) -> tuple[Visit, str]:
    """A visit that has made a token, and its secret."""
    visit = home.visit(role).go("tokens")
    visit.at.text_input(key="token_name").set_value(name)
    for key, value in more.items():
        visit.at.button_group(key=key).set_value(value)
    visit.submit("Make token")
    (code,) = visit.at.code
    return visit, code.value


def test_nobody_has_a_token_at_first(open_home):
    """The page says what one is for."""
    visit = open_home("sample").visit(Role.ANNOTATOR).go("tokens")
    assert "You have no token." in visit.words
    assert not visit.at.code


def test_a_token_is_shown_until_its_person_has_it_and_never_again(open_home):
    """What stays is how it ends."""
    home = open_home("sample")
    visit, secret = made(home, role=Role.ENGINEER, token_scopes=[Scope.READ, Scope.DATA])
    assert SECRET.fullmatch(secret)
    bearer = home.studio.db.ask(bearer_of, secret)
    assert (bearer.person.id, bearer.token.scopes) == (
        home.person(Role.ENGINEER).id,
        (Scope.READ, Scope.DATA),
    )
    visit.click("token_copied")
    assert not visit.at.code
    assert secret not in visit.words
    row = visit.at.dataframe[0].value.iloc[0].tolist()
    assert row[:5] == ["Nightly import", f"…{secret[-4:]}", "read, data", "just now", "never"]


@pytest.mark.parametrize(("role", "offered"), [(Role.ANNOTATOR, 1), (Role.REVIEWER, 1), (Role.ENGINEER, 3)])
def test_only_what_a_role_can_use_is_offered(open_home, role, offered):
    """A token to add pairs is good for nothing in the hands of somebody who may add none."""
    visit = open_home("sample").visit(role).go("tokens")
    assert len(visit.at.button_group(key="token_scopes").options) == offered


def test_a_token_is_revoked(open_home):
    """It opens nothing any more, and the list says so."""
    home = open_home("sample")
    visit, secret = made(home)
    (standing,) = [home.studio.db.ask(bearer_of, secret).token]
    visit.at.selectbox(key="token_to_revoke").set_value(standing)
    visit.run().click("token_revoke")
    assert home.studio.db.ask(bearer_of, secret) is None
    assert visit.at.dataframe[0].value.iloc[0].tolist()[-1] == "revoked just now"


def test_what_cannot_be_is_said_beside_the_form(open_home):
    """Nothing is made."""
    home = open_home("sample")
    visit = home.visit(Role.ANNOTATOR).go("tokens").submit("Make token")
    assert visit.errors[0].startswith("A token needs a name of 1 to 60 visible characters, such as")
    assert not visit.at.code


def test_one_sees_no_token_of_others(open_home):
    """Not even a lead does."""
    home = open_home("sample")
    made(home)
    assert "You have no token." in home.visit(Role.LEAD).go("tokens").words


def test_the_next_person_in_the_same_window_is_not_shown_it(open_home):
    """Where a name is all it takes, people take turns."""
    home = open_home("sample")
    visit, secret = made(home)
    visit.at.session_state[PICKED] = home.person(Role.LEAD).id
    assert secret not in visit.run().go("tokens").words
