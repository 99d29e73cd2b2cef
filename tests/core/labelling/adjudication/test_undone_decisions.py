"""A decision that is taken back leaves the pair as it was: its answer, gold, the guidelines, every count."""

import pytest

from core.access import AuditEntry, Role
from core.errors import InvalidInput, NotAllowed
from core.labelling import Decision, Outcome, Pool, Project, Purpose
from tests.core.adjudicating import lay_before, open_again, pair_row, rule, say, take_back
from tests.core.builders import add_pairs, assert_counts_hold, make_gold, new_person, queue, rows_of


@pytest.fixture
def pair(studio, shared, team):
    """A pair on which two differ."""
    (number,) = add_pairs(studio, shared, 1)
    say(studio, shared, team[0], number, "candidate_0")
    say(studio, shared, team[1], number, "candidate_1")
    return number


def column_values(studio, pair: int):
    """What a decision may change of a pair."""
    row = pair_row(studio, pair)
    return row.settled, row.pool, row.gold, row.gold_note, row.priority, row.judgment_count


def guidelines(studio) -> str:
    (project,) = rows_of(studio, Project)
    return project.guidelines


@pytest.mark.parametrize(
    "more",
    [{}, {"make_gold": True}, {"note": "Shorter.", "make_example": True}],
    ids=["settled", "gold", "example"],
)
def test_the_pair_is_what_it_was(studio, shared, team, lea, pair, more):
    """Disputed and in the queue; neither gold nor quoted; the history has both steps."""
    before = column_values(studio, pair)
    made = rule(studio, lea, shared, pair, "tie", **more)
    assert column_values(studio, pair) != before
    take_back(studio, lea, shared, made)
    assert column_values(studio, pair) == before
    assert guidelines(studio) == ""
    assert [one.id for one in queue(studio, shared, team[2])] == [pair]
    assert [one.outcome for one in rows_of(studio, Decision)] == ["tie", "reopened"]
    assert rows_of(studio, AuditEntry)[-1].details == {"outcome": "reopened", "undone": True}
    assert_counts_hold(studio)


def test_an_earlier_decision_holds_again(studio, shared, lea, pair):
    """With its note and its example; and taken back twice, none is left."""
    first = rule(studio, lea, shared, pair, "candidate_0", note="It asks.", make_example=True)
    quoted = guidelines(studio)
    second = rule(studio, lea, shared, pair, "both_bad")
    assert guidelines(studio) == ""
    take_back(studio, lea, shared, second)
    last = rows_of(studio, Decision)[-1]
    assert (last.outcome, last.note, last.made_example) == ("candidate_0", "It asks.", True)
    assert (pair_row(studio, pair).settled, guidelines(studio)) == (Outcome.CANDIDATE_0, quoted)
    take_back(studio, lea, shared, first)
    assert (pair_row(studio, pair).settled, guidelines(studio)) == (None, "")
    assert_counts_hold(studio)


def test_a_gold_pairs_answer_is_put_right_again(studio, shared, lea):
    """The ruling had corrected it."""
    (pair,) = add_pairs(studio, shared, 1)
    make_gold(studio, shared, [pair], right="candidate_1")
    made = rule(studio, lea, shared, pair, "candidate_0", note="No.")
    take_back(studio, lea, shared, made)
    row = pair_row(studio, pair)
    assert (row.settled, row.pool, row.gold, row.gold_note) == (
        None,
        Pool.GOLD,
        Outcome.CANDIDATE_1,
        "It says so.",
    )
    assert_counts_hold(studio)


def test_answers_given_meanwhile_stay_and_count(studio, shared, team, lea, pair):
    """Somebody had the pair as gold between the decision and its end."""
    made = rule(studio, lea, shared, pair, "candidate_0", make_gold=True)
    lay_before(studio, shared, team[2], pair, Purpose.GOLD)
    say(studio, shared, team[2], pair, "candidate_1")
    take_back(studio, lea, shared, made)
    assert pair_row(studio, pair).judgment_count == 3
    assert_counts_hold(studio)


def test_what_somebody_else_decided_since_stays(studio, shared, lea, pair):
    """In a sentence; nothing is changed."""
    rhea = new_person(studio, Role.REVIEWER, "Rhea")
    made = rule(studio, lea, shared, pair, "candidate_0")
    rule(studio, rhea, shared, pair, "candidate_1")
    with pytest.raises(InvalidInput, match=f"Somebody else has decided pair {pair} since"):
        take_back(studio, lea, shared, made)
    open_again(studio, rhea, shared, pair)
    with pytest.raises(InvalidInput, match="Somebody else has decided"):
        take_back(studio, lea, shared, made)
    assert len(rows_of(studio, Decision)) == 3


def test_only_who_decides_takes_back(studio, shared, ada, lea, pair):
    """An annotator does neither."""
    made = rule(studio, lea, shared, pair)
    with pytest.raises(NotAllowed):
        take_back(studio, ada, shared, made)
