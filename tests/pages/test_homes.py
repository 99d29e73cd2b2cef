"""The home of each role: what to do, how it goes, and for a lead whom to help and when it will be done."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.ui.home.lead import forecast_words, trouble_words
from app.ui.quality.report import report_shelf
from app.ui.words import days_ago
from core.access import SYSTEM, Role
from core.db import now
from core.labelling import Judgment, Member, MemberState, Outcome, Project
from core.labelling.adjudication import Ruling, decide, disputed_pairs
from core.labelling.judging import return_judgment
from core.labelling.judgments import Tally
from core.labelling.overview import Forecast, Trouble, TroubledMember
from core.labelling.progress import today
from core.labelling.queue import Standing
from tests.core.builders import answer, assign_to, save
from tests.core.recount import rows_of
from tests.pages.visit import Home


@pytest.fixture(autouse=True)
def _forget_reports():
    """Copies of a home are one project in two states."""
    report_shelf().kept.clear()


def label_one(home: Home, role: Role) -> Judgment:
    """The person of the role answers the next pair."""
    person = home.person(role)
    (pair,) = assign_to(home.studio, home.project, person, ahead=1).pairs
    save(home.studio, person, home.project, answer(pair.id))
    return next(one for one in rows_of(home.studio, Judgment) if one.person_id == person.id)


def test_an_annotators_home_says_how_today_goes(open_home):
    """Today beside the days before, and no word on what others do."""
    home = open_home("sample")
    label_one(home, Role.ANNOTATOR)
    words = home.visit(Role.ANNOTATOR).words
    assert "**1** today" in words
    assert "**0** yesterday" in words
    assert "Waiting for a decision" not in words
    assert "When it will be done" not in words


def test_returned_work_stands_with_its_note(open_home):
    """Until it is answered; the note is text, whatever is in it."""
    home = open_home("sample")
    given = label_one(home, Role.ANNOTATOR)
    with home.studio.db.write() as session:
        return_judgment(session, SYSTEM, home.project, given.id, "Read *all* of it.")
    words = home.visit(Role.ANNOTATOR).words
    assert "**1 pair came back to you**" in words
    assert "“Read *all* of it.”" in words


def test_a_qualification_is_on_the_home(open_home):
    """How far it is while it goes on, and why it ended."""
    home = open_home("sample")
    ada = home.person(Role.ANNOTATOR)
    states = {MemberState.QUALIFYING: "Qualification: 1 of 4 answered", MemberState.FAILED: "Not qualified"}
    with home.studio.db.write() as session:
        session.exec(select(Project)).one().protocol = {"qualification_pairs": 4}
    for state, said in states.items():
        with home.studio.db.write() as session:
            session.merge(Member(project_id=home.project.id, person_id=ada.id, state=state, answered=1))
        assert said in home.visit(Role.ANNOTATOR).words


def test_a_reviewers_home_is_what_waits_and_what_was_decided(open_home):
    """With the ways there; the sample has 17 disputes."""
    home = open_home("sample")
    with home.studio.db.write() as session:
        (pair,) = disputed_pairs(session, home.project, limit=1)
        decide(session, home.person(Role.REVIEWER), home.project, pair.pair.id, Ruling(Outcome.TIE))
    words = home.visit(Role.REVIEWER).words
    assert "16 disputed pairs" in words
    assert f"Pair {pair.pair.id}: tie · The reviewer, just now" in words
    assert "Who needs you" not in words


def test_a_lead_sees_whom_to_help_and_when_it_will_be_done(open_home):
    """From the last days' sums: an annotator who has stopped, and a pace of two weeks."""
    home = open_home("sample")
    ada = home.person(Role.ANNOTATOR)
    with home.studio.db.write() as session:
        session.add(Member(project_id=home.project.id, person_id=ada.id, state=MemberState.ACTIVE))
        for back in range(4, 16):
            day = today() - timedelta(days=back)
            session.add(Tally(project_id=home.project.id, person_id=ada.id, day=day, judged=6))
    words = home.visit(Role.LEAD).words
    assert "**The annotator** last answered 4 days ago" in words
    assert "judgments to go" in words
    assert "17 disputed pairs" in words
    assert "Not known yet, or nobody has looked" in words


def test_the_quality_that_was_looked_at_last_is_at_a_glance(open_home):
    """Home never works a report out: it shows the one that somebody has seen."""
    home = open_home("sample")
    visit = home.visit(Role.LEAD).go("quality").go("home")
    assert "### 74 % :gray[(64–83 %)]" in visit.words


TODAY = today()
LATER = TODAY + timedelta(days=10)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Forecast(0), "Done"),
        (Forecast(9, days=2), "Not known before 5 days of work"),
        (Forecast(9, 0.0, 7), "Not known: hardly anything was judged lately"),
        (Forecast(9, 1.0, 7, LATER, LATER), f"On {LATER.day} {LATER:%b}"),
        (Forecast(9, 1.0, 7, TODAY, date(LATER.year + 1, 1, 5)), f" to 5 Jan {LATER.year + 1}"),
        (Forecast(9, 1.0, 7, LATER, None), "the pace is too uneven to say more"),
    ],
)
def test_when_it_will_be_done_in_words(found, words):
    """A day, two days, or why neither can be said."""
    assert words in forecast_words(found)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Trouble.FAILED, "failed the qualification: 2 of 4 right, 3 needed"),
        (Trouble.QUALIFYING, "has stopped in the qualification, at 3 of 4, yesterday"),
        (Trouble.RETURNED, "has not looked at returned work: 1 pair, yesterday"),
        (Trouble.WAITING, "waits to be let in, yesterday"),
    ],
)
def test_a_trouble_in_words(trouble, words):
    """With the figures that say how much is missing."""
    standing = Standing(MemberState.ACTIVE, right=2, answered=3, needed=3, of=4)
    one = TroubledMember(1, "Ada", trouble, today() - timedelta(days=1), 1, standing)
    assert trouble_words(one) == words


def test_days_in_words():
    """Whole days of the calendar."""
    day = now().astimezone().date()
    assert [days_ago(day - timedelta(days=back)) for back in (0, 1, 5)] == [
        "today",
        "yesterday",
        "5 days ago",
    ]
