"""From an empty studio to people who label, in five steps: each is done when its work is, and can be left."""

from core.access import SYSTEM, Role
from core.labelling import ProjectSettings, list_projects
from core.labelling.projects import create_project
from tests.core.builders import answer, assign_to, change, row, save, take
from tests.pages.visit import Home, Visit

TITLES = {
    "sample": "Try it", "file": "Bring your own pairs", "protocol": "Say how to choose",
    "gold": "Add gold pairs", "people": "Let people in",
}  # fmt: skip


def done(visit: Visit) -> set[str]:
    """The steps with a tick."""
    return {
        name
        for number, (name, title) in enumerate(TITLES.items(), start=1)
        if f":green[:material/check_circle:] **{number}. {title}**" in visit.words
    }


def labels(visit: Visit) -> dict[str, str]:
    return {one.key: one.label for one in visit.at.button if one.key and one.key.startswith("first_")}


def test_a_new_studio_begins_with_the_sample_and_a_project(open_home):
    """Steps after them have no way yet, for there is no project to go to."""
    home = open_home("sample")
    visit = home.visit(Role.LEAD)
    assert "First steps" in visit.words
    assert done(visit) == set()
    assert labels(visit) == {
        "first_steps_away": "Put away",
        "first_sample": "Label the sample",
        "first_file": "Create a project",
    }
    for role in (Role.ANNOTATOR, Role.REVIEWER, Role.ENGINEER):
        assert "First steps" not in home.visit(role).words


def test_each_step_is_done_by_its_work(open_home):
    """In any order; nothing is ticked that is not so, and all done they are gone."""
    home = open_home("sample")
    lead, sample = home.person(Role.LEAD), home.project
    (pair,) = assign_to(home.studio, sample, lead, ahead=1).pairs
    save(home.studio, lead, sample, answer(pair.id))
    assert done(home.visit(Role.LEAD)) == {"sample"}
    with home.studio.db.write() as session:
        own = create_project(session, SYSTEM, ProjectSettings("Own"))
    assert done(home.visit(Role.LEAD)) == {"sample", "people"}, "the others have roles in every project"
    take(home.studio, own, row(1))
    own = change(home.studio, own, guidelines="The better one.", qualification_pairs=2)
    take(home.studio, own, row(2, choice=0), gold=True)
    visit = home.visit(Role.LEAD)
    assert done(visit) == {"sample", "file", "protocol", "people"}
    assert "The qualification asks for 2; there are 1." in visit.words
    take(home.studio, own, row(3, choice=1), gold=True)
    assert "First steps" not in home.visit(Role.LEAD).words


def test_a_step_leads_to_its_place_in_its_project(open_home):
    """The sample is chosen; the file goes into the own project, on the tab for it."""
    home = open_home("sample")
    with home.studio.db.write() as session:
        own = create_project(session, SYSTEM, ProjectSettings("Own"))
    visit = home.visit(Role.LEAD)
    visit.at.selectbox(key="project_choice").set_value(home_sample(home)).run()
    visit.click("first_file")
    assert visit.at.session_state["datasets_tab"] == "Import"
    assert visit.at.session_state["chosen_project_id"] == own.id
    assert visit.at.title[0].value == "Data sets"


def home_sample(home: Home) -> int:
    with home.studio.db.read() as session:
        return next(one.id for one in list_projects(session) if one.is_sample)


def test_steps_can_be_skipped_and_taken_up_and_put_away(open_home):
    """What is skipped counts as over and is not ticked; what is put away leaves a way back."""
    home = open_home("sample")
    visit = home.visit(Role.LEAD).click("skip_gold")
    assert "1 of 5 done" in visit.words
    assert done(visit) == set()
    assert "First steps" in visit.click("skip_gold").words
    assert "0 of 5 done" in visit.words
    visit.click("first_steps_away")
    assert "Try it" not in visit.words
    assert "Try it" not in home.visit(Role.LEAD).words, "it is kept with the person"
    assert "Try it" in visit.click("first_steps_back").words


def test_the_sample_can_be_put_back_to_try_it(open_home):
    """Where it was removed, or never was."""
    home = open_home("no project")
    visit = home.visit(Role.LEAD)
    assert labels(visit)["first_sample"] == "Put the sample back"
    visit.click("first_sample")
    with home.studio.db.read() as session:
        assert [one.is_sample for one in list_projects(session)] == [True]
