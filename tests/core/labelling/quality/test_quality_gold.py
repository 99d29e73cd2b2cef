"""Gold pairs: the share answered right, and what the lead asks."""

import pytest

from core.labelling import Outcome
from core.labelling.quality import CheckName, Share, annotator_quality
from core.labelling.quality.votes import Vote

ZERO, DRAW = Outcome.CANDIDATE_0, Outcome.TIE


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
