"""Each check says what it sees, and keeps quiet where there is a better reason or too little to go by."""

import numpy as np
import pytest

from core.intervals import wilson_interval
from core.labelling import Outcome
from core.labelling.quality import CheckName, Retest, Share, annotator_quality
from core.labelling.quality.votes import Vote

ZERO, ONE, DRAW = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE
CHOICES = (ZERO, ONE)


def quality_of(person, votes, **options):
    return next(found for found in annotator_quality(votes, **options) if found.person == person)


def check_of(name, votes, *, person=1, **options):
    return next(check for check in quality_of(person, votes, **options).checks if check.name == name)


def answers(*rows):
    """Votes from rows of (outcomes of persons 1, 2, 3 …) and keyword fields of person 1's votes."""
    return [
        Vote(pair, person, outcome, **(fields if person == 1 else {}))
        for pair, (outcomes, fields) in enumerate(rows)
        for person, outcome in enumerate(outcomes, start=1)
    ]


def test_the_figures_of_an_annotator():
    """Judgments, the median of the measured times, and agreement where the others have a majority."""
    votes = answers(
        ((ZERO, ZERO, ZERO), {"active_ms": 4000}),
        ((ZERO, ONE, ONE), {"active_ms": 10_000}),
        ((ZERO, ONE, ZERO), {"active_ms": 5000}),
        ((DRAW, DRAW, DRAW), {}),
    )
    found = quality_of(1, votes)
    assert (found.judgments, found.active_seconds) == (4, 5.0)
    assert (found.agreement, found.gold, found.consistency) == (Share(2, 3), None, None)
    assert found.agreement.interval == wilson_interval(2, 3)
    assert [check.name for check in found.checks] == list(CheckName)


def test_side_by_hand():
    """20 lefts of 20 choices: p = 2 / 2^20; the tie and the vote without a side are left out."""
    votes = [Vote(pair, 1, CHOICES[pair % 2], left=pair % 2) for pair in range(20)]
    found = check_of(CheckName.SIDE, [*votes, Vote(20, 1, DRAW, left=0), Vote(21, 1, ZERO)])
    assert (found.value, found.p_value, found.flagged) == (1.0, pytest.approx(2 / 2**20), True)
    assert found.pairs == tuple(range(20))
    assert found.log_ratio == pytest.approx(20 * np.log(2))
    assert found.interval == wilson_interval(20, 20)
    assert found.sentence == (
        "Chose the left text in 100 % of 20 choices (95 % interval 84\N{EN DASH}100 %): the side seems to"
        " decide; luck does this less than once in 1,000 times."
    )


def test_always_right_is_a_side_too():
    found = check_of(CheckName.SIDE, [Vote(pair, 1, ZERO, left=1) for pair in range(20)])
    assert (found.value, found.flagged) == (0.0, True)


def test_a_faint_habit_of_side_is_not_flagged():
    """5,500 lefts of 10,000 are no luck (p < 10⁻²²), but 55 % of the left touches few labels."""
    found = check_of(CheckName.SIDE, [Vote(pair, 1, ZERO, left=int(pair >= 5500)) for pair in range(10_000)])
    assert found.p_value < 1e-22
    assert not found.flagged


def test_length_where_the_others_are_split():
    """The others choose the longer text on 10 pairs of 20; the person does on all."""
    votes = answers(*[((ZERO, other, other), {"longer": 0}) for other in CHOICES for _ in range(10)])
    found = check_of(CheckName.LENGTH, votes)
    assert (found.value, found.flagged, found.pairs) == (1.0, True, tuple(range(10, 20)))
    assert found.sentence.endswith(
        "beside what the others chose, length seems to decide 98 % of the choices."
    )


def test_shortness_is_a_habit_too():
    votes = answers(*[((ONE, other, other), {"longer": 0}) for other in CHOICES for _ in range(10)])
    found = check_of(CheckName.LENGTH, votes)
    assert (found.value, found.flagged) == (0.0, True)
    assert "shortness seems to decide 98 % of the choices" in found.sentence


