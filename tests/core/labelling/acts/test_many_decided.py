"""Many pairs settled, tagged or returned at once, and every count that follows."""

import pytest

from core.access import SYSTEM, Role
from core.errors import InvalidInput, NotAllowed
from core.labelling import Decision, Outcome, Return
from core.labelling.acts import Done, leave_out, settle_pairs, tag_pairs, untag_pairs
from core.labelling.finding import PairFilter, count_pairs
from core.labelling.judging import return_judgments
from core.labelling.projects import pause_member
from tests.core.adjudicating import pair_row, rule, say
from tests.core.builders import (
    add_pairs,
    assert_counts_hold,
    look_at,
    new_person,
    new_project,
    row,
    rows_of,
    take,
)


@pytest.fixture
def three(studio):
    """Three judgments a pair, ties among the answers."""
    return new_project(studio, "Three", judgments_per_pair=3, choices="with tie and both bad")


def do(studio, act, actor, project, pairs, *more, **named):
    with studio.db.write() as session:
        return act(session, actor, project, pairs, *more, **named)


def test_each_is_settled_as_most_say(studio, three, team, lea):
    """With a decision of its own; where no candidate has more than half it stays open."""
    clear, split, gold, empty = pairs = add_pairs(studio, three, 4)
    for person, on_clear, on_split in zip(
        team, ["candidate_1", "candidate_1", "tie"], ["candidate_0", "candidate_1", "tie"], strict=True
    ):
        say(studio, three, person, clear, on_clear)
        say(studio, three, person, split, on_split)
    rule(studio, lea, three, gold, make_gold=True)
    assert do(studio, settle_pairs, lea, three, pairs, None, " As the votes. ") == Done(1, 3)
    assert [pair_row(studio, one).settled for one in (clear, split, empty)] == ["candidate_1", None, None]
    decision = rows_of(studio, Decision)[-1]
    assert (decision.pair_id, decision.person_id, decision.outcome) == (clear, lea.id, "candidate_1")
    assert decision.note == "As the votes."
    assert_counts_hold(studio)


def test_all_are_settled_as_one_answer(studio, three, ada, lea):
    """What is settled already keeps its decision."""
    pairs = add_pairs(studio, three, 3)
    say(studio, three, ada, pairs[0], "candidate_0")
    rule(studio, lea, three, pairs[1])
    assert do(studio, settle_pairs, lea, three, pairs, Outcome.TIE) == Done(2, 1)
    assert [pair_row(studio, one).settled for one in pairs] == ["tie", "candidate_0", "tie"]
    assert [pair_row(studio, one).priority for one in pairs] == [None] * 3
    assert_counts_hold(studio)


@pytest.mark.parametrize(
    ("who", "outcome", "note", "begin"),
    [
        ("lea", Outcome.SKIP, "", "Pairs cannot be settled as 'skip'"),
        ("lea", Outcome.TIE, "x" * 2001, "The note has 2,001"),
        ("nobody", Outcome.TIE, "", "Only a person who"),
    ],
)
def test_unusable_decisions_are_refused(studio, three, lea, who, outcome, note, begin):
    """And nothing is settled."""
    pairs = add_pairs(studio, three, 1)
    with pytest.raises(InvalidInput, match=f"^{begin}"):
        do(studio, settle_pairs, lea if who == "lea" else SYSTEM, three, pairs, outcome, note)
    assert pair_row(studio, pairs[0]).settled is None


def test_words_are_put_on_pairs_and_taken_off(studio, three, lea):
    """Once each."""
    pairs = add_pairs(studio, three, 3)
    foreign = add_pairs(studio, new_project(studio, "Other"), 1)
    assert do(studio, tag_pairs, lea, three, [*pairs, *foreign], "  too   long ") == Done(3, 1)
    assert do(studio, tag_pairs, lea, three, pairs[:2], "odd") == Done(2, 0)
    assert do(studio, tag_pairs, lea, three, pairs, "odd") == Done(1, 2)
    assert do(studio, untag_pairs, lea, three, pairs[1:], "odd") == Done(2, 0)
    with studio.db.read() as session:
        found = {tag: count_pairs(session, three, PairFilter(tag=tag)) for tag in ("odd", "too long")}
    assert found == {"odd": 1, "too long": 3}


@pytest.mark.parametrize("tag", ["", "x" * 41, "a\u200bb"])
def test_unusable_tags_are_refused(studio, three, lea, tag):
    """In a sentence."""
    with pytest.raises(InvalidInput, match="tag"):
        do(studio, tag_pairs, lea, three, add_pairs(studio, three, 1), tag)


def test_engineers_tag_and_do_not_decide(studio, three):
    """As the policy says."""
    engineer = new_person(studio, Role.ENGINEER, "Enno")
    pairs = add_pairs(studio, three, 1)
    assert do(studio, tag_pairs, engineer, three, pairs, "odd").changed == 1
    with pytest.raises(NotAllowed):
        do(studio, settle_pairs, engineer, three, pairs, Outcome.TIE)
    with pytest.raises(NotAllowed):
        do(studio, return_judgments, engineer, three, pairs, "Look.")


def test_what_stands_on_pairs_goes_back(studio, three, team, lea):
    """To everybody with the note; imported answers and people who are not labelling now are passed over."""
    first, second = pairs = add_pairs(studio, three, 2)
    for person in team:
        for pair in pairs:
            say(studio, three, person, pair, "candidate_0")
    take(studio, three, row(0, choice=1))
    with studio.db.write() as session:
        pause_member(session, lea, three, team[2].id)
    assert do(studio, return_judgments, lea, three, [first, second], "Look again.") == (4, 3)
    assert_counts_hold(studio)
    assert len(rows_of(studio, Return)) == 4
    notes = [one.note for person in team[:2] for one in look_at(studio, three, person).pairs]
    assert notes == ["Look again."] * 4
    again = [one.id for one in look_at(studio, three, team[0]).pairs]
    for pair in again:
        say(studio, three, team[0], pair, "candidate_1")
    assert_counts_hold(studio)


def test_one_persons_answers_go_back(studio, three, team, lea):
    """Nobody else's; once more, nothing is left to return."""
    pairs = add_pairs(studio, three, 2)
    for person in team:
        say(studio, three, person, pairs[0], "tie")
    assert do(studio, return_judgments, lea, three, pairs, "Look.", person_id=team[1].id) == (1, 0)
    assert [one.person_id for one in rows_of(studio, Return)] == [team[1].id]
    assert do(studio, return_judgments, lea, three, pairs, "Look.", person_id=team[1].id) == (0, 0)
    assert_counts_hold(studio)


def test_a_returned_pair_that_is_left_out_waits_no_more(studio, three, ada, lea):
    """Nobody is asked again about what is left out."""
    (pair,) = add_pairs(studio, three, 1)
    say(studio, three, ada, pair, "tie")
    do(studio, return_judgments, lea, three, [pair], "Look.")
    do(studio, leave_out, lea, three, [pair], "Broken.")
    assert not look_at(studio, three, ada).pairs
    assert_counts_hold(studio)
