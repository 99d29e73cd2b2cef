"""Access by program: personal tokens, requests that find their run again, lists in the order rows came."""

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "personal_token",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False, unique=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("minute", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_personal_token_person_id", "personal_token", ["person_id"])
    op.add_column("run", sa.Column("request_key", sa.String(), nullable=True))
    op.add_column("run", sa.Column("request_hash", sa.String(), nullable=True))
    op.create_index("ix_run_request_key", "run", ["request_key"], unique=True)
    op.create_index("ix_judgment_received", "judgment", ["project_id", "received_at", "id"])
    op.create_index("ix_pair_listed", "pair", ["project_id", "id"])


def downgrade() -> None:
    """Go back to the revision before; tokens are lost, and so is which request a run came from."""
    op.drop_index("ix_pair_listed", "pair")
    op.drop_index("ix_judgment_received", "judgment")
    op.drop_index("ix_run_request_key", "run")
    op.drop_column("run", "request_hash")
    op.drop_column("run", "request_key")
    op.drop_table("personal_token")
