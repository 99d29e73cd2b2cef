"""The part of the settings for operators: frames, figures, the log, and how long a server may take to end."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

FRAME_ANCESTOR = re.compile(r"'self'|https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?", re.IGNORECASE)
SHORTEST_TOKEN = 16


class ServerSettings(BaseSettings):
    """The settings of the server around the pages."""

    frame_ancestors: str = Field(
        "", description="Addresses of pages that may show the studio in a frame; empty means none."
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="Who sends it as a bearer token may read /metrics from anywhere."
    )
    metrics_from: str = Field(
        "", description="Addresses or networks that may read /metrics, with commas between them."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How the log is written; json goes to standard error, too."
    )
    stop_seconds: float = Field(
        10.0, ge=0.5, le=600, description="How long a server that is told to end may finish what it does."
    )

    @field_validator("frame_ancestors")
    @classmethod
    def _origins(cls, pages: str) -> str:
        if strange := [one for one in pages.split() if not FRAME_ANCESTOR.fullmatch(one)]:
            msg = f"{strange[0]!r} is neither 'self' nor an address such as https://portal.example.org"
            raise ValueError(msg)
        return " ".join(pages.split())

    @field_validator("metrics_token")
    @classmethod
    def _long(cls, token: SecretStr) -> SecretStr:
        if 0 < len(token.get_secret_value()) < SHORTEST_TOKEN:
            msg = f"the token can be guessed; take at least {SHORTEST_TOKEN} letters"
            raise ValueError(msg)
        return token

    @field_validator("metrics_from")
    @classmethod
    def _networks(cls, networks: str) -> str:
        for one in networks.split(","):
            try:
                ip_network(one.strip() or "127.0.0.1")
            except ValueError:
                msg = f"{one.strip()!r} is neither an address nor a network such as 10.1.0.0/16"
                raise ValueError(msg) from None
        return networks

    @property
    def metrics_networks(self) -> list[IPv4Network | IPv6Network]:
        """Where programs may be that read the figures."""
        return [ip_network(one.strip()) for one in self.metrics_from.split(",") if one.strip()]
