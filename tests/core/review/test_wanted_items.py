"""What an address says of which items are wanted."""

from datetime import UTC, datetime

import pytest

from core.review.explore import Given, Order, Place, Wanted


@pytest.mark.parametrize("text", ["", "x", "1,", "1,x", "1,2026-01-01T00:00:00", ",5", "9" * 40, "1,²"])
def test_a_place_that_says_nothing_is_none(text):
    """As of an address that somebody has shortened."""
    assert Place.parse(text, Order.NEWEST) is None
    assert Place.parse(text, Order.LENGTH) is None


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (Place(7), Order.NUMBER),
        (Place(7, 12), Order.LENGTH),
        (Place(7, -1), Order.DISAGREEMENT),
        (Place(7, datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)), Order.NEWEST),
    ],
)
def test_a_place_is_read_again_as_it_was_written(place, order):
    """To the microsecond."""
    assert Place.parse(str(place), order) == place


def test_what_tells_verdicts():
    """Filters and orders alike; a filter for the first model, number 0, too."""
    assert not Wanted(search="x", stratum="", order=Order.LENGTH).tells_verdicts
    telling = [{"chosen": 0}, {"given": Given.SKIP}, {"disagreed": False}, {"reviewer": 1}, {"flagged": True}]
    for one in (*telling, {"order": Order.DISAGREEMENT}, {"order": Order.NEWEST}):
        assert Wanted(**one).tells_verdicts
