"""The page of outside annotators, as a lead works with it, and the one screen that these see."""

import pytest

from app.ui.ways import outside
from core.access import SYSTEM, Role, set_project_role
from core.enrolment import Platform, list_enrolments
from core.labelling import LabellingProtocol
from core.labelling.projects import pause_member
from core.sign_in import Lifetime, SessionKind, start_session
from tests.core.builders import answer, make_gold, queue, save
from tests.core.enrolling import come, opened, part_of
from tests.pages.settings_form import asking
from tests.pages.visit import Home, Visit


def links(home: Home):
    return home.studio.db.ask(list_enrolments, home.project.id)


def fill(visit: Visit, home: Home, **typed) -> Visit:
    """Type into the form of a new enrolment, and open it."""
    prefix = f"enrolment_of_{home.project.id}"
    for name, value in typed.items():
        box = visit.at.number_input if isinstance(value, int) else visit.at.text_input
        box(key=f"{prefix}_{name}").set_value(value)
    return visit.click(f"{prefix}_open")


def test_an_enrolment_is_opened_and_its_link_shown_once(open_home):
    """With what Prolific sends unless another place is chosen; after a reload nobody can read the link."""
    home = open_home("no pairs")
    visit = fill(home.visit().go("enrolment"), home, name="Pilot", cap=7, target=5)
    (made,) = links(home)
    assert (made.settings.name, made.settings.cap, made.settings.target) == ("Pilot", 7, 5)
    keys = (made.settings.participant_key, *made.settings.platform_keys)
    assert keys == Platform.PROLIFIC.keys
    (link,) = [code.value for code in visit.at.code]
    assert "/enrol?enrol=" in link
    assert "PROLIFIC_PID={{%PROLIFIC_PID%}}" in link
    again = home.visit().go("enrolment")
    assert not again.at.code
    assert "Nobody has come by this link yet." in again.words


def test_what_cannot_work_is_said_beside_the_form(open_home):
    """And stays there to be mended."""
    home = open_home("no pairs")
    visit = fill(home.visit().go("enrolment"), home, name="", return_url="http://example.org")
    assert visit.errors == ["An enrolment's name has 1 to 100 characters; give it one."]
    assert "Give it a name." in visit.words
    visit = fill(visit, home, name="Pilot")
    assert "Give it a name." not in visit.words
    assert visit.errors == ["The return address begins with https:// and the name of a host; give it whole."]
    assert links(home) == []


def test_the_platform_fills_in_what_it_sends(open_home):
    """Chosen anew, the names follow."""
    home = open_home("no pairs")
    visit = home.visit().go("enrolment")
    visit.at.selectbox(key=f"enrolment_of_{home.project.id}_platform").set_value(Platform.NO_IDS)
    fill(visit.run(), home, name="Class")
    (made,) = links(home)
    assert (made.settings.participant_key, made.settings.platform_keys, made.settings.return_url) == (
        "",
        (),
        "",
    )


def test_prolific_takes_only_codes_of_its_study(open_home):
    """Said until there is one; other places take one for each person."""
    home = open_home("no pairs")
    said = "Prolific takes only codes that are set in its study"
    visit = home.visit().go("enrolment")
    assert said in visit.words
    code = visit.at.text_input(key=f"enrolment_of_{home.project.id}_code")
    code.set_value("C1")
    assert said not in visit.run().words
    code.set_value("")
    visit.at.selectbox(key=f"enrolment_of_{home.project.id}_platform").set_value(Platform.MTURK)
    assert said not in visit.run().words


def test_a_link_is_closed_reopened_and_made_anew(open_home):
    """With a click each."""
    home = open_home("no pairs")
    opened(home.studio, home.project)
    visit = home.visit().go("enrolment").click("enrolment_1_lock")
    assert links(home)[0].closed_at is not None
    visit.click("enrolment_1_lock_open")
    assert links(home)[0].closed_at is None
    visit.click("enrolment_1_autorenew")
    assert len(visit.at.code) == 1


