"""What came with imported rows, a record of every import, cards of frozen sets, and where copies of them are."""

import sqlalchemy as sa
from alembic import op

import core.db.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = sa.Enum("preference", "prompt", "evaluation", name="datasetkind", native_enum=False, length=24)
TEXTS_OF_SETS = ("title", "crc32c", "generation", "evidence_address", "evidence_sha256")


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.add_column("pair", sa.Column("conversation", sa.JSON(), nullable=True))
    op.add_column("prompt", sa.Column("conversation", sa.JSON(), nullable=True))
    op.add_column("judgment", sa.Column("about", sa.JSON(), nullable=True))
    for name in TEXTS_OF_SETS:
        op.add_column("dataset", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("dataset", sa.Column("card", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "file_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("choices", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.Column("at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_file_import_project_id", "file_import", ["project_id"])
    op.create_table(
        "dataset_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.String(), nullable=False),
        sa.Column("crc32c", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("at", core.db.columns.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"]),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dataset_copy_dataset_id", "dataset_copy", ["dataset_id"])


def downgrade() -> None:
    """Go back to the revision before; what only this one can hold is lost."""
    op.drop_table("dataset_copy")
    op.drop_table("file_import")
    for name in ("card", *reversed(TEXTS_OF_SETS)):
        op.drop_column("dataset", name)
    op.drop_column("judgment", "about")
    op.drop_column("prompt", "conversation")
    op.drop_column("pair", "conversation")
