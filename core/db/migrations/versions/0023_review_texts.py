"""Reviews can be searched: prompt and answers of each item once more, in lower case."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    """Bring the tables up to this revision."""
    op.create_table(
        "review_text",
        sa.Column("item_id", sa.Integer(), sa.ForeignKey("review_item.id"), primary_key=True),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("review.id"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
    )
    op.create_index("ix_review_text_review", "review_text", ["review_id"])
    _fill(op.get_bind())


def _fill(bind: sa.Connection) -> None:
    """In Python, because SQLite knows the capitals of English only."""
    items = sa.text(
        "SELECT id, review_id, prompt FROM review_item WHERE id > :after ORDER BY id LIMIT :most"
    )
    answers = sa.text(
        "SELECT item_id, text FROM review_answer WHERE item_id > :after AND item_id <= :last "
        "ORDER BY item_id, model"
    )
    insert = sa.text("INSERT INTO review_text (item_id, review_id, text) VALUES (:id, :review_id, :text)")
    after = 0
    while rows := bind.execute(items, {"after": after, "most": AT_ONCE}).all():
        last = rows[-1].id
        texts = {row.id: [row.prompt] for row in rows}
        for number, text in bind.execute(answers, {"after": after, "last": last}):
            texts[number].append(text)
        bind.execute(
            insert,
            [
                {"id": row.id, "review_id": row.review_id, "text": "\n".join(texts[row.id]).casefold()}
                for row in rows
            ],
        )
        after = last


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("review_text")