def test_longer_is_no_habit_where_it_is_better():
    """The others choose the longer text as well."""
    votes = answers(*[((ZERO, ZERO, ZERO), {"longer": 0}) for _ in range(60)])
    found = check_of(CheckName.LENGTH, votes)
    assert (found.value, found.flagged) == (1.0, False)
    assert found.sentence.endswith(": no habit seen beside what the others chose.")


def test_errors_are_no_habit_where_the_shorter_is_better():
    """Of 100 pairs the others prefer the shorter on 80; the person errs on a quarter of either kind."""
    rows = [((choice, ONE, ONE), {"longer": 0}) for choice in (ZERO,) * 20 + (ONE,) * 60]
    rows += [((choice, ZERO, ZERO), {"longer": 0}) for choice in (ZERO,) * 15 + (ONE,) * 5]
    found = check_of(CheckName.LENGTH, answers(*rows))
    # 20 of the 25 disagreements go to the longer text, but 20 of 80 is no more than 5 of 20.
    assert not found.flagged
    assert found.p_value > 0.5


def test_length_is_unknown_where_nobody_else_judged():
    """The share is told, no claim is made."""
    found = check_of(CheckName.LENGTH, [Vote(pair, 1, ZERO, longer=0) for pair in range(60)])
    assert (found.value, found.p_value, found.flagged) == (1.0, None, False)
    assert found.sentence.endswith("unknown, for nobody else judged these pairs.")


def against_pairs_of_others(agreeing, disagreeing):
    """Person 1 with two others, who agree with each other on 73 % of more pairs."""
    rows = [((CHOICES[i % 2],) * 3, {}) for i in range(agreeing)]
    rows += [((CHOICES[i % 2], *(CHOICES[1 - i % 2],) * 2), {}) for i in range(disagreeing)]
    votes = answers(*rows)
    further = [(ZERO, ZERO)] * 730 + [(ZERO, ONE)] * 270
    return votes + [
        Vote(1000 + i, person, vote)
        for i, row in enumerate(further)
        for person, vote in enumerate(row, start=2)
    ]


def test_random_answers():
    """Half of 40, where the others agree with each other so often that 82 % were to be expected."""
    found = check_of(CheckName.RANDOM, against_pairs_of_others(20, 20))
    assert (found.value, found.flagged) == (0.5, True)
    assert found.sentence == (
        "Agreed with gold and the lead of the others on 50 % of 40 pairs (95 % interval 35\N{EN DASH}65 %),"
        " where a colleague would on 82 %: 29 times as likely from guessing as from reading."
    )
    assert found.pairs == tuple(range(20, 40))
    assert found.p_value == pytest.approx(1 / 29, abs=5e-4)


@pytest.mark.parametrize(
    ("agreeing", "disagreeing", "words"),
    [
        (9, 10, "too few to tell, 20 will do"),
        (16, 8, "not to be told from reading"),
        (30, 12, "more than guessing gives"),
        (600, 400, "more than guessing gives"),
    ],
)
def test_agreement_that_is_not_random(agreeing, disagreeing, words):
    """Too little, unclear, clear; and 60 % of many: below the team, but not chance."""
    found = check_of(CheckName.RANDOM, against_pairs_of_others(agreeing, disagreeing))
    assert not found.flagged
    assert found.sentence.endswith(f": {words}.")


