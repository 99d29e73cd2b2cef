"""Connections to PostgreSQL that keep the deadlines: to be let in, for an answer, for other writers."""

import time
from collections.abc import Generator
from typing import Any, Self

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from core.db.faults import SILENT, Deadlines

GRACE_S = 5.0
"""The server is given so much longer to say itself that a statement took too long."""

SET_DEADLINES = """
    SELECT set_config(name, seconds, false)
    FROM (VALUES ('statement_timeout', %s), ('lock_timeout', %s)) AS wanted(name, seconds)
    WHERE current_setting(name) = '0'
"""


class Silence(psycopg.OperationalError):
    """The server has said nothing for too long; the connection is closed."""

    sqlstate = SILENT


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that does not wait for ever for a server that hangs or is gone.

    The server's own deadlines end what takes too long there; they do not help where the server stands still.
    """

    patience: float | None = None

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **kwargs: Any) -> Any:
        """Carry out one exchange with the server."""
        try:
            return super().wait(_watched(gen, self.patience) if self.patience else gen, *args, **kwargs)
        except Silence:
            self.pgconn.finish()
            raise

    @classmethod
    def within(cls, deadlines: Deadlines, *args: Any, **kwargs: Any) -> Self:
        """Connect; what the address or the server sets itself for statements and locks is left as it is."""
        made = cls.connect(*args, **kwargs)
        made.patience = deadlines.statement + GRACE_S
        made.execute(SET_DEADLINES, [f"{seconds:g}s" for seconds in (deadlines.statement, deadlines.lock)])
        made.commit()
        return made


def _watched(exchange: Generator[Any, Any, Any], patience: float) -> Generator[Any, Any, Any]:
    """The exchange, which is broken off when nothing has been heard for so many seconds."""
    try:
        wanted = next(exchange)
        heard = time.monotonic()
        while True:
            ready = yield wanted  # psycopg comes back every tenth of a second with nothing
            if ready:
                heard = time.monotonic()
            elif time.monotonic() - heard > patience:
                raise Silence(f"the server has said nothing for {patience:g} s")
            wanted = exchange.send(ready)
    except StopIteration as end:
        return end.value


def keep_deadlines(engine: Engine, deadlines: Deadlines) -> None:
    """Let every connection to PostgreSQL that the engine makes be watched."""

    def connect(_dialect: Any, _entry: ConnectionPoolEntry, args: Any, kwargs: Any) -> WatchedConnection:
        # Without an encoding named, that of the server counts, which may not have every letter.
        usual = {"connect_timeout": str(deadlines.connect), "client_encoding": "utf8"}
        return WatchedConnection.within(deadlines, *args, **{**usual, **kwargs})

    event.listen(engine, "do_connect", connect)
