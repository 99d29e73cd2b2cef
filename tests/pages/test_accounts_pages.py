"""Pages where people sign in with accounts: who is there is asked at every click, of the session."""

import pytest

from app.ui.resources import studio
from app.ui.state import VISIT
from core.access import SYSTEM, AuditEntry, Person, Role, pause_person, set_project_role
from core.sign_in import accept_invitation, end_all_sessions, sign_in
from core.sign_in.models import SignInLink, SignInSession
from tests.core.builders import everything, rows_of
from tests.core.sign_in.scene import PASSWORD, QUICK, arrive, browser
from tests.pages.visit import Visit

URL = "https://studio.example.org"


@pytest.fixture
def team(open_home, monkeypatch):
    """The sample in a studio of accounts, with an admin, a lead of its project, and an annotator there."""
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)
    monkeypatch.setenv("PREFSTUDIO_SIGN_IN", "accounts")
    monkeypatch.setenv("PREFSTUDIO_URL", URL)
    home = open_home("sample")
    number = home.project.id
    arrive(home.studio, "Boss", role=Role.LEAD)
    arrive(home.studio, "Lea", roles={number: Role.LEAD})
    arrive(home.studio, "Ada", roles={number: Role.ANNOTATOR})
    return home


@pytest.fixture
def cookie(monkeypatch):
    """The token that the browser came with; AppTest has no cookies."""
    here = {"token": ""}
    monkeypatch.setattr("app.ui.ways.accounts.token_here", lambda _settings: here["token"])
    return here


def visit(team, cookie, name):
    """Sign in, and open the studio."""
    cookie["token"] = sign_in(team.studio.db, name, PASSWORD, browser())
    return Visit()


def person(team, name):
    return next(one for one in rows_of(team.studio, Person) if one.name == name)


def is_signed_out(visit):
    return not visit.at.sidebar.button and [one.value for one in visit.at.title] == ["Preference Studio"]


@pytest.mark.parametrize("token", ["", "A" * 43, "x", "1"])
def test_nobody_without_a_session(team, cookie, token):
    """No name to pick, and no page but the form; the cookie of a picked name does not count here."""
    cookie["token"] = token
    seen = Visit(team.person(Role.LEAD))
    assert is_signed_out(seen)
    assert not [one for one in seen.at.button if str(one.key).startswith("pick_")]
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        seen.go("people")


def test_a_person_sees_their_project_and_account(team, cookie):
    """In the role they have there."""
    ada = visit(team, cookie, "Ada")
    assert "Ada · :gray[annotator]" in ada.words
    assert ada.go("account").at.title[0].value == "Your account"
    assert ada.at.dataframe[0].value.iloc[0].tolist()[0] == "curl/8"
    with pytest.raises(ValueError, match="Could not find"):
        ada.go("people")


def test_a_role_change_counts_at_the_next_click(team, cookie):
    """Without signing in again; and so does the end of it."""
    ada = visit(team, cookie, "Ada")
    number = person(team, "Ada").id
    with team.studio.db.write() as session:
        set_project_role(session, SYSTEM, number, team.project.id, Role.ENGINEER)
    assert ada.run().go("datasets").at.title[0].value == "Data sets"
    with team.studio.db.write() as session:
        set_project_role(session, SYSTEM, number, team.project.id, None)
    assert "There is no project for you yet" in ada.run().words


@pytest.mark.parametrize("how", ["signed out elsewhere", "paused"])
def test_whoever_is_out_does_nothing_more(team, cookie, how):
    """A button of a page that is still open writes nothing, and what comes is the sign-in or why."""
    lea = visit(team, cookie, "Lea").go("people")
    lea.at.text_input(key="invite_name").set_value("Eve")
    with team.studio.db.write() as session:
        if how == "paused":
            pause_person(session, SYSTEM, person(team, "Lea").id, paused=True)
        else:
            end_all_sessions(session, person(team, "Lea").id)
    before = everything(team.studio)
    lea.submit("Make a link")
    assert everything(team.studio) == before
    if how == "paused":
        assert [one.value for one in lea.at.warning] == [
            "A lead has paused the access of Lea; ask them to end that\\."
        ]
    else:
        assert is_signed_out(lea)
    assert VISIT not in lea.at.session_state


def test_signing_out_ends_the_session_and_forgets_what_the_page_held(team, cookie):
    """The same tab shows nothing of it to whoever comes next."""
    boss = visit(team, cookie, "Boss").go("people")
    boss.at.text_input(key="invite_name").set_value("Eve")
    boss.click("sign_out")
    assert is_signed_out(boss)
    assert "invite_name" not in boss.at.session_state
    assert person(team, "Boss").id not in {one.person_id for one in rows_of(team.studio, SignInSession)[-1:]}


