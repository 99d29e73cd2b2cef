"""The door of outside annotators: only the button takes a place, and nothing of the link stays behind."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.serving import enrol
from app.ui.ways import outside
from core.enrolment import Participant
from core.services import Studio, open_studio
from core.settings import load_settings
from core.sign_in import SignInSession
from tests.app.asgi_client import Answer, ask
from tests.core.builders import new_project, rows_of
from tests.core.enrolling import opened

HOST = "https://studio.example.org"
APP = Starlette(
    routes=[
        Route("/enrol", enrol.come, methods=["GET", "POST"]),
        Route("/enrol/leave", enrol.leave_enrolment, methods=["GET", "POST"]),
    ]
)
HOSTILE = "<script>alert(1)</script> & **bold**"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Path:
    """A migrated database, to be copied."""
    home = tmp_path_factory.mktemp("migrated")
    open_studio(load_settings(home=home, store="", database="")).close()
    return home / "studio.db"


@pytest.fixture
def studio(tmp_path, migrated, monkeypatch) -> Iterator[Studio]:
    """A studio whose people sign in by password, over TLS."""
    (tmp_path / "home").mkdir()
    shutil.copy(migrated, tmp_path / "home")
    way = {"sign_in": "accounts", "url": HOST, "sample": False}
    made = open_studio(load_settings(home=tmp_path / "home", store="", database="", **way))
    for module in (enrol, outside):
        monkeypatch.setattr(module, "studio", lambda: made)
    yield made
    made.close()


class Browser:
    """Keeps cookies as a browser does, and says that it is on our own pages unless told otherwise."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.words: list[str] = []

    def go(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for an address; no redirect is followed."""
        said = {"sec-fetch-site": "same-origin", "origin": HOST} if method == "POST" else {}
        cookie = "; ".join(f"{name}={value}" for name, value in self.kept.items())
        given = said | {"cookie": cookie} | {name.replace("_", "-"): value for name, value in headers.items()}
        answer = ask(APP, f"{HOST}{address}", method=method, headers=given)
        for line in answer.headers.getlist("set-cookie"):
            self.words.append(line)
            name, _, value = line.partition(";")[0].partition("=")
            self.kept = {**self.kept, name: value} if "Max-Age=0" not in line else without(self.kept, name)
        return answer


def without(kept: dict[str, str], name: str) -> dict[str, str]:
    return {one: value for one, value in kept.items() if one != name}


def link(studio: Studio, **more) -> str:
    """A link of a new project, as somebody opens it."""
    made = opened(studio, new_project(studio), **more)
    return f"/enrol?enrol={made.token}&participant=p1&utm_source=x"


def test_the_link_leaves_the_address_and_takes_no_place(studio):
    """Whatever opens it, a preview or a scanner; the text is shown as it was written."""
    browser, address = Browser(), link(studio, intro=HOSTILE)
    first = browser.go(address)
    assert (first.status, first.headers["location"]) == (303, "/enrol")
    door = browser.go("/enrol")
    assert door.status == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; **bold**" in door.text
    assert "<script" not in door.text
    assert address.partition("enrol=")[2][:43] not in door.text
    assert door.headers["cache-control"] == "no-store"
    assert rows_of(studio, Participant) == []


def test_the_button_begins_a_session(studio):
    """Its cookie is for this host, TLS and no script; what the address brought is forgotten."""
    browser = Browser()
    browser.go(link(studio))
    begun = browser.go("/enrol", "POST")
    assert (begun.status, begun.headers["location"]) == (303, "/")
    assert browser.kept.keys() == {"__Host-prefstudio_outside", "prefstudio_browser"}
    (session,) = [line for line in browser.words if line.startswith("__Host-prefstudio_outside=")]
    for word in ("Secure", "HttpOnly", "SameSite=strict", "Path=/"):
        assert word in session
    assert all("Secure" in line and "HttpOnly" in line for line in browser.words if "Max-Age=0" not in line)
    token = browser.kept["__Host-prefstudio_outside"]
    assert token not in repr([row.model_dump() for row in rows_of(studio, SignInSession)])
    assert rows_of(studio, Participant)[0].platform == {}


def test_no_other_site_presses_the_button(studio):
    """Neither to begin nor to end."""
    browser = Browser()
    browser.go(link(studio))
    assert browser.go("/enrol", "POST", sec_fetch_site="cross-site").status == 403
    assert rows_of(studio, Participant) == []
    browser.go("/enrol", "POST")
    assert browser.go("/enrol/leave", "POST", sec_fetch_site="cross-site").status == 403
    assert browser.go("/enrol/leave").status == 200
    assert len(rows_of(studio, SignInSession)) == 1


def test_leaving_ends_the_session_and_the_browser_stays_theirs(studio):
    """So that the link leads back to the same work."""
    browser, address = Browser(), link(studio)
    browser.go(address)
    browser.go("/enrol", "POST")
    assert "You have left" in browser.go("/enrol/leave", "POST").text
    assert rows_of(studio, SignInSession) == []
    assert browser.kept.keys() == {"prefstudio_browser"}
    browser.go(address)
    assert "You have begun here already." in browser.go("/enrol").text
    assert browser.go("/enrol", "POST").status == 303
    assert len(rows_of(studio, Participant)) == 1


FORGED = [
    "[" * 2000,
    '{"a":' + "[" * 1500,
    '{"enrol": "\\ud800"}',
    '{"enrol": "x", "participant": "\\ud800"}',
]
SAYING_NOTHING = ["", "x", "bm90IGpzb24=", "WzFd", "eyJlbnJvbCI6IDF9", "e30="]


@pytest.mark.parametrize("kept", [*SAYING_NOTHING, *(b64encode(one.encode()).decode() for one in FORGED)])
def test_cookies_that_say_nothing(studio, kept):
    """A sentence, and nothing of the studio."""
    browser = Browser()
    browser.kept = {"prefstudio_arrival": kept} if kept else {}
    for method in ("GET", "POST"):
        refused = browser.go("/enrol", method)
        assert refused.status == 403
        assert "You cannot take part now" in refused.text


def test_an_address_that_is_too_long_is_no_link(studio):
    """What a cookie cannot hold is not kept."""
    browser = Browser()
    browser.go("/enrol?" + "&".join(f"{'k' * 90}{number}={'v' * 300}" for number in range(40)))
    assert browser.kept == {}


@pytest.mark.parametrize("key", ["participant", ""])
def test_a_button_pressed_twice_or_without_an_answer_takes_one_place(studio, key):
    """What the browser sends is what it had before the first answer came; none of it locks anybody out."""
    browser = Browser()
    browser.go(link(studio, participant_key=key, cap=1))
    browser.go("/enrol")
    before = browser.kept
    for _ in range(3):
        browser.kept = before
        assert (browser.go("/enrol", "POST").status, len(rows_of(studio, Participant))) == (303, 1)
    assert browser.kept["prefstudio_browser"] == before["prefstudio_browser"]
    assert browser.go("/enrol", "POST").headers["location"] == "/"  # the answer came between two clicks
    assert len({row.person_id for row in rows_of(studio, SignInSession)}) == 1


def test_a_browser_that_has_no_secret_yet_is_asked_again(studio):
    """It gets one with the question."""
    browser = Browser()
    browser.go(link(studio))
    browser.kept = without(browser.kept, "prefstudio_browser")
    assert browser.go("/enrol", "POST").headers["location"] == "/enrol"
    assert rows_of(studio, Participant) == []
    assert "I agree, begin" in browser.go("/enrol").text
    assert browser.go("/enrol", "POST").headers["location"] == "/"
