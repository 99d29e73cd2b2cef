"""A frozen set goes out byte for byte as it was frozen, whole or not at all; a changed object never does."""

import pytest

from core.access import SYSTEM, AuditEntry, Role, change_role
from core.datasets import list_datasets
from core.datasets.delivery import copy_input, download_dataset, export_dataset, read_dataset, verify_dataset
from core.datasets.freezing import PreferenceRecipe, freeze
from core.errors import Conflict, NotAllowed, NotFound
from core.progress import Progress
from core.storage import parse_address
from tests.core.builders import new_person, row, rows_of, take


@pytest.fixture
def dataset(studio, project):
    """A frozen set of thirty rows."""
    take(studio, project, *(row(number, choice=number % 2) for number in range(30)))
    return freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe())


@pytest.fixture
def target(tmp_path):
    """A folder with a blank in its name, not made yet."""
    return tmp_path / "for the pipeline" / "sets"


def stored(dataset):
    """The file that holds the set in the studio's own store."""
    return parse_address(dataset.address).path


def test_an_export_is_the_set(studio, dataset, target):
    """Under its file name; progress ends at the size; the audit says where to."""
    seen = []
    copied = export_dataset(
        studio.db, SYSTEM, dataset, str(target), progress=lambda at: seen.append((at.done, at.total))
    )
    file = target / dataset.file_name
    assert file.read_bytes() == read_dataset(dataset)
    assert [path.name for path in target.iterdir()] == [dataset.file_name]
    assert (copied.key, copied.size) == (dataset.file_name, dataset.size)
    assert seen[-1] == (dataset.size, dataset.size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    entry = rows_of(studio, AuditEntry)[-1]
    assert (entry.subject, entry.details) == ("data set preference 1", {"target": file.as_uri()})


def test_a_download_is_the_set(studio, dataset):
    """And is on record as one."""
    eve = new_person(studio, Role.ENGINEER, "Eve")
    assert download_dataset(studio.db, eve, dataset) == read_dataset(dataset)
    entry = rows_of(studio, AuditEntry)[-1]
    assert (entry.person_id, entry.action, entry.details) == (
        eve.id,
        "export",
        {"target": "download vertex-rlhf"},
    )


@pytest.mark.parametrize(
    "bring_out",
    [
        lambda studio, eve, dataset, target: export_dataset(studio.db, eve, dataset, str(target)),
        lambda studio, eve, dataset, _: download_dataset(studio.db, eve, dataset),
    ],
    ids=["export", "download"],
)
def test_who_is_no_engineer_any_more_gets_nothing_out(studio, dataset, target, bring_out):
    """Although the open page still shows the old role: not a byte leaves the house."""
    eve = new_person(studio, Role.ENGINEER, "Eve")
    with studio.db.write() as session:
        change_role(session, SYSTEM, eve.id, Role.ANNOTATOR)
    with pytest.raises(NotAllowed, match="Eve is here as annotator"):
        bring_out(studio, eve, dataset, target)
    assert not target.exists()


@pytest.mark.parametrize("spell", [str, lambda path: path.as_uri(), lambda path: f"{path}/"])
def test_a_folder_may_be_written_in_any_way(studio, dataset, target, spell):
    """As a path, with a slash, or as an address."""
    export_dataset(studio.db, SYSTEM, dataset, spell(target))
    assert (target / dataset.file_name).read_bytes() == read_dataset(dataset)


def test_exporting_twice_is_harmless(studio, dataset, target):
    """The second time finds the same content there."""
    first = export_dataset(studio.db, SYSTEM, dataset, str(target))
    second = export_dataset(studio.db, SYSTEM, dataset, str(target))
    assert (second.address, second.size) == (first.address, first.size)
    assert [path.name for path in target.iterdir()] == [dataset.file_name]


def test_another_file_of_that_name_is_not_replaced(studio, dataset, target):
    """Whoever put it there may need it."""
    target.mkdir(parents=True)
    (target / dataset.file_name).write_bytes(b"mine")
    with pytest.raises(Conflict):
        export_dataset(studio.db, SYSTEM, dataset, str(target))
    assert (target / dataset.file_name).read_bytes() == b"mine"


def test_cancelling_leaves_nothing(studio, dataset, target):
    """Whoever raises from the progress gets the exception back, and a later try succeeds."""

    class Cancelled(Exception):  # noqa: N818 - it is no error
        """The person has pressed the button."""

    def cancel(_at: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_dataset(studio.db, SYSTEM, dataset, str(target), progress=cancel)
    assert "export" not in {entry.action for entry in rows_of(studio, AuditEntry)}
    assert [path for path in target.rglob("*") if path.is_file()] == []
    export_dataset(studio.db, SYSTEM, dataset, str(target))
    assert (target / dataset.file_name).stat().st_size == dataset.size


CHANGES = {
    "one byte": lambda content: content.replace(b'"choice":1', b'"choice":0', 1),
    "cut": lambda content: content[:-1],
    "emptied": lambda _: b"",
    "longer": lambda content: content + b"\n",
    "rows exchanged": lambda content: b"".join(reversed(content.splitlines(keepends=True))),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_object_is_refused_everywhere(studio, dataset, target, tmp_path, change):
    """The sentence names the set, the object, both hashes and the remedy; nothing is written."""
    file = stored(dataset)
    changed = change(file.read_bytes())
    file.chmod(0o644)
    file.write_bytes(changed)
    audit = len(rows_of(studio, AuditEntry))
    for look in (
        lambda: verify_dataset(dataset),
        lambda: read_dataset(dataset),
        lambda: export_dataset(studio.db, SYSTEM, dataset, str(target)),
        lambda: copy_input(dataset, tmp_path, "input"),
        lambda: download_dataset(studio.db, SYSTEM, dataset),
    ):
        with pytest.raises(Conflict) as caught:
            look()
        said = str(caught.value)
        assert said.startswith(f"The object of data set preference 1 ({dataset.address}) is not what was")
        assert f"instead of {dataset.sha256[:12]}…" in said
        assert said.endswith("Freeze the recipe again and use the new set.")
    assert not target.exists()
    assert not (tmp_path / "input.jsonl").exists()
    assert len(rows_of(studio, AuditEntry)) == audit


def test_an_object_that_is_gone_is_said_to_be(studio, dataset, target):
    """It is not the same as changed."""
    stored(dataset).unlink()
    for look in (
        lambda: verify_dataset(dataset),
        lambda: export_dataset(studio.db, SYSTEM, dataset, str(target)),
    ):
        with pytest.raises(NotFound):
            look()


def test_freezing_again_does_not_hide_a_changed_object(studio, project, dataset):
    """The same rows would be the same object; as it is not, the freeze says so instead of pointing to it."""
    file = stored(dataset)
    file.chmod(0o644)
    file.write_bytes(b"{}\n")
    with pytest.raises(Conflict):
        freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe())
    with studio.db.read() as session:
        assert list_datasets(session, project.id) == [dataset]


def test_a_good_object_passes(dataset):
    """Reading it through says nothing."""
    verify_dataset(dataset)


def test_a_run_gets_a_copy_of_its_own(dataset, tmp_path):
    """Under the name the method asks for."""
    path = copy_input(dataset, tmp_path, "preference_dataset")
    assert path == tmp_path / "preference_dataset.jsonl"
    assert path.read_bytes() == read_dataset(dataset)
