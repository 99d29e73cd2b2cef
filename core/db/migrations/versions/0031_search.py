"""Texts of pairs are searched; pairs are found by judgments along indexes alone.

The tables of words are each database's own kind, belong to no model and no backup, and are filled behind
imports (`core.labelling.finding.search`): the pairs that are there come first.
"""

from collections.abc import Mapping, Sequence

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

UP: Mapping[str, Sequence[str]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE pair_search USING fts5(prompt, one, other, content='', tokenize='ascii')",
        # Single rows of such a table cannot be removed without their words. Pairs are seldom removed, so then
        # all is forgotten, and learned once more.
        "CREATE TRIGGER pair_search_forgets AFTER DELETE ON pair "
        "WHEN EXISTS (SELECT 1 FROM pair_search_docsize) BEGIN "
        "INSERT INTO pair_search (pair_search) VALUES ('delete-all'); END",
    ),
    "postgresql": (
        "CREATE TABLE pair_search (pair_id integer PRIMARY KEY REFERENCES pair (id) ON DELETE CASCADE, "
        "project_id integer NOT NULL, words tsvector NOT NULL)",
        "CREATE INDEX ix_pair_search_words ON pair_search USING gin (words)",
    ),
}
DOWN: Mapping[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER pair_search_forgets", "DROP TABLE pair_search"),
    "postgresql": ("DROP TABLE pair_search",),
}
BEFORE = {
    "ix_judgment_person": ["project_id", "person_id", "received_at"],
    "ix_judgment_received": ["project_id", "received_at", "id"],
}
FOUND_BY = ["pair_id", "outcome", "is_retest", "withdrawn_by"]


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _make_indexes({name: [*columns, *FOUND_BY] for name, columns in BEFORE.items()})
    for statement in UP[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Go back to the revision before."""
    for statement in DOWN[op.get_bind().dialect.name]:
        op.execute(statement)
    _make_indexes(BEFORE)


def _make_indexes(indexes: Mapping[str, Sequence[str]]) -> None:
    for name, columns in indexes.items():
        op.drop_index(name, "judgment")
        op.create_index(name, "judgment", list(columns))
