"""Logs are laid out for TensorBoard under the names the studio gives them."""

import pytest

from core.event_files import FoundFile, find_event_files
from core.training.tensorboard import lay_out
from tests.doubles.gcs import running_emulator

NAME = "events.out.tfevents.1"


@pytest.fixture
def write(tmp_path):
    """Makes a file below a folder of logs."""

    def made(path, content=b"some"):
        file = tmp_path / "logs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    return made


@pytest.fixture
def shown(tmp_path):
    """Lays logs out, and gives what lies there by path."""

    def laid_out(logs):
        folder = tmp_path / "shown"
        lay_out(folder, logs, cache=tmp_path / "cache")
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    return laid_out


def test_each_log_is_a_folder_of_its_run(write, shown, tmp_path):
    """A run's name is one folder whatever it holds; logs that stand for themselves have none above."""
    write(f"PPO_1/{NAME}", b"one")
    write(f"PPO_2/{NAME}", b"two")
    found = find_event_files(str(tmp_path / "logs"))
    assert shown({"": found}) == {f"PPO_1/{NAME}": b"one", f"PPO_2/{NAME}": b"two"}
    assert shown({"3 a/b": found[:1], "4": found[1:]}) == {
        f"3 a_b/PPO_1/{NAME}": b"one",
        f"4/PPO_2/{NAME}": b"two",
    }


def test_what_grows_is_seen_at_once_and_what_went_is_gone(write, shown, tmp_path):
    """A file of this machine is linked; a look again brings what has begun."""
    file = write(f"a/{NAME}")
    shown({"": find_event_files(str(tmp_path / "logs"))})
    file.write_bytes(b"some more")
    write(f"b/{NAME}")
    assert (tmp_path / "shown/a" / NAME).read_bytes() == b"some more"
    assert set(shown({"": find_event_files(str(tmp_path / "logs"))})) == {f"a/{NAME}", f"b/{NAME}"}
    assert set(shown({"": find_event_files(str(tmp_path / "logs/b"))})) == {f"b/{NAME}"}


@pytest.mark.parametrize(
    "name", ["..", "../../x", "/etc", "", "a//b", "\x00", "é" * 300, "/".join("abcdefghij" * 30)]
)
def test_no_name_leads_out_of_the_folder(name, write, tmp_path):
    """Names of logs and runs are those of others' folders; all stay below, and none is too long."""
    file = write(f"a/{NAME}")
    folder = tmp_path / "shown"
    lay_out(folder, {name: [FoundFile(str(file), name, "1", 4)]}, cache=tmp_path)
    (found,) = [path for path in folder.rglob("*") if path.is_file()]
    assert found.name == NAME
    assert folder in found.parents


def test_files_that_would_be_one_stay_two(write, shown):
    """Two logs whose names become one here lose no file to each other."""
    files = [write(f"{name}/{NAME}", name.encode()) for name in ("a", "b")]
    found = [FoundFile(str(file), name, "1", 1) for file, name in zip(files, ("x\x01", "x\x02"), strict=True)]
    assert sorted(shown({"": found}).values()) == [b"a", b"b"]


def test_of_a_file_in_the_cloud_a_copy_grows(shown, tmp_path):
    """TensorBoard reads on from where it was, so the copy is the same file, longer."""
    with running_emulator() as emulator:
        address = f"gs://{emulator.new_bucket()}/run/reinforcer/{NAME}"
        emulator.write(address, b"some")
        before = shown({"": find_event_files(address)})
        (path,) = [one for one in (tmp_path / "shown").rglob("*") if one.is_file()]
        number = path.stat().st_ino
        emulator.write(address, b"some more")
        after = shown({"": find_event_files(address)})
    assert (before, after) == ({f"reinforcer/{NAME}": b"some"}, {f"reinforcer/{NAME}": b"some more"})
    assert path.stat().st_ino == number
