"""What is wrong with a run's curves, as the follower last read them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("run", sa.Column("curve_flag", sa.String(), nullable=True))
    op.add_column("run", sa.Column("curve_flag_step", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_column("run", "curve_flag_step")
    op.drop_column("run", "curve_flag")
