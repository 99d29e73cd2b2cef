"""``prefstudio invite``: the first admin comes in by a link of the terminal, and whoever lost a password."""

import pytest

from app.ui.resources import studio as opened
from core.access import Role
from core.services import open_studio
from core.settings import load_settings
from core.sign_in import accept_invitation, reset_password, sign_in
from tests.core.builders import new_project
from tests.core.sign_in.scene import PASSWORD, QUICK, browser, whose

URL = "https://studio.example.org"
OTHER = "four other long words"


@pytest.fixture
def studio(home, monkeypatch):
    """A studio of accounts with the sample, as the command opens it."""
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)
    monkeypatch.setenv("PREFSTUDIO_SIGN_IN", "accounts")
    monkeypatch.setenv("PREFSTUDIO_URL", URL)
    opened.clear()
    found = open_studio(load_settings())
    yield found
    found.close()


def token(ran, kind):
    """The token of the link that a command printed, alone on standard output so that it can be piped."""
    assert (ran.status, ran.out.count("\n")) == (0, 1), ran
    link, found, secret = ran.out.strip().partition(f"/#{kind}=")
    assert (link, bool(found)) == (URL, True)
    return secret


def test_the_first_admin(studio, prefstudio):
    """Leads everything; how long the link is good is said beside it."""
    ran = prefstudio("invite", "Boss", "--admin", "--days", 1)
    assert "good once, for 1 day" in ran.err
    came = accept_invitation(studio.db, token(ran, "invitation"), "Boss", PASSWORD, browser())
    assert whose(studio, came).is_admin


def test_somebody_in_a_project(studio, prefstudio):
    """In the role that is said, there and nowhere else."""
    project = new_project(studio, "Posts")
    link = token(prefstudio("invite", "Ada", "--project", "Posts", "--role", "reviewer"), "invitation")
    ada = whose(studio, accept_invitation(studio.db, link, "Ada", PASSWORD, browser()))
    assert (ada.role, ada.roles) == (None, {project.id: Role.REVIEWER})


def test_whoever_is_there_already_gets_a_link_that_sets_the_password(studio, prefstudio):
    """The way back for an admin who has forgotten theirs, and the first password of people from before."""
    came = accept_invitation(
        studio.db, token(prefstudio("invite", "Boss", "--admin"), "invitation"), "Boss", PASSWORD, browser()
    )
    again = token(prefstudio("invite", "boss", "--admin"), "reset")
    reset_password(studio.db, again, OTHER, browser())
    assert whose(studio, came) is None
    assert whose(studio, sign_in(studio.db, "Boss", OTHER, browser())).role is Role.LEAD


@pytest.mark.parametrize(
    ("arguments", "why"), [(["--days", "5"], "1, 3, 7, 14 days"), (["--project", "X"], "X")]
)
def test_what_cannot_be_is_refused(studio, prefstudio, arguments, why):
    """In a sentence; nothing is made."""
    extra = ["--admin"] if "--days" in arguments else []
    assert why in prefstudio("invite", "Ada", *arguments, *extra).refusal


def test_another_way_knows_no_invitations(home, prefstudio):
    """The refusal says what to set."""
    assert "PREFSTUDIO_SIGN_IN=accounts" in prefstudio("invite", "Boss", "--admin").refusal
