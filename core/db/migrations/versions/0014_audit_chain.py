"""The audit log is a chain of hashes: each entry has its own and that of the one before, and none can be changed.

Whoever makes ``audit_entry`` anew in a later revision (SQLite's batch mode does) makes its triggers anew, too.
"""

import json
from datetime import UTC
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ENTRY = sa.table(
    "audit_entry",
    sa.column("id", sa.Integer),
    sa.column("at", UtcDateTime),
    sa.column("person_id", sa.Integer),
    sa.column("project_id", sa.Integer),
    sa.column("action", sa.String),
    sa.column("subject", sa.String),
    sa.column("details", sa.JSON),
    sa.column("previous", sa.String),
    sa.column("hash", sa.String),
)
AT_ONCE = 5_000
INDEXES = {"ix_audit_entry_person": "person_id", "ix_audit_entry_project": "project_id", "ix_audit_entry_action": "action"}
REFUSAL = "the audit log is append-only"
SQLITE_TRIGGER = """
    CREATE TRIGGER audit_entry_no_{event} BEFORE {event} ON audit_entry
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRESQL_FUNCTION = """
    CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
"""
POSTGRESQL_TRIGGER = """
    CREATE TRIGGER audit_entry_no_{event} BEFORE {event} ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()
"""


def upgrade() -> None:
    """Bring the tables up to this revision; the entries that are there are hashed in their order."""
    for name in ("previous", "hash"):
        op.add_column("audit_entry", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name, column in INDEXES.items():
        op.create_index(name, "audit_entry", [column, "id"])
    number, last = _hash_all(op.get_bind())
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "number": number, "hash": last}])
    _refuse_changes()


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    dialect = op.get_bind().dialect.name
    events = ("UPDATE", "DELETE") if dialect == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")
    for event in events:
        on = "" if dialect == "sqlite" else " ON audit_entry"
        op.execute(f"DROP TRIGGER audit_entry_no_{event.lower()}{on}")
    if dialect != "sqlite":
        op.execute("DROP FUNCTION audit_entry_refuse()")
    op.drop_table("audit_head")
    for name in INDEXES:
        op.drop_index(name, "audit_entry")
    for name in ("previous", "hash"):
        op.drop_column("audit_entry", name)


def _hash_all(connection: sa.Connection) -> tuple[int, str]:
    """Hash every entry; the number and the hash of the newest."""
    number, last = 0, ""
    query = sa.select(*ENTRY.c).order_by(ENTRY.c.id).limit(AT_ONCE)
    update = (
        sa.update(ENTRY)
        .where(ENTRY.c.id == sa.bindparam("number"))
        .values(previous=sa.bindparam("before"), hash=sa.bindparam("own"))
    )
    while rows := connection.execute(query.where(ENTRY.c.id > number)).all():
        links = []
        for row in rows:
            moment = row.at.astimezone(UTC).isoformat(timespec="microseconds")
            said = [last, row.id, moment, row.person_id, row.project_id, row.action, row.subject, row.details]
            own = sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
            links.append({"number": row.id, "before": last, "own": own})
            number, last = row.id, own
        connection.execute(update, links)
    return number, last


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("update", "delete"):
            op.execute(SQLITE_TRIGGER.format(event=event, refusal=REFUSAL))
        return
    op.execute(POSTGRESQL_FUNCTION.format(refusal=REFUSAL))
    for event in ("update", "delete", "truncate"):
        op.execute(POSTGRESQL_TRIGGER.format(event=event, refusal=REFUSAL))
