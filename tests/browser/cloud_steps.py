"""Steps of a run on the made-up Google Cloud: checked, launched, followed, compared."""

import sqlite3

import pytest
from local_server import eventually
from playwright.sync_api import Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, answer, start_review, wait_until_drawn

RUN_MS, LOOK_MS = 60_000, 500


def check_and_name(page: Page, name: str) -> None:
    """Google Cloud is asked and has nothing against it; Launch waits for that and for a name."""
    launch_button = page.get_by_role("button", name="Launch", exact=True)
    expect(page.get_by_text("Check with Google Cloud first.")).to_be_visible(timeout=SLOW_MS)
    expect(launch_button).to_be_disabled()
    wait_until_drawn(page)
    page.get_by_role("button", name="Check with Google Cloud").click()
    expect(page.get_by_text("nothing stands against it").last).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("Give the run a name above first.")).to_be_visible(timeout=SLOW_MS)
    wait_until_drawn(page)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Name", exact=True).press("Tab")
    expect(launch_button).to_be_enabled(timeout=SLOW_MS)


def launch(page: Page, name: str) -> None:
    type_and_launch(page, name)
    expect(page.get_by_role("heading", name="Runs")).to_be_visible(timeout=SLOW_MS)


def type_and_launch(page: Page, name: str) -> None:
    wait_until_drawn(page)
    page.get_by_label("Type the run’s name").fill(name)
    page.get_by_role("button", name="Launch", exact=True).click()


def follow(page: Page, studio: StudioServer, state: str) -> None:
    """Wait for the end of the run, and have it looked at more often than a paid service should be."""
    for _ in range(RUN_MS // LOOK_MS):
        if newest_state(studio) == state:
            return
        poll_now(studio)
        page.wait_for_timeout(LOOK_MS)
    pytest.fail(f"the run did not become {state}: {studio.rows('SELECT state, poll_error, error FROM run')}")


def newest_state(studio: StudioServer) -> str:
    ((state,),) = studio.rows("SELECT state FROM run ORDER BY id DESC LIMIT 1")
    return str(state)


def poll_now(studio: StudioServer) -> None:
    with sqlite3.connect(studio.home / "studio.db", timeout=10) as connection:
        connection.execute("UPDATE run SET next_poll_at = NULL")
    connection.close()


def compare(page: Page, studio: StudioServer, name: str, *verdicts: str) -> None:
    """Plan a review of the newest run and give verdicts, blind."""
    before = studio.rows("SELECT count(*) FROM review_verdict")[0][0]
    start_review(page, studio, name)
    answer(page, *verdicts)
    given = [(before + len(verdicts),)]
    eventually(lambda: studio.rows("SELECT count(*) FROM review_verdict") == given, page=page)
