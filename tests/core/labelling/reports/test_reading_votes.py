"""Reading votes and re-tests as columns: which count, and what is known beside each."""

import math

import numpy as np

from core.labelling import Judgment, Outcome, Purpose
from core.labelling.quality import UNKNOWN, Retest
from core.labelling.quality.votes import TIE
from core.labelling.reports import read_votes
from core.labelling.reports.votes import read_retests
from tests.core.adjudicating import give_back, lay_before, say
from tests.core.builders import add_pairs, add_set, answer, make_gold, new_project, rows_of, save, take, undo


def votes_of(studio, project, **more):
    with studio.db.read() as session:
        table = read_votes(session, project, **more)
    pairs, people = table.pairs[table.pair].tolist(), table.people[table.person].tolist()
    return dict(zip(zip(pairs, people, strict=True), table.code.tolist(), strict=True)), table


def test_votes_as_columns(studio, shared, ada, ben, cleo):
    """The codes are 0, 1 and 2; undone, skipped and withdrawn answers are none."""
    one, two = add_pairs(studio, shared, 2)
    say(studio, shared, ada, one, "candidate_1", active_ms=4000)
    say(studio, shared, ada, two, "both_bad")
    say(studio, shared, ben, one, "tie", active_ms=0)
    say(studio, shared, ben, two, "skip")
    taken_back = answer(two, "candidate_0")
    save(studio, cleo, shared, taken_back)
    save(studio, cleo, shared, undo(taken_back))

    votes, table = votes_of(studio, shared)
    assert votes == {(one, ada.id): 1, (two, ada.id): TIE, (one, ben.id): TIE}
    assert table.counts.tolist() == [[0, 1, 1], [0, 0, 1]]
    lefts = {(row.pair_id, row.person_id): row.left for row in rows_of(studio, Judgment)}
    assert table.left.tolist() == [lefts[key] for key in votes]
    times = dict(zip(votes, table.active_ms.tolist(), strict=True))
    assert (times[one, ada.id], times[one, ben.id]) == (4000, 0)
    assert math.isnan(times[two, ada.id])
    assert set(table.gold.tolist()) == {UNKNOWN}


def test_which_candidate_is_longer(studio, shared, ada):
    """By characters, not bytes: "äöü" has three."""
    rows = [("ab", "abc"), ("abcd", "abc"), ("äöü", "abc")]
    take(studio, shared, *({"input_text": a + b, "candidate_0": a, "candidate_1": b} for a, b in rows))
    for pair in (1, 2, 3):
        say(studio, shared, ada, pair, "candidate_0")
    assert votes_of(studio, shared)[1].longer.tolist() == [1, 0, UNKNOWN]


def test_gold_goes_with_the_votes(studio, shared, ada, ben):
    """Only on gold pairs, whoever answered; qualifications are no votes."""
    one, two, three = add_pairs(studio, shared, 3)
    make_gold(studio, shared, [two], "both_bad")
    make_gold(studio, shared, [three], "candidate_1")
    for pair in (one, two, three):
        say(studio, shared, ada, pair, "candidate_0")
    lay_before(studio, shared, ben, two, Purpose.QUALIFICATION)
    say(studio, shared, ben, two, "candidate_0")
    votes, table = votes_of(studio, shared)
    assert set(votes) == {(one, ada.id), (two, ada.id), (three, ada.id)}
    assert table.gold.tolist() == [UNKNOWN, TIE, 1]


def test_imported_choices_and_single_people(studio, shared, ada, ben):
    """An import votes for a consensus, and can be left out; so can people."""
    take(studio, shared, {"input_text": "p", "candidate_0": "a", "candidate_1": "b", "choice": 1})
    say(studio, shared, ada, 1, "candidate_0")
    say(studio, shared, ben, 1, "candidate_1")
    assert sorted(votes_of(studio, shared)[0].values()) == [0, 1, 1]
    assert votes_of(studio, shared, imported=False)[0] == {(1, ada.id): 0, (1, ben.id): 1}
    assert votes_of(studio, shared, people=frozenset({ben.id}))[0] == {(1, ben.id): 1}
    assert votes_of(studio, shared, people=frozenset())[0] == {}


def test_what_a_ranking_implies_took_no_time(studio, ada):
    """Three pairs, and the time is the first one's: the others are not "too fast"."""
    ranked = new_project(studio, mode="rankings")
    pairs = add_set(studio, ranked, "a", "b", "c")
    tokens = ["answer_1", "answer_0", "answer_2"]
    save(studio, ada, ranked, answer(pairs[0], "ranking", ranking=tokens, active_ms=9000))
    votes, table = votes_of(studio, ranked)
    assert sorted(votes.values()) == [0, 0, 1]
    assert np.nansum(table.active_ms) == 9000
    assert np.isnan(table.active_ms).sum() == 2
    assert table.left.tolist() == [UNKNOWN] * 3


def test_retests(studio, shared, ada, ben, lea):
    """First and second answer with their sides; not where the first has been returned and corrected."""
    one, two = add_pairs(studio, shared, 2)
    first = {pair: say(studio, shared, ada, pair, "candidate_0") for pair in (one, two)}
    say(studio, shared, ben, one, "tie")
    for pair, outcome in ((one, "candidate_1"), (two, "tie")):
        lay_before(studio, shared, ada, pair, Purpose.RETEST)
        say(studio, shared, ada, pair, outcome)
    assert len(votes_of(studio, shared)[0]) == 3
    with studio.db.read() as session:
        found = {retest.pair: retest for retest in read_retests(session, shared)}
    left = next(row.left for row in rows_of(studio, Judgment) if row.id == first[one])
    assert found[one] == Retest(ada.id, one, Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, left, 1 - left)
    assert set(found) == {one, two}
    give_back(studio, lea, shared, first[two])
    say(studio, shared, ada, two, "tie")
    with studio.db.read() as session:
        assert [retest.pair for retest in read_retests(session, shared)] == [one]
