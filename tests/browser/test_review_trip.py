"""A review in real browsers: planned by a lead, judged by three, closed by its rule, and blind until then."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from labeller_driver import SCREEN
from local_server import eventually
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, answer, go_to, wait_until_drawn, wait_until_remembered

from core.access import SYSTEM, NewPerson, Role, add_person
from core.labelling import ProjectSettings
from core.labelling.projects import create_project
from core.services import open_studio
from core.settings import load_settings
from tests.loop_helpers import prediction_text

pytestmark = pytest.mark.browser

PROMPTS, EACH = 2, 2
FILES = {"untuned-kiwi.jsonl": "plain", "tuned-mango.jsonl": "fancy"}
TELLING = re.compile(rb"[a-z]*tuned-|kiwi|mango", re.IGNORECASE)
PEOPLE = {"Lea": Role.LEAD, "Ada": Role.REVIEWER, "Ben": Role.REVIEWER, "Cem": Role.REVIEWER}
STATE = """() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])
  + document.documentElement.outerHTML"""


class Recording:
    """All that a browser sends and is sent, and what its pages hold when they are looked at."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.parts: list[bytes] = []
        context.on("request", lambda one: self.keep(one.url, one.post_data_buffer, str(one.headers)))
        context.on("response", lambda one: self.keep(one.url, str(one.headers)))

    def follow(self, page: Page) -> None:
        """Keep the frames of the page's sockets too."""
        page.on("websocket", self._socket)

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framesent", self.keep)
        socket.on("framereceived", self.keep)

    def keep(self, *parts: bytes | str | None) -> None:
        """Add to the recording."""
        self.parts += [one.encode() if isinstance(one, str) else one for one in parts if one]

    def telling(self) -> set[bytes]:
        """What in it tells a model, its pages as they stand included."""
        for page in self.context.pages:
            if page.url.startswith("http"):
                self.keep(page.evaluate(STATE))
        assert any(b"plain" in one for one in self.parts)  # the texts that were judged are in it
        return {found for one in self.parts for found in TELLING.findall(one)}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StudioServer]:
    """A studio with a project and four people."""
    home = tmp_path / "home"
    opened = open_studio(load_settings(home=home, sample=False, database="", store=""))
    with opened.db.write() as session:
        create_project(session, SYSTEM, ProjectSettings("Posts"))
        for name, role in PEOPLE.items():
            add_person(session, SYSTEM, NewPerson(name, role))
    opened.close()
    server = StudioServer(home, PREFSTUDIO_SAMPLE="false")
    server.start()
    yield server
    server.stop()


def test_a_review_is_blind_until_it_closes(
    context: BrowserContext, chromium: Browser, server: StudioServer, tmp_path: Path
) -> None:
    """A lead plans, three judge by key, one drops out, the last verdict closes it, the result is shown."""
    lead = come_in(context.new_page(), server, "Lea")
    plan(lead, server, tmp_path)
    windows = {name: chromium.new_context(viewport=SCREEN) for name in ("Ada", "Ben", "Cem")}
    recordings = [Recording(one) for one in windows.values()]
    pages = {}
    for (name, window), recording in zip(windows.items(), recordings, strict=True):
        page = window.new_page()
        recording.follow(page)
        pages[name] = come_in(page, server, name)
    judge(pages["Ada"], server, PROMPTS)
    look_around(pages["Ada"])
    judge(pages["Ben"], server, 1)
    expect(pages["Ben"].locator('[data-ref="stage"]')).to_be_visible(
        timeout=SLOW_MS
    )  # there is a next one, and he holds it
    windows["Ben"].set_offline(True)
    judge(pages["Cem"], server, 0)
    expect(pages["Cem"].get_by_text("You have judged all there is for you")).to_be_visible(timeout=SLOW_MS)
    ten_minutes_pass(server)
    go_to(pages["Cem"], server, "compare")
    assert recordings[0].telling() | recordings[1].telling() | recordings[2].telling() == set()
    judge(pages["Cem"], server, 1)
    assert server.rows("SELECT state, closing FROM review") == [("closed", "by rule")]
    assert server.rows("SELECT count(*) FROM review_verdict") == [(PROMPTS * EACH,)]
    read_result(pages["Cem"])
    assert recordings[2].telling() >= {b"untuned-", b"kiwi", b"mango"}  # it would have been noticed before
    for window in windows.values():
        window.close()


