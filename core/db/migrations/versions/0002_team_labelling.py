"""Leases, protocols, qualification, gold, re-tests, rankings, decisions: labelling by a team."""

import sqlalchemy as sa
from alembic import op

import core.db.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "answer_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("input_text", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "content_hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "member",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "qualifying",
                "active",
                "failed",
                "paused",
                name="memberstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("dealt", sa.Integer(), nullable=False),
        sa.Column("cursor_priority", sa.Integer(), nullable=True),
        sa.Column("cursor_key", sa.BigInteger(), nullable=True),
        sa.Column("cursor_at", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("retested_until", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("leave_token", sa.String(), nullable=False),
        sa.Column("since", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("project_id", "person_id"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_gold", sa.Boolean(), nullable=False),
        sa.Column("made_example", sa.Boolean(), nullable=False),
        sa.Column("at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_pair", ["pair_id"], unique=False)

    op.create_table(
        "lease",
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "regular",
                "calibration",
                "gold",
                "qualification",
                "retest",
                "returned",
                "imported",
                name="purpose",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expires_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("pair_id", "person_id"),
    )
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.create_index("ix_lease_expiry", ["project_id", "expires_at"], unique=False)
        batch_op.create_index("ix_lease_person", ["project_id", "person_id", "number"], unique=False)

    op.create_table(
        "returned_judgment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("judgment_id", sa.String(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["judgment_id"], ["judgment.id"]),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["returned_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("returned_judgment", schema=None) as batch_op:
        batch_op.create_index("ix_return_pair", ["pair_id", "person_id"], unique=False)

    with op.batch_alter_table("judgment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "purpose",
                sa.Enum(
                    "regular",
                    "calibration",
                    "gold",
                    "qualification",
                    "retest",
                    "returned",
                    "imported",
                    name="purpose",
                    native_enum=False,
                    length=24,
                ),
                nullable=False,
                server_default="regular",
            )
        )
        batch_op.add_column(sa.Column("is_retest", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("surplus", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("strength", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("axes", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("rationale", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("flag", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ranking", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("ranking_id", sa.String(), nullable=True))
        batch_op.drop_index(
            batch_op.f("uq_judgment_standing"),
            sqlite_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
        )
        batch_op.create_index(
            "uq_judgment_standing",
            ["pair_id", "person_id", "is_retest"],
            unique=True,
            sqlite_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
            postgresql_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
        )
        batch_op.create_index(
            "ix_judgment_flagged",
            ["project_id", "received_at"],
            unique=False,
            sqlite_where=sa.text("flag IS NOT NULL"),
            postgresql_where=sa.text("flag IS NOT NULL"),
        )
        batch_op.create_index("ix_judgment_ranking", ["ranking_id"], unique=False)

    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.add_column(sa.Column("votes_0", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("votes_1", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("minority", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("leases", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("priority", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "pool",
                sa.Enum(
                    "regular", "calibration", "gold", "implied", name="pool", native_enum=False, length=24
                ),
                nullable=False,
                server_default="regular",
            )
        )
        batch_op.add_column(
            sa.Column(
                "gold",
                sa.Enum(
                    "candidate_0",
                    "candidate_1",
                    "tie",
                    "both_bad",
                    "skip",
                    "undo",
                    name="outcome",
                    native_enum=False,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("gold_note", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "settled",
                sa.Enum(
                    "candidate_0",
                    "candidate_1",
                    "tie",
                    "both_bad",
                    "skip",
                    "undo",
                    name="outcome",
                    native_enum=False,
                    length=24,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("answer_set_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("place_0", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("place_1", sa.Integer(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_pair_queue"))
        batch_op.create_index(
            "ix_pair_queue",
            ["project_id", "priority", "shuffle_key"],
            unique=False,
            sqlite_where=sa.text("priority IS NOT NULL"),
            postgresql_where=sa.text("priority IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_pair_disputed",
            ["project_id", "minority"],
            unique=False,
            sqlite_where=sa.text("minority > 0 AND settled IS NULL"),
            postgresql_where=sa.text("minority > 0 AND settled IS NULL"),
        )
        batch_op.create_index(
            "ix_pair_pool",
            ["project_id", "pool", "shuffle_key"],
            unique=False,
            sqlite_where=sa.text("pool IN ('gold', 'calibration')"),
            postgresql_where=sa.text("pool IN ('gold', 'calibration')"),
        )
        batch_op.create_index("ix_pair_set", ["answer_set_id"], unique=False)

    with op.batch_alter_table("project", schema=None) as batch_op:
        batch_op.add_column(sa.Column("protocol", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("paused", sa.Boolean(), nullable=False, server_default="0"))

    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.add_column(sa.Column("surplus", sa.Integer(), nullable=False, server_default="0"))
    _count_what_is_there()


def _count_what_is_there() -> None:
    """The new columns of old rows: votes, what is disputed, and the place in the queue."""
    votes = "SELECT count(*) FROM judgment WHERE pair_id = pair.id AND withdrawn_by IS NULL AND outcome = "
    op.execute(f"UPDATE pair SET votes_0 = ({votes} 'candidate_0'), votes_1 = ({votes} 'candidate_1')")
    most = (
        "CASE WHEN votes_0 >= votes_1 AND 2 * votes_0 + votes_1 >= judgment_count THEN votes_0 "
        "WHEN votes_1 >= votes_0 AND 2 * votes_1 + votes_0 >= judgment_count THEN votes_1 "
        "ELSE judgment_count - votes_0 - votes_1 END"
    )
    op.execute(f"UPDATE pair SET minority = judgment_count - ({most})")
    needed = "SELECT judgments_per_pair FROM project WHERE project.id = pair.project_id"
    op.execute(f"UPDATE pair SET priority = judgment_count WHERE judgment_count < ({needed})")
    imported = "SELECT id FROM person WHERE kind = 'imported'"
    op.execute(f"UPDATE judgment SET purpose = 'imported' WHERE person_id IN ({imported})")


NEW_COLUMNS = {
    "judgment": (
        "purpose",
        "is_retest",
        "surplus",
        "strength",
        "axes",
        "rationale",
        "flag",
        "ranking",
        "ranking_id",
    ),
    "pair": (
        "votes_0",
        "votes_1",
        "minority",
        "leases",
        "priority",
        "pool",
        "gold",
        "gold_note",
        "settled",
        "answer_set_id",
        "place_0",
        "place_1",
    ),
    "project": ("protocol", "paused"),
    "tally": ("surplus",),
}


def downgrade() -> None:
    """Go back to the revision before; what only this one can hold is lost."""
    op.execute("DELETE FROM judgment WHERE is_retest")
    for name in ("uq_judgment_standing", "ix_judgment_flagged", "ix_judgment_ranking"):
        op.drop_index(name, table_name="judgment")
    for name in ("ix_pair_queue", "ix_pair_disputed", "ix_pair_pool", "ix_pair_set"):
        op.drop_index(name, table_name="pair")
    for table in ("returned_judgment", "lease", "decision", "member", "answer_set"):
        op.drop_table(table)
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
    standing = sa.text("withdrawn_by IS NULL AND outcome <> 'undo'")
    op.create_index(
        "uq_judgment_standing",
        "judgment",
        ["pair_id", "person_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_index("ix_pair_queue", "pair", ["project_id", "judgment_count", "shuffle_key"])
