"""How long the studio waits for its database."""

from dataclasses import dataclass

SILENT = "silent"
"""Stands where PostgreSQL's numbers of errors stand, for a server that says nothing any more."""


@dataclass(frozen=True)
class Deadlines:
    """Seconds; what each is for stands beside the setting of its name."""

    connect: int = 10
    statement: float = 60.0
    lock: float = 30.0
