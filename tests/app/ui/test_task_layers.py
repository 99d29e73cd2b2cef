"""Layers of tasks: below what they wait for, whatever names from outside claim."""

from itertools import pairwise

import pytest

from app.ui.runs.task_layers import Spot, task_layout

DIAMOND = {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")}


def layers_of(depends_on: dict[str, tuple[str, ...]]) -> dict[str, int]:
    return {name: spot.layer for name, spot in task_layout(depends_on).spots.items()}


def test_a_task_stands_below_all_it_waits_for():
    """One more than the lowest of them."""
    assert layers_of(DIAMOND) == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_places_of_a_layer_are_one_apart_around_the_middle():
    """Two places lie at -1/2 and 1/2, one at 0."""
    layout = task_layout(DIAMOND)
    assert layout.spots == {"a": Spot(0, 0), "b": Spot(1, -0.5), "c": Spot(1, 0.5), "d": Spot(2, 0)}
    assert (layout.layers, layout.widest) == (3, 2)


def test_an_arrow_that_follows_from_others_is_left_out():
    """That c is after a follows from c after b after a."""
    layout = task_layout({"a": (), "b": ("a",), "c": ("b", "a")})
    assert len(layout.ways) == 2


def test_a_way_past_a_layer_has_a_place_of_its_own():
    """From a to d by b and c; e, which is free from the start, passes both on its way to d."""
    layout = task_layout({"a": (), "b": ("a",), "c": ("b",), "d": ("c", "e"), "e": ()})
    (long,) = (way for way in layout.ways if len(way) > 2)
    assert [spot.layer for spot in long] == [0, 1, 2, 3]
    assert (long[0], long[-1]) == (layout.spots["e"], layout.spots["d"])
    assert not set(long[1:-1]) & set(layout.spots.values())


def test_neighbours_are_sorted_so_that_arrows_do_not_cross():
    """Here c waits for b, and d for a, so d comes to stand before c."""
    layout = task_layout({"a": (), "b": (), "c": ("b",), "d": ("a",)})
    assert layout.spots["d"].offset < layout.spots["c"].offset


@pytest.mark.parametrize(
    "depends_on",
    [{"a": ("b",), "b": ("a",)}, {"a": ("a",)}, {"a": ("gone",)}, {"a": ("b", "b"), "b": ()}, {}],
    ids=["circle", "itself", "not there", "twice", "nothing"],
)
def test_whatever_is_claimed_every_task_has_a_place(depends_on):
    """And every way leads down, one layer at a time."""
    layout = task_layout(depends_on)
    assert set(layout.spots) == set(depends_on)
    assert all(below.layer == above.layer + 1 for way in layout.ways for above, below in pairwise(way))
