"""The people page: roles, and what was done last."""

from core.access import Person, PersonKind, PersonView, Role
from tests.core.builders import everything, rows_of
from tests.pages.visit import Home, Visit


def give_role(visit: Visit, home: Home, person: Role, role: Role) -> Visit:
    choose(visit.go("people"), home.person(person))
    visit.at.selectbox(key=f"role_{home.person(person).id}_{person.value}").set_value(role)
    return visit.run()


def choose(visit: Visit, person: PersonView) -> Visit:
    visit.at.selectbox(key="person_chosen").set_value(person.id)
    return visit.run()


def roles(home: Home) -> dict[str, Role]:
    people = rows_of(home.studio, Person)
    return {one.name: one.role for one in people if one.name.startswith("The ")}


def test_a_role_is_changed(open_home):
    """The person has the pages of the new role from the next click on."""
    home = open_home("sample")
    reviewer = home.visit(Role.REVIEWER)
    visit = give_role(home.visit(Role.LEAD), home, Role.REVIEWER, Role.ENGINEER)
    assert [toast.value for toast in visit.at.toast] == ["The reviewer is now engineer\\."]
    assert roles(home)["The reviewer"] == Role.ENGINEER
    assert reviewer.run().go("datasets").at.title[0].value == "Data sets"


def test_the_last_lead_stays_a_lead(open_home):
    """Otherwise nobody could make anybody a lead again."""
    home = open_home("sample")
    visit = give_role(home.visit(Role.LEAD), home, Role.LEAD, Role.ANNOTATOR)
    assert visit.errors == ["The lead is the only lead; make somebody else a lead first."]
    assert roles(home)["The lead"] == Role.LEAD


def test_a_lead_steps_down_once_there_is_another(open_home):
    """And loses the people page with it."""
    home = open_home("sample")
    lead = home.person(Role.LEAD)
    visit = give_role(home.visit(Role.LEAD), home, Role.REVIEWER, Role.LEAD)
    choose(visit, lead).at.selectbox(key=f"role_{lead.id}_lead").set_value(Role.ANNOTATOR)
    visit.run()
    assert roles(home)["The lead"] == Role.ANNOTATOR
    assert visit.at.title[0].value == "Sample\\: summarise posts"


def test_what_was_done_last_is_listed_first(open_home):
    """When, who, what and on what."""
    home = open_home("sample")
    visit = give_role(home.visit(Role.LEAD), home, Role.ANNOTATOR, Role.REVIEWER)
    first = visit.at.dataframe[-1].value.iloc[0].tolist()
    assert first == ["just now", "The lead", "changed people or their access", "person The annotator"]


def test_one_person_under_two_names_becomes_one(open_home):
    """Names that differ in case only are proposed; any two can be chosen."""
    home = open_home("sample")
    reviewer = home.person(Role.REVIEWER)
    with home.studio.db.write() as session:
        session.add(Person(name="the REVIEWER", role=Role.ANNOTATOR, kind=PersonKind.HUMAN))
    visit = home.visit(Role.LEAD).go("people")
    assert "“the REVIEWER” looks like “The reviewer”." in visit.words
    visit.click("merge_people")
    assert [toast.value for toast in visit.at.toast] == ["the REVIEWER is The reviewer from now on\\."]
    merged = rows_of(home.studio, Person)[-1]
    assert (merged.name, merged.merged_into) == ("the REVIEWER", reviewer.id)
    assert not [one for one in visit.at.button if one.key == "merge_people"]


def test_a_page_opened_in_an_earlier_role_no_longer_acts_in_it(open_home):
    """The role is the one of now, not the one the page was made for; nothing is written."""
    home = open_home("sample")
    visit = home.visit(Role.LEAD).go("project")
    with home.studio.db.write() as session:
        session.get_one(Person, home.person(Role.LEAD).id).role = Role.ANNOTATOR
    before = everything(home.studio)
    visit.at.text_input(key="new_name").set_value("By a former lead")
    visit.submit("Create")
    (sentence,) = visit.errors
    assert sentence.startswith("The lead is here as annotator, which does not include “create project”")
    assert everything(home.studio) == before
