"""Places with nothing in them yet say what they are for and what to do next."""

import pytest

from core.access import Role

NEXT = {
    "datasets": "Nothing has been imported into this project yet.",
    "runs": "No run has been launched yet.",
    "curves": "No run has been launched yet. Its curves will show here",
    "compare": "Plan one of files with two models’ answers, or launch a run with an evaluation set",
    "label": "An engineer imports pairs on the data sets page; then they appear here.",
    "project": "This project has no pairs yet; import some on the data sets page.",
}


@pytest.mark.parametrize("page", NEXT)
def test_an_empty_place_says_what_to_do(open_home, page):
    """In words, in a project without anything."""
    assert NEXT[page] in open_home("no pairs").visit(Role.LEAD).go(page).words


def test_a_studio_without_a_project_leads_to_one(open_home):
    """A lead gets the way there; others hear who can do it."""
    home = open_home("no project")
    lead, annotator = home.visit(Role.LEAD), home.visit(Role.ANNOTATOR)
    assert [visit.at.info[0].value for visit in (lead, annotator)] == [
        "There is no project yet. Create the first one.",
        "There is no project for you yet. A lead lets you into one.",
    ]
    assert [link.label for link in lead.at.page_link] == ["Create a project"]
    assert not annotator.at.page_link


def test_launching_without_sets_leads_to_freezing(open_home):
    """The page says what is missing, links to where it is made, and launches nothing."""
    visit = open_home("sample").visit(Role.ENGINEER).go("launch")
    assert "Freeze data sets first" in [link.label for link in visit.at.page_link]
    assert "No preference_dataset is chosen." in visit.words
    assert visit.at.button(key="launch_go").disabled


@pytest.mark.parametrize(("role", "links"), [(Role.REVIEWER, 0), (Role.ENGINEER, 1)])
def test_no_runs_links_to_the_launch_for_those_who_launch(open_home, role, links):
    """A link to a page that somebody does not have would be a dead end."""
    visit = open_home("sample").visit(role).go("runs")
    assert len([one for one in visit.at.page_link if one.label == "Launch a run"]) == links


@pytest.mark.parametrize(
    ("kind", "role", "step"),
    [
        ("no pairs", Role.LEAD, "Import pairs to label."),
        ("no pairs", Role.ANNOTATOR, "There is nothing to label yet: an engineer imports pairs first."),
        ("sample", Role.LEAD, "Label: pairs are waiting for judgments."),
        ("sample, gone round", Role.LEAD, "Give more verdicts: 39 comparisons wait for your verdict"),
        ("sample, gone round", Role.ANNOTATOR, "Label: choose between two answers."),
    ],
)
def test_home_names_one_next_step(open_home, kind, role, step):
    """A step this person can take."""
    assert step in open_home(kind).visit(role).words


@pytest.mark.parametrize(
    ("kind", "role", "links"),
    [
        ("sample", Role.ENGINEER, 0),
        ("sample, gone round", Role.REVIEWER, 0),
        ("sample, gone round", Role.ENGINEER, 1),
    ],
)
def test_home_leads_from_frozen_choices_to_a_reward(open_home, kind, role, links):
    """Where there are any, and for those who make rewards."""
    visit = open_home(kind).visit(role)
    assert len([one for one in visit.at.page_link if one.label == "Make a reward"]) == links


def test_the_next_step_is_one_click_away(open_home):
    """The button goes to the page of the step."""
    visit = open_home("no pairs").visit(Role.LEAD).click("next_step")
    assert visit.at.title[0].value == "Data sets"
