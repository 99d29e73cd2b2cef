"""Sets of answers to be ranked come in as one set and a pair for each two of its answers."""

import json

import pytest

from core.datasets.freezing import PromptPool, PromptRecipe
from core.datasets.importing import RefusedRows, insert_sets, spool
from core.labelling import AnswerSet, Judgment, Pair, Pool
from core.labelling.progress import project_progress
from tests.core.builders import (
    answer,
    assert_counts_hold,
    assign_to,
    everything,
    frozen,
    new_project,
    row,
    rows_in,
    rows_of,
    save,
    take,
)


@pytest.fixture
def ranked(studio):
    """A project in which people rank answers."""
    return new_project(studio, "Rankings", mode="rankings")


def answers(*texts: str, post: str = "a post", **more) -> dict:
    """A row of answers."""
    return {"input_text": post, "candidates": list(texts)} | more


def refusal(studio, project, content) -> str:
    """The sentence that refuses the only row of a file."""
    with pytest.raises(RefusedRows) as caught:
        take(studio, project, content)
    ((_, problem),) = caught.value.report.problems
    return problem.sentence("rows.jsonl")


def test_a_set_is_stored_with_the_pairs_it_implies(studio, ranked):
    """Three answers make 3·2/2 = 3 pairs; the first stands for the set, the others wait for it."""
    result = take(studio, ranked, answers("A", "B", "C", sources=["x", None, "z"], note=7))
    assert (result.counts.rows, result.report.good, result.counts.already_there) == (1, 1, 0)
    (one,) = rows_of(studio, AnswerSet)
    assert (one.input_text, one.answers) == ("a post", ["A", "B", "C"])
    assert [
        (pair.place_0, pair.place_1, pair.candidate_0, pair.candidate_1, pair.source_0, pair.source_1)
        for pair in rows_of(studio, Pair)
    ] == [(0, 1, "A", "B", "x", None), (0, 2, "A", "C", "x", "z"), (1, 2, "B", "C", None, "z")]
    assert [(pair.pool, pair.priority, pair.extra) for pair in rows_of(studio, Pair)] == [
        (Pool.REGULAR, 0, {"note": 7}),
        (Pool.IMPLIED, None, None),
        (Pool.IMPLIED, None, None),
    ]
    assert {(pair.answer_set_id, pair.origin, pair.line) for pair in rows_of(studio, Pair)} == {
        (one.id, "rows.jsonl", 1)
    }


@pytest.mark.parametrize(("number", "pairs"), [(3, 3), (4, 6), (9, 36)])
def test_every_pair_counts_as_one_to_be_judged(studio, ranked, number, pairs):
    """n(n-1)/2 of them, all without a judgment."""
    take(studio, ranked, answers(*(f"answer {place}" for place in range(number))))
    with studio.db.read() as session:
        assert project_progress(session, ranked).by_count == {0: pairs}
    assert_counts_hold(studio)


def test_sets_with_the_same_answers_keep_pairs_of_their_own(studio, ranked):
    """Two sets share A and B, a third has the first one's answers in another order: 9 pairs."""
    take(studio, ranked, answers("A", "B", "C"), answers("A", "B", "D"), answers("B", "A", "C"))
    pairs = rows_of(studio, Pair)
    assert (len(pairs), len({pair.content_hash for pair in pairs})) == (9, 9)
    assert [pair.answer_set_id for pair in pairs] == [1] * 3 + [2] * 3 + [3] * 3