def test_settings_are_changed_later(open_home):
    """What is typed into the open enrolment's own fields."""
    home = open_home("no pairs")
    opened(home.studio, home.project, code="OLD")
    visit = home.visit().go("enrolment")
    visit.at.text_input(key="enrolment_1_code").set_value("NEW")
    visit.click("enrolment_1_save")
    (made,) = links(home)
    assert (made.settings.code, made.settings.cap, made.settings.participant_key) == ("NEW", 3, "participant")


def test_people_and_figures(open_home):
    """A picture, a table, and what can be done about one of them; ids are shown as they are."""
    home = open_home("many pairs")
    link = opened(home.studio, home.project, target=1)
    done, idle = come(home.studio, link, "**p1**"), come(home.studio, link, "p2")
    (shown, *_) = queue(home.studio, home.project, done, limit=1)
    save(home.studio, done, home.project, answer(shown.id, active_ms=90_000))
    visit = home.visit().go("enrolment")
    assert [(one.label, one.value) for one in visit.at.metric][:2] == [
        ("Enrolled", "2 of 3"),
        ("Work done", "1"),
    ]
    (table,) = visit.at.dataframe
    assert list(table.value["Participant id"]) == ["**p1**", "p2"]
    assert list(table.value["State"]) == ["work done, not finished", "not begun"]
    visit.at.selectbox(key="participant_of_1").set_value(2)
    visit.run().click(f"member_{idle.id}_Pause")
    assert part_of(home.studio, idle).step == "paused"
    visit.click("release_2")
    assert come(home.studio, link, "p2", browser="another").id == idle.id


@pytest.fixture
def came(open_home, monkeypatch):
    """Somebody came by a link, and their browser has the cookie of it."""
    home = open_home("many pairs")
    asking(home, LabellingProtocol(qualification_pairs=2, qualification_threshold=1.0))
    make_gold(home.studio, home.project, [1, 2])
    person = come(home.studio, opened(home.studio, home.project, target=1, code="SECRET-7"))
    with home.studio.db.write() as session:
        lifetime = Lifetime(outside.IDLE, outside.MOST)
        token = start_session(session, person.id, SessionKind.OUTSIDE, lifetime)
    monkeypatch.setattr("app.ui.ways.is_outside", lambda: True)
    monkeypatch.setattr(outside, "token_here", lambda *_: token)
    return home, person


def test_an_outsider_sees_their_pairs_and_nothing_of_the_studio(came):
    """No other page, no name, no count of others, and no code before core gives it."""
    home, person = came
    visit = Visit()
    assert not visit.at.sidebar.children
    for word in ("The lead", "10,000", "Outside annotators", "SECRET-7"):
        assert word not in visit.words
    for _ in range(2):
        (shown,) = queue(home.studio, home.project, person, limit=1)
        save(home.studio, person, home.project, answer(shown.id))
    (shown, *_) = queue(home.studio, home.project, person, limit=1)
    save(home.studio, person, home.project, answer(shown.id))
    visit = Visit()
    assert "SECRET-7" not in visit.words
    visit.click("finish")
    assert "SECRET-7" in visit.words
    assert part_of(home.studio, person).step == "ended"


def test_a_pause_is_a_sentence(came):
    """And nothing else but the way out."""
    home, person = came
    with home.studio.db.write() as session:
        pause_member(session, SYSTEM, home.project, person.id)
    visit = Visit()
    assert "Your work here is paused." in visit.words
    assert not visit.at.button


def test_who_was_sent_away_sees_a_sentence(came):
    """And no number of a project."""
    home, person = came
    with home.studio.db.write() as session:
        set_project_role(session, SYSTEM, person.id, home.project.id, None)
    assert Visit().errors == [
        "You take no part here (any more). What you gave is saved; ask whoever invited you."
    ]


def test_a_lead_of_nothing_here_has_no_such_page(open_home):
    """The page is for whoever leads the project."""
    home = open_home("no pairs")
    for role in (Role.ANNOTATOR, Role.REVIEWER, Role.ENGINEER):
        with pytest.raises(ValueError, match="not"):
            home.visit(role).go("enrolment")