def come_in(page: Page, server: StudioServer, name: str) -> Page:
    page.set_default_timeout(SLOW_MS)
    page.goto(server.url)
    expect(page.get_by_role("button", name=f"{name} ·")).to_be_visible(timeout=SLOW_MS)
    wait_until_drawn(page)
    page.get_by_role("button", name=f"{name} ·").click()
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=SLOW_MS)
    wait_until_remembered(page)
    go_to(page, server, "compare")
    return page


def plan(page: Page, server: StudioServer, folder: Path) -> None:
    """Two files, two verdicts an item, a quality bar beside the choice."""
    for name, word in FILES.items():
        answers = [(f"prompt {number}", f"{word} answer {number}") for number in range(PROMPTS)]
        (folder / name).write_text(prediction_text(answers), encoding="utf-8")
    page.get_by_role("button", name="Plan a review").click()
    page.get_by_role("textbox", name="Title").fill("Spring")
    page.locator("input[type=file]").set_input_files([folder / name for name in FILES])
    page.get_by_role("textbox", name="Quality bar").fill("Every word of it is true.")
    page.get_by_role("spinbutton", name="Verdicts per item").fill(str(EACH))
    page.get_by_role("spinbutton", name="Verdicts per item").press("Enter")
    expect(page.get_by_text("2 items with 2 verdicts each: 4 verdicts")).to_be_visible(timeout=SLOW_MS)
    wait_until_drawn(page)
    page.get_by_role("button", name="Start the review").click()
    expect(page.get_by_text("2 models; they are named when the review closes.")).to_be_visible(
        timeout=SLOW_MS
    )
    design = server.rows("SELECT json_extract(design, '$.asked.quality_bar') FROM review")
    assert design == [("Every word of it is true.",)]


def judge(page: Page, server: StudioServer, count: int) -> None:
    """Open the review and give so many verdicts by key: one passes, the other fails, one is better."""
    if not page.get_by_text("Quality bar:").is_visible():
        page.get_by_role("button", name="Judge", exact=True).click()
    expect(page.get_by_text("Quality bar:")).to_be_visible(timeout=SLOW_MS)
    wait_until_drawn(page)
    query = "SELECT count(*) FROM review_verdict"
    for _ in range(count):
        before = int(server.rows(query)[0][0])
        answer(page, "q")
        page.keyboard.press("l")
        page.keyboard.press("1")
        eventually(lambda before=before: int(server.rows(query)[0][0]) == before + 1, page=page)


def look_around(page: Page) -> None:
    """Open every tab: what tells a model is shut on each."""
    for name, words in (
        ("Results", "Results are shown when the review closes"),
        ("Explore", "2 prompts"),
        ("Design", "they are named when the review closes"),
    ):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_text(words)).to_be_visible(timeout=SLOW_MS)


def ten_minutes_pass(server: StudioServer) -> None:
    """For whoever holds something and gives no sign of life."""
    with sqlite3.connect(server.home / "studio.db") as connection:
        connection.execute("UPDATE review_lease SET expires_at = '2020-01-01 00:00:00.000000'")
    connection.close()


def read_result(page: Page) -> None:
    expect(page.get_by_text("You give no more verdicts here")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("button", name="Read the result").click()
    expect(page.get_by_text("Closed by its rule")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_role("heading", name="How often tuned-mango wins")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("tab", name="Design").click()
    expect(page.get_by_text("tuned-mango.jsonl")).to_be_visible(timeout=SLOW_MS)
