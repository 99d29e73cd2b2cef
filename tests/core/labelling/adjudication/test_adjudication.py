"""Adjudication: what is disputed or flagged, decisions and what they change, and refusals."""

import pytest

from core.access import SYSTEM, AuditEntry, Role
from core.errors import InvalidInput, NotAllowed, NotFound
from core.labelling import Decision, Judgment, Outcome
from core.labelling.adjudication import count_disputed, count_flagged, disputed_pairs, flagged_judgments
from tests.core.adjudicating import give_back, open_again, pair_row, rule, say
from tests.core.builders import add_pairs, assert_counts_hold, make_gold, new_person, queue, rows_of


def disputed(studio, project, **more):
    with studio.db.read() as session:
        found = disputed_pairs(session, project, **{"limit": 10} | more)
        if not more:
            assert count_disputed(session, project) == len(found)
        return found


def test_most_disputed_first_with_who_said_what(studio, shared, team):
    """Pair 1 is 1:1:1 (minority 2), pair 2 is 2:1 (minority 1), pair 3 unanimous, pair 4 skipped by one."""
    one, two, three, four = add_pairs(studio, shared, 4)
    for who, outcome in zip(team, ("candidate_0", "candidate_1", "tie"), strict=False):
        say(studio, shared, who, one, outcome)
    say(studio, shared, team[0], two, "candidate_1", rationale="It is shorter.", confidence=2)
    say(studio, shared, team[1], two, "candidate_1")
    say(studio, shared, team[2], two, "both_bad", flag="Broken text")
    dan = new_person(studio, name="Dan")
    say(studio, shared, dan, two, "skip", reason="Wrong language")
    for who in team[:2]:
        say(studio, shared, who, three, "tie")
    say(studio, shared, team[0], four, "tie")
    say(studio, shared, team[1], four, "skip")

    first, second = disputed(studio, shared)
    assert (first.pair.id, first.minority) == (one, 2)
    assert (second.pair.id, second.minority) == (two, 1)
    assert (second.pair.input_text, second.pair.candidate_1) == ("post 1", "one 1")
    said = {outcome: [each.name for each in opinions] for outcome, opinions in second.votes.items()}
    assert said == {"candidate_1": ["Ada", "Ben"], "both_bad": ["Cleo"], "skip": ["Dan"]}
    assert second.votes[Outcome.CANDIDATE_1][0].rationale == "It is shorter."
    assert second.votes[Outcome.CANDIDATE_1][0].confidence == 2
    assert second.votes[Outcome.BOTH_BAD][0].flag == "Broken text"
    assert second.votes[Outcome.SKIP][0].reason == "Wrong language"
    assert [each.pair.id for each in disputed(studio, shared, limit=1, offset=1)] == [two]


def test_a_decision_settles_and_keeps_what_people_said(studio, shared, team, lea):
    """It takes the pair out of the disputes and of the queue, changes no count, and is on record."""
    (pair,) = add_pairs(studio, shared, 1)
    say(studio, shared, team[0], pair, "candidate_0")
    say(studio, shared, team[1], pair, "candidate_1")
    rule(studio, lea, shared, pair, "candidate_1", note=" The other invents a name. ")

    assert (pair_row(studio, pair).settled, pair_row(studio, pair).priority) == (Outcome.CANDIDATE_1, None)
    assert not disputed(studio, shared)
    assert not queue(studio, shared, team[2])
    assert all(one.withdrawn_by is None for one in rows_of(studio, Judgment))
    (decision,) = rows_of(studio, Decision)
    assert (decision.outcome, decision.note) == ("candidate_1", "The other invents a name.")
    assert (decision.person_id, decision.made_gold, decision.made_example) == (lea.id, False, False)
    audited = rows_of(studio, AuditEntry)[-1]
    assert (audited.action, audited.subject) == ("adjudicate", f"pair {pair} of project Shared")
    assert audited.details == {"outcome": "candidate_1", "gold": False, "example": False}
    assert_counts_hold(studio)


def test_whoever_holds_a_settled_pair_may_still_answer(studio, shared, team, lea):
    """The answer is saved and counted; the pair stays settled and out of the queue."""
    (pair,) = add_pairs(studio, shared, 1)
    queue(studio, shared, team[0])
    rule(studio, lea, shared, pair)
    say(studio, shared, team[0], pair, "candidate_1")
    row = pair_row(studio, pair)
    assert (row.settled, row.judgment_count, row.priority) == (Outcome.CANDIDATE_0, 1, None)
    assert_counts_hold(studio)


