"""The sample goes with everything that was made from it, and nothing else goes with it."""

import re

import pytest

from core.access import SYSTEM, AuditEntry, Person, PersonKind, Role
from core.datasets import Dataset, DatasetView
from core.datasets.delivery import verify_dataset
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, freeze
from core.demo.sample import load_sample, remove_sample
from core.errors import Conflict, NotAllowed, NotFound
from core.labelling import list_projects
from core.storage import LocalStore
from core.training.models import ACTIVE, Run, RunState
from tests.core.builders import add_pairs, everything, new_person, new_project, rows_of
from tests.core.demo.worked_through import finished_run, work_through
from tests.loop_helpers import freeze_all

NOT_THE_SAMPLES = {"price", "person", "audit_entry", "audit_head", "sign_in_session"}
OF_PEOPLE = re.compile("identity|password|personal_token|(provider|sign_in)_.*")


@pytest.fixture
def lead(studio):
    """Who may remove it."""
    return new_person(studio, Role.LEAD, "Lena")


@pytest.fixture
def sample(studio, lead):
    """The sample project, worked on in every stage."""
    project = load_sample(studio.db)
    sets = {
        "preference_dataset": freeze(studio.db, studio.store, lead, project, PreferenceRecipe()),
        "prompt_dataset": freeze(
            studio.db, studio.store, lead, project, PromptRecipe(pool=PromptPool.PROMPTS)
        ),
    }
    work_through(studio, project, sets, lead)
    return project


def remove(studio, person, store=None):
    """Remove the sample of a studio whose home is not that of the settings outside."""
    remove_sample(studio.db, store or studio.store, person, runs_folder=studio.settings.runs_folder)


def tables(studio):
    """All rows of all tables, as sets."""
    return {name: {repr(row) for row in rows} for name, rows in everything(studio).items()}


def stored_files(studio):
    """Every object and every file of a run."""
    folders = (studio.settings.home / "objects", studio.settings.runs_folder)
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_everything_of_the_sample_is_gone_and_nothing_else(studio, sample, lead):
    """Table by table: what is left is what another project added, and the people and their actions."""
    of_sample, files_of_sample = tables(studio), stored_files(studio)
    empty = {name for name, rows in of_sample.items() if not rows}
    assert {name for name in empty if not OF_PEOPLE.fullmatch(name)} == set()  # a new table: fill it above
    other = new_project(studio, "Mine")
    sets = freeze_all(studio, other, posts=3)
    add_pairs(studio, other, 2)
    work_through(studio, other, sets, lead)
    before, files_before = tables(studio), stored_files(studio)

    remove(studio, lead)

    after = tables(studio)
    for name in before.keys() - NOT_THE_SAMPLES:
        assert after[name] == before[name] - of_sample[name], name
    assert stored_files(studio) == files_before - files_of_sample
    assert len(files_of_sample) == 6  # two frozen sets with the evidence beside them, two predictions
    with studio.db.read() as session:
        assert [one.name for one in list_projects(session)] == ["Mine"]


def test_people_stay_and_the_samples_people_go(studio, sample, lead):
    """Whoever judged the sample keeps the name; the sample's own annotators were nobody."""
    new_person(studio, Role.ANNOTATOR, "Ada")
    assert {one.kind for one in rows_of(studio, Person)} == set(PersonKind) - {
        PersonKind.IMPORTED,
        PersonKind.REMOVED,
    }
    remove(studio, lead)
    names = [one.name for one in rows_of(studio, Person)]
    assert names == ["Lena", "Eve of 1", "Participant 6 (outside)", "Ada"]


def test_the_removal_is_on_record(studio, sample, lead):
    """One entry more, and the older ones stay."""
    before = rows_of(studio, AuditEntry)
    remove(studio, lead)
    *kept, entry = rows_of(studio, AuditEntry)
    assert [one.id for one in kept] == [one.id for one in before]
    assert (entry.person_id, entry.action, entry.subject, entry.details) == (
        lead.id,
        "delete project",
        f"project {sample.name}",
        {"removed": True},
    )


def test_run_folders_go_whole(studio, sample, lead):
    """Also what nobody has on record in them."""
    folder = studio.settings.runs_folder / f"run of project {sample.id}"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "events").touch()
    remove(studio, lead)
    assert not folder.exists()


def change_run(studio, **values):
    """Change the sample's run on record."""
    with studio.db.write() as session:
        session.get_one(Run, 1).sqlmodel_update(values)


