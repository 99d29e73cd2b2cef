"""Second answers on the same pair, with the sides swapped."""

import pytest

from core.errors import InvalidInput
from core.labelling import Outcome
from core.labelling.quality import Retest, Share
from core.labelling.quality.gold_and_retests import by_person, check_consistency, consistency

ZERO, ONE, DRAW, BAD = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE, Outcome.BOTH_BAD


def retests(*answers):
    """Candidate 0 stands left first and right the second time."""
    return [Retest(1, pair, first, second, 0, 1) for pair, (first, second) in enumerate(answers)]


def test_a_tie_is_an_answer_of_its_own():
    """Three of five: that both are bad is the same to us as a tie."""
    assert consistency(retests((ZERO, ZERO), (ONE, ONE), (DRAW, BAD), (ZERO, DRAW), (ZERO, ONE))) == Share(
        3, 5
    )


def test_answers_that_move_with_the_side_are_flagged():
    """4 of 12 the same (interval 14 to 61 %); the others stayed on the left."""
    found = check_consistency(retests(*[(ZERO, ONE)] * 8, *[(ZERO, ZERO)] * 4))
    assert found.flagged
    assert found.sentence == (
        "Gave the same answer again on 4 of 12 pairs (95 % interval 14\N{EN DASH}61 %) shown twice: not to be"
        " told from chance. The changed answers moved with the side: 8 stayed left, 0 right."
    )


@pytest.mark.parametrize(("same", "changed"), [(10, 2), (2, 7), (7, 5)])
def test_what_is_not_flagged(same, changed):
    """Consistent; too few re-tests; and 7 of 12, for the interval reaches 81 %."""
    found = check_consistency(retests(*[(ZERO, ZERO)] * same, *[(ONE, ZERO)] * changed))
    assert not found.flagged
    assert found.sentence.endswith(f"moved with the side: 0 stayed left, {changed} right.")


def test_sides_are_not_spoken_of_where_they_say_nothing():
    """A choice that became a tie, and one whose sides are not on record."""
    found = check_consistency([Retest(1, 1, ZERO, DRAW, 0, 1), Retest(1, 2, ZERO, ONE, None, 0)])
    assert found.sentence.endswith("shown twice.")


def test_what_is_no_vote_is_refused():
    with pytest.raises(InvalidInput, match="Person 4's re-test of pair 7 holds skip"):
        by_person([Retest(4, 7, ZERO, Outcome.SKIP, 0, 1)])
