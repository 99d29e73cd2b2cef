"""Enrolments: links by which outside annotators come, and who came by them."""

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("project_id", sa.Integer(), sa.ForeignKey("project.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("enrolled", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("intro", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("failed_code", sa.String(), nullable=False),
        sa.Column("return_url", sa.String(), nullable=False),
        sa.Column("participant_key", sa.String(), nullable=False),
        sa.Column("platform_keys", sa.JSON(), nullable=False),
        sa.Column("anywhere", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_enrolment_project_id", "enrolment", ["project_id"])
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("enrolment_id", sa.Integer(), sa.ForeignKey("enrolment.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("participant_key", sa.String(), nullable=False),
        sa.Column("participant_id", sa.String(), nullable=True),
        sa.Column("platform", sa.JSON(), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("enrolled_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("came_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(24), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("code_shown_at", UtcDateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("enrolment_id", "person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_participant_person_id", "participant", ["person_id"])
    named = sa.text("participant_id IS NOT NULL")
    op.create_index(
        "uq_participant_named",
        "participant",
        ["enrolment_id", "participant_key", "participant_id"],
        unique=True,
        sqlite_where=named,
        postgresql_where=named,
    )


def downgrade() -> None:
    """Go back to the revision before; who came by a link stays a person, whom nobody finds any more."""
    op.drop_table("participant")
    op.drop_table("enrolment")
