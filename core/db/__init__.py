"""The database: one engine, short units of work, inserts, migrations, and what goes wrong with it."""

from core.db.columns import (
    HOMES,
    IN_HOME,
    NEVER_REUSED,
    Json,
    LargeInteger,
    MomentText,
    OwnAddress,
    UtcDateTime,
    by_value,
    clean_text,
    now,
    one_line,
)
from core.db.damage import refuse_damaged, refuse_emptied, refuse_incomplete, refuse_lost, unusable
from core.db.database import Database, dialect_of, find, numbered, open_database, without_deadline
from core.db.faults import Deadlines
from core.db.insert import insert_new, insert_or_add, insert_tuples
from core.db.upgrade import (
    has_tables,
    known_revisions,
    migrate,
    newest_revision,
    refuse_others,
    revision_of,
    tables_of_newest,
    upgrade_to,
)

__all__ = [
    "HOMES",
    "IN_HOME",
    "NEVER_REUSED",
    "Database",
    "Deadlines",
    "Json",
    "LargeInteger",
    "MomentText",
    "OwnAddress",
    "UtcDateTime",
    "by_value",
    "clean_text",
    "dialect_of",
    "find",
    "has_tables",
    "insert_new",
    "insert_or_add",
    "insert_tuples",
    "known_revisions",
    "migrate",
    "newest_revision",
    "now",
    "numbered",
    "one_line",
    "open_database",
    "refuse_damaged",
    "refuse_emptied",
    "refuse_incomplete",
    "refuse_lost",
    "refuse_others",
    "revision_of",
    "tables_of_newest",
    "unusable",
    "upgrade_to",
    "without_deadline",
]
