"""An archived project is read and not changed, stands in no choice, and comes back as it was."""

import pytest

from core.access import SYSTEM, AuditEntry, act_as
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, check_rows
from core.datasets.sources import source_of_bytes
from core.errors import Conflict, NotAllowed
from core.labelling import find_project, get_project, list_projects
from core.labelling.progress import project_progress
from core.labelling.projects import archive_project, let_in, restore_project
from core.labelling.queue import AssignmentState
from tests.core.builders import (
    add_pairs,
    answer,
    assign_to,
    change,
    everything,
    frozen,
    jsonl,
    judged,
    look_at,
    queue,
    row,
    rows_of,
    save,
    take,
)

WHY = "“Shared” is archived, so it can be read and not changed; a lead brings it back"


@pytest.fixture
def archived(studio, shared, ada, lea):
    """A project with two pairs of which Ada has answered one, and holds the other."""
    add_pairs(studio, shared, 2)
    first, _ = queue(studio, shared, ada)
    save(studio, ada, shared, answer(first.id))
    with studio.db.write() as session:
        return archive_project(session, lea, shared.id)


def test_it_stands_in_no_choice_and_is_found(studio, archived):
    """By its number, by its name, and in the list of those that are archived."""
    with studio.db.read() as session:
        assert list_projects(session) == []
        assert list_projects(session, archived=True) == [archived]
        assert find_project(session, "Shared") == archived
        assert project_progress(session, get_project(session, archived.id)).judgments == 1


def test_nobody_labels_in_it(studio, archived, ada, ben):
    """Nothing is given, not even to whoever holds a pair; an answer that comes late stays in the browser."""
    assert assign_to(studio, archived, ben).state == AssignmentState.ARCHIVED
    held = look_at(studio, archived, ada)
    assert (held.state, held.held) == (AssignmentState.ARCHIVED, 0)
    before = judged(studio)
    with pytest.raises(Conflict, match=WHY):
        save(studio, ada, archived, answer(2))
    assert judged(studio) == before


def test_nothing_of_it_changes(studio, archived, lea, ada):
    """Settings, people who label, imports, sets: each is refused with the same sentence."""
    before = everything(studio)
    file = source_of_bytes("rows.jsonl", jsonl(row(9)))
    plan = ImportPlan(archived, DatasetKind.PREFERENCE, "rows.jsonl")
    with pytest.raises(Conflict, match=WHY):
        change(studio, archived, judgments_per_pair=5)
    with pytest.raises(Conflict, match=WHY):
        take(studio, archived, row(9))
    with pytest.raises(Conflict, match=WHY):
        frozen(studio, archived)
    with pytest.raises(Conflict, match=WHY), studio.db.write() as session:
        let_in(session, lea, archived, ada.id)
    assert check_rows(studio.db, lea, plan, [file]).good == 1  # looking at a file changes nothing
    assert everything(studio) == before


def test_it_comes_back_as_it_was(studio, archived, ada, lea):
    """With what was held, as long as that has not run out; both are on record."""
    with studio.db.write() as session:
        restore_project(session, lea, archived.id)
    assert look_at(studio, archived, ada).state == AssignmentState.ARCHIVED  # what the page held before
    with studio.db.read() as session:
        (again,) = list_projects(session)
    assert look_at(studio, again, ada).held == 1
    told = [(one.action, one.details) for one in rows_of(studio, AuditEntry)][-2:]
    assert told == [("archive project", {"archived": True}), ("archive project", {"archived": False})]


def test_a_lead_archives_and_nobody_else(studio, shared, ada):
    """Whoever has no part in it hears of nothing."""
    with pytest.raises(NotAllowed, match="does not include “archive project”"), studio.db.write() as session:
        archive_project(session, ada, shared.id)
    with studio.db.read() as session:
        act_as(session, ada)
        assert list_projects(session) == [shared]
        assert list_projects(session, archived=True) == []


def test_archiving_twice_keeps_the_day(studio, archived):
    """The first one counts."""
    with studio.db.write() as session:
        assert archive_project(session, SYSTEM, archived.id) == archived
