"""The table of people: searched, narrowed, and what is done to those who are chosen; many added at once."""

import pytest

from app.ui import access
from core.access import SYSTEM, Person, PersonKind, Role, set_project_role
from core.labelling import Member
from tests.core.builders import everything, new_person, new_project, rows_of
from tests.pages.visit import Home, Visit


@pytest.fixture
def home(open_home) -> Home:
    """The people of all roles, and three annotators of a project."""
    home = open_home("no pairs")
    for name in ("Ben", "Cleo", "Dana"):
        one = new_person(home.studio, None, name)
        with home.studio.db.write() as session:
            set_project_role(session, SYSTEM, one.id or 0, home.project.id, Role.ANNOTATOR)
    return home


def choose(visit: Visit, home: Home, *names: str) -> Visit:
    """Choose rows of the table by their names."""
    numbers = {one.name: one.id for one in rows_of(home.studio, Person)}
    visit.at.session_state["people_chosen"] = [numbers[name] for name in names]
    return visit.run()


def listed(visit: Visit) -> list[str]:
    return list(visit.at.dataframe[0].value["Name"])


def toasts(visit: Visit) -> list[str]:
    return [one.value.replace("\\", "") for one in visit.at.toast]


def person(home: Home, name: str) -> Person:
    return next(one for one in rows_of(home.studio, Person) if one.name == name)


def test_it_is_searched_and_narrowed(home):
    """By a part of the name, by project; all that are found are chosen at once."""
    visit = home.visit(Role.LEAD).go("people")
    assert listed(visit) == [
        "Ben",
        "Cleo",
        "Dana",
        "The annotator",
        "The engineer",
        "The lead",
        "The reviewer",
    ]
    visit.at.text_input(key="people_search").set_value("E")
    assert "Ben" in listed(visit.run())
    visit.at.text_input(key="people_search").set_value("cle")
    assert listed(visit.run()) == ["Cleo"]
    visit.at.text_input(key="people_search").set_value("nobody at all")
    assert "Nobody is found" in visit.run().words
    visit.at.text_input(key="people_search").set_value("")
    visit.at.selectbox(key="people_in").set_value(home.project.id)
    visit.run().click("people_all")
    assert "7 of 7 chosen" in visit.words
    assert "7 of 7" not in visit.click("people_none").words


def test_some_are_paused_and_let_in_again(home):
    """All that are chosen, and nobody else."""
    visit = choose(home.visit(Role.LEAD).go("people"), home, "Ben", "Cleo").click("people_pause")
    assert toasts(visit) == ["Pause: done for 2 people."]
    assert [one.name for one in rows_of(home.studio, Person) if one.paused] == ["Ben", "Cleo"]
    choose(visit, home, "Ben", "Dana").click("people_resume")
    assert [one.name for one in rows_of(home.studio, Person) if one.paused] == ["Cleo"]


def test_some_get_a_role_and_a_quota(home):
    """In the project that is said; a number of judgments a day, or as many as there are."""
    other = new_project(home.studio, "Other")
    visit = choose(home.visit(Role.LEAD).go("people"), home, "Ben", "Cleo")
    visit.at.selectbox(key="people_role_project").set_value(other.id)
    visit.at.selectbox(key="people_role").set_value(Role.REVIEWER)
    visit.run().click("people_give_role")
    visit.at.number_input(key="people_quota").set_value(25)
    visit.run().click("people_set_quota")
    quotas = [(one.project_id, one.quota) for one in rows_of(home.studio, Member)]
    assert len(quotas) == 2
    assert {quota for _, quota in quotas} == {25}
    table = visit.at.dataframe[0].value.set_index("Name")
    assert "Other: reviewer" in table.loc["Ben", "In projects"]
    assert table.loc["Cleo", "Quota a day"] == "25"
    assert (
        visit.click("people_no_quota").at.dataframe[0].value.set_index("Name").loc["Cleo", "Quota a day"]
        == ""
    )


def test_some_are_removed(home):
    """What that means is said first; the last lead among them keeps everybody."""
    visit = choose(home.visit(Role.LEAD).go("people"), home, "Ben", "The lead")
    before = everything(home.studio)
    assert visit.click("people_remove").errors == ["You cannot remove yourself; ask another admin."]
    assert everything(home.studio) == before
    choose(visit, home, "Ben", "Cleo").click("people_remove")
    assert toasts(visit) == ["Remove 2 people: done for 2 people."]
    assert listed(visit)[0] == "Dana"


def test_somebody_gets_another_name(home):
    """The one who is chosen in the table is the one below it."""
    visit = choose(home.visit(Role.LEAD).go("people"), home, "Ben")
    number = person(home, "Ben").id
    assert visit.at.selectbox(key="person_chosen").value == number
    visit.at.text_input(key=f"rename_{number}").set_value("Cleo")
    visit.click(f"rename_{number}_go")
    assert visit.errors == ["There is already someone called Cleo; pick that name or add a surname."]
    visit.at.text_input(key=f"rename_{number}").set_value("Benjamin")
    assert toasts(visit.click(f"rename_{number}_go")) == ["Ben is Benjamin now."]
    assert person(home, "Benjamin").id == number


def test_many_are_added_at_once(home):
    """What is wrong is said line by line before; then all of them are here, with role and quota."""
    visit = home.visit(Role.LEAD).go("people")
    visit.at.text_area(key="add_many_text").set_value("name,role,quota\nEva,,10\nFred,boss,\nben,,")
    visit.run()
    table = visit.at.dataframe[1].value
    assert list(table["Line"]) == [3, 2, 4]
    assert table["What is wrong"][0].startswith("“boss” is no role")
    assert list(table["Comes"]) == ["", "new", "is here already"]
    assert visit.at.button(key="add_many").disabled
    visit.at.text_area(key="add_many_text").set_value("name,role,quota\nEva,,10\nFred,reviewer,\nben,,")
    visit.run().click("add_many")
    assert toasts(visit) == ["Taken in: 3 people."]
    assert [one.name for one in rows_of(home.studio, Person) if one.kind is PersonKind.HUMAN][-2:] == [
        "Eva",
        "Fred",
    ]
    assert visit.at.text_area(key="add_many_text").value == ""
    assert [one.quota for one in rows_of(home.studio, Member)] == [10]


def test_it_is_noted_who_was_here(home, monkeypatch):
    """When they open a page, and not again within minutes."""
    monkeypatch.setattr(access, "_seen", {})
    visit = Visit(home.person(Role.REVIEWER))
    first = person(home, "The reviewer").last_seen_at
    visit.go("home")
    assert first is not None
    assert person(home, "The reviewer").last_seen_at == first
    assert person(home, "Ben").last_seen_at is None
