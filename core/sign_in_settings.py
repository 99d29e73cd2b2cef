"""Who is let in, and how: the part of the settings that says so, with what each way needs to be whole."""

import re
from enum import StrEnum
from ipaddress import IPv4Network, ip_address, ip_network
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings

PREFIX = "PREFSTUDIO_"
USUAL_PORTS = {"http": 80, "https": 443}
HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*")
NO_URL = (
    "is no address of a studio: it is https:// and a host name, with a port where it is not the usual one, "
    "and nothing behind it. Sessions travel with it, so http:// is for loopback addresses only"
)


class SignIn(StrEnum):
    """How the studio knows who is there."""

    LOCAL = "local"
    ACCOUNTS = "accounts"
    OIDC = "oidc"
    IAP = "iap"


NEEDS: dict[SignIn, tuple[str, ...]] = {
    SignIn.LOCAL: (),
    SignIn.ACCOUNTS: ("url",),
    SignIn.OIDC: ("url", "oidc_metadata_url", "oidc_client_id", "oidc_client_secret", "sign_in_domains"),
    SignIn.IAP: ("url", "iap_audience"),
}
"""The settings without which a way is half-set, by their names in `SignInSettings`."""


class SignInSettings(BaseSettings):
    """The settings that say who is let in."""

    sign_in: SignIn = Field(
        SignIn.LOCAL,
        description="How people sign in: local (pick a name; this machine only), accounts, oidc or iap.",
    )
    url: str = Field(
        "",
        description="The address that people type, such as https://studio.example.org; links are made of it.",
    )
    session_idle_hours: float = Field(
        24, gt=0, le=8_760, description="A session ends when nothing was done in it for so many hours."
    )
    session_days: float = Field(
        14, gt=0, le=365, description="A session ends after so many days in any case."
    )

    proxies: str = Field(
        "",
        description="Addresses or networks of the proxies in front, with commas between them; only they are "
        "believed where a request comes from.",
    )

    @field_validator("proxies")
    @classmethod
    def _networks(cls, proxies: str) -> str:
        return ",".join(_network(one.strip()) for one in proxies.split(",")) if proxies.strip() else ""

    @field_validator("url")
    @classmethod
    def _origin(cls, url: str) -> str:
        origin = origin_of(url)
        if url and (origin is None or not _is_safe(origin)):
            raise ValueError(NO_URL)
        return origin or ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        missing = [name for name in NEEDS[self.sign_in] if not getattr(self, name)]
        if missing:
            wanted = "; ".join(
                f"{PREFIX}{name.upper()} ({type(self).model_fields[name].description})" for name in missing
            )
            msg = f"{PREFIX}SIGN_IN is {self.sign_in}, which is half-set: set {wanted}"
            raise ValueError(msg)
        if self.sign_in is SignIn.LOCAL and self.url and not is_loopback(urlsplit(self.url).hostname or ""):
            msg = (
                f"{PREFIX}URL is {self.url}, but {PREFIX}SIGN_IN is local, where a name is all it takes to "
                f"be somebody: set {PREFIX}SIGN_IN to accounts, oidc or iap, or leave {PREFIX}URL out"
            )
            raise ValueError(msg)
        return self

    @property
    def is_local(self) -> bool:
        """Whether a name is all it takes to be somebody, so that only this machine may come in."""
        return self.sign_in is SignIn.LOCAL

    @property
    def believed(self) -> str:
        """The proxies as the server takes them; IPv4 also as a socket for both kinds of address names it."""
        networks = [ip_network(one) for one in self.proxies.split(",") if one]
        mapped = [
            f"::ffff:{one.network_address}/{96 + one.prefixlen}"
            for one in networks
            if isinstance(one, IPv4Network)
        ]
        return ",".join([*map(str, networks), *mapped])

    @property
    def is_https(self) -> bool:
        """Whether people come over TLS."""
        return self.url.startswith("https://")


def _network(text: str) -> str:
    try:
        network = ip_network(text)
    except ValueError:
        msg = f"{text!r} is neither an address nor a network such as 10.1.0.0/16"
        raise ValueError(msg) from None
    if not network.prefixlen:
        msg = f"{text!r} is everybody, and so anybody could say to come from anywhere; name the proxies"
        raise ValueError(msg)
    return str(network)


def origin_of(url: str) -> str | None:
    """Scheme, host and port of an address that has nothing else, as browsers write an origin; else None."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in USUAL_PORTS or not HOST_NAME.fullmatch(host) or "@" in parts.netloc:
        return None
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in {None, USUAL_PORTS[parts.scheme]} else f":{port}")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_safe(origin: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")