def test_the_same_sets_again_add_nothing(studio, ranked, monkeypatch):
    """Over the borders of batches too; what is new among them is taken."""
    monkeypatch.setattr(spool, "BATCH", 2)
    monkeypatch.setattr(insert_sets, "AT_ONCE", 2)
    rows = [answers("A", "B", "C", post=f"post {number}") for number in range(5)]
    assert take(studio, ranked, *rows, rows[0]).report.duplicates == 1
    before = rows_of(studio, AnswerSet), rows_of(studio, Pair)
    assert len(before[1]) == 15
    again = take(studio, ranked, *rows)
    assert (again.counts.rows, again.counts.already_there) == (0, 5)
    assert (rows_of(studio, AnswerSet), rows_of(studio, Pair)) == before
    assert take(studio, ranked, *rows, answers("A", "B", "C", post="new")).counts.rows == 1
    assert_counts_hold(studio)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (answers("A", "B"), 'field candidates: must have 3 to 9 answers, not 2 (it is ["A", "B"]).'),
        (answers(*"ABCDEFGHIJ"), "field candidates: must have 3 to 9 answers, not 10"),
        (answers("A", "B", "A"), "field candidates[2]: is the same text as candidates[0]"),
        (answers("A", " ", "B"), "field candidates[1]: is empty; a person needs something to read"),
        (answers("A", "B", 3), "field candidates[2]: must be text (it is 3)."),
        (answers("A", "B", "\ud800"), "field candidates[2]: has half of a surrogate pair"),
        (answers("A", "B", "C", post=""), "field input_text: is empty"),
        ({"input_text": "a", "candidates": "ABC"}, 'field candidates: must be a list of texts (it is "ABC")'),
        ({"input_text": "a"}, "field candidates: is missing; the row has the fields: input_text"),
        (answers("A", "B", "C", sources=["x"]), "field sources: must be a list as long as candidates"),
        (answers("A", "B", "C", sources=["x", 1, "z"]), "field sources[1]: must be text, or null"),
        (answers("A", "B", "C", sources=["x", "\udfff", "z"]), "field sources[1]: has half of a surrogate"),
    ],
)
def test_what_cannot_be_ranked_is_refused(studio, ranked, made, sentence):
    """With line, field and value; nothing is taken."""
    before = everything(studio)
    assert refusal(studio, ranked, made).startswith(f"rows.jsonl, line 1, {sentence}")
    assert everything(studio) == before


def test_pairs_are_refused_where_people_rank(studio, ranked):
    """The sentence says what the project is for, and where the pairs belong."""
    assert refusal(studio, ranked, row(1)) == (
        "rows.jsonl, line 1, field candidate_0: is one of a pair, but in this project people rank 3 to 9 "
        "answers: list them in candidates, or import the file into a project for pairs "
        '(it is "zero 1").'
    )


def test_answers_to_rank_are_refused_where_people_compare_pairs(studio, project):
    """And the other way round."""
    assert refusal(studio, project, answers("A", "B", "C")) == (
        "rows.jsonl, line 1, field candidates: lists answers to be ranked, but in this project people "
        "compare pairs: give candidate_0 and candidate_1, or import the file into a project for rankings "
        '(it is ["A", "B", "C"]).'
    )


def test_hostile_answers_come_out_as_they_went_in(studio, ranked, ada):
    """Imported, ranked best last to first, and frozen: of each pair the later one is preferred.

    Which of the two is candidate 0 is drawn, because the order of answers in a set says nothing.
    """
    texts = ["<script>alert(1)</script>", "'); DROP TABLE pair; --", "\u202ereversed\u202c\u2028"]
    take(studio, ranked, json.dumps(answers(*texts, post="{{7*7}} **b**")).encode())
    (shown,) = assign_to(studio, ranked, ada).sets
    assert {one.text for one in shown.answers} == set(texts)
    best_last = answer(shown.id, "ranking", ranking=["answer_2", "answer_1", "answer_0"])
    assert save(studio, ada, ranked, best_last).refused == ()
    assert len(rows_of(studio, Judgment)) == 3
    made = rows_in(frozen(studio, ranked))
    assert {one["input_text"] for one in made} == {"{{7*7}} **b**"}
    assert [(one[f"candidate_{1 - one['choice']}"], one[f"candidate_{one['choice']}"]) for one in made] == [
        (texts[0], texts[1]),
        (texts[0], texts[2]),
        (texts[1], texts[2]),
    ]
    assert_counts_hold(studio)


def test_a_set_has_its_post_once(studio, ranked):
    """A prompt set of the pairs' posts does not count the implied pairs as repetitions."""
    take(studio, ranked, answers("A", "B", "C", post="one"), answers("A", "B", "C", post="two"))
    made = frozen(studio, ranked, PromptRecipe(pool=PromptPool.PAIRS))
    assert ([one["input_text"] for one in rows_in(made)], made.counts) == (["one", "two"], {})
