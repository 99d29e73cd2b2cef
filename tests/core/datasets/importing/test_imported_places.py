"""An import works out counts and places of pairs by itself: they are what the database would give."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets import DatasetKind
from core.datasets.importing import insert_records
from core.datasets.importing.spool import pair_row
from core.datasets.records import Choice, PairRecord
from core.labelling import Judgment, Order, Outcome, Pair, Pool
from core.labelling.hashing import SHUFFLE_BITS, draw, shuffle_key
from core.labelling.queue.priority import reprioritise
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import assert_counts_hold, new_project, rows_of

CHOICES = st.lists(st.sampled_from([None, 0, 1, Outcome.TIE, Outcome.BOTH_BAD]), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def shared():
    """One studio for all examples; each takes a project of its own."""
    with tempfile.TemporaryDirectory() as folder:
        studio = open_studio(load_settings(home=Path(folder), store="", database=""))
        yield studio, iter(range(10_000_000))
        studio.close()


def records(choices: list[list[Choice | None]]) -> list[PairRecord]:
    """Pairs with what each of several annotators said; None is a row without a choice."""
    return [
        PairRecord(line, f"post {line}", "zero", "one", choice, annotator=f"Annotator {place}")
        for line, said in enumerate(choices, start=1)
        for place, choice in enumerate(said)
    ]


@settings(max_examples=20)
@given(
    order=st.sampled_from(Order),
    needed=st.integers(1, 4),
    first=st.lists(CHOICES, min_size=1, max_size=4),
    then=st.lists(CHOICES, min_size=1, max_size=4),
)
def test_places_are_those_that_the_database_works_out(shared, order, needed, first, then):
    """Of new pairs with any number of votes, and of pairs that a second import adds votes to."""
    studio, numbers = shared
    name = f"Project {next(numbers)}"
    project = new_project(studio, name, judgments_per_pair=needed, order=order)
    longer = [said + more for said, more in zip(first, then, strict=False)]
    for choices in (first, longer + then[len(longer) :]):
        with studio.db.write() as session:
            insert_records(session, project, DatasetKind.PREFERENCE, records(choices), origin="f")
        made = [one for one in rows_of(studio, Pair) if one.project_id == project.id]
        with studio.db.write() as session:
            reprioritise(session, project)
        assert [one for one in rows_of(studio, Pair) if one.project_id == project.id] == made
    assert_counts_hold(studio)


def test_the_calibration_pool_is_filled_after_an_import(studio):
    """With pairs that have no judgment: of five, of which two came with a choice, two of three are shared."""
    project = new_project(studio, calibration_rate=0.1, calibration_pairs=2)
    with studio.db.write() as session:
        insert_records(
            session,
            project,
            DatasetKind.PREFERENCE,
            records([[0], [1], [], [None], [None], [None]]),
            origin="",
        )
    shared = [pair for pair in rows_of(studio, Pair) if pair.pool == Pool.CALIBRATION]
    assert [(pair.judgment_count, pair.priority) for pair in shared] == [(0, None), (0, None)]
    assert_counts_hold(studio)


@given(st.integers(0, 2**62), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_a_shuffled_place_is_the_draw_it_always_was(seed, fingerprint):
    """Spelt out for speed; projects that are under way must not be shuffled anew."""
    assert shuffle_key(seed, fingerprint) == draw("queue", seed, fingerprint, bits=SHUFFLE_BITS)


def test_known_shuffled_places():
    """As they were computed before this was spelt out: the first 62 bits of the SHA-256 of the JSON list."""
    row = PairRecord(1, "post", "zero", "one")
    mark = "0123456789abcdef0123456789abcdef"
    assert pair_row(7, "f", mark, row).shuffle_key == shuffle_key(7, mark) == 1466934554679121568


def test_a_tie_in_a_file_is_a_judgment_of_its_own(shared):
    """It counts as a judgment of its pair, and as a vote for neither candidate."""
    studio, numbers = shared
    project = new_project(studio, f"Project {next(numbers)}", judgments_per_pair=2)
    with studio.db.write() as session:
        said = [[Outcome.TIE, 1], [Outcome.BOTH_BAD]]
        taken = insert_records(session, project, DatasetKind.PREFERENCE, records(said), origin="f")
    pairs = [one for one in rows_of(studio, Pair) if one.project_id == project.id]
    told = [one.outcome for one in rows_of(studio, Judgment) if one.project_id == project.id]
    assert (taken.rows, taken.choices) == (2, 3)
    assert [(one.judgment_count, one.votes_0, one.votes_1) for one in pairs] == [(2, 0, 1), (1, 0, 0)]
    assert sorted(told) == [Outcome.BOTH_BAD, Outcome.CANDIDATE_1, Outcome.TIE]