def test_of_two_people_nobody_can_say_who_guesses():
    """Without a third person how often a colleague would agree is anybody's guess."""
    votes = answers(*[((CHOICES[i % 2], CHOICES[i // 2 % 2]), {}) for i in range(80)])
    assert not check_of(CheckName.RANDOM, votes).flagged
    assert not check_of(CheckName.RANDOM, votes, person=2).flagged


@pytest.mark.parametrize("outcome", [DRAW, Outcome.BOTH_BAD])
def test_always_neither_is_flagged(outcome):
    """Where the others choose."""
    votes = answers(*[((outcome, ZERO, ZERO), {}) for _ in range(20)])
    found = check_of(CheckName.TIES, votes)
    assert (found.flagged, found.pairs) == (True, tuple(range(20)))
    assert found.sentence == (
        "Named neither text in 100 % of 20 answers (95 % interval 84\N{EN DASH}100 %): the others did in 0 %."
    )


def test_neither_is_no_habit_where_the_others_say_so_too():
    votes = answers(*[((DRAW, Outcome.BOTH_BAD, ZERO), {}) for _ in range(40)])
    assert not check_of(CheckName.TIES, votes).flagged


def test_a_habit_explains_agreement_by_chance():
    """Who always presses the left key is flagged for that, and for that only."""
    votes = [
        Vote(
            vote.pair,
            vote.person,
            vote.outcome,
            left=None if vote.person > 1 else CHOICES.index(vote.outcome),
        )
        for vote in against_pairs_of_others(20, 20)
    ]
    found = quality_of(1, votes)
    assert [check.name for check in found.flags] == [CheckName.SIDE]
    random = next(check for check in found.checks if check.name == CheckName.RANDOM)
    assert random.sentence.endswith(": like guessing, which the habit found explains.")


def test_second_answers_count_for_consistency_and_nothing_else():
    """Those of somebody without votes are left out."""
    votes = [Vote(pair, 1, ZERO) for pair in range(3)]
    retests = [Retest(1, 0, ZERO, ONE, 0, 1), Retest(1, 1, ZERO, ZERO, 0, 1), Retest(2, 1, ONE, ONE, 0, 1)]
    (found,) = annotator_quality(votes, retests=retests)
    assert (found.judgments, found.consistency) == (3, Share(1, 2))


@pytest.mark.parametrize(("fast", "flagged"), [(19, True), (18, False)])
def test_fast_answers_by_hand(fast, flagged):
    """Of 60, 19 are 32 % (interval from 21.3 %) and 18 are 30 % (from 19.9 %): a fifth is the limit."""
    votes = [Vote(pair, 1, ZERO, active_ms=1999 if pair < fast else 2000) for pair in range(60)]
    found = check_of(CheckName.FAST, [*votes, Vote(60, 1, ZERO)])
    assert (found.value, found.flagged) == (fast / 60, flagged)
    assert found.pairs == tuple(range(fast)) * flagged
    assert "in under two seconds" in found.sentence


def test_reading_time_where_the_words_are_known():
    """At 900 words a minute 450 words take 30 s; the pair whose words are unknown is left out."""
    times = [29_999] * 20 + [30_000] * 5
    votes = [Vote(pair, 1, ZERO, active_ms=time) for pair, time in enumerate([*times, 1])]
    found = check_of(CheckName.FAST, votes, words=dict.fromkeys(range(25), 450))
    assert (found.value, found.flagged) == (0.8, True)
    assert "faster than 900 words a minute: the texts can hardly have been read." in found.sentence


def test_a_few_fast_answers_prove_nothing():
    """Nineteen timed answers, all fast: one more will do."""
    assert not check_of(CheckName.FAST, [Vote(pair, 1, ZERO, active_ms=1) for pair in range(19)]).flagged


def test_nothing_known_is_said():
    """A lone tie: no check has anything to go by, and each says what it lacks."""
    checks = quality_of(1, [Vote(1, 1, DRAW)]).checks
    assert all(
        (check.value, check.interval, check.p_value, check.flagged) == (None,) * 3 + (False,)
        for check in checks
    )
    assert [check.sentence.split()[0] for check in checks] == ["No"] * len(CheckName)


def test_no_votes_no_annotators():
    assert annotator_quality([]) == []


def test_the_order_of_votes_does_not_matter():
    votes = against_pairs_of_others(20, 20)
    shuffled = [votes[i] for i in np.random.default_rng(0).permutation(len(votes))]
    assert annotator_quality(votes) == annotator_quality(shuffled)
