"""Signing in: add a name, pick one, leave again."""

import json

import pytest
from sqlmodel import delete

from app.ui.access import COOKIE
from core.access import AuditEntry, Person, Role
from tests.core.builders import rows_of
from tests.pages.visit import Visit, unescaped


def add(name: str, role: Role = Role.ANNOTATOR) -> Visit:
    """Open the studio as nobody yet, and type a name."""
    visit = Visit()
    visit.at.text_input(key="new_name").set_value(name)
    visit.at.radio(key="new_role").set_value(role)
    return visit.submit("Start")


@pytest.mark.parametrize("role", Role)
def test_a_new_name_is_added_and_is_there(open_home, role):
    """The person lands on the home page, in the role chosen."""
    home = open_home("sample")
    visit = add("  Ada   Lovelace ", role)
    assert visit.at.title[0].value == "Sample\\: summarise posts"
    shown = "admin" if role is Role.LEAD else role.value
    assert f"Ada Lovelace · :gray[{shown}]" in visit.words
    added = rows_of(home.studio, Person)[-1]
    assert (added.name, added.role) == ("Ada Lovelace", role)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "The name is empty; type the name others know you by."),
        ("   ", "The name is empty; type the name others know you by."),
        (
            "IMPORTED choices",
            "The name IMPORTED choices stands for choices that came with a file; take another.",
        ),
        ("Ada\u202eecalevoL", "The name 'Ada\\u202eecalevoL' … must be at most 60 visible characters."),
    ],
)
def test_an_unusable_name_is_refused_in_a_sentence(open_home, name, sentence):
    """Nobody is added and nobody is there; the next attempt starts without the sentence."""
    home = open_home("sample")
    before = len(rows_of(home.studio, Person))
    visit = add(name)
    assert visit.errors == [sentence]
    assert len(rows_of(home.studio, Person)) == before
    assert not visit.at.sidebar.button
    assert not visit.run().errors


@pytest.mark.parametrize("typed", ["The lead", "the LEAD", " THE  lead "])
def test_a_name_that_is_there_is_picked_however_it_is_written(open_home, typed):
    """In the role on record, whatever role is chosen beside it; nobody is added."""
    home = open_home("sample")
    before = rows_of(home.studio, Person)
    visit = add(typed, Role.ANNOTATOR)
    assert "The lead · :gray[admin]" in visit.words
    assert rows_of(home.studio, Person) == before
    (said,) = [unescaped(one.value) for one in visit.at.toast]
    assert said.startswith("The lead is here already, as admin: that is who you are now. A lead changes")


def test_whoever_adds_a_name_labels(open_home):
    """The role that is chosen already; a lead is made with a choice, not by Enter."""
    open_home("sample")
    assert Visit().at.radio(key="new_role").value == Role.ANNOTATOR


def test_a_name_is_picked_and_left_again(open_home):
    """Picking signs in; changing the person brings the names back."""
    home = open_home("sample")
    reviewer = home.person(Role.REVIEWER)
    visit = Visit().click(f"pick_{reviewer.id}")
    assert f"{reviewer.name} · :gray[reviewer]" in visit.words
    visit.click("sign_out")
    assert visit.at.button(key=f"pick_{reviewer.id}").label == f"{reviewer.name} · reviewer"
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        visit.go("home")


def test_only_people_can_be_picked(open_home):
    """Those who stand for the sample's judgments and for imports are nobody to be."""
    open_home("sample")
    picks = [one.label for one in Visit().at.button if str(one.key).startswith("pick_")]
    assert picks == [
        "The annotator · annotator",
        "The engineer · engineer",
        "The lead · admin",
        "The reviewer · reviewer",
    ]


def test_the_first_person_is_asked_for_a_name_only(open_home):
    """Without anybody there is no name to pick; whoever is first leads the studio, which the screen says."""
    home = open_home("no project")
    with home.studio.db.write() as session:
        session.connection().exec_driver_sql("DROP TRIGGER audit_entry_no_delete")
        session.exec(delete(AuditEntry))
        session.exec(delete(Person))
    visit = Visit()
    assert visit.at.subheader[0].value == "Who are you?"
    assert not [one for one in visit.at.button if str(one.key).startswith("pick_")]
    assert not visit.at.radio
    visit.at.text_input(key="new_name").set_value("Ada")
    assert "so you lead the studio" in visit.words
    assert "Ada · :gray[admin]" in visit.submit("Start").words
    assert not visit.at.toast


def test_who_was_picked_is_told_to_the_browser_to_remember(open_home):
    """The number goes to the component that sets the cookie; nobody is null, which removes it."""
    home = open_home("sample")
    person = home.person(Role.REVIEWER)
    visit = home.visit(Role.REVIEWER)
    assert remembered(visit) == person.id
    assert remembered(visit.click("sign_out")) is None


def remembered(visit: Visit) -> int | None:
    (told,) = (text for field, text in visit.sent() if field.startswith("Bidi") and COOKIE in text)
    return json.loads(told)[COOKIE]
