"""Lengths are counted in bins that are the same for every file."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.datasets.checks import Lengths
from core.datasets.checks.findings import EDGES


def lengths_of(*numbers: int) -> Lengths:
    lengths = Lengths()
    for number in numbers:
        lengths.add(number)
    return lengths


def test_edges_rise_tenfold_in_ten_steps():
    """From 10 to a million: five powers with ten edges each, and the end."""
    assert (EDGES[0], EDGES[10], EDGES[20], EDGES[-1]) == (10, 100, 1000, 1_000_000)
    assert len(EDGES) == 51
    assert all(lower < upper for lower, upper in pairwise(EDGES))


def test_a_bin_holds_its_beginning_and_not_its_end():
    """99 characters are below the edge 100, 124 below 125."""
    assert lengths_of(99, 100, 124, 125).bins() == [(80, 100, 1), (100, 125, 2), (125, 160, 1)]


def test_bins_without_texts_between_others_are_there():
    """So that a gap is seen; those outside are not."""
    assert lengths_of(100, 170).bins() == [(100, 125, 1), (125, 160, 0), (160, 200, 1)]


def test_no_texts_have_no_bins():
    """And no longest one."""
    lengths = lengths_of()
    assert (lengths.bins(), lengths.texts, lengths.longest) == ([], 0, 0)


def test_the_shortest_and_the_longest():
    """An empty text is in the first bin, one of two million characters in the last, which reaches to it."""
    lengths = lengths_of(0, 2_000_000)
    assert (lengths.bins()[0], lengths.bins()[-1]) == ((0, 10, 1), (1_000_000, 2_000_001, 1))
    assert (lengths.texts, lengths.longest) == (2, 2_000_000)


@given(st.lists(st.integers(0, 3_000_000), max_size=30))
def test_every_text_is_in_one_bin(numbers):
    """And the bins touch each other."""
    bins = lengths_of(*numbers).bins()
    assert sum(count for _, _, count in bins) == len(numbers)
    assert all(count == sum(begin <= one < end for one in numbers) for begin, end, count in bins)
    assert all(one[1] == other[0] for one, other in pairwise(bins))
