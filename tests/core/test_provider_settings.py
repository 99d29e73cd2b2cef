"""The settings of oidc and iap: half-set, contradicting or unsafe ones refuse to start, in a sentence."""

import pytest

from core.errors import InvalidInput
from core.settings import Settings, load_settings

OIDC = {
    "PREFSTUDIO_SIGN_IN": "oidc",
    "PREFSTUDIO_URL": "https://studio.example.org",
    "PREFSTUDIO_OIDC_METADATA_URL": "https://login.example.org/.well-known/openid-configuration",
    "PREFSTUDIO_OIDC_CLIENT_ID": "studio",
    "PREFSTUDIO_OIDC_CLIENT_SECRET": "a-secret-nobody-may-see",
    "PREFSTUDIO_SIGN_IN_DOMAINS": "Example.org, lab.example.com",
}
IAP = {
    "PREFSTUDIO_SIGN_IN": "iap",
    "PREFSTUDIO_URL": "https://studio.example.org",
    "PREFSTUDIO_IAP_AUDIENCE": "/projects/123/locations/europe-west1/services/studio",
}


@pytest.fixture
def settings(monkeypatch, tmp_path):
    """Read the settings from these variables and nothing else."""
    monkeypatch.chdir(tmp_path)

    def read(variables: dict[str, str]) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return read


def test_what_is_whole_is_read(settings):
    found = settings({**OIDC, "PREFSTUDIO_ADMINS": "Ada@Example.org,"})
    assert found.admitted_domains == {"example.org", "lab.example.com"}
    assert found.admin_addresses == {"ada@example.org"}
    assert not found.is_behind_iap
    assert "a-secret" not in f"{found!r} {found}"


def test_the_proxy_needs_its_audience_only(settings):
    found = settings(IAP)
    assert found.is_behind_iap
    assert found.iap_seconds == 3600


@pytest.mark.parametrize("way", [OIDC, IAP])
def test_each_half_set_way_says_what_is_missing(settings, way):
    for left_out in list(way)[1:]:
        with pytest.raises(InvalidInput, match=f"half-set: set {left_out} ") as refused:
            settings({name: "" if name == left_out else value for name, value in way.items()})
        assert "a-secret" not in str(refused.value)


WRONG = [
    ({**OIDC, "PREFSTUDIO_SIGN_IN": "accounts"}, "SIGN_IN is accounts, but PREFSTUDIO_OIDC_METADATA_URL and"),
    ({**IAP, "PREFSTUDIO_SIGN_IN": "accounts"}, "but PREFSTUDIO_IAP_AUDIENCE belongs to iap"),
    ({**OIDC, **IAP}, "SIGN_IN is iap, but PREFSTUDIO_OIDC_METADATA_URL"),
    ({**OIDC, "PREFSTUDIO_OIDC_CLIENT_SECRET": "too short"}, "shorter than 16 characters"),
    ({**OIDC, "PREFSTUDIO_OIDC_METADATA_URL": "http://login.example.org/"}, "must begin with https://"),
    ({**OIDC, "PREFSTUDIO_OIDC_METADATA_URL": "https://[::1"}, "PREFSTUDIO_OIDC_METADATA_URL"),
    ({**OIDC, "PREFSTUDIO_SIGN_IN_DOMAINS": "ada@example.org"}, "is no domain"),
    ({**OIDC, "PREFSTUDIO_SIGN_IN_DOMAINS": "*.example.org"}, "is no domain"),
    ({**OIDC, "PREFSTUDIO_SIGN_IN_DOMAINS": " , "}, "half-set"),
    ({**OIDC, "PREFSTUDIO_SIGN_IN_DOMAINS": "*"}, "say who leads: set PREFSTUDIO_ADMINS"),
    ({**OIDC, "PREFSTUDIO_SIGN_IN_ROLE": "lead"}, "who leads is named in PREFSTUDIO_ADMINS"),
    ({**OIDC, "PREFSTUDIO_ADMINS": "ada"}, "is no e-mail address, nor sub: and"),
    ({**IAP, "PREFSTUDIO_IAP_AUDIENCE": "studio"}, "for Cloud Run"),
    ({**IAP, "PREFSTUDIO_IAP_KEYS_URL": "http://keys.example.org"}, "must begin with https://"),
]


@pytest.mark.parametrize(("variables", "sentence"), WRONG)
def test_what_contradicts_itself_or_is_unsafe_is_refused(settings, variables, sentence):
    with pytest.raises(InvalidInput, match=sentence) as refused:
        settings(variables)
    for secret in ("a-secret", "too short"):
        assert secret not in str(refused.value)
