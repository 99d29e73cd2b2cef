"""An import goes again as a whole, as long as nothing rests on it; else it is said what does."""

import pytest

from core.access import SYSTEM, AuditEntry, Role
from core.datasets import DatasetKind, Prompt
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe
from core.datasets.importing import list_imports
from core.datasets.models import FileImport
from core.datasets.sources import source_of_bytes
from core.db import now
from core.errors import Conflict, NotAllowed
from core.labelling import AnswerSet, Decision, Judgment, Mode, Pair, PairTag, Project
from core.removing import what_rests_on, withdraw_import
from tests.core.builders import (
    answer,
    assert_counts_hold,
    bring,
    change,
    everything,
    expire,
    frozen,
    jsonl,
    new_person,
    new_project,
    queue,
    row,
    rows_of,
    save,
    take,
)


@pytest.fixture
def posts(studio):
    """A project with two pairs of an earlier import."""
    project = new_project(studio, judgments_per_pair=2)
    take(studio, project, row(1, choice=0), row(2))
    return project


def newest(studio):
    return rows_of(studio, FileImport)[-1].id


def withdraw(studio, who=SYSTEM):
    with studio.db.write() as session:
        return withdraw_import(session, who, newest(studio))


def against(studio):
    with studio.db.read() as session:
        return what_rests_on(session, newest(studio))


def test_its_pairs_and_choices_go_and_nothing_else(studio, posts):
    """What was there before is as it was, in every table but the audit log; the same file can come again."""
    kept = {"audit_entry", "audit_head", "person", "provenance"}
    before = {name: rows for name, rows in everything(studio).items() if name not in kept}
    rows = [row(number, choice=1, annotator=name) for number in (3, 4) for name in ("x", "y")]
    take(studio, posts, *rows, row(1, choice=0))
    with studio.db.write() as session:
        session.add(PairTag(project_id=posts.id, tag="odd", pair_id=rows_of(studio, Pair)[-1].id))
    assert against(studio) == []
    gone = withdraw(studio)
    assert (gone.rows, gone.choices) == (2, 4)
    after = {name: rows for name, rows in everything(studio).items() if name not in kept}
    zero = [one for one in after["coverage"] if one not in before["coverage"]]
    assert all(pairs == 0 for *_, pairs in zero)
    assert after | {"coverage": 0} == before | {"coverage": 0}
    assert_counts_hold(studio)
    assert rows_of(studio, AuditEntry)[-1].details["withdrawn"] == "rows.jsonl"
    assert take(studio, posts, *rows).counts.rows == 2


def test_sets_of_answers_and_prompts_go_too(studio, posts):
    """With the scores and the pairs that each set implies."""
    ranked = new_project(studio, "Ranked", mode=Mode.RANKINGS)
    take(studio, ranked, {"input_text": "p", "candidates": ["a", "b", "c"], "scores": [3, 2, 1]})
    assert len(rows_of(studio, AnswerSet)) == 1
    withdraw(studio)
    assert (
        rows_of(studio, AnswerSet),
        [one for one in rows_of(studio, Pair) if one.project_id == ranked.id],
    ) == ([], [])
    bring(studio, posts, source_of_bytes("p.jsonl", jsonl({"input_text": "one"})), kind=DatasetKind.PROMPT)
    withdraw(studio)
    assert rows_of(studio, Prompt) == []
    with studio.db.read() as session:
        assert [one.rows for one in list_imports(session, posts)] == [2]


def test_judgments_and_what_came_of_them_rest_on_it(studio, posts, ada):
    """Also what was undone, and what is on somebody's screen."""
    held = queue(studio, posts, ada)
    assert against(studio) == ["2 pairs of it on somebody's screen now"]
    save(studio, ada, posts, answer(held[0].id))
    with studio.db.write() as session:
        session.add(Decision(project_id=posts.id, outcome="tie", pair_id=held[0].id, person_id=ada.id))
    expire(studio, ada)
    before = everything(studio)
    with pytest.raises(
        Conflict, match=r"rows\.jsonl cannot be withdrawn: 1 judgment on its pairs; 1 decision about"
    ):
        withdraw(studio)
    assert everything(studio) == before


def test_choices_between_imports_rest_on_each_other(studio, posts):
    """The later one gave choices to the earlier one's pairs, so neither goes alone."""
    take(studio, posts, row(1, choice=1, annotator="x"), row(5))
    told = "1 choice of it went to pairs that were there before, where judgments are only added"
    assert against(studio) == [told]
    with studio.db.read() as session:
        first = list_imports(session, posts)[-1].id
        assert what_rests_on(session, first) == ["1 choice of later imports on its pairs"]


def test_a_set_that_was_frozen_since_rests_on_it(studio, posts):
    """Unless it looked at other files, or at prompts; a set from before does not."""
    frozen(studio, posts)
    bring(studio, posts, source_of_bytes("new.jsonl", jsonl(row(6, choice=0))))
    assert against(studio) == []
    frozen(studio, posts, PreferenceRecipe(origins=("rows.jsonl",)), title="others")
    assert against(studio) == []
    frozen(studio, posts, PromptRecipe(pool=PromptPool.PAIRS))
    frozen(studio, posts, title="all")
    told = "2 sets frozen since then looked at its rows (prompt 1, preference 3)"
    assert against(studio) == [told]


def test_gold_of_pairs_that_were_there_stays(studio, posts):
    """The pair is another import's."""
    file = source_of_bytes("gold.jsonl", jsonl(row(2, choice=1), row(7, choice=1)))
    bring(studio, posts, file, gold=True)
    assert against(studio) == ["1 row of it made pairs gold that were there before"]


def test_an_import_from_before_is_said_to_be_one(studio, posts):
    """Its rows do not name it."""
    with studio.db.write() as session:
        for one in rows_of(studio, Pair):
            session.get_one(Pair, one.id).import_id = None
    (told, _) = against(studio)
    assert told.startswith("its rows do not say that they came with it")


def test_who_imports_withdraws(studio, posts):
    """A reviewer may see what rests on it, and no more; an archived project keeps all."""
    with pytest.raises(NotAllowed, match="does not include “import”"):
        withdraw(studio, new_person(studio, Role.REVIEWER, "Remy"))
    with studio.db.write() as session:
        session.get_one(Project, posts.id).archived_at = now()
    with pytest.raises(Conflict, match="is archived"):
        withdraw(studio)


def test_the_calibration_pool_is_filled_again(studio, posts):
    """From what is left."""
    project = change(studio, posts, calibration_rate=0.3, calibration_pairs=1)
    take(studio, project, row(8), row(9))
    withdraw(studio)
    assert len([one for one in rows_of(studio, Pair) if one.pool == "calibration"]) == 1
    assert len(rows_of(studio, Judgment)) == 1
