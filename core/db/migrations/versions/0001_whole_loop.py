"""The tables of the whole loop on one machine."""

import sqlalchemy as sa
from alembic import op

import core.db.columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("annotator", "reviewer", "engineer", "lead", name="role", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum("human", "sample", "imported", name="personkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("created_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("instruction", sa.String(), nullable=False),
        sa.Column("guidelines", sa.String(), nullable=False),
        sa.Column("judgments_per_pair", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("uid"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)

    op.create_table(
        "coverage",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("judgment_count", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("project_id", "judgment_count"),
    )
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("preference", "prompt", "evaluation", name="datasetkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "kind", "number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("shuffle_key", sa.BigInteger(), nullable=False),
        sa.Column("input_text", sa.String(), nullable=False),
        sa.Column("candidate_0", sa.String(), nullable=False),
        sa.Column("candidate_1", sa.String(), nullable=False),
        sa.Column("source_0", sa.String(), nullable=True),
        sa.Column("source_1", sa.String(), nullable=True),
        sa.Column("judgment_count", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "content_hash"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.create_index("ix_pair_queue", ["project_id", "judgment_count", "shuffle_key"], unique=False)

    op.create_table(
        "prompt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("preference", "prompt", "evaluation", name="datasetkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("input_text", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "purpose", "content_hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "running",
                "cancelling",
                "succeeded",
                "failed",
                "cancelled",
                "lost",
                name="runstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=True),
        sa.Column("process_started", sa.Float(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("job_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_run_state"), ["state"], unique=False)

    op.create_table(
        "tally",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("active_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("project_id", "person_id", "day"),
    )
    op.create_table(
        "artifact",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "task", "name"),
    )
    op.create_table(
        "comparison_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("base_address", sa.String(), nullable=False),
        sa.Column("tuned_address", sa.String(), nullable=False),
        sa.Column("comparisons", sa.Integer(), nullable=False),
        sa.Column("only_base", sa.Integer(), nullable=False),
        sa.Column("only_tuned", sa.Integer(), nullable=False),
        sa.Column("ambiguous", sa.Integer(), nullable=False),
        sa.Column("blinding_key", sa.String(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("comparison_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comparison_set_project_id"), ["project_id"], unique=False)

    op.create_table(
        "judgment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "candidate_0",
                "candidate_1",
                "tie",
                "skip",
                "undo",
                name="outcome",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("shown_at", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("active_ms", sa.Integer(), nullable=True),
        sa.Column("received_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("judgment", schema=None) as batch_op:
        batch_op.create_index("ix_judgment_person", ["project_id", "person_id", "received_at"], unique=False)
        batch_op.create_index(
            "uq_judgment_standing",
            ["pair_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
            postgresql_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
        )

    op.create_table(
        "run_input",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "role"),
    )
    op.create_table(
        "run_task",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "running",
                "succeeded",
                "failed",
                "cancelled",
                name="taskstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("started_at", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "name"),
    )
    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("prompt_hash", sa.String(), nullable=False),
        sa.Column("shuffle_key", sa.BigInteger(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("base_text", sa.String(), nullable=False),
        sa.Column("tuned_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["set_id"], ["comparison_set.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("set_id", "prompt_hash"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.create_index("ix_comparison_order", ["set_id", "shuffle_key"], unique=False)

    op.create_table(
        "unblinding",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["set_id"], ["comparison_set.id"]),
        sa.PrimaryKeyConstraint("set_id", "person_id"),
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("comparison_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "base", "tuned", "tie", "skip", "undo", name="verdictoutcome", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "left",
            sa.Enum(
                "base", "tuned", "tie", "skip", "undo", name="verdictoutcome", native_enum=False, length=24
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("shown_at", core.db.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("active_ms", sa.Integer(), nullable=True),
        sa.Column("received_at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["comparison_id"], ["comparison.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["set_id"], ["comparison_set.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.create_index("ix_verdict_person", ["set_id", "person_id", "received_at"], unique=False)
        batch_op.create_index(
            "uq_verdict_standing",
            ["comparison_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
            postgresql_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
        )


def downgrade() -> None:
    """Go back to the revision before."""
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_verdict_standing",
            sqlite_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
            postgresql_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
        )
        batch_op.drop_index("ix_verdict_person")

    op.drop_table("verdict")
    op.drop_table("unblinding")
    with op.batch_alter_table("comparison", schema=None) as batch_op:
        batch_op.drop_index("ix_comparison_order")

    op.drop_table("comparison")
    op.drop_table("run_task")
    op.drop_table("run_input")
    with op.batch_alter_table("judgment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_judgment_standing",
            sqlite_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
            postgresql_where=sa.text("withdrawn_by IS NULL AND outcome <> 'undo'"),
        )
        batch_op.drop_index("ix_judgment_person")

    op.drop_table("judgment")
    with op.batch_alter_table("comparison_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comparison_set_project_id"))

    op.drop_table("comparison_set")
    op.drop_table("artifact")
    op.drop_table("tally")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_state"))
        batch_op.drop_index(batch_op.f("ix_run_project_id"))

    op.drop_table("run")
    op.drop_table("prompt")
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.drop_index("ix_pair_queue")

    op.drop_table("pair")
    op.drop_table("dataset")
    op.drop_table("coverage")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    op.drop_table("project")
    op.drop_table("person")
