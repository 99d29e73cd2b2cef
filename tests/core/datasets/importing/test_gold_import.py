"""Gold pairs come in with their right answer, apart from the queue, the coverage and the judgments."""

import pytest

from core.datasets import DatasetKind
from core.datasets.importing import ImportResult, RefusedRows, spool
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from core.labelling import Judgment, Outcome, Pair, Pool
from core.labelling.progress import project_progress
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    bring,
    everything,
    frozen,
    jsonl,
    new_project,
    queue,
    row,
    rows_in,
    rows_of,
    save,
    take,
    undo,
)


def take_as_gold(studio, project, *rows, **more) -> ImportResult:
    """Import rows as gold pairs."""
    return bring(studio, project, source_of_bytes("gold.jsonl", jsonl(*rows)), gold=True, **more)


def gold_of(studio) -> list[tuple]:
    """Pool, right answer, note and place of every pair."""
    return [(pair.pool, pair.gold, pair.gold_note, pair.priority) for pair in rows_of(studio, Pair)]


def coverage(studio, project) -> dict[int, int]:
    """Pairs by their number of judgments, gold ones left out."""
    with studio.db.read() as session:
        return project_progress(session, project).by_count


def test_gold_rows_become_gold_pairs(studio, project, ada):
    """With what is right and why; they are in no queue and count nowhere."""
    result = take_as_gold(
        studio, project, row(1, choice=1, note="<b>It</b> says so."), row(2, choice=0, id=7)
    )
    assert (result.counts.rows, result.counts.choices, result.counts.already_there) == (2, 0, 0)
    assert gold_of(studio) == [
        (Pool.GOLD, Outcome.CANDIDATE_1, "<b>It</b> says so.", None),
        (Pool.GOLD, Outcome.CANDIDATE_0, "", None),
    ]
    assert [pair.extra for pair in rows_of(studio, Pair)] == [None, {"id": 7}]
    assert (rows_of(studio, Judgment), coverage(studio, project)) == ([], {})
    assert queue(studio, project, ada) == []
    assert_counts_hold(studio)


def test_gold_pairs_are_dealt_to_everybody(studio, ada, ben):
    """Where the protocol mixes them in: of 30 draws at a rate of 0.3, one at least is for gold."""
    project = new_project(studio, "Gold", gold_rate=0.3)
    take_as_gold(studio, project, row(100, choice=0))
    add_pairs(studio, project, 60)
    for person in (ada, ben):
        assert "post 100" in {one.input_text for one in assign_to(studio, project, person, 30).pairs}


def test_pairs_without_answers_become_gold(studio, project, ada):
    """They leave the queue and the coverage: of 3 pairs 1 + 1 are left there."""
    take(studio, project, row(1), row(2), row(3))
    result = take_as_gold(studio, project, row(1, choice=1, note="Clear."), row(4, choice=0))
    assert (result.counts.rows, result.counts.judged, result.counts.already_there) == (2, 0, 0)
    assert gold_of(studio)[0] == (Pool.GOLD, Outcome.CANDIDATE_1, "Clear.", None)
    assert coverage(studio, project) == {0: 2}
    assert {one.input_text for one in queue(studio, project, ada)} == {"post 2", "post 3"}
    assert_counts_hold(studio)


def test_pairs_with_answers_stay_as_they_are(studio, project, ada, ben):
    """A skip is an answer too; one that was taken back is none."""
    first, second, third = add_pairs(studio, project, 3)
    given = answer(third)
    save(studio, ada, project, answer(first), answer(second, "skip"), given, undo(given))
    result = take_as_gold(studio, project, *(row(number, choice=1) for number in range(3)))
    assert (result.counts.rows, result.counts.judged, result.counts.already_there) == (1, 2, 0)
    assert [pool for pool, *_ in gold_of(studio)] == [Pool.REGULAR, Pool.REGULAR, Pool.GOLD]
    assert coverage(studio, project) == {0: 1, 1: 1}
    assert_counts_hold(studio)


