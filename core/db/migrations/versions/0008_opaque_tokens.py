"""Opaque tokens: each project has a key of its own, with which the names in annotators' browsers are made."""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PROJECT = sa.table("project", sa.column("id"), sa.column("blinding_key"))


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("project", sa.Column("blinding_key", sa.String(), nullable=False, server_default=""))
    connection = op.get_bind()
    for number in connection.execute(sa.select(PROJECT.c.id)).scalars().all():
        key = sa.update(PROJECT).where(PROJECT.c.id == number).values(blinding_key=token_hex(16))
        connection.execute(key)


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_column("project", "blinding_key")
