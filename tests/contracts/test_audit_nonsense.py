"""A check of the audit log names entries of nonsense and finds the others too, on either database."""

import pytest
from sqlmodel import Session

from core.access import AuditEntry, verify_log
from core.access.chain import append
from tests.contracts.test_audit_chain import act, change, forge, found
from tests.core.builders import rows_of


@pytest.fixture
def studio(any_studio):
    """A studio with six entries."""
    for number in range(1, 7):
        act(any_studio.db, number)
    return any_studio


ON_SQLITE = (
    "details = '{'",
    "details = x'ff'",
    "details = 'NaN'",
    "details = CAST(x'ff' AS TEXT)",
    "details = '" + "[" * 100_000 + "'",
    "subject = x'ff'",
    "subject = CAST(x'ff' AS TEXT)",
    "at = 'garbage'",
    "at = ''",
    "at = x'ff'",
    "at = 7",
    "project_id = 'abc'",
)
ON_POSTGRESQL = (
    "at = 'infinity'",
    "at = '-infinity'",
    "at = '0044-03-15 BC'",
    "details = '[]'",
    "details = 'null'",
)


def test_nonsense_is_named(studio):
    """Under its number, beside another fault."""
    for values in ON_SQLITE if studio.db.is_sqlite else ON_POSTGRESQL:
        with Session(studio.db.engine) as session:
            change(session.connection(), f"UPDATE audit_entry SET {values} WHERE id = 3")
            change(session.connection(), "DELETE FROM audit_entry WHERE id = 5")
            faults = verify_log(session).faults
            session.rollback()
        assert [one.number for one in faults] == [3, 5], (values, faults)
        assert faults[0].problem.startswith("was changed"), values


def test_no_hash_can_be_read(studio):
    """What is around it is as it was."""
    if studio.db.is_sqlite:
        forge(studio, "UPDATE audit_entry SET hash = CAST(x'ff' AS TEXT), subject = x'ff' WHERE id = 3")
        assert found(studio) == [(3, "was changed")]


def test_a_second_head(studio):
    """It is named, and the studio goes on behind its own."""
    forge(studio, "INSERT INTO audit_head (id, number, hash) VALUES (2, 3, 'x')")
    act(studio.db, 7)
    assert found(studio) == [(7, "is the last entry, and a second head was added, which says 3")]


def test_a_head_of_another_number(studio):
    """The studio does not take it for its own."""
    forge(studio, "UPDATE audit_head SET id = 2")
    assert [number for number, _ in found(studio)] == [6, 6]


def test_what_no_database_keeps_is_cleaned_first(studio):
    """NUL and half a pair; what is read is what was hashed."""
    with studio.db.write() as session:
        details = {"a\0": ["b\0", {"c": "\ud800"}]}
        append(session, person_id=None, project_id=None, action="a", subject="s\0\ud800", details=details)
    last = rows_of(studio, AuditEntry)[-1]
    assert (last.subject, last.details) == ("s\ufffd?", {"a\ufffd": ["b\ufffd", {"c": "?"}]})
    assert found(studio) == []
