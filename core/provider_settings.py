"""Providers of identities: the part of the settings that says whom the studio believes, and who may come."""

import re
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from core.sign_in_settings import PREFIX, SignIn, SignInSettings, is_loopback

ANY_DOMAIN = "*"
LEAST_SECRET = 16
GOOGLES_KEYS = "https://www.gstatic.com/iap/verify/public_key"
AUDIENCE = re.compile(
    r"/projects/[0-9]+/(global/backendServices/[0-9]+|apps/[a-z0-9.:-]+"
    r"|locations/[a-z0-9-]+/services/[a-z0-9-]+|[a-z0-9-]+/backendServices/[0-9]+)"
)
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+")
ADMIN = re.compile(r"[^@\s,]+@[^@\s,]+|sub:[^\s,]+")
OWN = {
    SignIn.OIDC: ("oidc_metadata_url", "oidc_client_id", "oidc_client_secret"),
    SignIn.IAP: ("iap_audience",),
}
"""Of each way, the settings that mean it and no other."""


class ProviderSettings(SignInSettings):
    """The settings of the ways ``oidc`` and ``iap``."""

    oidc_metadata_url: str = Field(
        "", description="Where the provider describes itself; it ends in /.well-known/openid-configuration."
    )
    oidc_client_id: str = Field("", description="What the provider calls the studio.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""),
        description="How the studio proves to the provider that it is itself; sessions are signed with it.",
    )
    sign_in_domains: str = Field(
        "", description="Domains whose accounts may come, with commas between; * lets every account come."
    )
    sign_in_role: str = Field(
        "",
        description="The role in every project that whoever comes gets at once; empty: a lead lets them in.",
    )
    admins: str = Field(
        "", description="E-mail addresses (or sub: and number) of those who lead everything from the start."
    )
    iap_audience: str = Field(
        "", description="The service that the Identity-Aware Proxy signs for: /projects/…/services/studio."
    )
    iap_minutes: int = Field(
        60, ge=1, le=1_440, description="How long a page stays open before the proxy is asked again."
    )
    iap_keys_url: str = Field(
        GOOGLES_KEYS, description="Where the proxy's keys are published; for tests only."
    )

    @field_validator("oidc_metadata_url", "iap_keys_url")
    @classmethod
    def _safe_address(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (parts.scheme != "https" or not parts.hostname) and not _is_here(address):
            msg = "the address must begin with https:// (http:// is for this machine only)"
            raise ValueError(msg)
        return address

    @field_validator("oidc_client_secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret) < LEAST_SECRET:
            msg = (
                f"it is shorter than {LEAST_SECRET} characters, so sessions could be forged by trying; "
                "have the provider make a longer one"
            )
            raise ValueError(msg)
        return secret

    @field_validator("sign_in_domains")
    @classmethod
    def _domains(cls, text: str) -> str:
        for one in _listed(text):
            if one != ANY_DOMAIN and not DOMAIN.fullmatch(one):
                msg = f"{one!r} is no domain, such as example.org (no @, no *.); * alone means every account"
                raise ValueError(msg)
        return ",".join(_listed(text))

    @field_validator("admins")
    @classmethod
    def _addresses(cls, text: str) -> str:
        for one in _listed(text):
            if not ADMIN.fullmatch(one):
                msg = f"{one!r} is no e-mail address, nor sub: and the number of an account"
                raise ValueError(msg)
        return ",".join(_listed(text))

    @field_validator("sign_in_role")
    @classmethod
    def _no_lead(cls, role: str) -> str:
        if role not in {"", "annotator", "reviewer", "engineer"}:
            msg = f"it is annotator, reviewer or engineer, or empty; who leads is named in {PREFIX}ADMINS"
            raise ValueError(msg)
        return role

    @field_validator("iap_audience")
    @classmethod
    def _signed_header_audience(cls, audience: str) -> str:
        if audience and not AUDIENCE.fullmatch(audience):
            msg = (
                "it is /projects/NUMBER/locations/REGION/services/NAME for Cloud Run, or "
                "/projects/NUMBER/global/backendServices/ID behind a load balancer"
            )
            raise ValueError(msg)
        return audience

    @property
    def admitted_domains(self) -> frozenset[str]:
        """The domains whose accounts may come."""
        return frozenset(_listed(self.sign_in_domains))

    @property
    def admin_addresses(self) -> frozenset[str]:
        """Those who lead everything from the start, in small letters."""
        return frozenset(_listed(self.admins))

    @property
    def iap_seconds(self) -> float:
        """How long a socket is believed."""
        return self.iap_minutes * 60.0

    @property
    def is_behind_iap(self) -> bool:
        """Whether only what the Identity-Aware Proxy has signed may come in."""
        return self.sign_in is SignIn.IAP

    @model_validator(mode="after")
    def _no_way_left_half_set(self) -> Self:
        for way, names in OWN.items():
            given = [f"{PREFIX}{name.upper()}" for name in names if getattr(self, name)]
            if given and way is not self.sign_in:
                msg = (
                    f"{PREFIX}SIGN_IN is {self.sign_in}, but {' and '.join(given)} belongs to {way}: "
                    f"set {PREFIX}SIGN_IN to {way}, or leave it out"
                )
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _somebody_leads(self) -> Self:
        """Where every account of a provider may come, the first one could be anybody's."""
        if self.sign_in is SignIn.OIDC and ANY_DOMAIN in self.admitted_domains and not self.admins:
            msg = (
                f"{PREFIX}SIGN_IN_DOMAINS lets every account of the provider come, so say who leads: set "
                f"{PREFIX}ADMINS to their e-mail addresses"
            )
            raise ValueError(msg)
        return self


def _listed(text: str) -> list[str]:
    return [one for part in text.split(",") if (one := part.strip().casefold())]


def _is_here(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and is_loopback(parts.hostname or "")
