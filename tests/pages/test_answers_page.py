"""Answers: one's own, to look at and reopen; anybody's beside the others', for those who see quality."""

import pytest
from sqlmodel import select

from app.ui.quality.report import report_shelf
from core.access import Person, Role
from core.labelling import Judgment, Purpose
from tests.pages.made_team import BO
from tests.pages.visit import Home, Visit

OWN = "own_"


@pytest.fixture(autouse=True)
def _forget_reports():
    """A report is kept for a project's state, and copies of a home are one project in two states."""
    report_shelf().kept.clear()


@pytest.fixture
def team(open_team) -> Home:
    """Sixty-six pairs, ten of them gold, each judged by three people or more."""
    return open_team(pairs=66, gold=10)


def as_(home: Home, name: str) -> Visit:
    """Whoever has this name opens the page."""
    with home.studio.db.read() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
    return Visit(person).go("answers")


def lines(visit: Visit) -> list[str]:
    """The answers on the page, each as its line."""
    return [one.label for one in visit.at.expander]


def test_ones_own_answers(team):
    """Twenty-five a page, older ones on the next; nothing says what a pair was given for."""
    visit = as_(team, BO)
    first = lines(visit)
    assert len(first) == 25
    visit.click("own_answers_on")
    second = lines(visit)
    assert second
    assert not set(first) & set(second)
    visit.click("own_answers_back")
    assert lines(visit) == first
    said = visit.words.lower()
    assert not [word for word in ("gold", "re-test", "calibration", "shared", "votes") if word in said]


def test_an_answer_is_opened_and_reopened(team):
    """Its texts as they stood; the button leads to the label page with it."""
    visit = as_(team, BO)
    with team.studio.db.read() as session:
        person = session.exec(select(Person.id).where(Person.name == BO)).one()
        query = select(Judgment).where(Judgment.person_id == person, Judgment.purpose == Purpose.REGULAR)
        given = session.exec(query.order_by(Judgment.received_at.desc())).first()
    visit.at.session_state[f"{OWN}{given.id}"] = True
    visit.run()
    assert "your choice" in visit.words
    visit.click(f"reopen_{given.id}")
    state = visit.at.session_state
    found = state[f"label_{team.project.id}_{person}_found"]
    assert found["answer"]["answer"] == given.id


def test_nobodys_answers_yet(open_home):
    """It says where to begin."""
    visit = open_home("many pairs").visit(Role.ANNOTATOR).go("answers")
    assert any(one.value.startswith("Nothing here yet") for one in visit.at.info)


def test_everybodys_answers_for_those_who_see_quality(team):
    """Whose, what the pair comes to, and who said what; annotators have no such tab."""
    visit = team.visit(Role.LEAD)
    visit.at.session_state["whose"] = "Everybody’s"
    visit.go("answers")
    assert len(lines(visit)) == 25
    assert any("votes" in one for one in lines(visit))
    visit.at.selectbox(key="by").select(BO)
    visit.run()
    assert all(BO in one for one in lines(visit))
    assert not team.visit(Role.ANNOTATOR).go("answers").at.tabs


@pytest.mark.parametrize("only", ["Against the others", "Fast", "Flagged", "Changed"])
def test_filters_of_everybodys_answers(team, only):
    """Each narrows the list, and none fails."""
    visit = team.visit(Role.REVIEWER)
    visit.at.session_state["whose"] = "Everybody’s"
    visit.at.session_state["only"] = [only]
    visit.go("answers")
    assert not visit.errors


def test_the_rows_of_a_frozen_set(open_home):
    """A page at a time, each with what decided it; searched, and opened with every judgment."""
    visit = open_home("sample, gone round").visit(Role.ENGINEER).go("datasets")
    dataset = visit.at.session_state["dataset"]
    visit.at.toggle(key=f"rows_{dataset}").set_value(True)
    visit.run()
    rows = [one.label for one in visit.at.expander if one.label.startswith("**")]
    assert len(rows) == min(25, len(rows))
    assert rows
    visit.at.text_input(key=f"rows_{dataset}_words").input("nowhere-at-all")
    visit.run()
    assert not [one.label for one in visit.at.expander if one.label.startswith("**")]
