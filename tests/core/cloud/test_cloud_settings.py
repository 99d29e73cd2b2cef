"""Google Cloud's settings come from the environment and ``.env``; a wrong one is a sentence."""

import os
from pathlib import Path

import pytest

from core.cloud import CloudSettings, cloud_settings
from core.errors import InvalidInput
from core.settings import CLOUD_VARIABLES

README = Path(__file__).parents[3] / "README.md"
VARIABLES = [
    name.upper() for name in CloudSettings.model_fields if not name.startswith(("google_e", "request"))
]


def refusal() -> str:
    """The sentence that refuses what is set."""
    with pytest.raises(InvalidInput) as caught:
        cloud_settings()
    return str(caught.value)


def test_nothing_need_be_set():
    """Without any variable there is a region and a patience, and no address."""
    settings = cloud_settings()
    assert (settings.project_id, settings.region, settings.request_seconds) == ("", "us-central1", 60.0)
    assert (settings.data_address, settings.staging_address, settings.google_endpoint) == ("", "", "")


def test_the_environment_wins_over_the_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("PROJECT_ID=from-file\nREGION=europe-west4\nPREFSTUDIO_PORT=1\n")
    monkeypatch.setenv("PROJECT_ID", "from-environment")
    assert (cloud_settings().project_id, cloud_settings().region) == ("from-environment", "europe-west4")


def test_they_are_read_once_and_again_when_something_has_changed(monkeypatch, tmp_path):
    """A new ``.env``, as a new key needs one, holds without a restart; a wrong one is refused every time."""
    monkeypatch.setenv("PROJECT_ID", "first")
    first = cloud_settings()
    assert cloud_settings() is first
    for region in ("europe-west4", "us-west1"):
        (tmp_path / ".env").write_text(f"REGION={region}\n")
        os.utime(tmp_path / ".env", (len(region), len(region)))
        assert cloud_settings().region == region
    monkeypatch.setenv("PROJECT_ID", "second")
    assert (cloud_settings().project_id, first.project_id) == ("second", "first")
    monkeypatch.setenv("REGION", "a b")
    assert refusal() == refusal()
    monkeypatch.delenv("REGION")
    assert cloud_settings().region == "us-west1"


def test_an_empty_variable_is_not_set(monkeypatch):
    """As course notebooks leave them in ``.env``."""
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    assert cloud_settings().region == "us-central1"


@pytest.mark.parametrize("given", ["bucket-1", "gs://bucket-1", "gs://bucket-1/"])
def test_a_bucket_in_any_of_its_spellings(monkeypatch, given):
    """Runs write to the data sets' bucket unless another is named."""
    monkeypatch.setenv("BUCKET_NAME", given)
    assert cloud_settings().data_address == cloud_settings().staging_address == "gs://bucket-1"
    monkeypatch.setenv("STAGING_BUCKET", "gs://other/a folder/")
    assert cloud_settings().staging_address == "gs://other/a folder"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROJECT_ID", "My Project"),
        ("REGION", "us central1"),
        ("BUCKET_NAME", "s3://bucket"),
        ("STAGING_BUCKET", "Upper"),
        ("SERVICE_ACCOUNT", "no-email"),
        ("PREFSTUDIO_GOOGLE_ENDPOINT", "http://elsewhere.example"),
        ("PREFSTUDIO_GOOGLE_ENDPOINT", "https://user@elsewhere.example"),
        ("PREFSTUDIO_REQUEST_SECONDS", "0"),
        ("PREFSTUDIO_REQUEST_SECONDS", "nan"),
    ],
)
def test_a_wrong_value_names_the_variable_and_itself(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    said = refusal()
    assert said.startswith(f"{name}: ")
    assert said.endswith(f"(it is {value!r}).")


def test_a_sign_in_travels_encrypted_or_not_at_all(monkeypatch):
    """Plain http is for servers of this machine."""
    for address in (
        "https://proxy.example/google",
        "http://127.0.0.1:9",
        "http://localhost:9",
        "http://[::1]:9",
    ):
        monkeypatch.setenv("PREFSTUDIO_GOOGLE_ENDPOINT", address + "/")
        assert cloud_settings().service_address("serviceusage") == address
    monkeypatch.delenv("PREFSTUDIO_GOOGLE_ENDPOINT")
    assert cloud_settings().service_address("serviceusage") == "https://serviceusage.googleapis.com"


def test_the_key_is_never_said(monkeypatch):
    """Not where the settings are printed, and not when another of them is wrong."""
    monkeypatch.setenv("SERVICE_ACCOUNT_KEY", "c2VjcmV0")
    for said in (repr(cloud_settings()), str(cloud_settings()), cloud_settings().model_dump_json()):
        assert "c2VjcmV0" not in said
    monkeypatch.setenv("REGION", "a b")
    assert "c2VjcmV0" not in refusal()


def test_the_studio_knows_the_variables_that_begin_with_its_name():
    """Others that begin so are refused at start as typing mistakes."""
    ours = [
        choice
        for field in CloudSettings.model_fields.values()
        if field.validation_alias
        for choice in field.validation_alias.choices
        if choice.isupper()
    ]
    assert set(ours) == CLOUD_VARIABLES


@pytest.mark.parametrize("name", [*VARIABLES, *sorted(CLOUD_VARIABLES)])
def test_the_readme_has_every_variable(name):
    assert f"| `{name}` |" in README.read_text(encoding="utf-8")


def test_every_setting_says_what_it_is_for():
    assert all((field.description or "").endswith(".") for field in CloudSettings.model_fields.values())
