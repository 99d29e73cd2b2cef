"""Labels that models give to pairs, in tables of their own."""

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _outcome(name: str) -> sa.Column:
    return sa.Column(name, sa.String(24), nullable=True)


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "model_labeller",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("project_id", "name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "model_label",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("labeller_id", sa.Integer(), sa.ForeignKey("model_labeller.id"), nullable=False),
        sa.Column("pair_id", sa.Integer(), sa.ForeignKey("pair.id"), nullable=False),
        _outcome("outcome"),
        _outcome("straight"),
        _outcome("swapped"),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("reasons_swapped", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("labeller_id", "pair_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_model_label_pair", "model_label", ["project_id", "pair_id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("model_label")
    op.drop_table("model_labeller")
