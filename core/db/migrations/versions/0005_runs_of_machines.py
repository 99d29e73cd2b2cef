"""Runs of machines: on which machine a local run's process is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("run", sa.Column("machine", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column("run", "machine")
