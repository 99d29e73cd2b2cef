"""Merged people: two names that are one person."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("person", sa.Column("merged_into", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column("person", "merged_into")
