"""What PostgreSQL does in a bad week: each fault has a sentence of its own, which gives no password away."""

import os
import signal
import socket
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from core.access import Person
from core.db import database, open_database, watched
from core.db.faults import Deadlines
from core.errors import Conflict, InvalidInput, Unavailable
from core.labelling import Project
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import new_person, new_project, rows_of
from tests.postgres_server import TEMPLATE

SECRET = "s3cret-w0rd"  # noqa: S105 - planted, to be looked for


@pytest.fixture(scope="module")
def address(postgres):
    """The address of a studio's database, in which nobody keeps anything."""
    with postgres.fresh(TEMPLATE) as url:
        yield url


def opened(url: str, **deadlines: float):
    """The database with deadlines that a test can wait for."""
    return open_database(url.replace("postgresql:", "postgresql+psycopg:"), Deadlines(**deadlines))


def refusal(home: Path, url: str) -> str:
    """Why a studio cannot be opened on this address."""
    settings = load_settings(
        home=home, store="", database=url.replace(":@", f":{SECRET}@"), connect_seconds=2
    )
    with pytest.raises((Unavailable, Conflict)) as caught:
        open_studio(settings)
    said = str(caught.value)
    assert SECRET not in said
    assert "\n" not in said
    return said


def test_a_statement_that_takes_too_long(address):
    """It ends on the server, and the connection is as good as before."""
    db = opened(address, statement=0.2)
    with pytest.raises(Unavailable) as caught, db.read() as session:
        session.execute(text("SELECT pg_sleep(5)"))
    assert str(caught.value) == (
        "The database's server broke off a statement, which may take 0.2 s, so this may not have been saved; "
        "try again when it has less to do, or raise PREFSTUDIO_STATEMENT_SECONDS."
    )
    with db.read() as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    db.close()


@pytest.mark.parametrize("held", [database.WRITERS, text("LOCK TABLE project")], ids=["writers", "table"])
def test_others_that_write_for_too_long(address, held):
    """A change is refused in time, whatever it waits for; nothing of it is kept."""
    db, other = opened(address, lock=0.1), opened(address)
    with other.read() as holding:
        holding.execute(held)
        with pytest.raises(Unavailable, match=r"was busy for 0\.1 s, so this may not .* saved; try again\."):
            change(db)
    change(db)
    db.close()
    other.close()


def change(db) -> None:
    """A write alone that touches a table."""
    with db.write() as session:
        session.execute(text("UPDATE project SET name = name"))


