"""Beside the rows lies what each was made of, and on the set's row what all of them are like."""

import gzip
import hashlib
import json

import pytest

from core.access import Role
from core.datasets import DatasetKind
from core.datasets.delivery import frozen_rows
from core.datasets.freezing import PreferenceRecipe, PromptRecipe, freeze
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from core.labelling import Pair
from core.labelling.consensus import TiePolicy
from core.progress import Progress
from core.storage import open_address
from tests.core.builders import (
    NOON,
    answer,
    bring,
    everything,
    frozen,
    make_gold,
    new_person,
    new_project,
    row,
    rows_in,
    rows_of,
    save,
    take,
)
from tests.core.datasets.freezing.frozen_sets import evidence_in


@pytest.fixture
def judged(studio):
    """Pairs decided in every way: two judgments, a settled one, a gold one, and a tie for the coin."""
    project = new_project(studio, judgments_per_pair=2)
    take(studio, project, *(row(n, source_0="base", note=[n]) for n in range(4)))
    ada, ben = new_person(studio), new_person(studio, name="Ben")
    pairs = rows_of(studio, Pair)
    for person, outcomes in ((ada, ("candidate_0", "candidate_0")), (ben, ("candidate_0", "candidate_1"))):
        for pair, outcome in zip((pairs[0], pairs[3]), outcomes, strict=True):
            assert save(studio, person, project, answer(pair.id, outcome)).refused == ()
    make_gold(studio, project, [pairs[1].id], "candidate_1")
    with studio.db.write() as session:
        session.get_one(Pair, pairs[2].id).settled = "candidate_1"
    return project


def test_each_row_has_its_evidence(studio, judged):
    """In the same order: where it came from, what decided it, and who said what, by number only."""
    made = frozen(studio, judged, PreferenceRecipe(ties=TiePolicy.COIN))
    lines = evidence_in(made)
    marks = {pair.input_text: pair.content_hash for pair in rows_of(studio, Pair)}
    assert [one["pair"] for one in lines] == [marks[one["input_text"]] for one in rows_in(made)]
    assert [(one["decided_by"], one["confidence"]) for one in lines] == [
        ("judgments", 1.0),
        ("gold", 1.0),
        ("adjudication", 1.0),
        ("coin", 0.5),
    ]
    first = lines[0]
    assert (first["origin"], first["line"], first["metadata"]) == ("rows.jsonl", 1, {"note": [0]})
    assert (first["source_0"], first["source_1"]) == ("base", None)
    assert [(one["annotator"], one["outcome"], one["purpose"]) for one in first["judgments"]] == [
        (1, "candidate_0", "regular"),
        (2, "candidate_0", "regular"),
    ]
    assert {one["answered_at"] for one in first["judgments"]} == {NOON.replace("Z", "+00:00")}
    assert all(one["received_at"] > "2026-03-02" for one in first["judgments"])  # by the server's clock
    assert "Ada" not in json.dumps(lines)
    assert [len(one["judgments"]) for one in lines] == [2, 0, 0, 2]


def test_the_evidence_is_on_record_by_its_hash(studio, judged):
    """Packed without a time in it, so that equal lines are equal bytes."""
    made = frozen(studio, judged)
    with open_address(made.evidence_address) as file:
        packed = file.read()
    assert hashlib.sha256(packed).hexdigest() == made.evidence_sha256
    assert len(gzip.decompress(packed).splitlines()) == made.rows
    assert [(one.row, one.evidence) for one in frozen_rows(made)] == list(
        zip(rows_in(made), evidence_in(made), strict=True)
    )


def test_imported_opinions_are_evidence(studio, project):
    """Strength and what the file said of the choice."""
    texts = [{"text": "zero"}, {"text": "one"}]
    said = {"worker": "Ada", "choice": 0, "extra": {"confidence": 2}}
    take(studio, project, {"info": {"post": "a post", "id": 7}, "summaries": texts} | said)
    (line,) = evidence_in(frozen(studio, project))
    (judgment,) = line["judgments"]
    assert (judgment["strength"], judgment["purpose"]) == (3, "imported")
    assert judgment["about"]["extra"] == {"confidence": 2}
    assert line["metadata"]["info"] == {"id": 7}
    assert "Ada" not in json.dumps(line)


