"""A home can be moved and copied: what it holds is found where it is now, and only there."""

import shutil
import stat

import pytest
from sqlalchemy import text

from core.access import AuditEntry
from core.datasets import list_datasets
from core.datasets.delivery import read_dataset
from core.errors import NotFound
from core.rehome import Rehomed, rehome
from core.services import Studio, open_studio
from core.settings import load_settings
from core.storage import LocalAddress
from core.training.models import Artifact, Run
from tests.core.builders import frozen, new_project, row, rows_of, take

OWN = (("dataset", "address"), ("dataset", "evidence_address"), ("run", "root"), ("artifact", "address"))


def opened(home, store="") -> Studio:
    return open_studio(load_settings(home=home, store=str(store), database=""))


@pytest.fixture
def filled(tmp_path):
    """A closed home with a frozen set, and a run that left its answers."""
    home = tmp_path / "first"
    fill(opened(home))
    return home


def fill(studio: Studio) -> None:
    project = new_project(studio)
    take(studio, project, row(1, choice=0), row(2, choice=1))
    frozen(studio, project)
    folder = studio.settings.runs_folder / "local-1"
    folder.mkdir(parents=True)
    (folder / "tuned.jsonl").write_text("{}")
    with studio.db.write() as session:
        run = Run(project_id=project.id, name="r", method="m", job_id="local-1", root=folder.as_uri())
        session.add(run)
        session.flush()
        address = (folder / "tuned.jsonl").as_uri()
        session.add(Artifact(run_id=run.id, task="t", name="answers", address=address))
    studio.close()


def frozen_rows(studio: Studio) -> bytes:
    with studio.db.read() as session:
        (dataset,) = list_datasets(session, 1)
    return read_dataset(dataset)


def own_addresses(studio: Studio) -> list[str]:
    """As they are stored."""
    with studio.db.read() as session:
        connection = session.connection()
        return [
            value
            for table, name in OWN
            for value in connection.execute(text(f"SELECT {name} FROM {table}")).scalars()
        ]


def write_whole(studio: Studio, home) -> None:
    """Store the addresses as earlier versions did."""
    prefix = f"{LocalAddress(home)}/"
    with studio.db.write() as session:
        for table, name in OWN:
            whole = f"UPDATE {table} SET {name} = :prefix || substr({name}, 6) WHERE {name} LIKE 'home:%'"
            session.connection().execute(text(whole), {"prefix": prefix})


def test_a_moved_home_finds_what_it_holds(filled, tmp_path):
    """Its addresses are stored without the place of the home."""
    moved = filled.rename(tmp_path / "moved häuschen #1")
    studio = opened(moved)
    assert all(address.startswith("home:") for address in own_addresses(studio))
    assert frozen_rows(studio).count(b"\n") == 2
    (run,), (artifact,) = rows_of(studio, Run), rows_of(studio, Artifact)
    assert run.root == (moved / "runs" / "local-1").as_uri()
    assert artifact.address == (moved / "runs" / "local-1" / "tuned.jsonl").as_uri()
    assert rehome(studio) == Rehomed(0, 0, [])
    studio.close()


def test_a_copied_home_reads_its_own(filled, tmp_path):
    """Even if the original is still there and says something else."""
    shutil.copytree(filled, tmp_path / "copy")
    for path in (filled / "objects").rglob("*.jsonl"):
        path.write_bytes(b"changed")
    studio = opened(tmp_path / "copy")
    assert b"changed" not in frozen_rows(studio)
    studio.close()


@pytest.mark.parametrize("original_stays", [True, False])
def test_addresses_of_an_earlier_version_are_rebased(filled, tmp_path, original_stays):
    """They name the first home in full; what is found by its hash is on record where it is."""
    studio = opened(filled)
    write_whole(studio, filled)
    studio.close()
    other = tmp_path / "other"
    (shutil.copytree if original_stays else shutil.move)(filled, other)
    studio = opened(other)
    assert rehome(studio) == Rehomed(1, 1, [])
    assert all(address.startswith("home:") for address in own_addresses(studio))
    assert frozen_rows(studio).count(b"\n") == 2
    assert rows_of(studio, AuditEntry)[-1].details == {"data_sets": 1, "runs": 1}
    assert rehome(studio) == Rehomed(0, 0, [])
    studio.close()


def test_in_place_they_are_only_written_shorter(filled):
    studio = opened(filled)
    write_whole(studio, filled)
    assert rehome(studio) == Rehomed(0, 0, [])
    assert all(address.startswith("home:") for address in own_addresses(studio))
    studio.close()


def test_a_store_that_was_moved_is_found_by_its_hashes(tmp_path):
    """One outside the home keeps whole addresses: who changes the setting may mean another store."""
    fill(opened(tmp_path / "home", tmp_path / "store"))
    (tmp_path / "store").rename(tmp_path / "new")
    studio = opened(tmp_path / "home", tmp_path / "new")
    assert rehome(studio) == Rehomed(1, 0, [])
    assert frozen_rows(studio).count(b"\n") == 2
    studio.close()


def test_what_is_nowhere_is_said(filled):
    """And its address stays as it is; an object of another content is not taken for it."""
    studio = opened(filled)
    before = own_addresses(studio)
    for path in (filled / "objects").rglob("*.gz"):
        path.unlink()
    for path in (filled / "objects").rglob("*.jsonl"):
        path.unlink()
    with pytest.raises(NotFound, match="If the home or the store was moved, run prefstudio doctor"):
        frozen_rows(studio)
    _, sentence = rehome(studio).lost
    assert sentence.startswith(
        f"data set preference 1: file://{filled}/objects/datasets/project-1/preference-"
    )
    assert sentence.endswith(".evidence.jsonl.gz is gone")
    assert own_addresses(studio) == before
    studio.close()


def test_a_home_is_made_for_its_owner_only(tmp_path):
    """It holds everybody's answers."""
    opened(tmp_path / "home").close()
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
