"""Runs in the cloud: their jobs, who follows them, what they left there, and what that costs."""

import sqlalchemy as sa
from alembic import op

import core.db.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = core.db.columns.UtcDateTime(timezone=True)
KINDS = sa.Enum("events", "predictions", name="filekind", native_enum=False, length=24)


def _of_runs() -> tuple[sa.Column, ...]:
    return (
        sa.Column("jobs", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("doing", sa.String(), nullable=False, server_default=""),
        sa.Column("log", sa.String(), nullable=True),
        sa.Column("look_at", MOMENT, nullable=True),
        sa.Column("look_failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("look_error", sa.String(), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("adopted", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("retried_from", sa.Integer(), nullable=True),
    )


def upgrade() -> None:
    """Bring the tables up to this revision."""
    for column in _of_runs():
        op.add_column("run", column)
    op.add_column("run_task", sa.Column("depends_on", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "run_file",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "address"),
    )
    op.create_table(
        "price",
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("dollars", sa.Float(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("item"),
    )


def downgrade() -> None:
    """Go back to the revision before; what only this one can hold is lost."""
    op.drop_table("price")
    op.drop_table("run_file")
    op.drop_column("run_task", "depends_on")
    for column in reversed(_of_runs()):
        op.drop_column("run", column.name)
