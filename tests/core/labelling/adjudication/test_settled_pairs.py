"""Settled pairs: those whose latest decision stands, latest decided first."""

import pytest

from core.access import Role
from core.labelling import Outcome
from core.labelling.adjudication import Ruling, count_settled, decide, reopen, settled_pairs
from tests.core.builders import add_pairs


@pytest.fixture
def settle(studio, project, people):
    """Decide a pair, or take the decision back."""

    def settle_one(pair: int, outcome: Outcome | None, note: str = "") -> None:
        with studio.db.write() as session:
            if outcome is None:
                reopen(session, people[Role.LEAD], project, pair)
            else:
                decide(session, people[Role.LEAD], project, pair, Ruling(outcome, note))

    return settle_one


@pytest.fixture
def listed(studio, project):
    """The settled pairs with what was decided, and how many there are."""

    def read(**which):
        with studio.db.read() as session:
            found = settled_pairs(session, project, **{"limit": 10, **which})
            return [(one.pair.id, one.pair.settled, one.note) for one in found], count_settled(
                session, project
            )

    return read


def test_the_latest_decision_of_each_pair_is_listed(studio, project, settle, listed):
    """A pair decided twice is there once, with what was decided last; a reopened one is gone."""
    first, second, third = add_pairs(studio, project, 3)
    settle(first, Outcome.TIE, "so")
    settle(second, Outcome.CANDIDATE_0)
    settle(third, Outcome.CANDIDATE_1)
    settle(first, Outcome.BOTH_BAD, "no, so")
    settle(second, None)
    assert listed() == ([(first, "both_bad", "no, so"), (third, "candidate_1", "")], 2)
    assert listed(limit=1, offset=1) == ([(third, "candidate_1", "")], 2)


def test_nothing_is_settled_at_first(studio, project, listed):
    """However many pairs there are."""
    add_pairs(studio, project, 3)
    assert listed() == ([], 0)
