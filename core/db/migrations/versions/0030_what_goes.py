"""Rows are found by what they hang on, so that much can be removed at once; quotas that invitations give."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

HANGS_ON = (
    ("ix_judgment_pair", "judgment", "pair_id"),
    ("ix_model_label_of_pair", "model_label", "pair_id"),
    ("ix_return_judgment", "returned_judgment", "judgment_id"),
    ("ix_judge_verdict_comparison", "judge_verdict", "comparison_id"),
    ("ix_review_verdict_item", "review_verdict", "item_id"),
)
CAME_WITH = (("ix_pair_import", "pair"), ("ix_prompt_import", "prompt"))
ONLY = sa.text("import_id IS NOT NULL")


def upgrade() -> None:
    """Bring the tables up to this revision."""
    for name, table, column in HANGS_ON:
        op.create_index(name, table, [column])
    for name, table in CAME_WITH:
        op.create_index(name, table, ["import_id"], sqlite_where=ONLY, postgresql_where=ONLY)
    op.add_column("sign_in_link", sa.Column("quotas", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_column("sign_in_link", "quotas")
    for name, table, *_ in (*CAME_WITH, *HANGS_ON):
        op.drop_index(name, table_name=table)
