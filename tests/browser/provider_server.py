"""A real OpenID provider in a process of its own, and the studio that believes it."""

import json
import sys
from pathlib import Path

from local_server import LocalServer
from playwright.sync_api import Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS

PEOPLE = (
    {"sub": "ada", "name": "Ada Lovelace", "email": "ada@example.org", "email_verified": True},
    {"sub": "ben", "name": "Ben <b>Bold</b>", "email": "ben@example.org", "email_verified": True},
    {"sub": "eve", "name": "Eve", "email": "eve@elsewhere.example", "email_verified": True},
)
SECRET = "a-secret-that-nobody-may-see"  # noqa: S105 - of a test


class ProviderServer(LocalServer):
    """``oidc-provider-mock`` with the people above; whoever is chosen is signed in."""

    health = ".well-known/openid-configuration"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def start(self) -> None:
        """Start it and wait until it answers."""
        people = [part for one in PEOPLE for part in ("--user-claims", json.dumps(one))]
        command = [Path(sys.executable).parent / "oidc-provider-mock", "--port", str(self.port), *people]
        self.run(command, cwd=self.folder, log=self.folder / "provider.log")

    def studio(self, home: Path) -> StudioServer:
        """A studio for accounts of example.org, which Ada leads."""
        studio = StudioServer(home)
        studio.environment = {
            "PREFSTUDIO_SIGN_IN": "oidc",
            "PREFSTUDIO_URL": studio.root.rstrip("/"),
            "PREFSTUDIO_OIDC_METADATA_URL": self.root + self.health,
            "PREFSTUDIO_OIDC_CLIENT_ID": "studio",
            "PREFSTUDIO_OIDC_CLIENT_SECRET": SECRET,
            "PREFSTUDIO_SIGN_IN_DOMAINS": "example.org",
            "PREFSTUDIO_ADMINS": "ada@example.org",
        }
        return studio


def sign_in(page: Page, studio: StudioServer, who: str) -> Page:
    """From the first screen through the provider's and back."""
    page.set_default_timeout(SLOW_MS)
    page.goto(studio.url)
    page.get_by_role("button", name="Sign in").click()
    choose_account(page, studio, who)
    return page


def choose_account(page: Page, studio: StudioServer, who: str) -> None:
    """On the provider's page."""
    page.wait_for_url("**/oauth2/authorize**")
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(studio.url)


def expect_signed_out(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SLOW_MS)
