"""Answers of a qualification are found along an index of their own, also those that were withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
ONLY = sa.text("purpose = 'qualification'")


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_index(
        "ix_judgment_taught",
        "judgment",
        ["project_id", "person_id", "pair_id"],
        sqlite_where=ONLY,
        postgresql_where=ONLY,
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index("ix_judgment_taught", table_name="judgment")
