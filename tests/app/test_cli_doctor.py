"""``prefstudio doctor`` says what is wrong and what to do; other commands refuse a broken home."""

import sys

import pytest

from tests.app.cli_runner import run_script

PACKAGES = ["streamlit", "sqlmodel", "pandas", "plotly", "tbparse", "kfp", "google-cloud-storage"]


def checks(ran):
    """Whether each thing that was looked at is good, by name."""
    return {one["name"]: one["good"] for one in ran.figures if one["name"] != "package"}


def texts(ran, name):
    """What was said of it."""
    return [one["text"] for one in ran.figures if one["name"] == name]


def test_a_sound_installation(prefstudio, home):
    """Every check is good, with what was found; exit status 0."""
    ran = prefstudio("doctor", "--json")
    assert ran.status == 0
    assert all(one["good"] for one in ran.figures)
    assert list(checks(ran)) == ["python", "settings", "folder", "database", "store"]
    assert texts(ran, "python") == [sys.version.split()[0]]
    assert texts(ran, "settings") == [f"state in {home}"]
    assert texts(ran, "database")[0].startswith("revision ")
    assert texts(ran, "store") == [f"{(home / 'objects').as_uri()} answers, empty"]
    assert [text.split()[0] for text in texts(ran, "package")] == PACKAGES


def test_for_a_person(prefstudio):
    """One line a check, its verdict first."""
    ran = prefstudio("doctor")
    lines = ran.out.splitlines()
    assert len(lines) == 5 + len(PACKAGES)
    assert all(line.startswith("ok   ") for line in lines)


def test_a_store_with_objects(prefstudio, pairs_file):
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    prefstudio("freeze", "preference")
    assert texts(prefstudio("doctor", "--json"), "store")[0].endswith("answers, with objects in it")


def test_a_file_in_the_homes_place(prefstudio, home):
    """Folder and database are bad, the reason and the remedy are said, the rest is still looked at."""
    home.write_text("mine")
    ran = prefstudio("doctor", "--json")
    assert ran.status == 1
    assert checks(ran) == {
        "python": True,
        "settings": True,
        "folder": False,
        "database": False,
        "store": True,
    }
    assert texts(ran, "folder") == [
        f"Something else is in the way of {home}. Choose another name or remove it."
    ]
    assert f"cannot keep its state in {home}" in texts(ran, "database")[0]
    assert home.read_text() == "mine"


def test_a_broken_database(prefstudio, home):
    """Bytes that are no database: named, with the remedy, not a traceback."""
    home.mkdir()
    (home / "studio.db").write_bytes(b"no database at all " * 500)
    ran = prefstudio("doctor", "--json")
    assert (ran.status, checks(ran)["database"]) == (1, False)
    (said,) = texts(ran, "database")
    assert said == (
        f"The database in {home} cannot be used (file is not a database); "
        "bring back a copy of it, or set PREFSTUDIO_HOME to another folder."
    )


def test_a_wrong_setting(prefstudio, monkeypatch):
    """The variable, the rule and the value; what depends on the settings is not looked at."""
    monkeypatch.setenv("PREFSTUDIO_PORT", "80000")
    ran = prefstudio("doctor")
    assert ran.status == 1
    assert "BAD  settings   PREFSTUDIO_PORT: Input should be less than or equal to 65535" in ran.out
    assert "database" not in ran.out


def test_a_setting_that_is_none(prefstudio, monkeypatch):
    """A typing mistake in a variable's name."""
    monkeypatch.setenv("PREFSTUDIO_HOEM", "/tmp/elsewhere")  # noqa: S108 - never used
    ran = prefstudio("doctor")
    assert ran.status == 1
    assert "PREFSTUDIO_HOEM, which is no setting; there are: PREFSTUDIO_DATABASE, PREFSTUDIO_HOME" in ran.out


def test_a_store_that_cannot_be(prefstudio, monkeypatch):
    monkeypatch.setenv("PREFSTUDIO_STORE", "s3://bucket")
    ran = prefstudio("doctor", "--json")
    assert (ran.status, checks(ran)["store"]) == (1, False)
    assert "has the unknown scheme 's3://'" in texts(ran, "store")[0]


@pytest.mark.parametrize(
    "command", [["runs"], ["serve"], ["freeze", "prompt"], ["export", "1", "out"], ["curves", "1"]]
)
def test_every_command_refuses_a_file_in_the_homes_place(prefstudio, home, command):
    """In one sentence with the remedy."""
    home.write_text("mine")
    assert prefstudio(*command).refusal == (
        f"The studio cannot keep its state in {home} (File exists); set PREFSTUDIO_HOME to a folder of yours."
    )


def test_as_a_script(home):
    """The exit status is the script's."""
    assert run_script(home, "doctor").status == 0
    (home.parent / "a file").touch()
    assert run_script(home.parent / "a file", "doctor").status == 1
