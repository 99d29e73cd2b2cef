"""Who the studio is at Google: which of three sources counts, and a sentence for each that cannot be used."""

import base64
import json
import os
import traceback
from functools import partial

import pytest
from google.auth.exceptions import TransportError

from core.cloud import cloud_settings, project_id
from core.cloud.account import account, has_own_key
from core.errors import InvalidInput, NotAllowed


def encoded(key) -> str:
    """A key as SERVICE_ACCOUNT_KEY holds it."""
    return base64.b64encode(json.dumps(key).encode()).decode()


def refusal() -> str:
    """The sentence that refuses the account, with all that a traceback would show beside it."""
    with pytest.raises(NotAllowed) as caught:
        account()
    assert "".join(traceback.format_exception(caught.value)).count("Error") <= 1
    return str(caught.value)


def test_a_key_in_the_environment(cloud, monkeypatch):
    """Its email and project are shown, nothing else of it; the base64 may be broken into lines."""
    who = account()
    assert (who.kind, who.email, who.project) == ("service account key", cloud.email, cloud.project)
    for said in (repr(who), str(who)):
        assert not [secret for secret in cloud.secrets() if secret in said]
    monkeypatch.setenv("SERVICE_ACCOUNT_KEY", "\n".join(cloud.key()[i : i + 76] for i in range(0, 4000, 76)))
    assert account().email == cloud.email


def test_the_account_stays_one_object_until_a_setting_changes(cloud, monkeypatch):
    """Clients are kept by it; another project is another account."""
    first = account()
    assert account() is first
    monkeypatch.setenv("PROJECT_ID", "another")
    assert (account() is first, account().project) == (False, "another")


def test_a_key_counts_more_than_a_file(cloud, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    assert account().kind == "service account key"
    assert has_own_key(cloud_settings())


def test_a_key_file(cloud, monkeypatch, tmp_path):
    """Read again when it is another file under the same name; the project is the key's unless one is set."""
    path = tmp_path / "key.json"
    path.write_text(json.dumps(cloud.identity.key("a@x.iam.gserviceaccount.com")))
    monkeypatch.delenv("SERVICE_ACCOUNT_KEY")
    monkeypatch.delenv("PROJECT_ID")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    assert (account().kind, account().email) == ("key file", "a@x.iam.gserviceaccount.com")
    assert project_id() == cloud.project
    path.write_text(json.dumps(cloud.identity.key("b@x.iam.gserviceaccount.com")))
    os.utime(path, (1, 1))
    assert account().email == "b@x.iam.gserviceaccount.com"


def person() -> dict[str, str]:
    """What 'gcloud auth application-default login' leaves behind."""
    return {
        "type": "authorized_user",
        "client_id": "764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.googleusercontent.com",
        "client_secret": "d-FL95Q19q7MQmFpd7hHD0Ty",
        "refresh_token": "1//0abcdefghijklmnopqrstuvwxyz",
    }


def test_this_machines_sign_in(monkeypatch, tmp_path):
    """Found where gcloud keeps it, also by a studio that runs already; nobody's email is in it."""
    assert "gcloud auth application-default login" in refusal()
    (tmp_path / "gcloud").mkdir()
    (tmp_path / "gcloud" / "application_default_credentials.json").write_text(json.dumps(person()))
    assert (account().kind, account().email, account().project) == ("application default", "", "")
    with pytest.raises(InvalidInput, match="Set PROJECT_ID"):
        project_id()
    monkeypatch.setenv("PROJECT_ID", "mine")
    assert (project_id(), account().project) == ("mine", "mine")


def test_a_file_of_another_kind(monkeypatch, tmp_path):
    """Workload identity and people's sign-ins come as files too; one that Google cannot read is refused."""
    path = tmp_path / "other.json"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    path.write_text(json.dumps(person()))
    assert account().kind == "key file"
    path.write_text(json.dumps({"type": "nonsense", "private_key": "hush"}))
    said = refusal()
    assert said.startswith("The key file that GOOGLE_APPLICATION_CREDENTIALS names cannot be used")
    assert "hush" not in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not base64!", "is not valid base64"),
        (base64.b64encode(b"{no json hush").decode(), "holds no JSON"),
        (encoded(["hush"]), "holds JSON that is no object"),
        (encoded({"type": "authorized_user", "x": "hush"}), "its field 'type' is not 'service_account'"),
        (
            encoded({"type": "service_account", "token_uri": "hush"}),
            "lacks the field client_email and private_key",
        ),
        (
            encoded(
                {"type": "service_account", "client_email": "a@b", "private_key": "hush", "token_uri": "u"}
            ),
            "no private key in PEM form",
        ),
    ],
)
def test_a_key_that_is_none(monkeypatch, text, why):
    """What is wrong is said, with the way to a right one, and nothing of what was given."""
    monkeypatch.setenv("SERVICE_ACCOUNT_KEY", text)
    said = refusal()
    assert why in said
    assert "gcloud iam service-accounts keys create" in said
    assert "hush" not in said
    assert text not in said


def test_a_persons_sign_in_takes_no_longer_than_other_requests(monkeypatch, tmp_path):
    """Google's library would wait two minutes for each token."""
    waits = []

    def request(**how):
        waits.append(how["timeout"])
        raise TransportError

    path = tmp_path / "person.json"
    path.write_text(json.dumps(person()))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "7")
    who = account()
    with pytest.raises(TransportError):
        who.credentials.refresh(partial(request, timeout=120))
    assert waits == [7.0]
