"""When a project will be done, by the pace of its last days; unknown where they tell too little."""

from datetime import date, timedelta

import numpy as np
import pytest

from core.labelling import LabellingProtocol
from core.labelling.overview import forecast, paces_of
from core.labelling.overview.forecasting import SURE
from core.labelling.progress import DayOfWork

MONDAY = date(2026, 3, 2)
PLAIN = LabellingProtocol()


def worked(*judged: int, until: date = MONDAY) -> list[DayOfWork]:
    """So many judgments on each of the days before ``until``; zeros have no row."""
    first = until - timedelta(days=len(judged))
    return [
        DayOfWork(1, "Ada", first + timedelta(days=number), count)
        for number, count in enumerate(judged)
        if count
    ]


def test_days_without_work_are_zeros_and_today_is_not_over():
    """From the first day with work to yesterday; of two people the sum."""
    days = [*worked(10, 0, 30, 0, 5), DayOfWork(2, "Ben", MONDAY - timedelta(days=1), 2)]
    today = DayOfWork(1, "Ada", MONDAY, 99)
    assert paces_of([*days, today], PLAIN, today=MONDAY) == [10, 0, 30, 0, 7]


def test_whole_weeks_are_taken_where_there_are_some():
    """Of sixteen days the last fourteen, so that each weekday weighs the same."""
    assert paces_of(worked(*range(1, 17)), PLAIN, today=MONDAY) == list(range(3, 17))


def test_gold_and_repeated_pairs_bring_nothing_on():
    """Their share of the work, as the protocol has it, is left out: 1 - 0.1 - 0.1 of 10 is 8."""
    protocol = LabellingProtocol(gold_rate=0.1, retest_rate=0.1)
    assert paces_of(worked(10), protocol, today=MONDAY) == [pytest.approx(8)]


def test_an_even_pace_gives_one_day():
    """100 left at 20 a day, today counting: done at the end of the fifth day, which is Friday."""
    found = forecast(100, [20.0] * 6, today=MONDAY)
    friday = MONDAY + timedelta(days=4)
    assert (found.a_day, found.earliest, found.latest) == (20, friday, friday)


def test_an_uneven_pace_gives_an_interval():
    """M = 20, s² = 25, n = 5, t = 1.533, so q² = 58.8: the roots of 388.2·T² - 4058.8·T + 10,000."""
    found = forecast(100, [15.0, 25.0, 15.0, 25.0, 20.0], today=MONDAY)
    assert (found.earliest, found.latest) == (MONDAY + timedelta(days=3), MONDAY + timedelta(days=6))


@pytest.mark.parametrize("paces", [[], [20.0] * 4])
def test_too_few_days_say_nothing(paces):
    """Neither a pace nor a day."""
    found = forecast(100, paces, today=MONDAY)
    assert (found.a_day, found.earliest, found.latest) == (None, None, None)


def test_a_pace_that_may_be_nothing_has_no_latest_day():
    """All on one of seven days: it may be done soon, or never."""
    found = forecast(100, [0.0] * 6 + [90.0], today=MONDAY)
    assert found.earliest is not None
    assert found.latest is None


def test_nobody_worked():
    """The pace is known to be nothing, and no day is named."""
    found = forecast(100, [0.0] * 7, today=MONDAY)
    assert (found.a_day, found.earliest, found.latest) == (0, None, None)


def test_the_day_lies_in_the_interval_as_often_as_it_says():
    """Of 400 made-up projects with work on weekdays only, uneven as people are: in eight of ten at least."""
    chance = np.random.default_rng(7)
    weekday = np.arange(140) % 7 < 5
    inside = 0
    for _ in range(400):
        past, future = (chance.gamma(4, 25, 140) * weekday for _ in range(2))
        found = forecast(1500, list(past[:14]), today=MONDAY)
        done = MONDAY + timedelta(days=int(np.searchsorted(future.cumsum(), 1500)))
        inside += bool(found.earliest and found.latest and found.earliest <= done <= found.latest)
    assert SURE <= inside / 400 < 0.97
