"""An outside annotator in Chromium: from the link to the completion code, by keyboard alone."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from studio_server import StudioServer
from studio_steps import SEEN_MS

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of_bytes
from core.db import now
from core.enrolment import EnrolmentSettings, OpenedEnrolment, Platform, open_enrolment
from core.labelling import Choices, LabellingProtocol, ProjectSettings, get_project
from core.labelling.projects import create_project, pause_member
from core.services import Studio, open_studio
from core.settings import load_settings

pytestmark = pytest.mark.browser

SLOW_MS = 20_000
GOLD, TARGET = 2, 3
HOSTILE = "<img src=x onerror=alert(1)> **bold** $x$"
CODE = "DONE-42"
SCREENS = {"wide": (1366, 768, "light"), "dark": (1366, 768, "dark"), "phone": (390, 844, "dark")}


@pytest.fixture
def core_studio(tmp_path: Path) -> Iterator[Studio]:
    studio = open_studio(load_settings(home=tmp_path / "home", sample=False, database="", store=""))
    yield studio
    studio.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StudioServer]:
    server = StudioServer(tmp_path / "home")
    yield server
    server.stop()


def rows(mark: str, count: int, **more: object) -> bytes:
    made = (
        {"input_text": f"{mark} {n}", "candidate_0": f"short {n}", "candidate_1": f"the longer one {n}"}
        | more
        for n in range(count)
    )
    return b"".join(json.dumps(row).encode() + b"\n" for row in made)


def enrolled(studio: Studio, **more: object) -> OpenedEnrolment:
    """A project with a qualification of two gold pairs, and a link of Prolific's."""
    protocol = LabellingProtocol(
        qualification_pairs=GOLD, qualification_threshold=1.0, choices=Choices.TWO_WAY, confidence=False
    )
    settings = ProjectSettings("Posts", "Pick the better one.", "Longer is better.", 1, protocol)
    with studio.db.write() as session:
        project = create_project(session, SYSTEM, settings)
    for mark, count, gold, row in (("Post", 9, False, {}), ("Gold", GOLD, True, {"choice": 1})):
        plan = ImportPlan(project, DatasetKind.PREFERENCE, "rows.jsonl", gold=gold)
        import_rows(studio.db, SYSTEM, plan, [source_of_bytes("rows.jsonl", rows(mark, count, **row))])
    first, *others = Platform.PROLIFIC.keys
    kept = {"participant_key": first, "platform_keys": tuple(others), "intro": HOSTILE, "code": CODE}
    back = "https://app.prolific.com/submissions/complete?cc={code}"
    new = EnrolmentSettings(
        "Pilot", 5, now() + timedelta(days=1), target=TARGET, return_url=back, **kept | more
    )
    with studio.db.write() as session:
        return open_enrolment(session, SYSTEM, project.id, new)


def link_of(server: StudioServer, opened: OpenedEnrolment, who: str) -> str:
    """The address as Prolific sends somebody there."""
    shown = opened.enrolment.link(server.root.rstrip("/"), opened.token)
    for name, value in (("PROLIFIC_PID", who), ("STUDY_ID", "s1"), ("SESSION_ID", "t1")):
        shown = shown.replace(f"{{{{%{name}%}}}}", value)
    return shown


def look(page: Page, name: str) -> None:
    """Keep a picture where somebody asked for them."""
    if folder := os.environ.get("PICTURES_FOLDER"):
        for screen, (width, height, scheme) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(700)
            page.screenshot(path=f"{folder}/{name}-{screen}.png")
        page.set_viewport_size({"width": 1366, "height": 768})
        page.emulate_media(color_scheme="light")


