"""Pairs can be found: how long they are and where they came from, in an index that lists are read along."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.languages import LOOKED_AT, language_of

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

AT_ONCE = 1000
LISTED_BY = [
    *("project_id", "id", "characters", "provenance_id", "judgment_count", "more_judgments"),
    *("votes_0", "votes_1", "minority", "pool", "settled", "left_out"),
]
PAIRS = sa.text(
    "SELECT id, project_id, origin, source_0, source_1, extra, substr(input_text, 1, :most) AS beginning, "
    "length(input_text) + length(candidate_0) + length(candidate_1) AS characters "
    "FROM pair WHERE id > :after ORDER BY id LIMIT :at_once"
).columns(extra=sa.JSON())
ADD = sa.text(
    "INSERT INTO provenance (project_id, fingerprint, origin, source_0, source_1, language) "
    "VALUES (:project_id, :fingerprint, :origin, :source_0, :source_1, :language) RETURNING id"
)
SET = sa.text("UPDATE pair SET characters = :characters, provenance_id = :provenance WHERE id = :pair")


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("pair", sa.Column("characters", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("pair", sa.Column("provenance_id", sa.Integer(), nullable=True))
    op.create_table(
        "provenance",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("source_0", sa.String(), nullable=True),
        sa.Column("source_1", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.UniqueConstraint("project_id", "fingerprint"),
    )
    op.drop_index("ix_pair_listed", "pair")
    _fill(op.get_bind())
    op.create_index("ix_pair_listed", "pair", LISTED_BY)


def _fill(bind: sa.Connection) -> None:
    """In Python, which knows scripts; most pairs share what they came from with many."""
    after, known = 0, {}
    while rows := bind.execute(PAIRS, {"after": after, "at_once": AT_ONCE, "most": LOOKED_AT}).all():
        given = []
        for row in rows:
            came = (row.origin, row.source_0, row.source_1, language_of(row.extra, row.beginning))
            if (row.project_id, came) not in known:
                known[row.project_id, came] = _add(bind, row.project_id, came)
            provenance = known[row.project_id, came]
            given.append({"pair": row.id, "characters": row.characters, "provenance": provenance})
        bind.execute(SET, given)
        after = rows[-1].id


def _add(bind: sa.Connection, project_id: int, came: tuple[Any, ...]) -> int:
    named = dict(zip(("origin", "source_0", "source_1", "language"), came, strict=True))
    fingerprint = hashlib.sha256(json.dumps(came).encode()).hexdigest()[:32]
    added = bind.execute(ADD, named | {"project_id": project_id, "fingerprint": fingerprint})
    return int(added.scalar_one())


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index("ix_pair_listed", "pair")
    op.create_index("ix_pair_listed", "pair", ["project_id", "id"])
    op.drop_table("provenance")
    op.drop_column("pair", "provenance_id")
    op.drop_column("pair", "characters")
