"""``prefstudio doctor`` says what is wrong and what to do; other commands refuse a broken home."""

import re
import sqlite3
import sys
from contextlib import closing

import pytest

from core.db.faults import LEAVE_AS_IT_IS
from tests.app.cli_runner import run_script
from tests.doubles.google.cloud import A100
from tests.doubles.iap import AUDIENCE, proxy_running

PACKAGES = ["streamlit", "sqlmodel", "pandas", "plotly", "tbparse", "kfp", "google-cloud-storage"]
GOOGLES = (
    *("PROJECT_ID", "SERVICE_ACCOUNT_KEY", "GOOGLE_APPLICATION_CREDENTIALS", "SERVICE_ACCOUNT", "REGION"),
    *("BUCKET_NAME", "STAGING_BUCKET", "PREFSTUDIO_GOOGLE_ENDPOINT", "PREFSTUDIO_REQUEST_SECONDS"),
)


@pytest.fixture(autouse=True)
def nothing_of_googles(monkeypatch):
    """The developer's own project is not asked."""
    for name in GOOGLES:
        monkeypatch.delenv(name, raising=False)


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
    assert list(checks(ran)) == [
        *("python", "settings", "folder", "database", "sign-in", "store", "addresses", "google")
    ]
    assert texts(ran, "sign-in") == ["local"]
    assert texts(ran, "python") == [sys.version.split()[0]]
    assert texts(ran, "settings") == [f"state in {home}"]
    assert texts(ran, "database")[0].startswith("revision ")
    assert texts(ran, "store") == [f"{(home / 'objects').as_uri()} answers, empty"]
    assert [text.split()[0] for text in texts(ran, "package")] == PACKAGES
    assert texts(ran, "google") == ["google cloud: not configured (optional; see docs/google-cloud.md)"]


def test_a_region_alone_does_not_mean_google(prefstudio, monkeypatch):
    """Other programs read a variable of this name too."""
    monkeypatch.setenv("REGION", "eu-central-1")
    ran = prefstudio("doctor", "--json")
    assert texts(ran, "google") == ["google cloud: not configured (optional; see docs/google-cloud.md)"]


def test_whoever_says_who_people_are_is_asked(prefstudio, monkeypatch):
    """Keys of the proxy are there; what is no provider's description is said to be none."""
    monkeypatch.setenv("PREFSTUDIO_URL", "https://studio.example.org")
    with proxy_running() as proxy:
        monkeypatch.setenv("PREFSTUDIO_SIGN_IN", "iap")
        monkeypatch.setenv("PREFSTUDIO_IAP_AUDIENCE", AUDIENCE)
        monkeypatch.setenv("PREFSTUDIO_IAP_KEYS_URL", proxy.url)
        ran = prefstudio("doctor", "--json")
        assert texts(ran, "sign-in")[0].startswith("iap: the proxy's keys can be fetched (1)")

        monkeypatch.delenv("PREFSTUDIO_IAP_AUDIENCE")
        monkeypatch.setenv("PREFSTUDIO_SIGN_IN", "oidc")
        monkeypatch.setenv("PREFSTUDIO_OIDC_METADATA_URL", proxy.url)
        monkeypatch.setenv("PREFSTUDIO_OIDC_CLIENT_ID", "studio")
        monkeypatch.setenv("PREFSTUDIO_OIDC_CLIENT_SECRET", "a-secret-nobody-may-see")
        monkeypatch.setenv("PREFSTUDIO_SIGN_IN_DOMAINS", "example.org")
        ran = prefstudio("doctor", "--json")
        assert texts(ran, "sign-in")[0].startswith(f"{proxy.url} describes no provider: it lacks issuer")
    ran = prefstudio("doctor", "--json")
    assert "does not answer" in texts(ran, "sign-in")[0]
    assert ran.status == 1


def test_for_a_person(prefstudio):
    """One line a check, its verdict first."""
    ran = prefstudio("doctor")
    lines = ran.out.splitlines()
    assert len(lines) == 8 + len(PACKAGES)
    assert all(line.startswith("ok   ") for line in lines)


def test_a_store_with_objects(prefstudio, pairs_file):
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    prefstudio("freeze", "preference")
    assert texts(prefstudio("doctor", "--json"), "store")[0].endswith("answers, with objects in it")


def test_a_home_that_lost_an_object(prefstudio, pairs_file, home):
    """The set and the object are named, with what to do."""
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    prefstudio("freeze", "preference")
    assert texts(prefstudio("doctor", "--json"), "addresses") == ["every data set is where it should be"]
    for path in (home / "objects").rglob("*.gz"):
        path.unlink()
    ran = prefstudio("doctor", "--json")
    assert (ran.status, checks(ran)["addresses"]) == (1, False)
    (said,) = texts(ran, "addresses")
    assert said.startswith("data set preference 1: file:///")
    assert said.endswith(" is gone; bring back what the store held, or freeze the recipe again")


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
        "sign-in": True,
        "store": True,
        "google": True,
    }
    assert texts(ran, "folder") == [
        f"Something else is in the way of {home}. Choose another name or remove it."
    ]
    assert f"cannot keep its state in {home}" in texts(ran, "database")[0]
    assert home.read_text() == "mine"


