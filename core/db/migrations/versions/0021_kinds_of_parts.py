"""The kinds of a reward's parts beside it, so that lists say them without reading its programs."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("reward", sa.Column("kinds", sa.JSON(), nullable=False, server_default="[]"))
    reward = sa.table(
        "reward", sa.column("id"), sa.column("kinds", sa.JSON()), sa.column("specification", sa.JSON())
    )
    bind = op.get_bind()
    for number, made_of in bind.execute(sa.select(reward.c.id, reward.c.specification)).all():
        kinds = [part["kind"] for part in made_of["parts"]]
        bind.execute(reward.update().where(reward.c.id == number).values(kinds=kinds))


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_column("reward", "kinds")
