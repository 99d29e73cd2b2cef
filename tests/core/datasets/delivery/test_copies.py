"""Where a set was sent is on record, and whether it is still there can be asked."""

from pathlib import Path

import pytest

from core.access import SYSTEM, Role
from core.datasets.delivery import Form, export_dataset, list_copies, verify_copy
from core.datasets.exports import export_named
from core.datasets.models import DatasetCopy
from core.errors import Conflict
from core.progress import Progress
from core.storage import parse_address
from tests.core.builders import frozen, new_person, row, rows_of, take

TRL = Form(export_named("trl"), metadata=True)


@pytest.fixture
def dataset(studio, project):
    """A frozen set of one pair."""
    take(studio, project, row(1, choice=1))
    return frozen(studio, project)


def copies(studio, dataset):
    """The copies of a set."""
    with studio.db.read() as session:
        return list_copies(session, dataset.id)


def file_of(copy) -> Path:
    """Where a copy lies."""
    return parse_address(copy.address).path


def test_exports_are_listed_newest_first(studio, dataset, tmp_path):
    """With what the store said of them; the same object twice is one, a download is none."""
    eve = new_person(studio, Role.ENGINEER, "Eve")
    first = export_dataset(studio.db, eve, dataset, str(tmp_path / "a"))
    export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "b"), form=TRL)
    export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "a"))
    found = copies(studio, dataset)
    assert [(one.form, one.address == first.address) for one in found] == [
        ("vertex-rlhf", True),
        ("trl with metadata", False),
    ]
    assert (found[0].size, found[0].generation) == (first.size, first.generation)
    assert [one.made_by for one in rows_of(studio, DatasetCopy)] == [eve.id, None, None]
    for copy in found:
        verify_copy(copy)


def test_a_copy_that_is_gone_or_another_is_said_to_be(studio, dataset, tmp_path):
    """Each with its remedy."""
    export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "a"))
    (copy,) = copies(studio, dataset)
    path = file_of(copy)
    path.unlink()
    with pytest.raises(Conflict, match=r"is gone. Export the set again\."):
        verify_copy(copy)
    path.write_bytes(b"something else")
    with pytest.raises(Conflict, match="was written anew since the set was exported"):
        verify_copy(copy)


def test_a_copy_on_another_disk_is_still_the_same(studio, dataset, tmp_path):
    """A moved file has another generation; its content tells."""
    export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "a"))
    (copy,) = copies(studio, dataset)
    path = file_of(copy)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    verify_copy(copy)
    path.write_bytes(content.replace(b"post", b"POST"))
    with pytest.raises(Conflict, match="was written anew since the set was exported"):
        verify_copy(copy)


def test_a_cancelled_export_is_no_copy(studio, dataset, tmp_path):
    """Nothing is there, nothing is on record, and trying again succeeds."""

    def cancel(_at: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "a"), form=TRL, progress=cancel)
    assert copies(studio, dataset) == []
    assert [path for path in tmp_path.glob("a/*") if path.is_file()] == []
    export_dataset(studio.db, SYSTEM, dataset, str(tmp_path / "a"), form=TRL)
    assert len(copies(studio, dataset)) == 1
