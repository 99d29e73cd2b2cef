"""Large numbers: a day of a tally and the size of a frozen set do not end at 32 bits."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _make(sa.BigInteger())


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    _make(sa.Integer())


def _make(kind: sa.types.TypeEngine) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite's integers are as large as they need to be
        op.alter_column("tally", "active_ms", type_=kind)
        op.alter_column("dataset", "size", type_=kind)
