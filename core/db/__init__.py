"""The database: one engine, short units of work, migrations."""

from core.db.columns import NEVER_REUSED, Json, LargeInteger, OwnAddress, UtcDateTime, by_value, now
from core.db.database import Database, find, numbered, open_database

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
