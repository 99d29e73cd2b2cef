"""Roles in projects: what a person is in one project, people who are paused, the project of an audited action."""

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision; the role a person has is the one held in every project."""
    # SQLite changes no column's nullability in place, and making the table anew would cut all that refers to it.
    op.add_column("person", sa.Column("role_everywhere", sa.String(24), nullable=True))
    op.execute("UPDATE person SET role_everywhere = role")
    op.drop_column("person", "role")
    op.alter_column("person", "role_everywhere", new_column_name="role")
    op.add_column("person", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("audit_entry", sa.Column("project_id", sa.Integer(), nullable=True))
    op.create_table(
        "project_role",
        sa.Column("project_id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_project_role_person_id", "project_role", ["person_id"])


def downgrade() -> None:
    """Bring the tables back to the revision before; who had a role in some projects only is an annotator."""
    op.drop_table("project_role")
    op.drop_column("audit_entry", "project_id")
    op.drop_column("person", "paused")
    op.add_column("person", sa.Column("role_before", sa.String(24), nullable=False, server_default="annotator"))
    op.execute("UPDATE person SET role_before = coalesce(role, 'annotator')")
    op.drop_column("person", "role")
    op.alter_column("person", "role_before", new_column_name="role")
