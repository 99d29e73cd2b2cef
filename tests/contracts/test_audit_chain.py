"""The audit log is a chain on either database: what is changed, removed or inserted is found and named."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from core.access import SYSTEM, Action, AuditEntry, AuditHead, Link, permit, verify_log
from core.access.chain import append, hash_of
from core.db import open_database
from core.db.upgrade import SCRIPTS, migrate
from core.errors import Conflict, InvalidInput
from core.services import Studio
from core.settings import load_settings
from tests.core.builders import rows_of
from tests.core.threads import at_once

DETAILS = {"rows": 3, "share": 0.1, "target": "gs://b/“x”", "nested": {"2": [1, None], "1": ("a", "b")}}


def act(database, number: int) -> None:
    """One action that is on record."""
    with database.write() as session:
        permit(session, SYSTEM, Action.FREEZE, f"set {number}", 7, **DETAILS)


@pytest.fixture
def studio(any_studio):
    """A studio with six entries."""
    for number in range(1, 7):
        act(any_studio.db, number)
    return any_studio


def change(connection, *statements: str) -> None:
    """Change the log as somebody may who owns the database."""
    if connection.dialect.name == "sqlite":
        for event in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{event}"))
    else:
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
    for statement in statements:
        connection.execute(text(statement))


def forge(studio, *statements: str) -> None:
    """Change it for good."""
    with studio.db.engine.begin() as connection:
        change(connection, *statements)


def found_in_forged(studio, statement: str) -> list[tuple[int, str]]:
    """What a check says of a changed log; the change is taken back."""
    with Session(studio.db.engine) as session:
        change(session.connection(), statement)
        faults = verify_log(session).faults
        session.rollback()
    return [(one.number, one.problem) for one in faults]


def found(studio, **noted) -> list[tuple[int, str]]:
    """What a check of the log says."""
    verification = studio.db.ask(verify_log, **noted)
    assert verification.count == len(verification.faults)
    return [(one.number, one.problem.split(":")[0]) for one in verification.faults]


def test_an_untouched_log(studio):
    """Details come back as they were hashed, and the head is the newest entry."""
    verification = studio.db.ask(verify_log)
    last = rows_of(studio, AuditEntry)[-1]
    assert (verification.entries, verification.count, verification.faults) == (6, 0, [])
    assert verification.head == Link(6, last.hash)
    assert found(studio, noted=verification.head) == []
    assert last.details["nested"] == {"2": [1, None], "1": ["a", "b"]}


def test_an_empty_log(any_studio):
    """Nothing has been done yet."""
    assert any_studio.db.ask(verify_log).head == Link(0, "")


def test_the_hash_by_hand():
    """SHA-256 of this text; a log outlives the program that wrote it."""
    moment = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)
    # printf '%s' '["",1,"2026-03-01T12:00:00.000005+00:00",2,null,"freeze","s",{"a":"\u00e9"}]' | sha256sum
    known = "3dafd3aa0d24b94318e36af5ac0e9b51e1b16b47f90a97ecf49875adee856311"
    assert hash_of("", 1, moment, 2, None, "freeze", "s", {"a": "é"}) == known


CHANGES = {
    "at": "at = (SELECT at FROM audit_entry WHERE id = 1)",
    "person": "person_id = NULL, subject = 'x'",
    "project": "project_id = 8",
    "no project": "project_id = NULL",
    "action": "action = 'export'",
    "subject": "subject = 'set  3'",
    "details": "details = '{}'",
    "hash": "hash = (SELECT hash FROM audit_entry WHERE id = 1)",
}


def test_a_change_of_any_field_is_found(studio):
    """Under the number of the entry that was changed, and under no other one's."""
    for name, values in CHANGES.items():
        faults = found_in_forged(studio, f"UPDATE audit_entry SET {values} WHERE id = 3")
        assert {number for number, _ in faults} == {3}, name


def test_a_change_with_a_hash_to_it(studio):
    """Who hashes the changed entry anew is betrayed by the one after it."""
    third = rows_of(studio, AuditEntry)[2]
    said = (third.person_id, third.project_id, third.action, "another", third.details)
    anew = hash_of(third.previous, 3, third.at, *said)
    forge(studio, f"UPDATE audit_entry SET subject = 'another', hash = '{anew}' WHERE id = 3")
    assert found(studio) == [(3, "was replaced")]


REMOVED = {
    "id = 1": (1, "is missing"),
    "id = 3": (3, "is missing"),
    "id IN (3, 4)": (3, "is missing, with those up to number 4"),
    "id = 6": (6, "is missing, as is all up to the head, number 6"),
    "id > 4": (5, "is missing, as is all up to the head, number 6"),
    "id > 0": (1, "is missing, as is all up to the head, number 6"),
}


def test_what_was_removed_is_named(studio):
    """In the middle, and at either end."""
    for which, fault in REMOVED.items():
        assert found_in_forged(studio, f"DELETE FROM audit_entry WHERE {which}") == [fault]


