"""Comparisons that tell: what of a prompt or an answer cannot be seen, and what was left out."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXTS = ("beside", "base_note", "tuned_note")
SETS = sa.table(
    "comparison_set", sa.column("id"), sa.column("comparisons", sa.Integer), sa.column("about", sa.JSON)
)
ROWS = sa.table("comparison", sa.column("set_id"), sa.column("base_text"), sa.column("tuned_text"))


def upgrade() -> None:
    """Bring the tables up to this revision; what both models answered alike is no comparison any more."""
    op.add_column("comparison_set", sa.Column("about", sa.JSON(), nullable=False, server_default="{}"))
    for name in TEXTS:
        op.add_column("comparison", sa.Column(name, sa.String(), nullable=False, server_default=""))
    alike = sa.select(ROWS.c.set_id, sa.func.count()).where(ROWS.c.base_text == ROWS.c.tuned_text)
    for set_id, number in op.get_bind().execute(alike.group_by(ROWS.c.set_id)).all():
        of_set = sa.update(SETS).where(SETS.c.id == set_id)
        op.execute(of_set.values(comparisons=SETS.c.comparisons - number, about={"identical": number}))


def downgrade() -> None:
    """Go back to the revision before; what only this one can hold is lost."""
    rows = sa.select(sa.func.count()).where(ROWS.c.set_id == SETS.c.id).scalar_subquery()
    op.execute(sa.update(SETS).values(comparisons=rows))
    for name in TEXTS:
        op.drop_column("comparison", name)
    op.drop_column("comparison_set", "about")
