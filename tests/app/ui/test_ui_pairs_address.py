"""A list of pairs as an address, and back."""

from datetime import date

import pytest

from app.ui.pairs import query_of, read_query
from core.labelling import Outcome
from core.labelling.finding import PairFilter, PairSort, PairState

EVERYTHING = PairFilter(
    text='rain & "snow"',
    pair=7,
    state=PairState.LEFT_OUT,
    disputed=True,
    flagged=False,
    gold=False,
    calibration=True,
    origin="a b.jsonl",
    imported=4,
    model="tuned",
    tag="check",
    language="de",
    choice=Outcome.TIE,
    person=3,
    since=date(2026, 1, 31),
    until=date(2026, 2, 1),
    shortest=10,
    longest=2000,
)


@pytest.mark.parametrize("wanted", [PairFilter(), EVERYTHING, PairFilter(shortest=0)])
@pytest.mark.parametrize("sort", PairSort)
def test_there_and_back(wanted: PairFilter, sort: PairSort) -> None:
    """An address says all of a filter."""
    query = query_of(wanted, sort)
    assert all(isinstance(value, str) for value in query.values())
    assert read_query(query) == (wanted, sort)


def test_nothing_to_say() -> None:
    """The whole list has a plain address."""
    assert query_of(PairFilter()) == {}


def test_unreadable_parts_do_not_narrow() -> None:
    """An address that somebody has typed, or an old one, still shows a list."""
    query = {"person": "Lena", "since": "soon", "state": "lost", "sort": "?", "gold": "true", "page": "2"}
    assert read_query(query) == (PairFilter(gold=True), PairSort.NEWEST)