def test_signing_out_everywhere(team, cookie):
    """From the account page: every session of the person, and no other."""
    others = len(rows_of(team.studio, SignInSession))
    ada = visit(team, cookie, "Ada").go("account")
    assert is_signed_out(ada.click("sign_out_everywhere"))
    assert len(rows_of(team.studio, SignInSession)) == others - 1


def test_a_lead_invites_into_their_project(team, cookie):
    """The link is shown once; it is listed without what makes it work, and can be revoked."""
    lea = visit(team, cookie, "Lea").go("people")
    lea.at.text_input(key="invite_name").set_value("Ben")
    lea.submit("Make a link")
    (link,) = [one.value for one in lea.at.code]
    assert link.startswith(f"{URL}/#invitation=")
    assert not lea.click("link_done").at.code
    assert "Ben: annotator in “Sample: summarise posts”; made by Lea just now" in lea.words
    assert link.partition("=")[2] not in lea.words + str(rows_of(team.studio, AuditEntry))
    (row,) = (one for one in rows_of(team.studio, SignInLink) if one.ended_at is None)
    lea.click(f"revoke_{row.id}")
    assert "No link is open" in lea.words


@pytest.mark.parametrize("how", ["used", "page left"])
def test_a_link_is_on_the_page_while_it_is_good_and_the_page_is_open(team, cookie, how):
    """Neither after its use, nor on the next visit, is there anything left to copy."""
    lea = visit(team, cookie, "Lea").go("people")
    lea.at.text_input(key="invite_name").set_value("Ben")
    (link,) = [one.value for one in lea.submit("Make a link").at.code]
    assert [one.value for one in lea.run().at.code] == [link]
    if how == "used":
        accept_invitation(team.studio.db, link.partition("=")[2], "Ben", PASSWORD, browser())
        assert not lea.run().at.code
    else:
        assert not lea.go("home").go("people").at.code


def test_a_lead_sees_and_changes_those_of_their_project_only(team, cookie):
    """Neither roles in every project nor pauses are theirs to give, nor an admin's account to reach into."""
    arrive(team.studio, "Stranger", roles={99: Role.ANNOTATOR})
    lea = visit(team, cookie, "Lea").go("people")
    assert "Stranger" not in lea.words
    lea.at.selectbox(key="person_chosen").set_value(person(team, "Ada").id)
    lea.run()
    admins = ("pause_", f"role_{person(team, 'Ada').id}_")
    assert not [one.key for one in [*lea.at.button, *lea.at.selectbox] if str(one.key).startswith(admins)]
    assert [one.key for one in lea.at.button if str(one.key).startswith("reset_")]
    lea.at.selectbox(key="person_chosen").set_value(person(team, "Boss").id)
    assert not [one for one in lea.run().at.button if str(one.key).startswith("reset_")]
    key = f"role_in_{team.project.id}_{person(team, 'Boss').id}_"
    lea.at.selectbox(key=key).set_value(Role.ANNOTATOR)
    assert lea.run().errors[0].startswith("Lea has no role in the whole studio, which “manage people” needs")


def test_somebody_of_another_project_is_added_by_name(team, cookie):
    """Whoever does not know the name learns nothing of who there is."""
    arrive(team.studio, "Stranger", roles={99: Role.ANNOTATOR})
    lea = visit(team, cookie, "Lea").go("people")
    lea.at.text_input(key="added_name").set_value("stranger")
    lea.submit("Add")
    assert "Stranger" in lea.words
    lea.at.text_input(key="added_name").set_value("Nobody")
    assert lea.submit("Add").errors[0].startswith("Nobody who can sign in is called that")


def test_an_admin_hands_over_a_password_link_and_pauses(team, cookie):
    """And sees at once that somebody is paused."""
    boss = visit(team, cookie, "Boss").go("people")
    ada = person(team, "Ada")
    boss.at.selectbox(key="person_chosen").set_value(ada.id)
    boss.run().click(f"reset_{ada.id}")
    assert boss.at.code[0].value.startswith(f"{URL}/#reset=")
    boss.at.session_state[f"sessions_{ada.id}"] = True
    assert boss.run().at.dataframe[1].value.to_string().count("curl/8") == 1
    boss.click(f"end_sessions_{ada.id}")
    assert ada.id not in {one.person_id for one in rows_of(team.studio, SignInSession)}
    boss.click(f"pause_{ada.id}")
    assert person(team, "Ada").paused
    assert "paused" in boss.at.dataframe[0].value.to_string()
    boss.click(f"pause_{ada.id}")
    assert not person(team, "Ada").paused


def test_an_empty_studio_says_how_the_first_one_comes_in(open_home, monkeypatch, cookie):
    """At the terminal, by whoever runs it."""
    monkeypatch.setenv("PREFSTUDIO_SIGN_IN", "accounts")
    monkeypatch.setenv("PREFSTUDIO_URL", URL)
    open_home("no project")
    assert "prefstudio invite NAME --admin" in Visit().words
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)
    arrive(studio(), "Boss", role=Role.LEAD)
    assert "prefstudio invite" not in Visit().words
