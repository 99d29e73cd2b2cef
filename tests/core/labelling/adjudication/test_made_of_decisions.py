"""What is made of decisions: gold pairs, and examples in the guidelines."""

import pytest

from core.errors import InvalidInput
from core.labelling import Outcome, Pool, get_project
from core.labelling.adjudication import count_disputed, disputed_pairs
from core.labelling.progress import project_progress
from tests.core.adjudicating import open_again, pair_row, rule, say
from tests.core.builders import (
    add_pairs,
    add_set,
    answer,
    assert_counts_hold,
    change,
    make_gold,
    new_project,
    queue,
    save,
)


def disputed(studio, project, **more):
    with studio.db.read() as session:
        found = disputed_pairs(session, project, **{"limit": 10} | more)
        if not more:
            assert count_disputed(session, project) == len(found)
        return found


def guidelines(studio, project):
    with studio.db.read() as session:
        return get_project(session, project.id).guidelines


def test_gold_is_made_of_a_decision(studio, shared, team, lea):
    """The pair leaves the progress and the queue, and comes unannounced to who has not had it."""
    one, two = add_pairs(studio, shared, 2)
    say(studio, shared, team[0], one, "candidate_0")
    rule(studio, lea, shared, one, "candidate_1", note="See rule 3.", make_gold=True)
    row = pair_row(studio, one)
    assert (row.pool, row.gold, row.gold_note) == (Pool.GOLD, Outcome.CANDIDATE_1, "See rule 3.")
    with studio.db.read() as session:
        assert project_progress(session, shared).by_count == {0: 1}
    assert_counts_hold(studio)

    with_gold = change(studio, shared, gold_rate=0.3)
    assert {pair.id for pair in queue(studio, with_gold, team[1])} <= {one, two}
    say(studio, with_gold, team[1], one, "candidate_1")
    assert_counts_hold(studio)


def test_a_ruling_on_a_gold_pair_corrects_it(studio, shared, lea):
    """Its note goes with the answer it explains: it stays if the answer does, and goes if it does not."""
    (pair,) = add_pairs(studio, shared, 1)
    make_gold(studio, shared, [pair])
    rule(studio, lea, shared, pair, "candidate_0")
    assert (pair_row(studio, pair).gold, pair_row(studio, pair).gold_note) == ("candidate_0", "It says so.")
    rule(studio, lea, shared, pair, "candidate_1")
    assert (pair_row(studio, pair).gold, pair_row(studio, pair).gold_note) == ("candidate_1", "")
    assert_counts_hold(studio)


@pytest.mark.parametrize(("choices", "outcome"), [("two-way", "tie"), ("with tie", "both_bad")])
def test_gold_must_be_an_answer_that_is_offered(studio, lea, choices, outcome):
    """Nobody could be right otherwise; to settle a pair so is allowed."""
    project = new_project(studio, choices=choices)
    (pair,) = add_pairs(studio, project, 1)
    with pytest.raises(InvalidInput, match=f"“{outcome}” cannot be a gold pair's right answer"):
        rule(studio, lea, project, pair, outcome, make_gold=True)
    rule(studio, lea, project, pair, outcome)
    assert pair_row(studio, pair).settled == outcome


def test_a_tie_can_be_gold_where_it_is_offered(studio, shared, lea):
    """As can "both bad"."""
    pairs = add_pairs(studio, shared, 2)
    rule(studio, lea, shared, pairs[0], "tie", make_gold=True)
    rule(studio, lea, shared, pairs[1], "both_bad", make_gold=True)
    assert [pair_row(studio, pair).gold for pair in pairs] == ["tie", "both_bad"]


def test_pairs_of_a_ranking_are_disputed_and_settled_but_never_gold(studio, team, lea):
    """Ada ranks 0 before 1 before 2, Ben the other way round: all three pairs are disputed."""
    ranked = new_project(studio, mode="rankings", judgments_per_pair=2)
    pairs = add_set(studio, ranked, "a", "b", "c")
    for who, order in ((team[0], (0, 1, 2)), (team[1], (2, 1, 0))):
        tokens = [f"answer_{number}" for number in order]
        assert save(studio, who, ranked, answer(pairs[0], "ranking", ranking=tokens)).fresh == 1
    found = disputed(studio, ranked)
    assert sorted(one.pair.id for one in found) == pairs
    assert {opinion.implied for one in found for side in one.votes.values() for opinion in side} == {
        True,
        False,
    }
    rule(studio, lea, ranked, pairs[2])
    assert sorted(one.pair.id for one in disputed(studio, ranked)) == pairs[:2]
    with pytest.raises(InvalidInput, match=f"Pair {pairs[1]} is of a set that is ranked as a whole"):
        rule(studio, lea, ranked, pairs[1], make_gold=True)
    assert_counts_hold(studio)


def test_an_example_for_the_guidelines(studio, shared, lea):
    """Plain text on lines of its own, after what is there; long texts are cut."""
    project = change(studio, shared, guidelines="Prefer short answers.")
    long = "word " * 200
    pair, other = add_pairs(studio, project, 2, candidate_1=long)
    rule(studio, lea, project, pair, "candidate_0", note="Short\nand true.", make_example=True)
    cut = ("word " * 120).strip()  # 600 characters, the last of them a blank
    assert guidelines(studio, project) == (
        "Prefer short answers.\n\n"
        f"Example (pair {pair}): post 0\nBetter: zero 0\nThan: {cut} …\nBecause: Short and true."
    )
    rule(studio, lea, project, other, "tie", note="Neither helps.", make_example=True)
    assert guidelines(studio, project).endswith(
        f"Example (pair {other}): post 1\nBetter: neither, they are equally good\n"
        f"Answer: zero 1\nAnswer: {cut} …\nBecause: Neither helps."
    )


def test_an_example_goes_with_its_decision(studio, shared, lea):
    """A later decision puts another in its place or none, and so does reopening; edited ones stay."""
    pair, other = add_pairs(studio, shared, 2)
    rule(studio, lea, shared, pair, "candidate_0", note="First.", make_example=True)
    rule(studio, lea, shared, other, "candidate_0", note="Other.", make_example=True)
    rule(studio, lea, shared, pair, "candidate_1", note="Second.", make_example=True)
    text = guidelines(studio, shared)
    assert "First." not in text
    assert [text.count(note) for note in ("Other.", "Second.", "Example (pair")] == [1, 1, 2]
    rule(studio, lea, shared, pair, "candidate_1", note="Third.")
    assert guidelines(studio, shared).count("Example") == 1
    open_again(studio, lea, shared, other)
    assert guidelines(studio, shared) == ""

    rule(studio, lea, shared, pair, "candidate_0", note="Fourth.", make_example=True)
    edited = guidelines(studio, shared).replace("Fourth.", "Fourth, as agreed.")
    change(studio, shared, guidelines=edited)
    open_again(studio, lea, shared, pair)
    assert guidelines(studio, shared) == edited