def test_a_broken_database(prefstudio, home):
    """Bytes that are no database: named, with what to leave alone, not a traceback."""
    home.mkdir()
    (home / "studio.db").write_bytes(b"no database at all " * 500)
    ran = prefstudio("doctor", "--json")
    assert (ran.status, checks(ran)["database"]) == (1, False)
    (said,) = texts(ran, "database")
    assert said == (f"The database {home}/studio.db is damaged (file is not a database); {LEAVE_AS_IT_IS}.")


def test_damage_that_nobody_has_met_yet(prefstudio, pairs_file, home):
    """The doctor looks through the whole file, where every other command goes on working."""
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    with closing(sqlite3.connect(home / "studio.db")) as database:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'judgment'"
        ((page,),) = database.execute(query)
    with (home / "studio.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xee" * 4096)
    assert prefstudio("runs").status == 0
    ran = prefstudio("doctor", "--json")
    assert (ran.status, checks(ran)["database"]) == (1, False)
    assert re.fullmatch(rf".*/studio\.db is damaged \(.+\); {LEAVE_AS_IT_IS}\.", texts(ran, "database")[0])


def test_google_is_ready(prefstudio, cloud):
    """Eight lines, each good, the first says who and which project; nothing of the key is printed."""
    cloud.quotas[A100]["us-central1"] = 16
    ran = prefstudio("doctor")
    lines = [line for line in ran.out.splitlines() if " google " in line]
    assert ran.status == 0
    assert [line.split()[0] for line in lines] == ["ok"] * 8
    assert "base models were last read on 28 November 2026" in lines[-1]
    assert f"Signed in as {cloud.email}" in lines[0]
    assert "the 14 permissions in studio-test-project that count for all methods" in lines[2]
    assert not [secret for secret in cloud.secrets() if secret in ran.out + ran.err]


def test_google_is_not_ready(prefstudio, cloud):
    """What is missing is bad and comes with its command; a lack of machines is only noted."""
    cloud.disabled.add("aiplatform.googleapis.com")
    cloud.quotas[A100]["us-central1"] = 0
    ran = prefstudio("doctor")
    assert ran.status == 1
    assert "BAD  google     Not switched on in studio-test-project: aiplatform.googleapis.com." in ran.out
    assert "gcloud services enable aiplatform.googleapis.com --project=studio-test-project" in ran.out
    assert "note google     The quota “Restricted image training Nvidia A100 80GB GPUs per region”" in ran.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BUCKET_NAME", "my-bucket"),
        ("STAGING_BUCKET", "my-bucket"),
        ("SERVICE_ACCOUNT", "runs@my-project.iam.gserviceaccount.com"),
    ],
)
def test_google_is_looked_at_as_soon_as_anything_is_set(prefstudio, monkeypatch, tmp_path, name, value):
    """Who has begun to set it up is told what is missing."""
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv(name, value)
    ran = prefstudio("doctor")
    assert ran.status == 1
    assert "BAD  google     This machine's own sign-in cannot be used" in ran.out
    assert ("No bucket is set" in ran.out) == ("BUCKET" not in name)
    assert "not configured" not in ran.out


def test_what_could_not_be_checked_is_no_fault(prefstudio, cloud, monkeypatch):
    """It says so; exit status 0."""
    monkeypatch.delenv("SERVICE_ACCOUNT")
    ran = prefstudio("doctor", "--json")
    levels = [one["level"] for one in ran.figures if one["name"] == "google"]
    assert (ran.status, levels.count("unknown"), levels.count("stop")) == (0, 1, 0)
    assert "?    google     SERVICE_ACCOUNT is not set" in prefstudio("doctor").out


def test_a_key_of_googles_that_is_none(prefstudio, monkeypatch):
    """Its reason is said, not its content."""
    monkeypatch.setenv("SERVICE_ACCOUNT_KEY", "hush-hush!")
    ran = prefstudio("doctor")
    assert ran.status == 1
    assert "BAD  google     SERVICE_ACCOUNT_KEY is not valid base64." in ran.out
    assert "hush" not in ran.out


def test_a_wrong_setting_of_googles(prefstudio, monkeypatch):
    monkeypatch.setenv("REGION", "us central1")
    assert "BAD  google     REGION: " in prefstudio("doctor").out


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
    assert "PREFSTUDIO_HOEM, which is no setting; there are: PREFSTUDIO_ADMINS, " in ran.out
    assert "PREFSTUDIO_GOOGLE_ENDPOINT, PREFSTUDIO_HOME, PREFSTUDIO_HOST, " in ran.out


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
    home.touch()
    assert run_script(home, "doctor").status == 1
