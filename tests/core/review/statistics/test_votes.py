"""Verdicts as columns: what is no table is refused."""

import numpy as np
import pytest

from core.errors import InvalidInput
from core.review.statistics import Votes, codes


def votes(item: list[int], reviewer: list[int], score: list[float]) -> Votes:
    """Columns of lists."""
    return Votes(np.array(item), np.array(reviewer), np.array(score))


@pytest.mark.parametrize(
    ("item", "reviewer", "score", "says"),
    [
        ([0, 1], [0], [1.0, 0.0], "equal length"),
        ([-1], [0], [1.0], "numbered from 0"),
        ([0], [0], [0.7], "0, 0.5 or 1"),
        ([0], [0], [float("nan")], "0, 0.5 or 1"),
    ],
)
def test_what_is_no_table_of_verdicts_is_refused(
    item: list[int], reviewer: list[int], score: list[float], says: str
) -> None:
    """The sentence says what to give instead."""
    with pytest.raises(InvalidInput, match=says):
        votes(item, reviewer, score)


def test_the_decided_ones_are_those_without_ties() -> None:
    """Codes stay, so that items keep their numbers."""
    decided = votes([0, 1, 2], [0, 0, 1], [1.0, 0.5, 0.0]).decided
    assert (decided.item.tolist(), decided.score.tolist(), len(decided)) == ([0, 2], [1.0, 0.0], 2)


@pytest.mark.parametrize("ids", [[7, 3, 7, 9], [10**12, 5, 10**12], []])
def test_codes_are_those_that_sorting_would_give(ids: list[int]) -> None:
    """Near ids take the fast way, far ones the other."""
    given = np.array(ids, dtype=np.int64)
    assert codes(given).tolist() == np.unique(given, return_inverse=True)[1].tolist()
