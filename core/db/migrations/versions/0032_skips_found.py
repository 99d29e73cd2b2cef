"""Pairs that somebody skipped are found along an index of the skips alone."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COLUMNS = ["project_id", "pair_id", "outcome", "is_retest", "withdrawn_by"]
ONLY = sa.text("outcome = 'skip'")


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_index("ix_judgment_skipped", "judgment", COLUMNS, sqlite_where=ONLY, postgresql_where=ONLY)


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index("ix_judgment_skipped", "judgment")
