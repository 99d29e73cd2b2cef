"""The database: one engine, short units of work, migrations."""

from core.db.columns import (
    NEVER_REUSED,
    Json,
    LargeInteger,
    MomentText,
    OwnAddress,
    UtcDateTime,
    by_value,
    clean_text,
    now,
)
from core.db.database import Database, find, numbered, open_database

__all__ = [
    "NEVER_REUSED",
    "Database",
    "Json",
    "LargeInteger",
    "MomentText",
    "OwnAddress",
    "UtcDateTime",
    "by_value",
    "clean_text",
    "find",
    "now",
    "numbered",
    "open_database",
]
