"""Answers compared with a known one: gold pairs, and second answers with the sides swapped."""

import pytest

from core.errors import InvalidInput
from core.labelling import Outcome
from core.labelling.quality import CheckName, Retest, Share, annotator_quality
from core.labelling.quality.gold_and_retests import by_person, check_consistency, consistency
from core.labelling.quality.votes import Vote

ZERO, ONE, DRAW, BAD = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE, Outcome.BOTH_BAD


def gold_of(right, wrong, **options):
    """A person's gold share and check; a tie may be the right answer too."""
    votes = [Vote(pair, 1, ZERO, gold=ZERO if pair < right else DRAW) for pair in range(right + wrong)]
    (quality,) = annotator_quality(votes, **options)
    return quality.gold, next(check for check in quality.checks if check.name == CheckName.GOLD)


@pytest.mark.parametrize(
    ("right", "wrong", "flagged", "ending"),
    [
        (3, 9, True, "3 of 12 gold pairs (95 % interval 9\N{EN DASH}53 %): below the 70 % asked for."),
        (6, 6, False, "6 of 12 gold pairs (95 % interval 25\N{EN DASH}75 %)."),
        (0, 9, False, "0 of 9 gold pairs (95 % interval 0\N{EN DASH}30 %): too few to tell, 10 will do."),
    ],
)
def test_gold_by_hand(right, wrong, flagged, ending):
    """Wilson's upper end beside the 70 % that are asked for."""
    share, found = gold_of(right, wrong)
    assert share == Share(right, right + wrong)
    assert (found.flagged, found.sentence) == (flagged, f"Right on {ending}")


def test_the_lead_says_what_is_asked_on_gold():
    assert gold_of(6, 6, gold_threshold=0.8)[1].flagged
    assert not gold_of(3, 9, gold_threshold=0.5)[1].flagged


def test_a_tie_is_right_where_gold_says_so():
    """And so is the answer that both are bad, which is the same to us."""
    votes = [Vote(1, 1, Outcome.BOTH_BAD, gold=DRAW), Vote(2, 1, DRAW, gold=ZERO)]
    assert annotator_quality(votes)[0].gold == Share(1, 2)


def test_the_interval_shows_the_digit_that_decides():
    """28 of 50 have an upper end of 68.8 %: below 68.9 % by less than whole per cents can show."""
    right, check = gold_of(28, 22, gold_threshold=0.689)
    assert right == Share(28, 50)
    assert check.flagged
    assert check.sentence.startswith("Right on 28 of 50 gold pairs (95 % interval 42.3\N{EN DASH}68.8 %)")
    assert check.pairs == tuple(range(28, 50))


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
