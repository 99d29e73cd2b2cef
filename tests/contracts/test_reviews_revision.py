"""A set of comparisons of earlier days becomes a review with its verdicts, on either database."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import MetaData
from sqlmodel import select

from core.access import view_of
from core.backup import make_backup, restore_backup
from core.db import open_database
from core.db.upgrade import migrate
from core.labelling.hashing import keyed
from core.review import (
    Closing,
    Comparison,
    OpenLook,
    ReviewAnswer,
    Reviewing,
    ReviewItem,
    Verdict,
    assign_comparisons,
    get_review,
    last_verdict,
    list_reviews,
    save_verdicts,
)
from core.services import open_studio
from core.settings import load_settings
from tests.contracts.test_files_and_cards_revision import run as go
from tests.core.builders import answer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "ab" * 16
ABOUT = {"identical": 1, "tuned_cut": {"MAX_TOKENS": 3}}


@pytest.fixture
def old(any_empty):
    """Revision 0020 with two sets: one going on, one that somebody has unblinded."""
    database = open_database(any_empty)
    go(database, command.upgrade, "0020")
    with database.write() as session:
        fill(session.connection())
    migrate(database)
    yield database
    database.close()


def fill(connection) -> None:
    """Three comparisons in either set; in the first a verdict, a tie, an undone one and answers alike."""
    tables = MetaData()
    tables.reflect(connection)

    def insert(table, *rows, **fixed):
        connection.execute(tables.tables[table].insert(), [fixed | row for row in rows])

    insert("person", {"id": 1, "name": "Rhea"}, {"id": 2, "name": "Remy"}, role="reviewer", created_at=NOON,
           kind="human", paused=False)  # fmt: skip
    insert("project", {"id": 1}, name="Posts", uid="7" * 32, instruction="", guidelines="", seed=0,
           judgments_per_pair=1, is_sample=False, created_at=NOON, protocol={})  # fmt: skip
    insert("comparison_set", {"id": 4, "title": "Going on"}, {"id": 5, "title": "Seen"}, project_id=1,
           base_address="a", tuned_address="b", comparisons=2, only_base=1, only_tuned=0, ambiguous=2,
           blinding_key=SECRET, created_at=NOON, about=ABOUT)  # fmt: skip
    texts = [("one", "two words"), ("a", "b"), ("alike", "alike")]
    rows = [
        {"set_id": of, "base_text": base, "tuned_text": tuned, "prompt": f"p{n}", "prompt_hash": f"{n}"}
        for of in (4, 5)
        for n, (base, tuned) in enumerate(texts)
    ]
    insert("comparison", *({"id": n} | row for n, row in enumerate(rows, start=11)), shuffle_key=7)
    given = [("tuned", 11, 1), ("tie", 12, 1), ("base", 11, 2), ("undo", 11, 2), ("tie", 13, 1)]
    verdicts = [
        {"id": f"v{n}", "outcome": outcome, "comparison_id": item, "person_id": person, "left": "base",
         "withdrawn_by": "v3" if n == 2 else None, "undoes": "v2" if n == 3 else None}
        for n, (outcome, item, person) in enumerate(given)
    ]  # fmt: skip
    insert("verdict", *verdicts, set_id=4, answered_at=NOON, received_at=NOON)
    insert("unblinding", {"set_id": 5, "person_id": 1, "at": NOON})


def test_a_set_becomes_a_review(old):
    """What was seen is closed; verdicts on answers that are alike, which nobody was shown for long, go."""
    with old.read() as session:
        seen, going = list_reviews(session, 1)
        assert (going.id, going.title, going.items, going.is_open) == (4, "Going on", 2, True)
        assert (seen.closing, seen.closed_at) == (Closing.UNBLINDED, NOON)
        assert going.design.per_item is None
        assert [(one.name, one.role, one.address) for one in going.models] == [
            ("base", "base", "a"),
            ("tuned", "tuned", "b"),
        ]
        left_out = {"same answer": 1, "several answers": 2, "one model only": 1}
        assert going.about == {"left_out": left_out, "cut": {"1": {"MAX_TOKENS": 3}}}
        answers = {
            (one.item_id, one.model): (one.text, one.words) for one in session.exec(select(ReviewAnswer))
        }
        assert answers[11, 1] == ("two words", 2)
        assert len(answers) == 8
        counts = {
            one.id: (one.first_won, one.second_won, one.ties, one.longer)
            for one in session.exec(select(Comparison))
        }
        assert counts == {11: (0, 1, 0, 1), 12: (0, 0, 1, 0), 14: (0, 0, 0, 1), 15: (0, 0, 0, 0)}
        assert {one.id: one.given for one in session.exec(select(ReviewItem))} == {11: 1, 12: 1, 14: 0, 15: 0}
        assert {one.id: one.outcome.value for one in session.exec(select(Verdict))} == {
            "v0": "second", "v1": "tie", "v2": "first", "v3": "undo"
        }  # fmt: skip
        assert [(one.review_id, one.person_id) for one in session.exec(select(OpenLook))] == [(5, 1)]


def test_a_backup_of_before_is_restored(tmp_path):
    """At its own revision first; then its sets become reviews."""
    before = load_settings(home=tmp_path / "before", store="", database="")
    before.home.mkdir()
    database = open_database(before.database_url)
    go(database, command.upgrade, "0020")
    with database.write() as session:
        fill(session.connection())
    database.close()
    with closing(open_studio(before, as_it_is=True)) as studio:
        make_backup(studio, tmp_path / "backup")
    after = load_settings(home=tmp_path / "after", store="", database="")
    restore_backup(after, tmp_path / "backup")
    with closing(open_studio(after)) as studio:
        assert [one.title for one in studio.db.ask(list_reviews, 1)] == ["Seen", "Going on"]


def test_it_goes_on_where_it_stood(old):
    """A verdict that a browser kept from before, under the token of then, is taken; numbers go on."""
    with old.write() as session:
        remy = view_of(session, 2)
        review = get_review(session, 4)
        token = keyed(bytes.fromhex(SECRET), "token", "11", "2", "tuned").hex()
        assert save_verdicts(session, remy, review, [answer(11, token)]).refused == ()
        assert session.get_one(Comparison, 11).second_won == 2
        assert last_verdict(session, Reviewing(review, 2)).pair.id == 11
        (left,) = assign_comparisons(session, Reviewing(review, 2), ahead=9)
        assert left.id == 12
