"""Any project can be deleted by who leads it, its name typed once more, with all that hangs on it."""

import pytest

from core.access import Person, PersonKind, Role
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, freeze
from core.demo import make_ready
from core.demo.sample import load_sample, put_sample_back, remove_sample
from core.errors import Conflict, InvalidInput
from core.labelling import Judgment, list_projects
from core.labelling.projects import archive_project
from core.removing import finish_removals, remove_project, what_hangs_on
from core.services import REMOVING
from tests.core.builders import add_pairs, everything, new_person, new_project, row, rows_of, take
from tests.core.demo.worked_through import work_through
from tests.loop_helpers import freeze_all


@pytest.fixture
def lead(studio):
    """Who may delete it."""
    return new_person(studio, Role.LEAD, "Lena")


@pytest.fixture
def mine(studio, lead):
    """A project that was worked on in every stage."""
    project = new_project(studio, "Mine")
    add_pairs(studio, project, 2)
    work_through(studio, project, freeze_all(studio, project, posts=3), lead)
    return project


def delete(studio, lead, project, name=None):
    folder = studio.settings.runs_folder
    remove_project(studio.db, studio.store, lead, project.id, name=name or project.name, runs_folder=folder)


def files(studio):
    folders = (studio.settings.home / "objects", studio.settings.runs_folder, studio.settings.home / REMOVING)
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_what_hangs_on_it_is_said_before(studio, mine):
    """Each kind of which there is something, in figures that agree with the tables."""
    with studio.db.read() as session:
        said = {one.noun: one.count for one in what_hangs_on(session, mine.id)}
    assert said["judgment"] + said.get("imported choice", 0) == len(rows_of(studio, Judgment))
    assert said | {"pair": 0, "judgment": 0, "imported choice": 0} == {
        "pair": 0,
        "prompt": said["prompt"],
        "judgment": 0,
        "imported choice": 0,
        "decision": 1,
        "model label": 1,
        "frozen set": 3,
        "export": 1,
        "reward": 1,
        "run": 1,
        "review": 1,
        "verdict": 1,
        "enrolment link": 1,
        "outside annotator": 1,
    }


def test_it_goes_whole_also_when_archived(studio, lead, mine):
    """Rows, objects and folders; other projects, and the sample's people, stay."""
    load_sample(studio.db)
    with studio.db.write() as session:
        archive_project(session, lead, mine.id)
    delete(studio, lead, mine)
    with studio.db.read() as session:
        assert list_projects(session) == []
        assert list_projects(session, archived=True) == []
    assert files(studio) == set()


def test_its_name_must_be_typed(studio, lead, mine):
    """Another name deletes nothing; blanks around it are no other name."""
    before = everything(studio)
    with pytest.raises(InvalidInput, match="Type the name of the project, “Mine”, to delete it"):
        delete(studio, lead, mine, "mine")
    assert everything(studio) == before
    delete(studio, lead, mine, " Mine ")
    with studio.db.read() as session:
        assert list_projects(session) == []


def test_the_next_start_finishes_what_was_killed(studio, lead, mine, monkeypatch):
    """The rows are gone, the files were not: a note in home remembers them until they are."""
    monkeypatch.setattr(type(studio.store), "delete", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        delete(studio, lead, mine)
    monkeypatch.undo()
    assert len(files(studio)) > 1
    make_ready(studio)
    assert files(studio) == set()


def test_what_was_taken_back_is_not_finished(studio, lead, mine):
    """A note of a project that is still there removes nothing."""
    before = files(studio)
    note = studio.settings.home / REMOVING / f"{mine.uid}.json"
    note.parent.mkdir()
    (first, *_) = (one for one in before if "objects" in one.parts)
    note.write_text(f'{{"objects": ["{first.as_uri()}"], "folders": []}}')
    finish_removals(studio)
    assert files(studio) == before


def test_the_sample_can_be_put_back(studio, lead):
    """Once it is gone, by whoever may make projects; its people come with it."""
    load_sample(studio.db)
    with pytest.raises(Conflict, match="The sample is here already"), studio.db.write() as session:
        put_sample_back(session, lead)
    before = len(rows_of(studio, Judgment))
    remove_sample(studio.db, studio.store, lead, runs_folder=studio.settings.runs_folder)
    with studio.db.write() as session:
        again = put_sample_back(session, lead)
    assert again.is_sample
    assert len(rows_of(studio, Judgment)) == before
    assert any(one.kind == PersonKind.SAMPLE for one in rows_of(studio, Person))


def test_a_set_of_another_project_stays_readable(studio, lead, mine):
    """Two projects with the same rows have objects of their own."""
    other = new_project(studio, "Other")
    take(studio, other, *(row(number, choice=0) for number in range(3)))
    freeze(studio.db, studio.store, lead, other, PreferenceRecipe())
    freeze(studio.db, studio.store, lead, other, PromptRecipe(pool=PromptPool.PAIRS))
    theirs = {path for path in files(studio) if f"project-{other.id}" in str(path)}
    delete(studio, lead, mine)
    assert files(studio) == theirs
