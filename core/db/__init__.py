"""The database: one engine, short units of work, migrations."""

from core.db.clock import now
from core.db.columns import NEVER_REUSED, Json, LargeInteger, OwnAddress, UtcDateTime, by_value
from core.db.database import Database, open_database
from core.db.found import find, numbered

__all__ = [
    "NEVER_REUSED",
    "Database",
    "Json",
    "LargeInteger",
    "OwnAddress",
    "UtcDateTime",
    "by_value",
    "find",
    "now",
    "numbered",
    "open_database",
]