def test_the_folder_of_a_run_that_was_taken_over_stays(studio, sample, lead, tmp_path):
    """It is its owner's; so it is even where it lies among the studio's runs."""
    theirs = tmp_path / "logs"
    among_ours = studio.settings.runs_folder / f"run of project {sample.id}"
    for folder in (theirs, among_ours):
        (folder / "deep").mkdir(parents=True)
    with studio.db.write() as session:
        copied = session.get_one(Run, 1).model_dump(exclude={"id", "job_id", "root", "adopted"})
        session.add(Run(**copied, job_id="logs", root=theirs.as_uri(), adopted=True))
    change_run(studio, adopted=True)
    remove(studio, lead)
    assert (theirs / "deep").is_dir()
    assert (among_ours / "deep").is_dir()


@pytest.mark.parametrize("where", ["outside", "runs", "runs/../outside", "runs/link", "."])
def test_nothing_but_folders_of_runs_is_removed(studio, sample, lead, where):
    """Whatever a record says: neither folders elsewhere, nor the folder of all runs."""
    home = studio.settings.home
    (home / "outside").mkdir()
    (home / "outside" / "kept").touch()
    (studio.settings.runs_folder / "kept").touch()
    (studio.settings.runs_folder / "link").symlink_to(home / "outside")
    change_run(studio, root=f"file://{home}/{where}".replace(" ", "%20"))
    remove(studio, lead)
    assert (home / "outside" / "kept").is_file()
    assert (studio.settings.runs_folder / "kept").is_file()


def test_what_cannot_be_removed_is_in_the_log(studio, sample, lead, caplog):
    """The rows are gone; the folder is named, so that somebody can remove it."""
    in_the_way = studio.settings.runs_folder / "a file"
    in_the_way.touch()
    change_run(studio, root=in_the_way.as_uri())
    remove(studio, lead)
    (told,) = [one.getMessage() for one in caplog.records if one.name == "prefstudio.removing"]
    assert told.startswith(f"run_folder_not_removed folder={in_the_way} reason=")


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_an_active_run_is_in_the_way(studio, sample, lead, state):
    """Its folder is being written to; the remedy is said and nothing is removed."""
    change_run(studio, state=state)
    before, files_before = tables(studio), stored_files(studio)
    with pytest.raises(Conflict, match=r"The run Steeper of “Sample.*” is still going on; cancel it"):
        remove(studio, lead)
    assert tables(studio) == before
    assert stored_files(studio) == files_before


def test_another_projects_active_run_is_not(studio, sample, lead):
    """Only the sample's own runs matter."""
    other = new_project(studio, "Mine")
    detail = finished_run(studio, other, {})
    with studio.db.write() as session:
        session.get_one(Run, detail.run.id).state = RunState.RUNNING
    remove(studio, lead)
    assert [one.id for one in rows_of(studio, Run)] == [detail.run.id]


def test_it_can_be_removed_once(studio, sample, lead):
    """The second one hears that it is gone; and it does not come back by itself."""
    remove(studio, lead)
    with pytest.raises(NotFound, match="There is no sample project; it has been removed already"):
        remove(studio, lead)
    assert load_sample(studio.db) is None


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER, Role.ENGINEER])
def test_only_a_lead_removes_it(studio, sample, role):
    """Nothing is touched."""
    person = new_person(studio, role, "Nora")
    before, files_before = tables(studio), stored_files(studio)
    with pytest.raises(NotAllowed, match=f"Nora is here as {role.value}, which does not include"):
        remove(studio, person)
    assert tables(studio) == before
    assert stored_files(studio) == files_before


def test_objects_of_an_earlier_store_stay(studio, sample, lead, tmp_path):
    """The store was changed since the sets were frozen: the rows go, the other store keeps its own."""
    before = stored_files(studio)
    remove(studio, lead, LocalStore(tmp_path / "new store"))
    objects = {path for path in before if path.is_relative_to(studio.settings.home / "objects")}
    assert stored_files(studio) == objects
    with studio.db.read() as session:
        assert list_projects(session) == []


def test_an_object_that_another_project_uses_stays(studio, sample, lead):
    """Whatever made it so: a frozen set never loses its bytes."""
    other = new_project(studio, "Mine")
    shared = rows_of(studio, Dataset)[0]
    with studio.db.write() as session:
        session.add(Dataset(**shared.model_dump(exclude={"id", "project_id"}), project_id=other.id))
    remove(studio, lead)
    (kept,) = rows_of(studio, Dataset)
    verify_dataset(DatasetView.of(kept))


def test_a_lost_object_is_not_in_the_way(studio, sample):
    """Somebody has tidied up by hand."""
    for path in stored_files(studio):
        path.unlink()
    remove(studio, SYSTEM)
    with studio.db.read() as session:
        assert list_projects(session) == []