def test_prompts_have_evidence_too(studio, project):
    """Where each came from and what else its row said; nobody judged them."""
    take(studio, project, {"input_text": "a", "id": 1}, {"input_text": "b"}, kind=DatasetKind.PROMPT)
    made = frozen(studio, project, PromptRecipe())
    assert evidence_in(made) == [
        {"origin": "rows.jsonl", "line": 1, "metadata": {"id": 1}},
        {"origin": "rows.jsonl", "line": 2},
    ]
    assert (made.card["rows"], made.card["judgments"]) == (2, None)


def test_the_card_is_stored_with_the_set(studio, judged):
    """Rows, who froze them, judgments by kind: of 3 rows 2 judgments, all by two people who agree."""
    eve = new_person(studio, Role.ENGINEER, "Eve")
    made = freeze(studio.db, studio.store, eve, judged, PreferenceRecipe())
    card = made.card
    assert (card["rows"], card["made_by"], card["judgments"], card["annotators"]) == (3, "Eve", 2, 2)
    assert card["decided_by"] == {"adjudication": 1, "gold": 1, "judgments": 1}
    assert (card["agreement"], card["candidate_0_preferred"]) == (1.0, 0.3333)


def test_the_same_recipe_gives_the_same_bytes_of_both_objects(studio, judged):
    """Two freezes, two numbers, one pair of objects."""
    recipe = PreferenceRecipe(ties=TiePolicy.COIN, balance=True, weights=True, seed=4)
    first, second = frozen(studio, judged, recipe), frozen(studio, judged, recipe)
    assert (first.sha256, first.evidence_sha256) == (second.sha256, second.evidence_sha256)
    assert (first.address, first.evidence_address) == (second.address, second.evidence_address)
    assert first.generation == second.generation
    assert first.card == second.card
    assert len(list(studio.store.list())) == 2


def test_progress_is_told_and_may_cancel(studio, project):
    """By the thousand rows; who raises from it leaves neither object nor row."""
    take(studio, project, *(row(n, choice=0) for n in range(2500)))
    seen = []
    made = frozen(studio, project, progress=lambda at: seen.append(at.done))
    assert (made.rows, seen) == (2500, [1000, 2000])
    before, objects = everything(studio), list(studio.store.list())

    def cancel(_at: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        frozen(studio, project, PreferenceRecipe(weights=True), progress=cancel)
    assert everything(studio) == before
    assert list(studio.store.list()) == objects


def test_a_title_is_part_of_the_name(studio, project):
    """With single blanks; the same rows under another title are the same object."""
    take(studio, project, row(1, choice=0))
    plain, titled = frozen(studio, project), frozen(studio, project, title="  All  pairs\n of March ")
    assert (plain.full_name, titled.full_name) == ("preference 1", "preference 2: All pairs of March")
    assert (titled.name, titled.address) == ("preference 2", plain.address)
    assert frozen(studio, project, title="x" * 120).title == "x" * 120


@pytest.mark.parametrize("title", ["x" * 121, "bell \x07", "turned \u202e round", "nul\0"])
def test_a_title_nobody_could_read_is_refused(studio, project, title):
    """Before anything is looked at."""
    take(studio, project, row(1, choice=0))
    with pytest.raises(InvalidInput, match="must be at most 120 visible characters; shorten it"):
        frozen(studio, project, title=title)
    assert list(studio.store.list()) == []


def test_nobody_knows_when_an_imported_choice_was_made(studio, project):
    """The evidence has the time of the import, and the card none."""
    take(studio, project, row(1, choice=0))
    dataset = frozen(studio, project)
    (judgment,) = evidence_in(dataset)[0]["judgments"]
    assert "answered_at" not in judgment
    assert "imported_at" in judgment
    assert (dataset.card["first_judgment"], dataset.card["imported"]) == (None, 1.0)


def test_the_card_says_that_ties_were_left_out(studio):
    """Else the agreement on the rows that are left would be all one hears."""
    project = new_project(studio, "Two", judgments_per_pair=2)
    columns = "input_text,candidate_0,candidate_1,choice,annotator\n"
    votes = "agreed,a,b,0,ann\nagreed,a,b,0,bob\ntied,a,b,0,ann\ntied,a,b,1,bob\n"
    bring(studio, project, source_of_bytes("votes.csv", (columns + votes).encode()))
    card = frozen(studio, project).card
    assert card["agreement"] == 1.0
    assert any(one.startswith("Pairs whose judgments tied are left out (1)") for one in card["weaknesses"])
