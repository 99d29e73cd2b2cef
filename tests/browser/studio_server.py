"""Starts the real studio (`prefstudio serve`) in a home of its own, and reads what it stored."""

import sqlite3
import sys
from pathlib import Path
from typing import Any

from local_server import LocalServer


class StudioServer(LocalServer):
    """The studio as a person starts it; it is healthy when it also reads its database."""

    health = "readyz"

    def __init__(self, home: Path, **environment: str) -> None:
        super().__init__()
        self.home = home
        self.environment = environment

    def start(self) -> None:
        """Start the server from a folder that is not the project's, and wait until it answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.run(
            [Path(sys.executable).parent / "prefstudio", "serve"],
            cwd=self.home,
            log=self.home / "server.log",
            PREFSTUDIO_HOME=str(self.home),
            PREFSTUDIO_PORT=str(self.port),
            PREFSTUDIO_POLL_SECONDS="0.3",
            **self.environment,
        )

    @property
    def url(self) -> str:
        """The address of the home page."""
        return self.root

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database, past the studio."""
        with sqlite3.connect(f"file:{self.home / 'studio.db'}?mode=ro", uri=True) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found
