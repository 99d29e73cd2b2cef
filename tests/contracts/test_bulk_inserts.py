"""Rows inserted in bulk are those that SQLAlchemy would have inserted one by one, on either database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from core.access import Person, PersonKind, Role
from core.datasets import DatasetKind, Prompt
from core.db.insert import insert_tuples
from core.labelling import Judgment, Outcome, Pair, Pool, Purpose
from tests.core.builders import add_pairs, new_project, rows_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOSTILE = "'); DROP TABLE pair; -- %s %(name)s :name ? \u2028 👩‍👩‍👧"


@pytest.fixture
def project(any_studio):
    """A project without pairs."""
    return new_project(any_studio)


def insert(studio, table, names, rows, **same) -> None:
    """Insert in a unit of work."""
    with studio.db.write() as session:
        insert_tuples(session, table, names, rows, same=same)


def as_stored(studio, statement: str):
    """What the database itself says."""
    with studio.db.read() as session:
        return session.connection().execute(text(statement)).all()


def test_enums_json_and_texts_come_back(any_studio, project):
    """Whether they differ from row to row or are the same in all."""
    extra = {"text": HOSTILE, "number": 1.5, "list": [None, True]}
    rows = [("1", HOSTILE, extra, None), ("2", "plain", None, {"prompt": [{"role": "user"}]})]
    names = ("content_hash", "input_text", "extra", "conversation")
    same = {"project_id": project.id, "purpose": DatasetKind.EVALUATION, "origin": "f"}
    insert(any_studio, Prompt, names, rows, **same)
    made = rows_of(any_studio, Prompt)
    assert [(one.content_hash, one.input_text, one.extra, one.conversation) for one in made] == rows
    assert {one.purpose for one in made} == {DatasetKind.EVALUATION}
    assert as_stored(any_studio, "SELECT DISTINCT purpose FROM prompt") == [("evaluation",)]


def test_moments_are_kept_in_utc(any_studio, project, ada):
    """Wherever the clock stood; booleans and enums in the tuples are bound too."""
    (pair,) = add_pairs(any_studio, project, 1)
    names = ("id", "pair_id", "outcome", "answered_at", "is_retest", "ranking")
    summer = NOON.astimezone(timezone(timedelta(hours=2)))
    rows = [("a", pair, Outcome.TIE, summer, False, [2, 0, 1]), ("b", pair, Outcome.UNDO, NOON, True, None)]
    same = {"person_id": ada.id, "project_id": project.id, "purpose": Purpose.IMPORTED, "surplus": False}
    insert(any_studio, Judgment, names, rows, received_at=NOON, **same)
    made = rows_of(any_studio, Judgment)
    assert [(one.outcome, one.is_retest, one.ranking) for one in made] == [
        (Outcome.TIE, False, [2, 0, 1]),
        (Outcome.UNDO, True, None),
    ]
    assert {(one.answered_at, one.received_at) for one in made} == {(NOON, NOON)}


def test_nothing_is_null_in_json_columns_too(any_studio, project):
    """Not the JSON text null, which a condition on NULL would not find; and so it is for enums."""
    insert(
        any_studio,
        Pair,
        ("content_hash", "extra", "gold", "source_0"),
        [("1", None, None, None), ("2", {}, Outcome.TIE, "")],
        project_id=project.id,
        pool=Pool.GOLD,
        shuffle_key=2**62 - 1,
        conversation=None,
        **dict.fromkeys(("judgment_count", "votes_0", "votes_1", "minority", "leases"), 0),
        **dict.fromkeys(("input_text", "candidate_0", "candidate_1", "origin"), "a"),
    )
    null = "content_hash = '1' AND extra IS NULL AND gold IS NULL AND source_0 IS NULL"
    assert as_stored(any_studio, f"SELECT count(*) FROM pair WHERE {null}") == [(1,)]
    assert as_stored(any_studio, "SELECT count(*) FROM pair WHERE conversation IS NULL") == [(2,)]
    assert as_stored(any_studio, "SELECT shuffle_key FROM pair WHERE extra IS NOT NULL") == [(2**62 - 1,)]


def test_what_is_there_stays(any_studio):
    """Rows that break a unique key are left out, the others of the same batch are not."""
    insert(any_studio, Person, ("name",), [("Ada",)], role=Role.LEAD, kind=PersonKind.HUMAN, created_at=NOON)
    names = [("Ben",), ("Ada",), ("Cleo",)]
    later = NOON + timedelta(days=1)
    insert(
        any_studio, Person, ("name",), names, role=Role.ANNOTATOR, kind=PersonKind.SAMPLE, created_at=later
    )
    found = {one.name: (one.role, one.created_at) for one in rows_of(any_studio, Person)}
    assert found == {
        "Ada": (Role.LEAD, NOON),
        "Ben": (Role.ANNOTATOR, later),
        "Cleo": (Role.ANNOTATOR, later),
    }


def test_no_row_is_no_statement(any_studio):
    """Nor is it an error."""
    insert(any_studio, Person, ("name",), [], role=Role.LEAD)
    assert rows_of(any_studio, Person) == []


def test_more_rows_than_a_statement_has_places(any_studio, project):
    """5,000 rows of two columns, each as it was given."""
    rows = [(f"{number:032x}", f"prompt {number}") for number in range(5000)]
    same = {"project_id": project.id, "purpose": DatasetKind.PROMPT, "origin": "f"}
    insert(any_studio, Prompt, ("content_hash", "input_text"), rows, **same)
    assert [(one.content_hash, one.input_text) for one in rows_of(any_studio, Prompt)] == rows
