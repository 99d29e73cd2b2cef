"""Scores and ranks that come with answers become rankings and the judgments these imply."""

import pytest

from core.access import Person
from core.datasets import DatasetKind
from core.datasets.formats import Wanted
from core.datasets.importing.inserters import new_inserter, row_maker
from core.datasets.importing.repeats import fingerprint_of
from core.datasets.records import AnswerSetRecord
from core.errors import InvalidInput
from core.labelling import AnswerSet, Judgment, Outcome, Pair
from tests.core.builders import assert_counts_hold, everything, new_project, rows_of, take


@pytest.fixture
def ranked(studio):
    """A project in which people rank answers, and one ranking is wanted."""
    return new_project(studio, "Rankings", mode="rankings")


def answers(scores, post: str = "a post", **more) -> dict:
    """Three answers with these scores."""
    return {"input_text": post, "candidates": ["A", "B", "C"], "scores": scores} | more


def outcomes(studio) -> dict[tuple[int, int, int], Outcome]:
    """What is said of each two places, by the person's number."""
    pairs = {pair.id: pair for pair in rows_of(studio, Pair)}
    return {
        (one.person_id, pairs[one.pair_id].place_0, pairs[one.pair_id].place_1): one.outcome
        for one in rows_of(studio, Judgment)
    }


def test_scores_become_a_ranking(studio, ranked):
    """Of 1, 9 and 5 the order is B, C, A: A loses to B and to C, and B wins against C."""
    result = take(studio, ranked, answers([1, 9, 5]))
    assert (result.counts.rows, result.counts.choices, result.report.with_choice) == (1, 1, 1)
    (person,) = rows_of(studio, Person)
    assert outcomes(studio) == {
        (person.id, 0, 1): Outcome.CANDIDATE_1,
        (person.id, 0, 2): Outcome.CANDIDATE_1,
        (person.id, 1, 2): Outcome.CANDIDATE_0,
    }
    judgments = sorted(rows_of(studio, Judgment), key=lambda one: one.pair_id)
    assert [one.ranking for one in judgments] == [[1, 2, 0], None, None]
    assert {one.ranking_id for one in judgments} == {judgments[0].id}
    assert [pair.priority for pair in rows_of(studio, Pair)] == [None, None, None]
    assert_counts_hold(studio)


def test_equal_scores_tie(studio, ranked):
    """A and C have the same: their pair is a tie, and in the ranking A comes first."""
    take(studio, ranked, answers([2, 7, 2]))
    (person,) = rows_of(studio, Person)
    assert outcomes(studio)[person.id, 0, 2] == Outcome.TIE
    assert [one.ranking for one in rows_of(studio, Judgment) if one.ranking] == [[1, 0, 2]]
    assert_counts_hold(studio)


def test_ranks_are_scores_the_other_way_round(studio, ranked):
    """Rank 1 is the best; what the row said is kept."""
    row = {"input_text": "a post", "candidates": ["A", "B", "C"], "ranking": [3, 1, 2]}
    take(studio, ranked, row)
    (first,) = [one for one in rows_of(studio, Judgment) if one.ranking]
    assert (first.ranking, first.about) == ([1, 2, 0], {"ranking": [3, 1, 2]})


def test_the_same_scores_again_add_nothing(studio, ranked):
    """Other scores of the same set are a contradiction, and the earlier ones stay."""
    rows = [answers([1, 2, 3], f"post {number}") for number in range(3)]
    take(studio, ranked, *rows)
    before = {name: found for name, found in everything(studio).items() if name in ("pair", "judgment")}
    again = take(studio, ranked, *rows[:2], answers([3, 2, 1], "post 2")).counts
    assert (again.rows, again.choices, again.already_there, again.contradictions) == (0, 0, 3, 1)
    after = everything(studio)
    assert {name: after[name] for name in before} == before
    assert_counts_hold(studio)


def test_scores_may_come_later_than_the_answers(studio, ranked):
    """Of two sets that are there one gets scores; a third is new."""
    unscored = [{"input_text": f"post {number}", "candidates": ["A", "B", "C"]} for number in range(2)]
    take(studio, ranked, *unscored)
    taken = take(
        studio, ranked, answers([1, 2, 3], "post 0"), unscored[1], answers([1, 2, 3], "post 2")
    ).counts
    assert (taken.rows, taken.choices, taken.already_there) == (1, 2, 1)
    assert len(rows_of(studio, AnswerSet)) == 3
    assert_counts_hold(studio)


def test_rankings_of_several_annotators(studio):
    """Two are wanted: of each pair's judgments the third annotator's is one too many, in whatever batch."""
    project = new_project(studio, "Rankings", mode="rankings", judgments_per_pair=2)
    for batch in (("A", "B"), ("B", "C", "D")):
        records = [
            AnswerSetRecord(1, "a post", ("a", "b", "c"), (None,) * 3, scores=(1, 2, 3), annotator=name)
            for name in batch
        ]
        with studio.db.write() as session:
            inserter = new_inserter(session, project, DatasetKind.PREFERENCE, Wanted.ANSWER_SETS)
            row_of = row_maker(project, Wanted.ANSWER_SETS)
            inserter.insert([row_of("f", fingerprint_of(record), record) for record in records])
            inserter.finish()
    assert (inserter.counts.rows, inserter.counts.choices, inserter.counts.already_there) == (0, 2, 1)
    names = {one.id: one.name.removesuffix(" (imported)") for one in rows_of(studio, Person)}
    surplus = {(names[one.person_id], one.surplus) for one in rows_of(studio, Judgment)}
    assert surplus == {("A", False), ("B", False), ("C", True), ("D", True)}
    assert len(rows_of(studio, Judgment)) == 12
    assert_counts_hold(studio)


def test_contradicting_scores_in_one_file_are_refused(studio, ranked):
    """As contradicting choices are."""
    with pytest.raises(InvalidInput, match="field scores: is not what an earlier row"):
        take(studio, ranked, answers([1, 2, 3]), answers([1, 3, 2]))
    assert rows_of(studio, AnswerSet) == []


def test_a_score_that_now_ties_contradicts(studio, ranked):
    """The order of the answers is the same, but B and C are no longer equally good."""
    take(studio, ranked, answers([1, 2, 2]))
    again = take(studio, ranked, answers([1, 3, 2])).counts
    assert (again.choices, again.contradictions, again.already_there) == (0, 1, 1)
