"""How texts are shown, people's desks and quotas, archived projects, pairs that are tagged or left out."""

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def _added() -> dict[str, tuple[sa.Column, ...]]:
    """New columns by table; made anew each time, for a column belongs to one table."""
    return {
        "project": (
            sa.Column("presentation", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("archived_at", UtcDateTime(), nullable=True),
        ),
        "person": (
            sa.Column("last_seen_at", UtcDateTime(), nullable=True),
            sa.Column("preferences", sa.JSON(), nullable=False, server_default="{}"),
        ),
        "member": (sa.Column("quota", sa.Integer(), nullable=True), sa.Column("goal", sa.Integer(), nullable=True)),
        "pair": (
            sa.Column("left_out", sa.String(), nullable=True),
            sa.Column("more_judgments", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("import_id", sa.Integer(), nullable=True),
        ),
        "prompt": (sa.Column("import_id", sa.Integer(), nullable=True),),
    }


def upgrade() -> None:
    """Bring the tables up to this revision."""
    for table, columns in _added().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "pair_tag",
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("tag", sa.String(40), primary_key=True),
        sa.Column("pair_id", sa.Integer(), sa.ForeignKey("pair.id"), primary_key=True),
    )
    op.create_index("ix_pair_tag_pair_id", "pair_tag", ["pair_id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("pair_tag")
    for table, columns in _added().items():
        for column in columns:
            op.drop_column(table, column.name)
