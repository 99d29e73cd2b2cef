"""Studio to A to studio to B: every two formats that can carry a row give equal choices and texts."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.exports import Export, FrozenRow, export_named
from core.datasets.exports.dialogue import is_hh
from tests.core.datasets.every_format import OF_TEXT, READ_AS, back, frozen_of, out, same, sayable, ways_back
from tests.core.datasets.hostile_rows import FROZEN, pairs

WAYS = pytest.mark.parametrize("export", ways_back(), ids=lambda one: one.name)


def through(export: Export, frozen: Sequence[FrozenRow]) -> list[FrozenRow]:
    """The rows that come back: all that the format can carry, as they were; the others are counted."""
    carried = [one for one in frozen if sayable(export, one)]
    content, left_out = out(export, frozen)
    assert left_out == len(frozen) - len(carried)
    if not carried:
        return []
    found, records = back(content)
    assert found == READ_AS.get(export.name, export.name)
    made = [frozen_of(one) for one in records]
    for before, after in zip(carried, made, strict=True):
        assert same(before, after, turns=export.name not in OF_TEXT), (before, after)
    return made


@WAYS
@settings(deadline=None, max_examples=6)
@given(frozen=FROZEN)
def test_what_a_format_carries_comes_back_from_it(export, frozen):
    """The same prompt, the same better and the same worse answer, letter for letter and turn for turn."""
    through(export, frozen)


@WAYS
@settings(deadline=None, max_examples=1)
@given(frozen=FROZEN)
def test_and_from_any_other_behind_it(export, frozen):
    """Of what both can carry; texts of hh-rlhf are turns for some, so those are compared as turns alone."""
    carried = [one for one in frozen if sayable(export, one)]
    between = through(export, frozen)
    for other in ways_back():
        both = [
            (first, second) for first, second in zip(carried, between, strict=True) if sayable(other, second)
        ]
        after = through(other, [second for _, second in both])
        turns = not {export.name, other.name} & OF_TEXT
        for (first, second), last in zip(both, after, strict=True):
            of_turns = not turns and (is_hh(first) or is_hh(second))
            assert of_turns or same(first, last, turns=turns), (first, last)


@pytest.mark.parametrize("name", ["parquet", "argilla"])
@settings(deadline=None, max_examples=8)
@given(records=st.lists(pairs(ties=True), min_size=1, max_size=3))
def test_formats_of_judgments_carry_ties(name, records):
    """Other formats have the choice that a coin made of them."""
    export = export_named(name)
    frozen = [(one, row) for one in records if sayable(export, row := frozen_of(one))]
    if frozen:
        _, made = back(out(export, [row for _, row in frozen])[0])
        assert [one.choice for one in made] == [one.choice for one, _ in frozen]