def press_on(page: Page, name: str) -> None:
    """Go to a button with Tab, and press it."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_visible(timeout=SLOW_MS)
    for _ in range(40):
        if button.evaluate("one => one === one.getRootNode().activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is out of reach of the keyboard")


def answer_longer(page: Page, times: int) -> None:
    """Choose the longer candidate, by key."""
    for _ in range(times):
        post = page.locator('[data-ref="post"]')
        expect(post).not_to_be_empty(timeout=SLOW_MS)
        before = post.inner_text()
        page.wait_for_timeout(SEEN_MS)
        page.keyboard.press("1" if "longer" in page.locator('[data-ref="left"]').inner_text() else "2")
        expect(post).not_to_have_text(before, timeout=SLOW_MS)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser that has never been here."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    yield page
    context.close()


def come(page: Page, server: StudioServer, address: str) -> None:
    """Read the text at the door, and begin."""
    page.goto(address)
    assert page.url == f"{server.root}enrol"  # neither the token nor the id stays in the address
    expect(page.get_by_text(HOSTILE)).to_be_visible()
    look(page, "door")
    press_on(page, "I agree, begin")
    page.wait_for_url(server.root)
    expect(page.get_by_text(f"0 of {GOLD} answered")).to_be_visible(timeout=SLOW_MS)


def test_from_the_link_to_the_code_by_keyboard(core_studio: Studio, server: StudioServer, page: Page) -> None:
    """Consent, qualification with feedback, work, finish, code; nothing of the studio on the way."""
    opened = enrolled(core_studio)
    server.start()
    come(page, server, link_of(server, opened, "5f0c"))
    press_on(page, "Begin")  # below the guidelines, which are read first
    answer_longer(page, GOLD)
    expect(page.get_by_text("and you are in", exact=False)).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text(f"0 of {TARGET}")).to_be_visible()
    look(page, "work")
    assert not page.get_by_test_id("stSidebar").is_visible()
    answer_longer(page, TARGET - 1)
    page.reload()
    expect(page.get_by_text(f"{TARGET - 1} of {TARGET}")).to_be_visible(timeout=SLOW_MS)
    answer_longer(page, 1)
    expect(page.get_by_text("All your answers are given")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_role("link", name="Leave")).to_be_in_viewport(ratio=1)
    look(page, "over")
    assert CODE not in page.content()
    press_on(page, "Finish")
    expect(page.get_by_text(CODE, exact=True)).to_be_visible(timeout=SLOW_MS)
    back = page.get_by_role("link", name="Go back to app.prolific.com")
    assert back.get_attribute("href") == f"https://app.prolific.com/submissions/complete?cc={CODE}"
    look(page, "end")
    page.goto(f"{server.root}people")  # every other address leads here, too
    expect(page.get_by_text(CODE, exact=True)).to_be_visible(timeout=SLOW_MS)
    assert server.rows("SELECT count(*) FROM judgment WHERE withdrawn_by IS NULL") == [(GOLD + TARGET,)]


def test_who_is_kept_out_sees_a_sentence(
    core_studio: Studio, server: StudioServer, page: Page, chromium: Browser
) -> None:
    """Another browser with the same id, and a pause; and the way out, to the studio's own door."""
    opened = enrolled(core_studio, participant_key="participant", platform_keys=())
    server.environment |= {"PREFSTUDIO_SIGN_IN": "accounts", "PREFSTUDIO_URL": server.root.rstrip("/")}
    server.start()
    address = f"{server.root}enrol?enrol={opened.token}&participant=7"
    come(page, server, address)
    other = chromium.new_context().new_page()
    other.goto(address)
    expect(other.get_by_text("has begun in another browser")).to_be_visible()
    expect(other.get_by_role("button")).to_have_count(0)
    look(other, "refused")
    other.context.close()
    ((person, project),) = server.rows("SELECT person_id, project_id FROM member")
    with core_studio.db.write() as session:
        pause_member(session, SYSTEM, get_project(session, project), person)
    page.reload()
    expect(page.get_by_text("Your work here is paused")).to_be_visible(timeout=SLOW_MS)
    look(page, "paused")
    page.get_by_role("link", name="Leave").click()
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_text("open your link again to go on")).to_be_visible()
    assert server.rows("SELECT count(*) FROM sign_in_session") == [(0,)]
    page.goto(server.root)
    expect(page.get_by_text("Preference Studio").first).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("Leave", exact=True)).to_have_count(0)
