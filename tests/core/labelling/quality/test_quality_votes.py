"""Votes become columns, and what is no vote is refused."""

import numpy as np
import pytest

from core.errors import InvalidInput
from core.labelling import Outcome
from core.labelling.quality import CODES, UNKNOWN, tabulate_columns
from core.labelling.quality.team_accuracy import GOLD_LEAD, others_lead, others_majority
from core.labelling.quality.votes import TIE, Vote, tabulate, without_ties

ZERO, ONE, DRAW = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE


def test_columns_and_counts():
    """Ids need neither begin at zero nor be in order; what is not on record is unknown."""
    table = tabulate([Vote(70, 9, ONE, 1, 2500, 0, gold=ONE), Vote(20, 4, ZERO), Vote(70, 4, DRAW)])
    assert table.pairs.tolist() == [20, 70]
    assert table.people.tolist() == [4, 9]
    assert table.counts.tolist() == [[1, 0, 0], [0, 1, 1]]
    assert table.code.tolist() == [1, 0, TIE]
    assert table.left.tolist() == [1, UNKNOWN, UNKNOWN]
    assert table.longer.tolist() == [0, UNKNOWN, UNKNOWN]
    assert table.gold.tolist() == [1, UNKNOWN, 1]  # a pair's gold answer holds for all of its votes
    assert table.active_ms[0] == 2500
    assert np.isnan(table.active_ms[1:]).all()


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], UNKNOWN),
        ([ONE], 1),
        ([DRAW], TIE),
        ([ZERO, ONE], UNKNOWN),
        ([ZERO, ZERO, ONE], 0),
        ([ZERO, ONE, DRAW], UNKNOWN),
        ([ZERO, ZERO, ONE, DRAW], UNKNOWN),
        ([ONE, ONE, ONE, ZERO, DRAW], 1),
    ],
)
def test_the_majority_of_the_others_needs_more_than_half(others, expected):
    """The person's own vote, here for candidate 0, does not count."""
    votes = [Vote(1, 0, ZERO), *(Vote(1, person, vote) for person, vote in enumerate(others, start=1))]
    assert others_majority(tabulate(votes))[0] == expected


@pytest.mark.parametrize("outcome", [Outcome.SKIP, Outcome.UNDO])
def test_what_is_no_vote_is_refused(outcome):
    with pytest.raises(InvalidInput, match=f"Person 4's answer on pair 7 is {outcome.value}"):
        tabulate([Vote(7, 4, outcome)])


def test_two_votes_of_one_person_on_a_pair_are_refused():
    """They would count as two people."""
    with pytest.raises(InvalidInput, match="Person 4 has 2 votes on pair 7: give the standing one only"):
        tabulate([Vote(7, 4, ONE), Vote(8, 4, ONE), Vote(7, 4, ZERO)])


def test_no_votes_make_an_empty_table():
    table = tabulate([])
    assert (len(table.code), table.counts.shape, len(others_majority(table))) == (0, (0, 3), 0)


def test_columns_are_taken_as_they_are():
    """The same table without a vote object; what is left out is unknown."""
    table = tabulate_columns(np.array([70, 20, 70]), np.array([9, 4, 4]), np.array([1, 0, TIE]))
    assert tabulate(table) is table
    assert table.counts.tolist() == [[1, 0, 0], [0, 1, 1]]
    assert (table.left == UNKNOWN).all()
    assert (table.gold == UNKNOWN).all()
    assert np.isnan(table.active_ms).all()


def test_a_column_with_another_code_is_refused():
    with pytest.raises(InvalidInput, match="go from 0 to 2"):
        tabulate_columns(np.array([1]), np.array([1]), np.array([3]))


def test_every_answer_that_counts_has_a_code():
    """That both are bad says as little about which is better as a tie does."""
    assert CODES == {ZERO: 0, ONE: 1, DRAW: TIE, Outcome.BOTH_BAD: TIE}


def test_two_gold_answers_of_a_pair_are_refused():
    votes = [Vote(7, 1, ONE, gold=ONE), Vote(7, 2, ONE), Vote(7, 3, ONE, gold=ZERO)]
    with pytest.raises(InvalidInput, match="pair 7 bring two gold answers"):
        tabulate(votes)


def test_a_gold_answer_that_is_none_is_refused():
    with pytest.raises(InvalidInput, match="skip, which is no vote"):
        tabulate([Vote(7, 1, ONE, gold=Outcome.SKIP)])


def test_the_lead_of_the_others():
    """Choices alone, the person's own left out; a gold answer leads beyond doubt, and a tie does not."""
    votes = [Vote(1, person, vote) for person, vote in enumerate((ONE, ONE, ZERO, ONE, DRAW))]
    gold = [Vote(2, 1, ONE, gold=ZERO), Vote(3, 1, ONE, gold=DRAW), Vote(3, 2, ONE)]
    assert others_lead(tabulate(votes + gold)).tolist() == [1, 1, 3, 1, 2, -GOLD_LEAD, 0, 0]


def test_choices_alone():
    table = without_ties(tabulate([Vote(1, 1, DRAW), Vote(1, 2, ONE), Vote(2, 1, DRAW)]))
    assert (table.pairs.tolist(), table.people.tolist(), table.code.tolist()) == ([1], [2], [1])
