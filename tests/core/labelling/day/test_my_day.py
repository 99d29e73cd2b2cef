"""A person's day: goals, pace and stretches by hand, and what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from core.db import now
from core.errors import InvalidInput
from core.labelling import Judgment
from core.labelling.day import look_ahead, my_day, recent_pace, set_goal
from core.labelling.day.days import today_since
from core.labelling.day.pace import stretches
from tests.core.builders import add_pairs, answer, change, new_project, save, statements, undo

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)


class Given:
    """When an answer came, in minutes after nine, and how many minutes it took."""

    def __init__(self, minute: float, took: float) -> None:
        self.received_at, self.active_ms = NINE + timedelta(minutes=minute), int(took * 60_000)


def lengths(*given: tuple[float, float]) -> list[float]:
    """The stretches of answers, in minutes, the latest first."""
    rows = [Given(*one) for one in reversed(given)]
    return [(until - since).total_seconds() / 60 for since, until in stretches(rows)]


def test_a_stretch_ends_with_a_break_of_five_minutes():
    """Answers at 1, 5 and 9 after a minute each; then one at 15 after a minute: 9 to 14 was a break."""
    assert lengths((1, 1), (5, 1), (9, 1), (15, 1)) == [1, 9]
    assert lengths((1, 1), (5.9, 1), (10.8, 1)) == [10.8]


def test_a_long_read_is_no_break():
    """Seven minutes with one post, at work all the time."""
    assert lengths((1, 1), (8, 6.5)) == [8]
    assert lengths() == []


def day_of(studio, project, person):
    """How somebody's day goes."""
    with studio.db.read() as session:
        return my_day(session, project, person.id)


def test_a_day_counts_skips_and_what_was_taken_back_no_more(studio, ada):
    """Three answers, one of them a skip, one undone; the pace is the median of what stands."""
    project = new_project(studio, "Day")
    pairs = add_pairs(studio, project, 4)
    first, second = answer(pairs[0], active_ms=4000), answer(pairs[1], "skip", active_ms=10_000)
    third = answer(pairs[2], active_ms=90_000)
    save(studio, ada, project, first, second, third)
    before = day_of(studio, project, ada)
    assert (before.today.answered, before.yesterday.answered, before.pace.seconds) == (3, 0, 10)
    save(studio, ada, project, undo(third))
    after = day_of(studio, project, ada)
    assert (after.today.answered, after.pace.seconds, after.pace.answers) == (2, 7, 2)
    assert len(after.days) == 14
    assert after.streak > timedelta()


def test_yesterday_is_not_today(studio, ada):
    """What came before midnight counts for the day before, and no stretch of it goes on."""
    project = new_project(studio, "Night")
    (pair,) = add_pairs(studio, project, 1)
    save(studio, ada, project, answer(pair, active_ms=5000))
    with studio.db.write() as session:
        session.exec(select(Judgment)).one().received_at = today_since() - timedelta(seconds=1)
    day = day_of(studio, project, ada)
    assert (day.pace.answers, day.longest, day.streak) == (0, timedelta(), timedelta())
    with studio.db.read() as session:
        assert recent_pace(session, project, ada.id, since=now() - timedelta(days=2)).seconds == 5


def test_ones_own_goal_comes_before_the_leads(studio, ada, ben):
    """Without either there is none; who takes the own one back has the lead's again."""
    project = new_project(studio, "Goals")
    assert day_of(studio, project, ada).goal is None
    project = change(studio, project, daily_goal=80)
    goal(studio, ada, project, 25)
    assert [
        (day_of(studio, project, one).goal, day_of(studio, project, one).own_goal) for one in (ada, ben)
    ] == [(25, 25), (80, None)]
    goal(studio, ada, project, None)
    assert day_of(studio, project, ada).goal == 80


def goal(studio, person, project, number) -> None:
    """Set somebody's own goal."""
    with studio.db.write() as session:
        set_goal(session, person, project, number)


@pytest.mark.parametrize("number", [0, -3, 5001])
def test_a_goal_that_is_none_is_refused(studio, ada, number):
    with pytest.raises(InvalidInput, match="A goal is between 1 and 5,000 answers a day"):
        goal(studio, ada, new_project(studio, "Goals"), number)


def test_what_is_left_is_what_one_may_still_be_given(studio, ada, ben):
    """Of five pairs that need one judgment: two of mine and one of Ben's are gone for me."""
    project = new_project(studio, "Left")
    pairs = add_pairs(studio, project, 5)
    save(studio, ada, project, answer(pairs[0]), answer(pairs[1], "skip"))
    save(studio, ben, project, answer(pairs[2]))
    with studio.db.read() as session:
        mine, his = (look_ahead(session, project, one.id) for one in (ada, ben))
    assert (mine.given, mine.needed, mine.left, mine.more) == (2, 5, 2, False)
    assert his.left == 3  # the one that Ada skipped is open for him


def test_a_look_ahead_is_bounded(studio, ada, monkeypatch):
    """Past so many open pairs it says that there may be more."""
    monkeypatch.setattr("core.labelling.day.ahead.MOST_LOOKED_AT", 3)
    project = new_project(studio, "Large")
    add_pairs(studio, project, 5)
    with studio.db.read() as session:
        ahead = look_ahead(session, project, ada.id)
    assert (ahead.left, ahead.more) == (3, True)


def test_a_day_costs_as_many_statements_whatever_is_stored(studio, ada):
    """Six, with two answers or with sixty."""
    project = new_project(studio, "Cost")
    pairs = add_pairs(studio, project, 60)
    counted = []
    for some in (pairs[:2], pairs[2:]):
        save(studio, ada, project, *(answer(pair, active_ms=1000) for pair in some))
        with statements(studio.db) as sent:
            day_of(studio, project, ada)
        counted.append(len(sent))
    assert counted[0] == counted[1] <= 6
