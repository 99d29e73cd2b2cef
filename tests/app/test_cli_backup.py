"""``prefstudio backup`` and ``prefstudio restore``: what they say, and what they refuse."""

from contextlib import closing

import pytest

from core.services import open_studio
from core.settings import load_settings
from tests.core.backup.filled import fill, of_everything


@pytest.fixture
def filled(home):
    """A home with something of everything."""
    with closing(open_studio(load_settings(home=home))) as studio:
        fill(studio)
        return of_everything(studio)


def test_there_and_back(prefstudio, home, filled, tmp_path, monkeypatch):
    """What is in the file, as of when; and where it was brought to."""
    file = tmp_path / "studio.backup"
    said = prefstudio("backup", file).out
    assert said.startswith(f"{file}: ")
    assert "objects and 3 files of runs, as of 20" in said
    checked = prefstudio("restore", "--check", file, "--json").figures
    assert checked["file"] == str(file)
    assert checked["rows"] > 100
    assert (checked["gone"], checked["elsewhere"]) == ([], [])
    home.rename(tmp_path / "old")
    said = prefstudio("restore", file).out
    assert said.startswith(f"Restored to {home}: {checked['rows']:,} rows of ")
    assert said.endswith("Everybody signs in anew; open invitations are to be made again.\n")
    with closing(open_studio(load_settings())) as studio:
        assert of_everything(studio)["judgment"] == filled["judgment"]


def test_refusals(prefstudio, home, tmp_path):
    """A sentence each; no studio is made by asking for a backup of none."""
    assert prefstudio("backup", tmp_path / "x").refusal == (
        f"There is no studio in {home}; set PREFSTUDIO_HOME to the folder of one."
    )
    assert not home.exists()
    (tmp_path / "text").write_text("no backup")
    assert "it is no backup, or was cut short" in prefstudio("restore", tmp_path / "text").refusal
    assert "There is no file" in prefstudio("restore", tmp_path / "nothing").refusal
    assert not home.exists()


def test_what_is_gone_is_said(prefstudio, home, filled, tmp_path):
    """Beside what was kept."""
    (lost,) = (home / "objects").rglob("*evidence*")
    lost.unlink()
    said = prefstudio("backup", tmp_path / "x").out
    assert "note store:datasets/" in said
    assert "is on record, but there is nothing." in said