def test_a_pair_that_somebody_holds_may_become_gold(studio, project, ada):
    """The answer that is on its way is saved all the same, and the counts hold."""
    add_pairs(studio, project, 1)
    (shown,) = queue(studio, project, ada)
    assert take_as_gold(studio, project, row(0, choice=1)).counts.rows == 1
    assert_counts_hold(studio)
    assert save(studio, ada, project, answer(shown.id)).refused == ()
    assert_counts_hold(studio)


def test_the_same_gold_again_adds_nothing(studio, project, monkeypatch):
    """Over the borders of batches too; another right answer is a contradiction, and the earlier stays."""
    monkeypatch.setattr(spool, "BATCH", 2)
    rows = [row(number, choice=0) for number in range(5)]
    assert take_as_gold(studio, project, *rows).counts.rows == 5
    before = everything(studio)["pair"]
    again = take_as_gold(studio, project, *rows[:3], row(3, choice=1))
    assert (again.counts.rows, again.counts.contradictions, again.counts.already_there) == (0, 1, 4)
    assert everything(studio)["pair"] == before


def test_a_choice_on_a_gold_pair_is_a_judgment_that_counts_in_no_coverage(studio, project):
    """An ordinary import after the gold one: one judgment, the gold answer stays."""
    take_as_gold(studio, project, row(1, choice=0))
    result = take(studio, project, row(1, choice=1), row(2, choice=1))
    assert (result.counts.rows, result.counts.choices) == (1, 2)
    assert coverage(studio, project) == {1: 1}
    assert gold_of(studio)[0][:2] == (Pool.GOLD, Outcome.CANDIDATE_0)
    assert_counts_hold(studio)
    assert [one["choice"] for one in rows_in(frozen(studio, project))] == [0, 1]


def test_the_calibration_pool_is_filled_up_again(studio):
    """A pair of the pool that becomes gold is replaced: 2 of 4 pairs are in it before and after."""
    project = new_project(studio, "Shared", calibration_rate=0.1, calibration_pairs=2)
    add_pairs(studio, project, 4)
    shared = [pair for pair in rows_of(studio, Pair) if pair.pool == Pool.CALIBRATION]
    assert len(shared) == 2
    number = int(shared[0].input_text.removeprefix("post "))
    take_as_gold(studio, project, row(number, choice=0))
    assert sorted(pool for pool, *_ in gold_of(studio)) == ["calibration", "calibration", "gold", "regular"]
    assert_counts_hold(studio)


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (row(1), "field choice: is missing; a gold pair needs its right answer, 0 or 1 (it is missing)."),
        (row(1, choice=3), "field choice: must be the number 0 or 1"),
        (row(1, choice=1, note=["x"]), 'field note: must be text, or be left out (it is ["x"]).'),
        (row(1, choice=1, note="\ud800"), "field note: has half of a surrogate pair"),
        ({"input_text": "a", "candidates": ["A", "B", "C"]}, "field candidates: lists answers to be ranked"),
    ],
)
def test_what_is_no_gold_pair_is_refused(studio, project, made, sentence):
    """With line, field and value; nothing is taken."""
    before = everything(studio)
    with pytest.raises(RefusedRows) as caught:
        take_as_gold(studio, project, made)
    ((_, problem),) = caught.value.report.problems
    assert problem.sentence("gold.jsonl").startswith(f"gold.jsonl, line 1, {sentence}")
    assert everything(studio) == before


def test_prompts_cannot_be_gold(studio, project):
    """The sentence says what can."""
    with pytest.raises(InvalidInput, match="Only pairs can be gold, not prompt rows"):
        take_as_gold(studio, project, {"input_text": "a"}, kind=DatasetKind.PROMPT)


def test_rankings_have_no_gold(studio):
    """They would never be shown."""
    project = new_project(studio, "Rankings", mode="rankings")
    with pytest.raises(InvalidInput, match="people rank answers, and gold is for pairs"):
        take_as_gold(studio, project, row(1, choice=1))
