"""Reviews: two or more models, planned before the first verdict, closed as a whole.

A set of comparisons becomes a review of a base and a tuned model in which every reviewer judges everything and
a lead closes. One that a reviewer had unblinded is closed: its results were known.
"""

import json

import sqlalchemy as sa
from alembic import op

from core.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ASKED = {
    "preference": True,
    "tie": True,
    "both_bad": False,
    "strength": False,
    "axes": [],
    "quality_bar": "",
    "comment": False,
    "flags": [],
}
DESIGN = {
    "question": "Which answer is better? The sides are drawn at random for you.",
    "sample": {"size": None, "seed": 0, "per_stratum": False},
    "per_item": None,
    "asked": ASKED,
    "stop": "by lead",
    "held_out": "mark",
}
OPEN = sa.text("open")
STANDING = sa.text("withdrawn_by IS NULL AND outcome <> 'undo'")
MODELS = {"base": "0", "tuned": "1"}
AT_ONCE = 1000


def _number(name: str, to: str, *, key: bool = False, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{to}.id"), primary_key=key, nullable=nullable)


def _count(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _enum(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(24), nullable=nullable)


def upgrade() -> None:
    """Bring the tables up to this revision."""
    _make_tables()
    _make_verdicts()
    _carry_over()
    for table in ("verdict", "unblinding", "comparison", "comparison_set"):
        op.drop_table(table)


def _make_tables() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("project_id", "project"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("design", sa.JSON(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("blinding_key", sa.String(), nullable=False),
        _enum("state"),
        _enum("closing", nullable=True),
        _number("closed_by", "person", nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(), nullable=False, server_default=""),
        _number("created_by", "person", nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_project_id", "review", ["project_id"])
    op.create_table(
        "review_model",
        _number("review_id", "review", key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        _number("run_id", "run", nullable=True),
        sa.Column("address", sa.String(), nullable=False),
    )
    op.create_index("ix_review_model_run_id", "review_model", ["run_id"])
    op.create_table(
        "review_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("review_id", "review"),
        sa.Column("prompt_hash", sa.String(), nullable=False),
        sa.Column("shuffle_key", sa.BigInteger(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("beside", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("stratum", sa.String(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=True),
        _count("given"),
        _count("skipped"),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("review_id", "prompt_hash"),
        sqlite_autoincrement=True,
    )
    order = ["review_id", "shuffle_key"]
    op.create_index("ix_review_item_order", "review_item", order)
    op.create_index("ix_review_item_open", "review_item", order, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "review_answer",
        _number("item_id", "review_item", key=True),
        sa.Column("model", sa.Integer(), primary_key=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
    )
    op.create_table(
        "review_comparison",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("review_id", "review"),
        _number("item_id", "review_item"),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("longer", sa.Integer(), nullable=False),
        *(_count(name) for name in ("first_won", "second_won", "ties", "both_bad", "flags")),
        sa.UniqueConstraint("item_id", "first", "second"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_comparison_review", "review_comparison", ["review_id", "item_id"])


def _make_verdicts() -> None:
    op.create_table(
        "review_verdict",
        sa.Column("id", sa.String(36), primary_key=True),
        _number("person_id", "person"),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("active_ms", sa.Integer(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        _number("review_id", "review"),
        _number("item_id", "review_item"),
        _number("comparison_id", "review_comparison"),
        _enum("outcome"),
        _enum("left", nullable=True),
        sa.Column("strength", sa.Integer(), nullable=True),
        sa.Column("axes", sa.JSON(), nullable=True),
        sa.Column("first_passes", sa.Boolean(), nullable=True),
        sa.Column("second_passes", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("flag", sa.String(), nullable=True),
    )
    op.create_index(
        "uq_review_verdict_standing",
        "review_verdict",
        ["item_id", "person_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index("ix_review_verdict_person", "review_verdict", ["review_id", "person_id", "received_at"])
    op.create_index("ix_review_verdict_comparison", "review_verdict", ["comparison_id"])
    op.create_table(
        "review_lease",
        _number("item_id", "review_item", key=True),
        _number("person_id", "person", key=True),
        _number("review_id", "review"),
        _number("comparison_id", "review_comparison"),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_review_lease_person", "review_lease", ["review_id", "person_id"])
    for table in ("reviewer", "review_teacher"):
        op.create_table(
            table, _number("review_id", "review", key=True), _number("person_id", "person", key=True)
        )
    op.create_table(
        "review_open_look",
        _number("review_id", "review", key=True),
        _number("person_id", "person", key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "review_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("review_id", "review"),
        _number("person_id", "person", nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("verdicts", sa.Integer(), nullable=False),
    )
    op.create_index("ix_review_change_review_id", "review_change", ["review_id"])
    op.create_table(
        "review_left_out",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("review_id", "review"),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
    )
    op.create_index("ix_review_left_out", "review_left_out", ["review_id", "reason"])


def _carry_over() -> None:
    """Numbers stay: addresses, and verdicts that a browser still keeps, name them."""
    bind = op.get_bind()
    for row in bind.execute(sa.text("SELECT * FROM comparison_set")).mappings().all():
        _carry_set(bind, row)
    # Of answers that are the same nothing was shown for long: their comparisons and verdicts go.
    apart = "c.base_text <> c.tuned_text"
    bind.execute(
        sa.text(
            "INSERT INTO review_item (id, review_id, prompt_hash, shuffle_key, prompt, beside, reference, "
            "stratum, needed, open) SELECT c.id, c.set_id, c.prompt_hash, c.shuffle_key, c.prompt, c.beside, "
            f"'', '', NULL, true FROM comparison c WHERE {apart}"
        )
    )
    bind.execute(
        sa.text(
            "INSERT INTO review_comparison (id, review_id, item_id, first, second, longer) "
            f"SELECT c.id, c.set_id, c.id, 0, 1, 0 FROM comparison c WHERE {apart}"
        )
    )
    _carry_answers(bind)
    bind.execute(
        sa.text(
            "INSERT INTO review_verdict (id, person_id, reason, confidence, shown_at, answered_at, active_ms, "
            'received_at, undoes, withdrawn_by, review_id, item_id, comparison_id, outcome, "left") '
            "SELECT v.id, v.person_id, v.reason, v.confidence, v.shown_at, v.answered_at, v.active_ms, "
            "v.received_at, v.undoes, v.withdrawn_by, v.set_id, v.comparison_id, v.comparison_id, "
            "CASE v.outcome WHEN 'base' THEN 'first' WHEN 'tuned' THEN 'second' ELSE v.outcome END, "
            "CASE v.\"left\" WHEN 'base' THEN 'first' WHEN 'tuned' THEN 'second' ELSE NULL END "
            f"FROM verdict v JOIN comparison c ON c.id = v.comparison_id WHERE {apart}"
        )
    )
    bind.execute(
        sa.text("INSERT INTO review_open_look (review_id, person_id, at) SELECT set_id, person_id, at FROM unblinding")
    )
    _count_verdicts(bind)
    for table, old in (("review", "comparison_set"), ("review_item", "comparison"), ("review_comparison", "comparison")):
        _carry_counter(bind, table, old)


def _carry_set(bind: sa.Connection, row: sa.RowMapping) -> None:
    about = row["about"] if isinstance(row["about"], dict) else json.loads(row["about"])
    kept = {name: about[name] for name in ("beside", "duplicates", "seen") if about.get(name)}
    left_out = {
        "same answer": about.get("identical", 0),
        "several answers": row["ambiguous"],
        "one model only": row["only_base"] + row["only_tuned"],
    }
    kept["left_out"] = {reason: count for reason, count in left_out.items() if count}
    for what in ("cut", "unanswered"):
        kept[what] = {MODELS[one]: about[f"{one}_{what}"] for one in MODELS if about.get(f"{one}_{what}")}
    looked = bind.execute(
        sa.text("SELECT min(at) FROM unblinding WHERE set_id = :id"), {"id": row["id"]}
    ).scalar()
    tables = sa.MetaData()
    tables.reflect(bind, only=["review", "review_model"])
    bind.execute(
        sa.text(
            "INSERT INTO review (id, project_id, title, design, items, about, blinding_key, state, closing, "
            "closed_at, note, created_by, created_at) VALUES (:id, :project_id, :title, :design, :items, "
            ":about, :blinding_key, :state, :closing, :closed_at, '', :created_by, :created_at)"
        ),
        {name: row[name] for name in ("id", "project_id", "title", "blinding_key", "created_by", "created_at")}
        | {
            "design": json.dumps(DESIGN),
            "items": row["comparisons"],
            "about": json.dumps({name: value for name, value in kept.items() if value}),
            "state": "closed" if looked else "open",
            "closing": "unblinded" if looked else None,
            "closed_at": looked,
        },
    )
    for model, number in MODELS.items():
        bind.execute(
            sa.text(
                "INSERT INTO review_model (review_id, number, name, role, run_id, address) "
                "VALUES (:id, :number, :model, :model, :run, :address)"
            ),
            {
                "id": row["id"],
                "number": int(number),
                "model": model,
                "run": row["run_id"],
                "address": row[f"{model}_address"],
            },
        )


def _carry_answers(bind: sa.Connection) -> None:
    """Word by word, because no database counts words."""
    select = sa.text(
        "SELECT id, base_text, tuned_text, base_note, tuned_note FROM comparison "
        "WHERE base_text <> tuned_text AND id > :after ORDER BY id LIMIT :most"
    )
    insert = sa.text(
        "INSERT INTO review_answer (item_id, model, text, note, words) VALUES (:item, :model, :text, :note, :words)"
    )
    longer = sa.text("UPDATE review_comparison SET longer = :longer WHERE id = :id")
    after = 0
    while rows := bind.execute(select, {"after": after, "most": AT_ONCE}).all():
        words = [(len(row.base_text.split()), len(row.tuned_text.split())) for row in rows]
        answers = [
            {"item": row.id, "model": model, "text": text, "note": note, "words": count[model]}
            for row, count in zip(rows, words, strict=True)
            for model, text, note in ((0, row.base_text, row.base_note), (1, row.tuned_text, row.tuned_note))
        ]
        bind.execute(insert, answers)
        bind.execute(
            longer,
            [{"id": row.id, "longer": tuned - base} for row, (base, tuned) in zip(rows, words, strict=True)],
        )
        after = rows[-1].id


def _count_verdicts(bind: sa.Connection) -> None:
    stands = "v.withdrawn_by IS NULL AND v.outcome"
    of = "SELECT count(*) FROM review_verdict v WHERE v.comparison_id"
    for name, outcome in (("first_won", "first"), ("second_won", "second"), ("ties", "tie")):
        bind.execute(
            sa.text(f"UPDATE review_comparison SET {name} = ({of} = review_comparison.id AND {stands} = '{outcome}')")
        )
    bind.execute(
        sa.text(
            f"UPDATE review_item SET skipped = ({of} = review_item.id AND {stands} = 'skip'), "
            f"given = ({of} = review_item.id AND {stands} IN ('first', 'second', 'tie'))"
        )
    )


def _carry_counter(bind: sa.Connection, table: str, old: str) -> None:
    """No number is given again, not even that of a row which is gone."""
    if bind.dialect.name == "postgresql":
        bind.execute(
            sa.text(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest("
                f"(SELECT coalesce(max(id), 0) FROM {old}), s.last_value), s.is_called) "
                f"FROM {old}_id_seq s"
            )
        )
        return
    last = bind.execute(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :old"), {"old": old}).scalar()
    if last is not None:
        bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
        bind.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), {"table": table, "last": last}
        )


def downgrade() -> None:
    """Go back to the revision before; its sets of comparisons are empty, for they cannot hold a review."""
    for table in (
        "review_left_out",
        "review_change",
        "review_open_look",
        "review_teacher",
        "reviewer",
        "review_lease",
        "review_verdict",
        "review_comparison",
        "review_answer",
        "review_item",
        "review_model",
        "review",
    ):
        op.drop_table(table)
    _make_old_tables()


def _make_old_tables() -> None:
    op.create_table(
        "comparison_set",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("project_id", "project"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.id"), nullable=True, unique=True),
        sa.Column("base_address", sa.String(), nullable=False),
        sa.Column("tuned_address", sa.String(), nullable=False),
        *(_count(name) for name in ("comparisons", "only_base", "only_tuned", "ambiguous")),
        sa.Column("blinding_key", sa.String(), nullable=False),
        _number("created_by", "person", nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False, server_default="{}"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comparison_set_project_id", "comparison_set", ["project_id"])
    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), primary_key=True),
        _number("set_id", "comparison_set"),
        sa.Column("prompt_hash", sa.String(), nullable=False),
        sa.Column("shuffle_key", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("prompt", "base_text", "tuned_text")),
        *(
            sa.Column(name, sa.String(), nullable=False, server_default="")
            for name in ("beside", "base_note", "tuned_note")
        ),
        sa.UniqueConstraint("set_id", "prompt_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comparison_order", "comparison", ["set_id", "shuffle_key"])
    op.create_table(
        "verdict",
        sa.Column("id", sa.String(36), primary_key=True),
        _number("set_id", "comparison_set"),
        _number("comparison_id", "comparison"),
        _number("person_id", "person"),
        _enum("outcome"),
        _enum("left", nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("active_ms", sa.Integer(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
    )
    op.create_index("ix_verdict_person", "verdict", ["set_id", "person_id", "received_at"])
    op.create_index(
        "uq_verdict_standing",
        "verdict",
        ["comparison_id", "person_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "unblinding",
        _number("set_id", "comparison_set", key=True),
        _number("person_id", "person", key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
