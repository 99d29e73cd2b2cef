"""Addresses and paths among the settings: what can be one, and no word of a password."""

import traceback

import pytest

from core.errors import InvalidInput, Unavailable
from core.services import open_studio
from core.settings import load_settings
from tests.core.refused_settings import refusal

pytestmark = pytest.mark.usefixtures("nothing_set")

HUSH = "s3cret-w0rd"
UNREACHABLE = f"postgresql://ada:{HUSH}@127.0.0.1:1/studio?connect_timeout=2"


def test_a_team_has_its_own_database():
    """The driver is added; the rest stays as it was given."""
    url = load_settings(database="postgresql://ada:pw@db.example/studio?sslmode=require").database_url
    assert url == "postgresql+psycopg://ada:pw@db.example/studio?sslmode=require"


@pytest.mark.parametrize(
    "address",
    [
        f"postgres://ada:{HUSH}@host/name",
        f"mysql://ada:{HUSH}@host/name",
        f"ada:{HUSH}@host/name",
        f" postgresql://ada:{HUSH}@host/name",
        f"sqlite:///{HUSH}",
    ],
)
def test_another_kind_of_database_is_refused_without_its_address(address, monkeypatch):
    """The sentence may be read over a shoulder, and the value has a password."""
    for said in (refusal(database=address), refused_from_environment(monkeypatch, address)):
        assert said.startswith("PREFSTUDIO_DATABASE: the address must begin with postgresql://")
        assert HUSH not in said


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://ada:{HUSH}@host:port/name",
        f"postgresql://ada:{HUSH}@host:99999/name",
        f"postgresql://ada:{HUSH}@host:-1/name",
        f"postgresql://ada:{HUSH}@host:/name",
        f"postgresql://ada:{HUSH}@[::1/name",
        f"postgresql://ada:first@{HUSH}@host/name",
        f"postgresql://ada:5432@{HUSH}:x@host/name",
    ],
)
def test_an_address_that_cannot_be_taken_apart(address):
    """What is allowed is said, and what must be written in another way; a piece of a password is no host."""
    said = refusal(database=address)
    assert said.startswith(
        "PREFSTUDIO_DATABASE: is no address: it is postgresql://user:password@host:port/name, "
    )
    assert "@ : / ? # % in user and password are written %40 %3A %2F %3F %23 %25." in said
    assert HUSH not in said


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ada:p%40w@db.example:5433/studio",
        "postgresql:///studio?host=/run/postgresql",
        "postgresql://[::1]:5432/studio",
        "postgresql://",
        "postgresql://ada:p/w?x#y@host/studio",
    ],
)
def test_every_address_that_a_driver_takes(address):
    """What worked is not refused."""
    assert load_settings(database=address).database_url == address.replace(":", "+psycopg:", 1)


@pytest.mark.parametrize("name", ["home", "store"])
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("~nobody_of_this_name/studio", "leads nowhere; give a path that does"),
        ("/tmp/\udcff", "is not valid Unicode; give a path that is"),  # noqa: S108 - never made
        ("a\0b", "embedded null byte"),
    ],
)
def test_a_path_that_cannot_be(name, path, why):
    """The setting, the reason and the value."""
    assert refusal(**{name: path}) == f"PREFSTUDIO_{name.upper()}: {why} (it is {path!r})."


def test_a_path_that_leads_round_in_a_circle(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "leads nowhere" in refusal(home=tmp_path / "a" / "studio")


def refused_from_environment(monkeypatch, address: str) -> str:
    """The same by a variable."""
    monkeypatch.setenv("PREFSTUDIO_DATABASE", address)
    try:
        return refusal()
    finally:
        monkeypatch.delenv("PREFSTUDIO_DATABASE")


def test_a_password_is_not_shown(tmp_path):
    """Not where settings are printed, whole or in part."""
    settings = load_settings(home=tmp_path, database=UNREACHABLE)
    for said in (repr(settings), str(settings), repr(settings.database), settings.model_dump_json()):
        assert HUSH not in said
    assert HUSH in settings.database_url


def test_a_server_that_does_not_answer_is_said_without_its_password(tmp_path, caplog):
    """Neither the sentence, nor what stands behind it, nor the log has it."""
    settings = load_settings(home=tmp_path, database=UNREACHABLE, log_level="DEBUG")
    with caplog.at_level("DEBUG"), pytest.raises(Unavailable) as caught:
        open_studio(settings)
    said = str(caught.value)
    assert said.startswith("The database of PREFSTUDIO_DATABASE cannot be used (")
    assert said.endswith("see that it runs and lets the studio in.")
    written = settings.log_file.read_text() if settings.log_file.exists() else ""
    everything = "".join(traceback.format_exception(caught.value))
    for one in (said, caplog.text, written, everything):
        assert HUSH not in one


def test_a_store_of_its_own():
    """The store may be a bucket while the rest stays at home."""
    assert load_settings(store="gs://bucket/studio").store_address == "gs://bucket/studio"


def test_a_store_in_a_folder_is_absolute(tmp_path):
    """Whatever folder a later command is started from; addresses stay as they are."""
    assert load_settings(store="objects").store_address == str(tmp_path / "objects")
    assert load_settings(store="file:///a/b").store_address == "file:///a/b"


def test_a_hub_is_no_store():
    """Frozen sets never change, and a hub's repositories do."""
    with pytest.raises(InvalidInput, match="to a hub, sets are exported"):
        load_settings(store="hf://datasets/team/prefs")
