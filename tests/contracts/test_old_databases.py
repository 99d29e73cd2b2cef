"""A database of the first revision, with judgments in it, comes to the new tables on either database."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData

from core.datasets.sources import source_of_bytes
from core.db import open_database
from core.db.upgrade import SCRIPTS, migrate
from core.labelling import Judgment, LabellingProtocol, Pair, Project, ProjectView, Provenance, Purpose, Tally
from core.labelling.finding import PairFilter, count_pairs
from core.services import Studio
from core.settings import load_settings
from tests.core.builders import answer, assert_counts_hold, assign_to, bring, jsonl, new_person, rows_of, save
from tests.core.builders import row as row_like
from tests.core.recount import kept_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAST = NOON + timedelta(days=400)
"""By the clock of the browser they labelled in, by which their work used to be counted."""
PEOPLE = {"Ada": "human", "Ben": "human", "Imported choices": "imported"}
SAID = [
    {},
    {"Ada": "candidate_0", "Ben": "candidate_0"},
    {"Ada": "candidate_0", "Ben": "candidate_1", "Imported choices": "candidate_1"},
    {"Ada": "tie", "Ben": "candidate_0"},
    {"Ada": "skip", "Ben": "candidate_1"},
    {"Ada": "tie", "Ben": "tie", "Imported choices": "candidate_0"},
]
TALLIES = {"Ada": (4, 1), "Ben": (5, 0)}
COVERAGE = {0: 1, 1: 1, 2: 2, 3: 2}


@pytest.fixture
def old(any_empty):
    """A database of revision 0001 in which three have judged six pairs of which each wants three."""
    database = open_database(any_empty)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "0001")
    with database.write() as session:
        Filler(session.connection()).fill()
    yield database
    database.close()


class Filler:
    """Puts rows into the tables as the first revision had them."""

    def __init__(self, connection) -> None:
        self.connection = connection
        self.tables = MetaData()
        self.tables.reflect(connection)

    def add(self, table: str, **values) -> int | None:
        """One row; its number, where it has one."""
        done = self.connection.execute(self.tables.tables[table].insert().values(**values))
        return done.inserted_primary_key[0]

    def fill(self) -> None:
        """Everything."""
        project = self.add(
            "project",
            uid="7" * 32,
            name="Posts",
            instruction="",
            guidelines="",
            judgments_per_pair=3,
            seed=0,
            is_sample=False,
            created_at=NOON,
        )
        people = {
            name: self.add("person", name=name, role="annotator", kind=kind, created_at=NOON)
            for name, kind in PEOPLE.items()
        }
        for number, said in enumerate(SAID):
            pair = self.add_pair(project, number, said)
            for name, outcome in said.items():
                self.add_judgment(project, pair, people[name], outcome, f"{number}-{name[0]}")
            if number == 0:  # an answer that was taken back
                self.add_judgment(project, pair, people["Ben"], "tie", "back", withdrawn_by="undo")
                self.add_judgment(project, pair, people["Ben"], "undo", "undo", undoes="back")
        day = FAST.astimezone().date()
        for name, (judged, skipped) in TALLIES.items():
            given = {"judged": judged, "skipped": skipped, "active_ms": 0}
            self.add("tally", project_id=project, person_id=people[name], day=day, **given)
        for count, pairs in COVERAGE.items():
            self.add("coverage", project_id=project, judgment_count=count, pairs=pairs)

    def add_pair(self, project, number: int, said: dict[str, str]) -> int | None:
        """A pair with its count."""
        return self.add(
            "pair",
            project_id=project,
            content_hash=str(number),
            shuffle_key=number,
            input_text=f"post {number}",
            candidate_0="zero",
            candidate_1="one",
            judgment_count=sum(outcome != "skip" for outcome in said.values()),
            origin="old.jsonl",
        )

    def add_judgment(self, project, pair, person, outcome: str, number: str, **more) -> None:
        """What one of them said."""
        self.add(
            "judgment",
            id=number,
            project_id=project,
            pair_id=pair,
            person_id=person,
            outcome=outcome,
            answered_at=FAST,
            received_at=NOON,
            **more,
        )


@pytest.fixture
def studio(old, tmp_path):
    """A studio that has just brought the old database up to date."""
    migrate(old)
    return Studio(load_settings(home=tmp_path, store="", database=""), old, None)


def test_old_judgments_are_counted_for_the_queue(studio):
    """Votes for 0 and 1, the minority and the place, by hand; three are wanted, so three are enough.

    Pair 3 has one for 0 and two for 1: a minority of 1. Pair 4 a tie and one for 0: each is the greater, so
    1. Pair 6 two ties and one for 0: 1. Where three have judged, nobody is needed.
    """
    figures = [list(kept_of(pair).values())[1:] for pair in rows_of(studio, Pair)]
    assert figures == [
        # judgments, votes for 0, for 1, minority, leases, place
        [0, 0, 0, 0, 0, 0],
        [2, 2, 0, 0, 0, 2],
        [3, 1, 2, 1, 0, None],
        [2, 1, 0, 1, 0, 2],
        [1, 0, 1, 0, 0, 1],
        [3, 1, 0, 1, 0, None],
    ]
    assert_counts_hold(studio)
    assert {one.day for one in rows_of(studio, Tally)} == {NOON.astimezone().date()}
    purposes = {one.id: one.purpose for one in rows_of(studio, Judgment)}
    assert [name for name, why in purposes.items() if why == Purpose.IMPORTED] == ["2-I", "5-I"]
    assert {one.is_retest or one.surplus for one in rows_of(studio, Judgment)} == {False}


def test_old_pairs_are_found_by_length_and_where_they_came_from(studio):
    """Such as "post 0", "zero", "one": 13 characters. All share one provenance, as if imported today."""
    (row,) = rows_of(studio, Project)
    project = ProjectView.of(row)
    wanted = PairFilter(origin="old.jsonl", language="und-Latn", shortest=13, longest=13)
    assert studio.db.ask(count_pairs, project, wanted) == len(SAID)
    bring(studio, project, source_of_bytes("old.jsonl", jsonl(row_like(7))))
    (provenance,) = rows_of(studio, Provenance)
    assert {pair.provenance_id for pair in rows_of(studio, Pair)} == {provenance.id}


def test_an_old_project_goes_on(studio):
    """With the usual protocol; a newcomer gets the pairs with the fewest judgments first."""
    (row,) = rows_of(studio, Project)
    project = ProjectView.of(row)
    assert (project.protocol, project.paused) == (LabellingProtocol(), False)
    cleo = new_person(studio, name="Cleo")
    shown = assign_to(studio, project, cleo).pairs
    assert [one.input_text for one in shown] == ["post 0", "post 4", "post 1", "post 3"]
    assert save(studio, cleo, project, *(answer(one.id) for one in shown)).fresh == 4
    assert_counts_hold(studio)
