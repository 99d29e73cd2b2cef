"""Disputes counted along their index alone: gold pairs are left out of it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BEFORE = "minority > 0 AND settled IS NULL"
NOW = f"{BEFORE} AND pool <> 'gold'"


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _make_index(NOW)


def downgrade() -> None:
    """Go back to the revision before."""
    _make_index(BEFORE)


def _make_index(condition: str) -> None:
    op.drop_index("ix_pair_disputed", "pair")
    where = sa.text(condition)
    columns = ["project_id", "minority"]
    op.create_index("ix_pair_disputed", "pair", columns, sqlite_where=where, postgresql_where=where)