def test_what_was_inserted_is_named(studio):
    """Behind the head, past the studio."""
    columns = "id, at, person_id, action, subject, project_id, details, previous, hash"
    copy = f"INSERT INTO audit_entry ({columns}) SELECT 7, {columns[4:]} FROM audit_entry WHERE id = 6"
    forge(studio, copy)
    assert (7, "was added past the studio") in found(studio)


def test_what_was_inserted_into_a_gap(studio):
    """Rows of older versions may have one."""
    last = rows_of(studio, AuditEntry)[-1]
    said = (None, None, "freeze", "forged", {})
    at = last.at + timedelta(seconds=1)
    forged, head = hash_of(last.hash, 8, at, *said), hash_of(last.hash, 9, at, *said)
    with studio.db.write() as session:
        entry = {"at": at, "action": "freeze", "subject": "forged", "details": {}, "previous": last.hash}
        session.add(AuditEntry(id=8, hash=forged, **entry))
        session.add(AuditEntry(id=9, hash=head, **entry))
        session.get_one(AuditHead, 1).number = 9
        session.get_one(AuditHead, 1).hash = head
    assert (8, "was inserted") in found(studio)


def test_a_head_that_was_set_back(studio):
    """Who removes the newest and sets the head back is betrayed by a head that was noted elsewhere, only."""
    noted = studio.db.ask(verify_log).head
    fifth = rows_of(studio, AuditEntry)[4]
    forge(
        studio,
        "DELETE FROM audit_entry WHERE id = 6",
        f"UPDATE audit_head SET number = 5, hash = '{fifth.hash}'",
    )
    assert found(studio) == []
    assert found(studio, noted=noted) == [(6, "is not there, and was noted as the head")]
    act(studio.db, 6)
    assert found(studio, noted=noted) == [(6, "has another hash than was noted")]
    assert found(studio, noted=Link(5, fifth.hash)) == []


def test_a_head_that_was_lost(studio):
    """It is named, and nothing goes on record behind an unknown end."""
    forge(studio, "DELETE FROM audit_head")
    assert found(studio) == [(6, "is the last entry, and the row with the head is missing")]
    with pytest.raises(Conflict, match="has lost its head"):
        act(studio.db, 7)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET subject = 'x'", "DELETE FROM audit_entry WHERE id = 6"]
)
def test_the_database_refuses_changes(studio, statement):
    """Whoever sends them; nothing has changed."""
    with (
        pytest.raises(DBAPIError, match="the audit log is append-only"),
        studio.db.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    assert found(studio) == []


def test_writers_of_several_replicas(any_studio):
    """Alone or together, they add one after the other: no number twice, none left out, the chain whole."""
    other = open_database(any_studio.settings.database_url)

    def together(database) -> None:
        for number in range(10):
            with database.write(alone=False) as session:
                append(session, person_id=None, project_id=None, action="a", subject=str(number), details={})

    def alone(database) -> None:
        for number in range(10):
            act(database, number)

    at_once(*(partial(do, one) for do in (alone, together) for one in (any_studio.db, other)))
    other.close()
    assert [one.id for one in rows_of(any_studio, AuditEntry)] == list(range(1, 41))
    assert found(any_studio) == []


def test_what_fails_leaves_the_chain_whole(studio):
    """An entry goes with its action, and its number to the next one."""

    def fail() -> None:
        with studio.db.write() as session:
            permit(session, SYSTEM, Action.FREEZE, "never", 7)
            raise KeyError("halfway")

    with pytest.raises(KeyError):
        fail()
    act(studio.db, 7)
    assert [one.id for one in rows_of(studio, AuditEntry)] == list(range(1, 8))
    assert found(studio) == []


def test_entries_of_before_are_hashed(any_empty, tmp_path):
    """By the migration, with the gaps that PostgreSQL left; then the log goes on."""
    database = open_database(any_empty)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0012")
        tables = MetaData()
        tables.reflect(session.connection())
        table = tables.tables["audit_entry"]
        for number in (2, 3, 5):
            moment = datetime(2026, 3, 1, 12, 0, number, tzinfo=UTC)
            said = {"at": moment, "action": "freeze", "subject": f"s “{number}”", "details": {"rows": number}}
            session.execute(table.insert().values(id=number, **said))
    migrate(database)
    studio = Studio(load_settings(home=tmp_path, store="", database=""), database, None)
    act(database, 6)
    assert [one.id for one in rows_of(studio, AuditEntry)] == [2, 3, 5, 6]
    assert found(studio) == []
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.downgrade(config, "0012")
    database.close()


@pytest.mark.parametrize("text_", ["", "7", "x:" + "0" * 64, "7:abc", "-1:" + "0" * 64])
def test_what_is_no_head(text_):
    """A slip of the finger is told from a log that was changed."""
    with pytest.raises(InvalidInput, match="it is NUMBER:HASH"):
        Link.read(text_)
