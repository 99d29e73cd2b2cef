"""Quotas, removed people, withdrawn imports, deleted projects: the same on SQLite and PostgreSQL."""

from core.access import SYSTEM, Role
from core.datasets.models import FileImport
from core.labelling import Pair, Project
from core.labelling.projects import archive_project, restore_project, set_quota
from core.labelling.queue import AssignmentState
from core.people import list_lines, remove_person
from core.removing import remove_project, what_hangs_on, withdraw_import
from tests.core.builders import (
    answer,
    assert_counts_hold,
    assign_to,
    frozen,
    new_person,
    new_project,
    row,
    rows_of,
    save,
    take,
)


def test_what_goes(any_studio):
    """One way through all of it: bound, answered, archived, back, removed, withdrawn, deleted."""
    studio = any_studio
    project, other = new_project(studio, judgments_per_pair=2), new_project(studio, "Other")
    ben = new_person(studio, Role.ANNOTATOR, "Ben")
    for one in (project, other):
        take(studio, one, *(row(number, choice=number % 2) for number in range(3)), row(9))
    with studio.db.write() as session:
        set_quota(session, SYSTEM, project.id, ben.id, 1)
    held = assign_to(studio, project, ben, 5)
    assert held.held == 1
    save(studio, ben, project, answer(held.pairs[0].id))
    assert assign_to(studio, project, ben, 5).state == AssignmentState.QUOTA
    with studio.db.write() as session:
        assert archive_project(session, SYSTEM, project.id).archived_at is not None
        assert restore_project(session, SYSTEM, project.id).archived_at is None
        assert not remove_person(session, SYSTEM, ben.id)
    assert [(one.access, dict(one.quotas)) for one in studio.db.ask(list_lines)] == [("removed", {})]
    frozen(studio, other)
    take(studio, project, row(10, choice=0), row(11))
    with studio.db.write() as session:
        assert withdraw_import(session, SYSTEM, rows_of(studio, FileImport)[-1].id).rows == 2
    assert max(one.import_id for one in rows_of(studio, Pair)) < 3
    assert_counts_hold(studio)
    said = {one.noun for one in studio.db.ask(what_hangs_on, other.id)}
    assert said == {"pair", "imported choice", "frozen set"}
    folder = studio.settings.runs_folder
    remove_project(studio.db, studio.store, SYSTEM, other.id, name="Other", runs_folder=folder)
    assert [one.name for one in rows_of(studio, Project)] == ["Posts"]
