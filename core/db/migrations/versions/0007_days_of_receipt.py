"""Days of receipt: work is counted on the day it came to the server, not on that of the browser's clock."""

from collections import Counter
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FIGURES = ("judged", "skipped", "surplus", "active_ms")
JUDGMENT = sa.table(
    "judgment",
    *(sa.column(name) for name in ("id", "project_id", "person_id", "outcome", "purpose", "withdrawn_by")),
    *(sa.column(name) for name in ("ranking_id", "active_ms")),
    sa.column("surplus", sa.Boolean()),
    sa.column("answered_at", UtcDateTime()),
    sa.column("received_at", UtcDateTime()),
)
TALLY = sa.table(
    "tally",
    *(sa.column(name) for name in ("project_id", "person_id")),
    sa.column("day", sa.Date()),
    *(sa.column(name) for name in FIGURES),
)


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _count_by("received_at")


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    _count_by("answered_at")


def _count_by(moment: str) -> None:
    """Count all standing work anew; a ranking is one piece of work, and an imported choice is nobody's."""
    connection = op.get_bind()
    work = sa.select(JUDGMENT).where(
        JUDGMENT.c.withdrawn_by.is_(None),
        JUDGMENT.c.outcome != "undo",
        JUDGMENT.c.purpose != "imported",
        sa.or_(JUDGMENT.c.ranking_id.is_(None), JUDGMENT.c.ranking_id == JUDGMENT.c.id),
    )
    sums: dict[Any, Counter[str]] = {}
    for row in connection.execute(work):
        key = (row.project_id, row.person_id, getattr(row, moment).astimezone().date())
        skipped = row.outcome == "skip"
        figures = sums.setdefault(key, Counter())
        figures.update(judged=not skipped, skipped=skipped, surplus=row.surplus, active_ms=row.active_ms or 0)
    connection.execute(sa.delete(TALLY))
    rows = [
        {"project_id": project, "person_id": person, "day": day} | {name: int(sum_[name]) for name in FIGURES}
        for (project, person, day), sum_ in sums.items()
    ]
    if rows:
        connection.execute(sa.insert(TALLY), rows)
