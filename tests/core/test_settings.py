"""Settings come typed from the arguments, the environment and ``.env``; a wrong one is a sentence."""

import re
from pathlib import Path

import pytest

from core.services import open_studio
from core.settings import CLOUD_VARIABLES, HIDDEN_VARIABLES, TEST_VARIABLES, Settings, load_settings
from core.sign_in_settings import PREFIX, is_loopback
from tests.core.refused_settings import refusal

README = Path(__file__).parents[2] / "README.md"
pytestmark = pytest.mark.usefixtures("nothing_set")


def test_the_defaults(tmp_path):
    """A first start needs no setting: state beside it, loopback, the sample project."""
    settings = load_settings()
    assert settings.home == tmp_path / ".prefstudio"
    assert (settings.host, settings.port, settings.sample) == ("127.0.0.1", 8501, True)
    assert (settings.log_level, settings.poll_seconds, settings.store) == ("INFO", 1.0, "")


def test_all_state_lies_in_home(tmp_path):
    """Database, objects, runs, cache and log are inside the one folder that is backed up."""
    settings = load_settings(home=tmp_path / "a")
    assert settings.database_url == f"sqlite:///{tmp_path}/a/studio.db"
    assert settings.store_address == f"file://{tmp_path}/a/objects"
    folders = (settings.runs_folder, settings.cache_folder, settings.log_file)
    assert [path.relative_to(tmp_path / "a").as_posix() for path in folders] == [
        "runs",
        "cache",
        "logs/studio.log",
    ]


@pytest.mark.parametrize("name", ["with space", "50%", "a%20b", "what?", "n#1", "Größe", "a;b&c=d"])
def test_home_may_have_any_name(tmp_path, name):
    """What means something in an address means nothing in a folder's name."""
    studio = open_studio(load_settings(home=tmp_path / name))
    studio.close()
    assert (tmp_path / name / "studio.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_home_is_absolute_whatever_is_given(tmp_path, monkeypatch):
    """A relative folder and ``~`` are resolved once, at start."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert load_settings(home="~/studio").home == tmp_path / "me" / "studio"
    assert load_settings(home="x/../studio").home == tmp_path / "studio"


def test_the_environment_sets(monkeypatch):
    """Each setting is PREFSTUDIO_ and its name, read as its type."""
    monkeypatch.setenv("PREFSTUDIO_PORT", "9000")
    monkeypatch.setenv("PREFSTUDIO_SAMPLE", "no")
    monkeypatch.setenv("PREFSTUDIO_POLL_SECONDS", "0.5")
    settings = load_settings()
    assert (settings.port, settings.sample, settings.poll_seconds) == (9000, False, 0.5)


def test_arguments_win_over_the_environment_and_that_over_the_file(tmp_path, monkeypatch):
    """The nearer a value is to the command, the more it counts."""
    text = "PREFSTUDIO_PORT=7001\nPREFSTUDIO_LOG_LEVEL=DEBUG\nPREFSTUDIO_HOST=::1\nOTHER=1\n"
    (tmp_path / ".env").write_text(text)
    monkeypatch.setenv("PREFSTUDIO_PORT", "7002")
    monkeypatch.setenv("PREFSTUDIO_LOG_LEVEL", "ERROR")
    settings = load_settings(port=7003)
    assert (settings.port, settings.log_level, settings.host) == (7003, "ERROR", "::1")


def test_settings_do_not_change(tmp_path):
    """What was checked at start stays checked."""
    settings = load_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.host = "0.0.0.0"  # noqa: S104 - the address that must never get in


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("PORT", "eighty", "unable to parse"),
        ("PORT", "", "unable to parse"),
        ("PORT", "0", "greater than or equal to 1"),
        ("PORT", "65536", "less than or equal to 65535"),
        ("SAMPLE", "perhaps", "unable to interpret"),
        ("LOG_LEVEL", "LOUD", "'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("POLL_SECONDS", "0", "greater than or equal to 0.05"),
        ("POLL_SECONDS", "nan", "less than or equal to 60"),
        ("POLL_SECONDS", "61", "less than or equal to 60"),
        ("CONNECT_SECONDS", "0", "greater than or equal to 2"),
        ("STATEMENT_SECONDS", "1e30", "less than or equal to 86400"),
        ("LOCK_SECONDS", "99999999999999999999", "less than or equal to 86400"),
    ],
)
def test_a_wrong_value_names_the_variable_and_itself(monkeypatch, name, value, why):
    """The sentence says which variable, what stands there and what could."""
    monkeypatch.setenv(PREFIX + name, value)
    said = refusal()
    assert said.startswith(f"PREFSTUDIO_{name}: ")
    assert why in said
    assert said.endswith(f"(it is {value!r}).")


def test_all_wrong_values_are_said_at_once(monkeypatch):
    """Nobody mends one setting only to be told of the next."""
    monkeypatch.setenv("PREFSTUDIO_PORT", "x")
    monkeypatch.setenv("PREFSTUDIO_SAMPLE", "maybe")
    said = refusal()
    assert "PREFSTUDIO_PORT: " in said
    assert "PREFSTUDIO_SAMPLE: " in said


def test_an_unknown_variable_is_a_typing_mistake(monkeypatch):
    """It is refused by name, with the settings there are."""
    monkeypatch.setenv("PREFSTUDIO_PROT", "9000")
    said = refusal()
    assert "PREFSTUDIO_PROT," in said
    assert "PREFSTUDIO_PORT" in said


def test_an_unknown_variable_in_the_file_too(tmp_path):
    """A mistake in ``.env`` would be ignored just as silently."""
    (tmp_path / ".env").write_text("PREFSTUDIO_PROT=9000\n")
    assert "PREFSTUDIO_PROT," in refusal()


@pytest.mark.parametrize("name", sorted(TEST_VARIABLES))
def test_the_variables_of_the_tests_are_known(monkeypatch, name):
    """They steer the suite, which starts the studio with them in the environment."""
    monkeypatch.setenv(name, "1")
    load_settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopback_is_fine(host):
    """Addresses that only this machine reaches."""
    assert is_loopback(host)
    assert load_settings(host=host).host == host


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "192.168.1.20", "10.0.0.1", "8.8.8.8", "::", "fe80::1", "studio.example", "", "localhost."],  # noqa: S104
)
def test_any_other_address_is_refused_with_the_reason(host):
    """Where a name is enough, whoever reaches the studio can act as anyone."""
    said = refusal(host=host)
    assert said.startswith(f"PREFSTUDIO_HOST: {host!r} is not a loopback address.")
    assert "a name is all it takes to be somebody" in said
    assert "127.0.0.1, ::1 or localhost only" in said


def documented() -> set[str]:
    """The variables that the README speaks of."""
    return set(re.findall(r"\bPREFSTUDIO_[A-Z_]+\b", README.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_readme_documents_every_setting(name):
    """A setting nobody can find is no setting."""
    assert PREFIX + name.upper() in documented()


def test_the_readme_documents_no_other():
    """What was removed from the program is removed from the README."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | CLOUD_VARIABLES | HIDDEN_VARIABLES
    assert documented() <= known


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_says_what_it_is_for(name):
    """The description is what the command's help and the README are written from."""
    assert (Settings.model_fields[name].description or "").endswith(".")
