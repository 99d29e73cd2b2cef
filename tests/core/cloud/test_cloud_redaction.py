"""No text that passed through ``redact`` lets its reader act as somebody."""

import json

import pytest
from google.auth.transport.requests import Request

from core.cloud import redact
from core.cloud.account import account
from core.cloud.secrets import REMOVED

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("token ya29.a0AfH6SMB-x_y.z is old", f"token {REMOVED} is old"),
        ("Authorization: Bearer abc.def", f"Authorization: {REMOVED}"),
        ("{'authorization': 'Bearer abc-def', 'x': 1}", f"{{'authorization': '{REMOVED}', 'x': 1}}"),
        ("sent bearer abc123, failed", f"sent bearer {REMOVED}, failed"),
        ('{"access_token": "abc", "n": 1}', f'{{"access_token": "{REMOVED}", "n": 1}}'),
        ("PUT /o?upload_id=ADPycd-x&uploadType=r", f"PUT /o?upload_id={REMOVED}&uploadType=r"),
        ("refresh 1//0gABCDEFGHIJKLMNOPQRSTUV", f"refresh {REMOVED}"),
        ("jwt eyJhbGciOi.eyJpc3Mi.c2ln-_", f"jwt {REMOVED}"),
        (
            "GET /o?X-Goog-Credential=a%40b&X-Goog-Signature=0f3a&x=1",
            f"GET /o?X-Goog-Credential={REMOVED}&X-Goog-Signature={REMOVED}&x=1",
        ),
        ("'/o?GoogleAccessId=a&Signature=c2ln%3D'", f"'/o?GoogleAccessId=a&Signature={REMOVED}'"),
        (f"key AIza{'Sy-_' * 8}abc.", f"key {REMOVED}."),
        ("login hf_abcdefghijABCDEFGHIJ0123 failed", f"login {REMOVED} failed"),
        ("client_secret=GOCSPX-ab_c-d, x", f"client_secret={REMOVED}, x"),
        ('{"client_secret": "GOCSPX-abc", "n": 1}', f'{{"client_secret": "{REMOVED}", "n": 1}}'),
        ("hf_hub and a Signature of AIza are words", "hf_hub and a Signature of AIza are words"),
        (f"key {PEM}", f"key {REMOVED}\n"),
        ("cut off -----BEGIN RSA PRIVATE KEY-----\nMIIEvQ", f"cut off {REMOVED}"),
        ("Permission 'storage.objects.get' denied.", "Permission 'storage.objects.get' denied."),
    ],
)
def test_what_looks_like_a_secret(text, left):
    assert redact(text) == left


def test_the_configured_key_in_all_its_forms(cloud):
    """As base64, as fields, as JSON writes them; tokens that were given out too."""
    account().credentials.refresh(Request())
    key = cloud.identity.key(cloud.email)
    line = key["private_key"].splitlines()[3]
    texts = [cloud.key(), json.dumps(key), key["private_key"], key["private_key_id"], line, repr(key)]
    texts.append(account().credentials.token)
    for text in texts:
        said = redact(f"before {text} after")
        assert not [secret for secret in cloud.secrets() if secret in said]
        assert said.startswith("before ")


def test_a_key_file_too(cloud, monkeypatch, tmp_path):
    path = tmp_path / "key.json"
    key = cloud.identity.key(cloud.email)
    path.write_text(json.dumps(key))
    monkeypatch.delenv("SERVICE_ACCOUNT_KEY")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    assert redact(key["private_key_id"]) == REMOVED


@pytest.mark.parametrize("key", ["nonsense", "", "a", "bm8ganNvbg=="])
def test_a_text_never_fails_on_the_settings(monkeypatch, key):
    """The settings may be what the text is about."""
    monkeypatch.setenv("SERVICE_ACCOUNT_KEY", key)
    assert redact("plain") == "plain"
    monkeypatch.setenv("REGION", "a b")
    assert redact("ya29.x plain") == f"{REMOVED} plain"


def test_what_cannot_be_stored_is_replaced():
    """PostgreSQL keeps no NUL, and no encoder writes half of a surrogate pair."""
    assert redact("a\0b \ud800 ya29.x") == f"a\ufffdb ? {REMOVED}"
