"""What is not whole, not ours, or not for here is refused by name, and leaves nothing behind."""

import json
import shutil
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from core.backup import check_backup, make_backup, restore_backup
from core.backup.archive import ArchiveReader
from core.errors import Conflict, InvalidInput, NotFound, StudioError, Unavailable
from core.services import open_studio
from core.settings import load_settings
from core.storage import LocalStore
from tests.core.backup.filled import fill
from tests.core.builders import everything
from tests.full_disk import largest_file


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A backup, and the rows that it was made of."""
    folder = tmp_path_factory.mktemp("made")
    with closing(open_studio(load_settings(home=folder / "home", store="", database=""))) as studio:
        fill(studio)
        make_backup(studio, folder / "backup")
    return folder / "backup"


@pytest.fixture
def there(tmp_path):
    """Settings of a home that is not there yet."""
    return load_settings(home=tmp_path / "there", store="", database="")


def left(home: Path) -> list[str]:
    """What lies in a home, but for its log."""
    return sorted(one.name for one in home.glob("*") if one.name != "logs") if home.is_dir() else []


def changed(made: Path, to: Path, **new: bytes | None) -> Path:
    """The backup with other contents of some members; None leaves one out."""
    renamed = {name.replace("__", "/").replace("_", "."): content for name, content in new.items()}
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(to, "w") as out:
        for name in old.namelist():
            content = renamed.pop(name, old.read(name))
            if content is not None:
                out.writestr(name, content)
        for name, content in renamed.items():
            out.writestr(name, content)
    return to


def test_each_byte_counts(made, tmp_path):
    """Cut off anywhere or with a byte changed anywhere, it is refused, or all that counts is as it was."""
    whole, copy = made.read_bytes(), tmp_path / "copy"
    good, refusals = check_backup(made), []
    for place in range(0, len(whole), len(whole) // 60):
        copy.write_bytes(whole[:place])
        with pytest.raises(InvalidInput, match="cannot be used"):
            check_backup(copy)
        copy.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert check_backup(copy) == good  # such as the hour in the zip's own list
        except InvalidInput as refused:
            refusals.append(str(refused))
    assert len(refusals) > 50
    assert all(str(copy) in one for one in refusals)


def test_each_byte_of_its_own_list_counts(made, tmp_path):
    """Where each file begins, what it is called and how it is packed stands behind the files."""
    whole, copy = made.read_bytes(), tmp_path / "copy"
    with zipfile.ZipFile(made) as archive:
        begins, good = archive.start_dir, check_backup(made)
    refusals = []
    for place in range(begins, len(whole), 7):
        copy.write_bytes(whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :])
        try:
            assert check_backup(copy) == good
        except InvalidInput as refused:
            refusals.append(str(refused))
    assert all(str(copy) in one for one in refusals)


BROKEN = {
    "tables/person.jsonl in it is not what it was made with": {"tables__person_jsonl": b"[]\n"},
    "tables/person.jsonl in it is damaged": {"tables__person_jsonl": None},
    "objects/x in it is no part of what was made": {"objects__x": b""},
    "it is no backup of a studio: it has no manifest": {"manifest_json": None},
    "manifest.json in it is not what it was made with": {"manifest_json": b"{}"},
}


@pytest.mark.parametrize("words", BROKEN)
def test_what_is_wrong_is_named(made, tmp_path, there, words):
    """The file, and the part of it."""
    broken = changed(made, tmp_path / "broken", **BROKEN[words])
    with pytest.raises(InvalidInput, match=words) as refused:
        restore_backup(there, broken)
    assert str(broken) in str(refused.value)
    assert not there.home.exists()


def resealed(made: Path, to: Path, **fields: object) -> Path:
    """The backup with another manifest, which is whole."""
    with zipfile.ZipFile(made) as old:
        text = json.dumps(json.loads(old.read("manifest.json")) | fields).encode()
    return changed(made, to, manifest_json=text, manifest_sha256=sha256(text).hexdigest().encode())


OTHERS = {
    "at revision 9999, which this version of the studio does not know: a newer": {"revision": "9999"},
    "manifest.json: format": {"format": 2},
    "manifest.json: more": {"more": 1},
    "is no place in a studio's home": {"files": [{"name": "../../x", "size": 0, "sha256": ""}]},
    "is no place in a studio.s home": {"files": [{"name": "/etc/x", "size": 0, "sha256": ""}]},
    "which is no place in a": {"files": [{"name": "studio.db", "size": 0, "sha256": ""}]},
    "is not that of revision": {"revision": "0011"},
}


@pytest.mark.parametrize("words", OTHERS)
def test_what_is_not_for_here(made, tmp_path, there, words):
    """A newer one, and one that would write where it must not."""
    with pytest.raises(StudioError, match=words):
        restore_backup(there, resealed(made, tmp_path / "other", **OTHERS[words]))
    assert left(there.home) == []


def test_nothing_is_replaced(made, there, tmp_path):
    """A home with a database, with objects, and a file that is there."""
    open_studio(there).close()
    with closing(open_studio(there)) as studio:
        before = everything(studio)
        with pytest.raises(Conflict, match="holds a studio already, and a restore replaces nothing"):
            restore_backup(there, made)
        assert everything(studio) == before
        with pytest.raises(Conflict, match="is there already; a backup replaces nothing"):
            make_backup(studio, made)
        with pytest.raises(NotFound):
            make_backup(studio, tmp_path / "no folder" / "x")
    other = load_settings(home=tmp_path / "other", store="", database="")
    (other.home / "objects").mkdir(parents=True)
    (other.home / "objects" / "x").write_text("kept")
    with pytest.raises(Conflict, match="objects holds something, and a restore replaces nothing"):
        restore_backup(other, made)
    assert left(other.home) == ["objects"]


@pytest.mark.parametrize("seen", [1, 25, 60])
def test_who_breaks_a_restore_off_has_nothing(made, there, seen):
    """Ctrl+C, at any moment; and then it can be done again."""
    calls, last = [], seen * len(check_backup(made).parts) // 20

    def show(at):
        calls.append(at)
        if len(calls) > last:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore_backup(there, made, progress=show)
    assert left(there.home) == []
    restore_backup(there, made)
    assert left(there.home) == ["objects", "runs", "studio.db"]


@pytest.mark.parametrize("seen", [1, 20])
def test_who_breaks_a_backup_off_has_nothing(made, there, tmp_path, seen):
    """Nor does anybody find half a file."""
    restore_backup(there, made)
    calls = []

    def show(at):
        calls.append(at)
        if len(calls) > seen:
            raise KeyboardInterrupt

    folder = tmp_path / "backups"
    folder.mkdir()
    with closing(open_studio(there)) as studio, pytest.raises(KeyboardInterrupt):
        make_backup(studio, folder / "one", progress=show)
    assert list(folder.iterdir()) == []


def test_a_full_disk(made, there, tmp_path):
    """A sentence, and nothing half-done, whichever file it is that has no room."""
    for size in (1_000, 60_000, 300_000):
        with largest_file(size), pytest.raises((OSError, Unavailable)):
            restore_backup(there, made)
        assert left(there.home) == []
    restore_backup(there, made)
    with closing(open_studio(there)) as studio, largest_file(20_000), pytest.raises(OSError, match="large"):
        make_backup(studio, tmp_path / "large")
    assert not list(tmp_path.glob("*large*"))


def test_a_restore_that_was_killed_is_begun_anew(made, there):
    """What it left lies beside its mark, and no database knows it."""
    there.home.mkdir()
    (there.home / ".restoring").write_text("A restore is filling this home.")
    (there.home / "runs").mkdir()
    (there.home / "runs" / "half").write_text("x")
    restore_backup(there, made)
    assert left(there.home) == ["objects", "runs", "studio.db"]
    assert not (there.home / "runs" / "half").exists()


def test_what_came_out_wrong_is_noticed(made, there, monkeypatch):
    """As by a disk that keeps other bytes than it was given."""
    whole = LocalStore.open
    monkeypatch.setattr(LocalStore, "open", lambda self, key: _other(whole(self, key)))
    with pytest.raises(Unavailable, match="is not what the backup has, so nothing was restored"):
        restore_backup(there, made)
    assert left(there.home) == []


def _other(file):
    file.read(1)
    return file


def test_an_object_that_is_gone_is_named(made, there, tmp_path):
    """The rest is kept all the same: one lost set must not stand in the way of all backups."""
    restore_backup(there, made)
    (lost,) = (there.home / "objects").rglob("*evidence*")
    lost.unlink()
    shutil.rmtree(there.home / "runs")
    with closing(open_studio(there)) as studio:
        kept = make_backup(studio, tmp_path / "again")
    assert len(kept.gone) == 2
    assert kept.gone[0].startswith("store:datasets/")
    with closing(ArchiveReader(tmp_path / "again")) as archive:
        assert archive.manifest.gone == kept.gone
