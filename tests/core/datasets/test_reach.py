"""Addresses that people type: none leads to what another project has in the studio's own places."""

import pytest
from sqlmodel import select

from core.access import SYSTEM, Role, act_as, set_project_role
from core.datasets import get_dataset, list_datasets, refuse_foreign_source, refuse_own_target
from core.datasets.delivery import export_dataset, list_copies
from core.datasets.importing import get_import
from core.datasets.models import DatasetCopy, FileImport
from core.errors import NotAllowed, NotFound
from tests.core.builders import frozen, new_person, new_project, run_at, take
from tests.core.builders import row as pair

CLOUD = "gs://bucket/pipelines/run-of-theirs"


@pytest.fixture
def mine(studio):
    """My project's frozen set."""
    project = new_project(studio, "Mine")
    take(studio, project, pair(1, choice=0))
    return frozen(studio, project)


@pytest.fixture
def theirs(studio):
    """Another project's frozen set; it has a run in the cloud and one on this machine as well."""
    project = new_project(studio, "Theirs")
    take(studio, project, pair(2, choice=1))
    with studio.db.write() as session:
        for root in (CLOUD, f"file://{studio.settings.runs_folder}/local-1"):
            session.add(run_at(project, root))
    return frozen(studio, project)


@pytest.fixture
def engineer(studio, mine):
    """An engineer of my project and of no other."""
    person = new_person(studio, None, "Emil")
    with studio.db.write() as session:
        return set_project_role(session, SYSTEM, person.id, mine.project_id, Role.ENGINEER)


def folder_of(dataset):
    return dataset.address.rpartition("/")[0]


def test_what_another_project_has_on_a_hub_is_not_read(studio, mine, theirs, engineer):
    """At whatever revision, in whatever case its name is written, and by wildcards."""
    with studio.db.write() as session:
        for number, one in enumerate((mine, theirs)):
            where = f"hf://datasets/team/set-{number}/data/train.parquet"
            told = {"form": "hub", "size": 1, "generation": "0" * 40, "crc32c": "", "made_by": engineer.id}
            session.add(DatasetCopy(dataset_id=one.id, address=where, **told))
    with studio.db.read() as session:
        for address in ("", "/data/train.parquet", "@main/data", "@" + "1" * 40 + "/**/*.parquet"):
            refuse_foreign_source(session, engineer, f"hf://datasets/team/set-0{address}")
            for name in ("team/set-1", "Team/SET-1"):
                with pytest.raises(NotAllowed):
                    refuse_foreign_source(session, engineer, f"hf://datasets/{name}{address}")
        refuse_foreign_source(session, engineer, "hf://datasets/team/set-10/data")


def test_what_is_another_projects_is_not_read(studio, mine, theirs, engineer, tmp_path):
    """Neither by its name nor from above or below, nor through a link or wildcards; nor the home itself."""
    (tmp_path / "link").symlink_to(studio.settings.home)
    home = str(studio.settings.home)
    refused = [
        theirs.address,
        folder_of(theirs),
        folder_of(theirs).replace(f"project-{theirs.project_id}", "project-99"),
        f"{folder_of(theirs)}/*.jsonl",
        f"{home}/runs/local-1",
        f"{home}/runs/local-1/tensorboard",
        f"{home}/studio.db",
        f"{home}/exports",
        home,
        "/",
        str(tmp_path),
        f"{tmp_path}/link/runs/local-1",
        CLOUD,
        f"{CLOUD}/tensorboard",
        "gs://bucket/pipelines",
        "gs://bucket/pipel*/run-of-theirs",
        "gs://bucket",
    ]
    allowed = [mine.address, folder_of(mine), "gs://bucket/pipelines/run-of", "gs://other", "/nowhere/at/all"]
    with studio.db.read() as session:
        for address in refused:
            with pytest.raises(NotAllowed, match="The studio keeps data of its own at"):
                refuse_foreign_source(session, engineer, address)
        for address in allowed:
            refuse_foreign_source(session, engineer, address)
        for address in refused:
            refuse_foreign_source(session, SYSTEM, address)


def test_who_sees_both_projects_reads_both(studio, mine, theirs):
    lead = new_person(studio, Role.LEAD, "Lea")
    with studio.db.read() as session:
        for address in (mine.address, theirs.address, CLOUD):
            refuse_foreign_source(session, lead, address)


def test_nothing_is_put_among_the_studios_own(studio, mine, theirs, engineer, tmp_path):
    """A file in a folder of predictions or of sets would be taken for one of the studio's."""
    home = studio.settings.home
    refused = [folder_of(mine), folder_of(theirs), f"{home}/runs/local-1", str(home), f"{CLOUD}/answers"]
    with studio.db.read() as session:
        for target in refused:
            with pytest.raises(NotAllowed, match="choose another place to export to"):
                refuse_own_target(session, engineer, target)
        for target in (f"{home}/exports", str(tmp_path), "gs://bucket", "gs://bucket/pipelines"):
            refuse_own_target(session, engineer, target)
    with pytest.raises(NotAllowed, match="choose another place to export to"):
        export_dataset(studio.db, engineer, mine, f"{home}/runs/local-1")
    export_dataset(studio.db, engineer, mine, f"{home}/exports")


def test_a_copy_is_its_projects(studio, mine, theirs, engineer, tmp_path):
    """Where several projects export to, each reads its own."""
    own = export_dataset(studio.db, SYSTEM, mine, str(tmp_path / "shared"))
    other = export_dataset(studio.db, SYSTEM, theirs, str(tmp_path / "shared"))
    with studio.db.read() as session:
        refuse_foreign_source(session, engineer, own.address)
        for address in (other.address, str(tmp_path / "shared")):
            with pytest.raises(NotAllowed):
                refuse_foreign_source(session, engineer, address)


def test_numbers_of_another_project_are_not_there(studio, mine, theirs, engineer):
    """The sentence is that of a number that nothing has."""
    with studio.db.read() as session:
        imported = session.exec(select(FileImport.id).where(FileImport.project_id == theirs.project_id)).one()
        act_as(session, engineer)
        assert get_dataset(session, mine.id) == mine
        for read in (get_dataset, list_copies):
            for number in (theirs.id, 999):
                with pytest.raises(NotFound, match=f"^There is no data set with id {number}\\.$"):
                    read(session, number)
        for number in (imported, 999):
            with pytest.raises(NotFound, match=f"^There is no import number {number}\\.$"):
                get_import(session, number)
        with pytest.raises(NotFound, match="There is no project number"):
            list_datasets(session, theirs.project_id)
