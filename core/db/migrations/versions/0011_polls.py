"""Polls: the columns that say when a run is polled next, and how often and why that failed, are called so."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAMES = {"look_at": "next_poll_at", "look_failures": "failed_polls", "look_error": "poll_error"}


def upgrade() -> None:
    """Bring the tables up to this revision."""
    for old, new in NAMES.items():
        op.alter_column("run", old, new_column_name=new)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    for old, new in NAMES.items():
        op.alter_column("run", new, new_column_name=old)
