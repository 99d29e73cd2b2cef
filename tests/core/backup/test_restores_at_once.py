"""Of several restores into one place one comes to its end; the others take nothing of it away."""

import subprocess
import sys
import threading
from contextlib import closing

import pytest

from core.access import Person
from core.backup import make_backup, restore_backup
from core.errors import Conflict
from core.progress import Step
from core.services import open_studio
from core.settings import load_settings
from tests.core.backup.filled import fill, of_everything
from tests.core.builders import rows_of


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A backup, and what it must bring back."""
    folder = tmp_path_factory.mktemp("made")
    with closing(open_studio(load_settings(home=folder / "home", store="", database=""))) as studio:
        fill(studio)
        make_backup(studio, folder / "backup")
        return folder / "backup", of_everything(studio)["runs"]


def during(step: Step, act):
    """Does something once, when a restore has come so far."""
    done = []

    def show(at):
        if at.step is step and not done:
            done.append(at)
            act()

    return show


@pytest.mark.parametrize("step", [Step.COPYING, Step.INSERTING])
def test_a_second_one_is_refused(made, tmp_path, step):
    """With a sentence, and the first has all that it brings back."""
    backup, runs = made
    there = load_settings(home=tmp_path / "there", store="", database="")
    refused = []

    def second():
        with pytest.raises(Conflict, match="Another restore is filling") as raised:
            restore_backup(there, backup)
        refused.append(raised)

    def in_a_thread():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()

    restore_backup(there, backup, progress=during(step, in_a_thread))
    assert len(refused) == 1
    with closing(open_studio(there)) as studio:
        assert of_everything(studio)["runs"] == runs
        assert len(rows_of(studio, Person)) > 2
    assert not (there.home / ".restoring").exists()


HOLDER = (
    "import fcntl, sys; f = open(sys.argv[1], 'a+b'); fcntl.flock(f, 2); print('held', flush=True); input()"
)


def test_the_mark_of_another_process(made, tmp_path):
    """Counts as long as that lives; then what it left is taken away."""
    there = load_settings(home=tmp_path / "there", store="", database="")
    (there.home / "runs").mkdir(parents=True)
    (there.home / "runs" / "half").write_text("x")
    mark = there.home / ".restoring"
    mark.write_text("A restore is filling this home.")
    command = [sys.executable, "-c", HOLDER, str(mark)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Conflict, match="Another restore is filling"):
            restore_backup(there, made[0])
        assert (there.home / "runs" / "half").exists()
        holder.kill()
    restore_backup(there, made[0])
    assert not (there.home / "runs" / "half").exists()
    assert not mark.exists()


def test_a_mark_that_says_nothing_gives_no_home_away(made, tmp_path):
    """As of a restore that was killed before it knew that the home is empty."""
    there = load_settings(home=tmp_path / "there", store="", database="")
    (there.home / "objects").mkdir(parents=True)
    (there.home / "objects" / "x").write_text("kept")
    (there.home / ".restoring").touch()
    with pytest.raises(Conflict, match="holds something"):
        restore_backup(there, made[0])
    assert (there.home / "objects" / "x").read_text() == "kept"