def test_a_second_decision_replaces_the_first(studio, shared, lea):
    """The pair has the later outcome; the history has both."""
    (pair,) = add_pairs(studio, shared, 1)
    rule(studio, lea, shared, pair, "candidate_0")
    rule(studio, lea, shared, pair, "both_bad")
    assert pair_row(studio, pair).settled == Outcome.BOTH_BAD
    assert [one.outcome for one in rows_of(studio, Decision)] == ["candidate_0", "both_bad"]


def test_reopening_brings_a_pair_back(studio, shared, team, lea):
    """It is disputed and in the queue again; only what is settled can be reopened."""
    (pair,) = add_pairs(studio, shared, 1)
    say(studio, shared, team[0], pair, "candidate_0")
    say(studio, shared, team[1], pair, "candidate_1")
    rule(studio, lea, shared, pair)
    open_again(studio, lea, shared, pair)
    assert [one.pair.id for one in disputed(studio, shared)] == [pair]
    assert [one.id for one in queue(studio, shared, team[2])] == [pair]
    assert_counts_hold(studio)
    with pytest.raises(InvalidInput, match=f"Pair {pair} is open already: nobody has settled it"):
        open_again(studio, lea, shared, pair)


def test_gold_pairs_are_not_disputed(studio, shared, team):
    """Their answer is known; that people differ is for the figures of people."""
    (pair,) = add_pairs(studio, shared, 1)
    make_gold(studio, shared, [pair])
    say(studio, shared, team[0], pair, "candidate_0")
    say(studio, shared, team[1], pair, "candidate_1")
    assert pair_row(studio, pair).minority == 1
    assert not disputed(studio, shared)


def test_flagged_answers_latest_first(studio, shared, team, lea):
    """Those on settled pairs, and those that were taken back, are dealt with."""
    one, two, three = add_pairs(studio, shared, 3)
    say(studio, shared, team[0], one, "candidate_0", flag="Personal data")
    say(studio, shared, team[1], two, "skip", flag="Broken text")
    returned = say(studio, shared, team[2], three, "tie", flag="Broken text")
    give_back(studio, lea, shared, returned)
    with studio.db.read() as session:
        found = flagged_judgments(session, shared, 10)
        assert [(each.pair.id, each.opinion.name, each.opinion.flag) for each in found] == [
            (two, "Ben", "Broken text"),
            (one, "Ada", "Personal data"),
        ]
        assert len(flagged_judgments(session, shared, 1)) == 1
        assert count_flagged(session, shared) == 2
    rule(studio, lea, shared, two)
    with studio.db.read() as session:
        assert [each.pair.id for each in flagged_judgments(session, shared, 10)] == [one]


@pytest.mark.parametrize(
    ("ruling", "sentence"),
    [
        ({"outcome": "skip"}, "A pair is settled as one of candidate_0, candidate_1, tie, both_bad, not as"),
        ({"outcome": "undo"}, "not as 'undo'"),
        ({"note": "x" * 2001}, "The note has 2,001 characters; it may have 2,000"),
        ({"make_example": True, "note": " "}, "An example for the guidelines needs a note that says why"),
    ],
)
def test_unusable_rulings(studio, shared, lea, ruling, sentence):
    """Each refusal is a sentence, and nothing is written."""
    (pair,) = add_pairs(studio, shared, 1)
    with pytest.raises(InvalidInput, match=sentence):
        rule(studio, lea, shared, pair, **ruling)
    assert not rows_of(studio, Decision)
    assert pair_row(studio, pair).settled is None


def test_pairs_of_other_projects_are_refused(studio, shared, project, lea):
    """A page that has another project open cannot settle this one's pairs."""
    (pair,) = add_pairs(studio, shared, 1)
    with pytest.raises(NotFound, match=f"There is no pair {pair} in the project “Posts”"):
        rule(studio, lea, project, pair)
    with pytest.raises(NotFound, match=f"There is no pair {pair} in the project “Posts”"):
        open_again(studio, lea, project, pair)


def test_the_studio_itself_decides_nothing(studio, shared):
    """A decision has somebody's name."""
    (pair,) = add_pairs(studio, shared, 1)
    with pytest.raises(InvalidInput, match="Only a person who has picked a name can decide"):
        rule(studio, SYSTEM, shared, pair)


@pytest.mark.parametrize("role", list(Role))
def test_reviewers_and_leads_adjudicate(studio, shared, people, role):
    """Nobody else."""
    (pair,) = add_pairs(studio, shared, 1)
    if role in {Role.REVIEWER, Role.LEAD}:
        rule(studio, people[role], shared, pair)
        open_again(studio, people[role], shared, pair)
        return
    with pytest.raises(NotAllowed, match="which does not include “adjudicate”"):
        rule(studio, people[role], shared, pair)
    with pytest.raises(NotAllowed, match="which does not include “adjudicate”"):
        open_again(studio, people[role], shared, pair)
