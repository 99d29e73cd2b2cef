"""Judges beside people: the models that were asked about a review, and what they said."""

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "review_judge",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("review.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("stop_wanted", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.id"), nullable=True),
        sa.Column("created_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_review_judge", "review_judge", ["review_id", "mark"], unique=True)
    op.create_index("ix_review_judge_run_id", "review_judge", ["run_id"])
    op.create_table(
        "judge_verdict",
        sa.Column("judge_id", sa.Integer(), sa.ForeignKey("review_judge.id"), primary_key=True),
        sa.Column("comparison_id", sa.Integer(), sa.ForeignKey("review_comparison.id"), primary_key=True),
        sa.Column("swapped", sa.Boolean(), primary_key=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("choice", sa.String(24), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("tokens_in", sa.Integer(), nullable=True),
        sa.Column("tokens_out", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("judge_verdict")
    op.drop_table("review_judge")