def test_what_the_address_or_the_server_says_counts_more(address, postgres):
    """Who has set deadlines there keeps them."""
    seen = text("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
    for url, found in (
        (address, ("1min", "30s")),
        (f"{address}&options=-c%20statement_timeout%3D7s", ("7s", "30s")),
    ):
        db = opened(url)
        with db.read() as session:
            assert session.execute(seen).one() == found
        db.close()


def test_a_migration_takes_the_time_it_needs(address):
    """The deadline comes back after it, also for a connection that stays in the pool."""
    db = opened(address, statement=0.1)
    with db.write() as session, database.without_deadline(session):
        session.execute(text("SELECT pg_sleep(0.3)"))
    with pytest.raises(Unavailable, match="broke off a statement"), db.read() as session:
        session.execute(text("SELECT pg_sleep(5)"))
    db.close()


def test_a_server_that_stands_still(address, monkeypatch):
    """Its own deadlines do not help; the connection is given up in time and the next one works."""
    monkeypatch.setattr(watched, "GRACE_S", 0.1)
    db = opened(address, statement=0.2)
    with db.read() as session:
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar()
        with stopped(pid):
            began = time.monotonic()
            with pytest.raises(Unavailable, match="The database has stopped answering, so this may not have"):
                ask(db, session)
            assert time.monotonic() - began < 2
    with db.read() as session:
        assert session.execute(text("SELECT 1")).scalar() == 1
    db.close()


def ask(db, session) -> None:
    """One more statement of a unit of work that is going on, with what the unit says of a fault."""
    with db._sentences():  # noqa: SLF001 - the read that is open says it only at its end
        session.execute(text("SELECT 1"))


@contextmanager
def stopped(pid: int):
    """A process that stands still for a while."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_no_connection_is_left(address):
    """Everybody waits for a hung statement; the next one hears so instead of a traceback."""
    db = opened(address)
    db.engine.pool._timeout = 0.05  # noqa: SLF001 - instead of half a minute
    held = [db.engine.connect() for _ in range(40)]
    with (
        pytest.raises(Unavailable, match="All connections to the database were in use"),
        db.read() as session,
    ):
        session.execute(text("SELECT 1"))
    for one in held:
        one.close()
    db.close()


def test_a_wrong_password(postgres, tmp_path):
    """And none at all."""
    with postgres.fresh() as url, passwords_asked(postgres, url):
        for spelt in (url, url.replace(":@", "@")):
            said = refusal(tmp_path, spelt)
            assert said.startswith(
                "The database of PREFSTUDIO_DATABASE cannot be used (connection to server "
            )
            assert said.endswith("); correct the user and the password in it.")


@contextmanager
def passwords_asked(postgres, url: str):
    """The server asks for a password at this one database."""
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    with psycopg.connect(postgres.url()) as connection:
        rules = Path(connection.execute("SHOW data_directory").fetchone()[0]) / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"local {name} all scram-sha-256\n{before}")
    postgres.run("SELECT pg_reload_conf()", "SELECT pg_sleep(0.2)")
    try:
        yield
    finally:
        rules.write_text(before)
        postgres.run("SELECT pg_reload_conf()", "SELECT pg_sleep(0.2)")


@pytest.mark.parametrize(
    ("before", "after", "remedy"),
    [
        ("/studio_", "/nothing_", "make that database (`createdb`), or correct its name."),
        ("postgres:@", "nobody:@", "correct the user and the password in it."),
        ("?host=", "?sslmod=require&host=", "correct what stands behind the ? in it."),
        ("?host=", "?connect_timeout=soon&host=", "correct what stands behind the ? in it."),
        ("?host=/", "?port=1&host=/", "see that it runs and lets the studio in."),
    ],
)
def test_an_address_that_leads_nowhere(address, tmp_path, before, after, remedy):
    """The server's own words in one line, and what in the address to correct."""
    assert before in address
    said = refusal(tmp_path, address.replace(before, after))
    assert said.startswith("The database of PREFSTUDIO_DATABASE cannot be used (")
    assert said.endswith(f"); {remedy}")


def test_a_host_that_says_nothing(tmp_path):
    """The connection is taken and never answered: the deadline for being let in counts."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began = time.monotonic()
        said = refusal(tmp_path, f"postgresql://ada:@127.0.0.1:{mute.getsockname()[1]}/studio")
        assert time.monotonic() - began < 5
    assert said.endswith("; see that host and port are right and that no firewall stands between.")


def test_a_user_who_may_not_make_tables(postgres, tmp_path):
    """As PostgreSQL sets up new users since version 15."""
    postgres.run("CREATE ROLE guest LOGIN")
    with postgres.fresh() as url:
        said = refusal(tmp_path, url.replace("postgres:@", "guest:@"))
    postgres.run("DROP ROLE guest")
    assert said == (
        "The database does not let the studio's user make or change tables; "
        "give that user the right to: GRANT ALL ON SCHEMA public TO it."
    )


def test_a_copy_that_may_only_be_read(postgres, tmp_path):
    with postgres.fresh() as url:
        said = refusal(tmp_path, f"{url}&options=-c%20default_transaction_read_only%3Don")
    assert said == "The database may only be read; use the server that takes changes, not its copy."


@pytest.mark.parametrize(("encoding", "takes_all"), [("LATIN1", False), ("SQL_ASCII", True)])
def test_a_database_of_another_encoding(postgres, tmp_path, encoding, takes_all):
    """What it can keep is kept; a letter that it lacks is refused in words."""
    name = f"studio_{encoding.lower()}"
    postgres.run(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    studio = open_studio(load_settings(home=tmp_path, store="", database=postgres.url(name)))
    new_person(studio, name="Zoë")
    refused = (
        nullcontext() if takes_all else pytest.raises(Unavailable, match="encoding lacks a letter of this")
    )
    with refused:
        new_person(studio, name="Łukasz")
    assert [one.name for one in rows_of(studio, Person)] == ["Zoë", *(["Łukasz"] if takes_all else [])]
    studio.close()
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


def test_tables_of_another_program(postgres, tmp_path):
    """They are left alone."""
    with postgres.fresh() as url:
        with psycopg.connect(url) as other:
            other.execute("CREATE TABLE person (id integer)")
        said = refusal(tmp_path, url)
    assert said == (
        "The database of PREFSTUDIO_DATABASE has the table “person” and no revision of the studio's: it is "
        "another program's, or was brought back only in part. Nothing was changed in it. "
        "Set PREFSTUDIO_DATABASE to an empty database."
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("53100", "no room left on the disk of the database's server, .*; make room there, then try again"),
        ("53200", "server has no memory left"),
        ("53300", "server takes no more connections"),
        ("58030", "server cannot read or write its disk"),
        ("XX001", "server has found damaged data"),
        ("57P02", "The connection to the database was lost"),
    ],
)
def test_what_the_server_itself_meets(address, code, words):
    """The server raises it by its number."""
    db = opened(address)
    with pytest.raises(Unavailable, match=words), db.write() as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{code}'; END $$"))
    db.close()


def test_a_table_that_is_gone(address):
    db = opened(address)
    with (
        pytest.raises(
            Unavailable, match=r'lacks what it should have \(relation "gone" does not exist\): another'
        ),
        db.read() as session,
    ):
        session.execute(text("SELECT 1 FROM gone"))
    db.close()


def test_a_number_that_no_column_takes(any_studio):
    """On both databases it is refused in one sentence."""
    project = new_project(any_studio)
    with pytest.raises(InvalidInput, match="A number is larger than the database can keep"):
        change_seed(any_studio, project.id, 10**30)


def change_seed(studio, project_id: int, seed: int) -> None:
    """A write of a number."""
    with studio.db.write() as session:
        session.get_one(Project, project_id).seed = seed
