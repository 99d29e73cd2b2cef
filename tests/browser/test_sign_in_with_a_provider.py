"""Accounts of a real provider in Chromium: in, waiting, let in, refused, paused, out, cookies replayed."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from provider_server import SECRET, ProviderServer, choose_account, expect_signed_out, sign_in
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from studio_server import StudioServer
from studio_steps import SLOW_MS

from core.access import SYSTEM, list_people, pause_person
from core.services import open_studio
from core.settings import load_settings

COOKIE = "_streamlit_user"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    provider = ProviderServer(tmp_path_factory.mktemp("provider"))
    provider.start()
    studio = provider.studio(tmp_path_factory.mktemp("studio") / "home")
    studio.start()
    yield studio
    studio.stop()
    provider.stop()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """A browser of somebody's own, as often as a test wants one."""
    opened: list[BrowserContext] = []

    def open_one() -> BrowserContext:
        opened.append(chromium.new_context())
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def pause(home: Path, name: str) -> None:
    """As the people page of somebody else does."""
    opened = open_studio(load_settings(home=home))
    with opened.db.write() as session:
        [person] = [one for one in list_people(session) if one.name == name]
        pause_person(session, SYSTEM, person.id or 0, paused=True)
    opened.close()


def signed(studio: StudioServer, secret: str) -> str:
    """A cookie as Streamlit would make it for Ada right now, signed with this secret."""
    claims = {"iss": studio.environment["PREFSTUDIO_OIDC_METADATA_URL"].partition("/.well")[0], "sub": "ada"}
    payload = {**claims, "iat": int(time.time()), "nonce": "made up", "email": "ada@example.org"}
    told = {"email_verified": True, "origin": studio.environment["PREFSTUDIO_URL"], "is_logged_in": True}
    return create_signed_value(secret, COOKIE, json.dumps({**payload, **told})).decode()


def at_home(page: Page) -> None:
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=SLOW_MS)


def test_in_and_waiting_and_let_in_and_refused_and_paused(studio: StudioServer, window) -> None:
    ada = sign_in(window().new_page(), studio, "ada")
    at_home(ada)

    ben = sign_in(window().new_page(), studio, "ben")
    expect(ben.get_by_text("Somebody who leads here has to let you in first.")).to_be_visible()
    expect(ben.get_by_text("Ask Ada Lovelace; then look again.")).to_be_visible()

    eve = sign_in(window().new_page(), studio, "eve")
    expect(eve.get_by_text("The studio admits accounts of example.org only")).to_be_visible()
    eve.get_by_role("button", name="Sign in with another account").click()
    choose_account(eve, studio, "ben")
    expect(eve.get_by_text("You came as ben@example.org.")).to_be_visible()

    ada.goto(f"{studio.url}people")
    expect(ada.get_by_text("Ben <b>Bold</b>")).to_be_visible()
    ada.get_by_role("button", name="Let in").click()
    expect(ada.get_by_text("Nobody waits.")).to_be_visible()
    for page in (ben, eve):  # both browsers of his, without signing in again
        page.get_by_role("button", name="Look again").click()
        at_home(page)

    pause(studio.home, "Ben <b>Bold</b>")
    ben.get_by_role("link", name="Label").click()
    expect(ben.get_by_text("A lead has paused the access of Ben")).to_be_visible()
    expect(ben.get_by_role("link", name="Label")).to_have_count(0)


def test_out_here_and_everywhere_and_no_cookie_brings_anybody_back(studio: StudioServer, window) -> None:
    """Neither the one that was there before, whoever kept it, nor one that somebody has changed."""
    here, elsewhere = window(), window()
    ada = sign_in(here.new_page(), studio, "ada")
    at_home(ada)
    kept = here.cookies()
    ada.get_by_role("button", name="Sign out").click()
    ada.get_by_role("button", name="Here", exact=True).click()
    ada.wait_for_url("**/oauth2/end_session**")  # the provider's, which signs out there too
    assert COOKIE not in {one["name"] for one in here.cookies()}

    ada = sign_in(ada, studio, "ada")
    at_home(ada)
    other = sign_in(elsewhere.new_page(), studio, "ada")
    at_home(other)
    ada.get_by_role("button", name="Sign out").click()
    ada.get_by_role("button", name="Everywhere").click()
    ada.wait_for_url("**/oauth2/end_session**")
    other.get_by_role("link", name="Label").click()
    expect_signed_out(other)

    for cookies in (kept, [{**kept[0], "name": COOKIE, "value": signed(studio, "a guess")}]):
        stranger = window()
        stranger.add_cookies(cookies)
        page = stranger.new_page()
        page.goto(studio.url)
        expect_signed_out(page)
    said = (studio.home / "server.log").read_text() + (studio.home / "logs" / "studio.log").read_text()
    assert SECRET not in said
