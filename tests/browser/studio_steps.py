"""Steps on the studio's pages that more than one trip in the browser takes."""

from local_server import eventually
from playwright.sync_api import Page, expect
from studio_server import StudioServer

from app.ui.access import COOKIE

SLOW_MS = 20_000
SEEN_MS = 320  # a vote sooner does not count
PLANTED = "http://localhost:1/planted"
"""What a test may ask for although the studio's policy forbids it."""


def enter(page: Page, studio: StudioServer) -> Page:
    """Open the studio as Lena, who has not been there before."""
    page.set_default_timeout(SLOW_MS)
    page.goto(studio.url)
    page.get_by_label("Name").fill("Lena")
    page.get_by_label("Name").press("Tab")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=SLOW_MS)
    wait_until_remembered(page)
    return page


def wait_until_remembered(page: Page) -> None:
    """The browser keeps the name a moment after the page shows it; who goes sooner must sign in again."""
    eventually(lambda: COOKIE in {one["name"] for one in page.context.cookies()}, page=page)


def go_to(page: Page, studio: StudioServer, name: str) -> None:
    page.goto(f"{studio.url}{name}")


def answer(page: Page, *keys: str) -> None:
    """Press each key when a pair has been seen: where little is left, few pairs lie ahead."""
    for key in keys:
        expect(page.locator('[data-ref="stage"]')).to_be_visible(timeout=SLOW_MS)
        page.wait_for_timeout(SEEN_MS)
        page.keyboard.press(key)


def freeze_everything(page: Page, studio: StudioServer) -> None:
    go_to(page, studio, "datasets")
    page.get_by_role("tab", name="Freeze").click()
    page.get_by_role("button", name="Freeze the preference set").click()
    expect(page.get_by_text("Frozen: preference 1")).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("button", name="Freeze the prompts").click()
    expect(page.get_by_text("Frozen: prompt 1")).to_be_visible(timeout=SLOW_MS)
    choose(page, "Take", "Prompts imported for an evaluation set")
    choose(page, "Make", "One evaluation set")
    page.get_by_role("button", name="Freeze the prompts").click()
    expect(page.get_by_text("Frozen: evaluation 1")).to_be_visible(timeout=SLOW_MS)


def start_review(page: Page, studio: StudioServer, run: str) -> None:
    """Plan a review of a run's two models as the form proposes it, and begin to judge."""
    go_to(page, studio, "compare")
    page.get_by_role("button", name=f"Compare {run}").click()
    page.get_by_role("button", name="Start the review").click()
    page.get_by_role("tab", name="Judge", exact=True).click()
    expect(page.get_by_text("Summary 1", exact=True).first).to_be_visible(timeout=SLOW_MS)
    wait_until_drawn(page)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option).click()


def wait_until_drawn(page: Page) -> None:
    """Wait for the end of the script's run: until then some buttons still belong to the run before it.

    A click on such a button names a widget that the next run does not know, and nothing happens.
    """
    app = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(app).to_be_attached(timeout=SLOW_MS)
