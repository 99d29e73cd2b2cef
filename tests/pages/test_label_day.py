"""My day on the label page: in words, told when it is asked for and where nothing is left."""

from datetime import date, timedelta

import pytest

from app.ui.label.day import _goal, day_figures
from core.access import Role
from core.errors import InvalidInput
from core.labelling import MemberState, Pair, Pool
from core.labelling.day import MyDay, Pace, WorkedDay
from core.labelling.queue import Standing
from tests.core.builders import answer, rows_of, save
from tests.pages.test_what_annotators_get import labeller_data

MONDAY = date(2026, 5, 4)


def of_day(answered: int, goal: int | None, **more: object) -> dict[str, str]:
    """The lines of a Monday with so many answers, by their labels."""
    days = tuple(WorkedDay(MONDAY - timedelta(days=back), back, 0) for back in range(13, 0, -1))
    given: dict[str, object] = {
        "days": (*days, WorkedDay(MONDAY, answered, 75)),
        "goal": goal,
        "own_goal": goal,
        "pace": Pace(12.4, 20),
        "streak": timedelta(),
        "longest": timedelta(minutes=52),
        "returned": 0,
        "standing": Standing(MemberState.ACTIVE, 0, 0, 0, 0),
    }
    return {one["label"]: one["text"] for one in day_figures(MyDay(**given | more))}  # type: ignore[arg-type]


def test_a_day_in_words():
    """Written out once, by hand."""
    assert of_day(41, 40, returned=2) == {
        "Today": "41 answers, goal 40 reached",
        "Yesterday": "1 answer",
        "Last seven days": "Tue 6 · Wed 5 · Thu 4 · Fri 3 · Sat 2 · Sun 1 · Mon 41",
        "Pace": "12 s an answer",
        "At it today": "1 h 15 min, at most 52 min without a break",
        "Returned to you": "2",
    }
    assert of_day(39, 40)["Today"] == "39 answers, goal 40"
    assert of_day(1, None, pace=Pace(None, 0))["Pace"] == "not known yet"


@pytest.mark.parametrize("said", ["40", 4.5, True, [], {}])
def test_a_browser_says_a_whole_number_or_nothing(said):
    """Whatever else it says is refused as a sentence."""
    assert _goal(None) is None
    assert _goal(40) == 40
    with pytest.raises(InvalidInput, match="whole number"):
        _goal(said)


def test_figures_are_told_where_nothing_is_left(open_home):
    """Beside a pair they cost more than an answer should, so they are read when somebody asks."""
    home = open_home("sample")
    mine, project = home.person(Role.ANNOTATOR), home.project
    visit = home.visit(Role.ANNOTATOR).go("label")
    day = labeller_data(visit)["day"]
    assert (day["figures"], day["own_goal"], day["remind"]) == (None, None, True)
    for one in rows_of(home.studio, Pair):
        if one.pool == Pool.REGULAR and one.judgment_count < project.judgments_per_pair:
            save(home.studio, mine, project, answer(one.id))
    labels = [one["label"] for one in labeller_data(visit.run())["day"]["figures"]]
    assert labels[:2] == ["Today", "Yesterday"]
