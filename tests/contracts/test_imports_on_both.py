"""Import, freeze and export do the same on SQLite and on PostgreSQL."""

from functools import partial

import pytest

from core.access import SYSTEM, Person, PersonKind
from core.datasets import DatasetKind
from core.datasets.delivery import Form, download_dataset, export_dataset, frozen_rows, list_copies
from core.datasets.exports import export_named
from core.datasets.freezing import PreferenceRecipe, PromptRecipe
from core.datasets.importing import list_imports, list_origins
from core.labelling import Judgment, Pair
from core.labelling.queue.priority import reprioritise
from tests.core.builders import (
    assert_counts_hold,
    everything,
    frozen,
    new_project,
    row,
    rows_in,
    rows_of,
    take,
)
from tests.core.threads import at_once

FILLED = ("pair", "judgment", "person", "prompt", "answer_set", "coverage")


def comparison(number: int, worker: str, choice: int) -> dict:
    """A row that says who chose, and how sure that was."""
    texts = [{"text": f"zero {number}", "policy": "sup4"}, {"text": f"one {number}"}]
    said = {"worker": worker, "choice": choice, "extra": {"confidence": 9 if choice else 1}}
    return {"info": {"post": f"post {number}"}, "summaries": texts} | said


def ranking(number: int, **more) -> dict:
    """A prompt with three answers."""
    return {"input_text": f"post {number}", "candidates": ["A", "B", "C"]} | more


def filled(studio) -> dict[str, list[str]]:
    """The rows of the tables that imports fill, sorted: PostgreSQL moves what it updates."""
    rows = everything(studio)
    return {name: sorted(map(repr, rows[name])) for name in FILLED}


KINDS = {
    "pairs": ({}, {}, [row(n, choice=n % 2, more=[n]) if n % 3 else row(n) for n in range(9)]),
    "annotators": ({}, {}, [comparison(n, worker, n % 2) for n in range(4) for worker in "ABC"]),
    "rankings": (
        {"mode": "rankings"},
        {},
        [ranking(n, scores=[n, 2, 1]) if n % 2 else ranking(n) for n in range(4)],
    ),
    "gold": ({}, {"gold": True}, [row(n, choice=0, note="Clear.") for n in range(3)]),
    "prompts": ({}, {"kind": DatasetKind.PROMPT}, [{"input_text": f"p {n}", "n": n} for n in range(5)]),
}


@pytest.mark.parametrize(("protocol", "given", "rows"), KINDS.values(), ids=KINDS)
def test_a_file_adds_what_is_new_and_nothing_twice(any_studio, protocol, given, rows):
    """Counts and places are those that counting and the database's own statement give."""
    project = new_project(any_studio, judgments_per_pair=2, **protocol)
    half = take(any_studio, project, *rows[: len(rows) // 2], **given).counts
    rest = take(any_studio, project, *rows, **given).counts
    assert half.rows > 0
    assert rest.rows > 0
    assert_counts_hold(any_studio)
    before = filled(any_studio)
    again = take(any_studio, project, *rows, **given).counts
    assert (again.rows, again.choices, again.contradictions) == (0, 0, 0)
    assert again.already_there == len(rows)
    with any_studio.db.write() as session:
        reprioritise(session, project)
    assert filled(any_studio) == before


def test_judgments_say_who_and_how_much(any_studio):
    """Strength 4 of 4, the rest beside it, and people nobody can sign in as."""
    project = new_project(any_studio, judgments_per_pair=2)
    take(any_studio, project, *(comparison(1, worker, 1) for worker in "ABC"))
    made = rows_of(any_studio, Judgment)
    assert {one.strength for one in made} == {4}
    assert sorted(one.surplus for one in made) == [False, False, True]
    assert {one.about["extra"]["confidence"] for one in made} == {9}
    assert {(one.name, one.kind) for one in rows_of(any_studio, Person)} == {
        (f"{worker} (imported)", PersonKind.IMPORTED) for worker in "ABC"
    }


def test_the_same_file_twice_at_once_is_taken_once(any_studio):
    """One of the two waits and finds all of it there."""
    project = new_project(any_studio)
    rows = [row(n, choice=n % 2) for n in range(300)]
    results = []
    at_once(*(partial(lambda: results.append(take(any_studio, project, *rows).counts)) for _ in range(2)))
    assert sorted((one.rows, one.choices) for one in results) == [(0, 0), (300, 300)]
    assert len(rows_of(any_studio, Pair)) == 300
    assert_counts_hold(any_studio)


def test_a_set_is_frozen_with_its_evidence_and_delivered(any_studio, tmp_path):
    """Rows come out as they went in; card, imports, origins and copies are on record."""
    project = new_project(any_studio)
    rows = [row(n, choice=n % 2, note=n) for n in range(6)]
    take(any_studio, project, *rows)
    made = frozen(any_studio, project, PreferenceRecipe(weights=True), title="All")
    assert [one["choice"] for one in rows_in(made)] == [n % 2 for n in range(6)]
    assert [one.evidence["metadata"] for one in frozen_rows(made)] == [{"note": n} for n in range(6)]
    assert (made.card["rows"], made.card["imported"], made.full_name) == (6, 1.0, "preference 1: All")
    for form in (Form(export_named("vertex-rlhf"), metadata=True), Form(export_named("parquet"))):
        stored = export_dataset(any_studio.db, SYSTEM, made, str(tmp_path / "out"), form=form)
        assert stored.size == len(download_dataset(any_studio.db, SYSTEM, made, form))
    with any_studio.db.read() as session:
        assert len(list_copies(session, made.id)) == 2
        assert [one.rows for one in list_imports(session, project)] == [6]
        assert list_origins(session, project) == ["rows.jsonl"]


def test_parts_and_files_of_a_set(any_studio):
    """The statements behind splits, groups and origins."""
    project = new_project(any_studio)
    take(any_studio, project, *(row(n, choice=0, topic=n % 5) for n in range(10)))
    split = {"evaluation_share": 0.4, "group_by": "topic"}
    assert frozen(any_studio, project, PreferenceRecipe(origins=("rows.jsonl",), **split)).rows == 6
    pool = {"kind": DatasetKind.EVALUATION, "pool": "posts of the pairs"}
    assert frozen(any_studio, project, PromptRecipe(**pool, **split)).rows == 4
