"""The real studio in a real browser: once round the loop, and through a crash of the server."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_server import eventually
from playwright.sync_api import BrowserContext, Page, expect
from studio_server import StudioServer
from studio_steps import (
    PLANTED,
    SLOW_MS,
    answer,
    choose,
    enter,
    freeze_everything,
    go_to,
    start_review,
    wait_until_drawn,
)

from app.ui.access import COOKIE

pytestmark = pytest.mark.browser

RUN_MS = 60_000
MINE = "person_id = (SELECT id FROM person WHERE name = 'Lena')"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    """One for the tests that leave nothing behind which another one counts."""
    server = StudioServer(tmp_path_factory.mktemp("shared") / "home")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(context: BrowserContext, studio: StudioServer) -> Page:
    return enter(context.new_page(), studio)


@pytest.fixture
def new_studio(tmp_path: Path) -> Iterator[StudioServer]:
    server = StudioServer(tmp_path / "home")
    server.start()
    yield server
    server.stop()


def test_once_round_the_loop(context: BrowserContext, new_studio: StudioServer) -> None:
    """One person labels, freezes, exports, launches, watches and compares."""
    studio = new_studio
    page = enter(context.new_page(), studio)
    label_six_and_undo_one(page, studio)
    freeze_everything(page, studio)
    export_and_download(page, studio)
    launch_and_watch(page, studio)
    compare(page, studio)


def label_six_and_undo_one(page: Page, studio: StudioServer) -> None:
    go_to(page, studio, "label")
    expect(page.get_by_text("Summary 1", exact=True).first).to_be_visible(timeout=SLOW_MS)
    answer(page, "1", "2", "ArrowLeft", "ArrowRight", "t", "1")
    page.keyboard.press("u")
    everything = f"SELECT count(*) FROM judgment WHERE {MINE}"
    eventually(lambda: studio.rows(everything) == [(7,)], page=page)  # six answers and an undo
    assert standing(studio) == 5
    assert studio.rows(f"SELECT count(*) FROM judgment WHERE {MINE} AND outcome = 'tie'") == [(1,)]
    expect(page.get_by_text("All saved")).to_be_visible()


def standing(studio: StudioServer) -> int:
    query = f"SELECT count(*) FROM judgment WHERE {MINE} AND withdrawn_by IS NULL AND outcome <> 'undo'"
    return int(studio.rows(query)[0][0])


def export_and_download(page: Page, studio: StudioServer) -> None:
    page.get_by_role("tab", name="Frozen sets").click()
    choose(page, "Data set", "preference 1")
    expect(page.get_by_text("prefers candidate_0")).to_be_visible(timeout=SLOW_MS)
    wait_until_drawn(page)
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("Exported to")).to_be_visible(timeout=SLOW_MS)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download", exact=True).click()
    exported = next((studio.home / "exports").glob("preference-1-*.jsonl")).read_bytes()
    assert Path(started.value.path()).read_bytes() == exported
    rows = [json.loads(line) for line in exported.splitlines()]
    fields = {"input_text", "candidate_0", "candidate_1", "choice"}
    assert all(set(row) == fields and row["choice"] in {0, 1} for row in rows)
    assert [(len(rows),)] == studio.rows("SELECT rows FROM dataset WHERE kind = 'preference'")


def launch_and_watch(page: Page, studio: StudioServer) -> None:
    go_to(page, studio, "launch")
    page.get_by_role("button", name="Launch", exact=True).click()
    expect(page.get_by_role("heading", name="Runs")).to_be_visible()
    go_to(page, studio, "curves")
    for tag in ("rank_loss", "reward", "kl_loss"):  # they appear while the run goes on, without a click
        expect(page.locator(".js-plotly-plot").filter(has_text=tag).first).to_be_visible(timeout=RUN_MS)
    go_to(page, studio, "runs")
    expect(page.get_by_text("bulk-inferrer").first).to_be_visible(timeout=RUN_MS)
    expect(page.get_by_role("link", name="Compare answers")).to_be_visible(timeout=RUN_MS)
    eventually(lambda: studio.rows("SELECT state FROM run") == [("succeeded",)], page=page)


def compare(page: Page, studio: StudioServer) -> None:
    """Plan a review of the run and give a verdict; the rest of a review is a trip of its own."""
    start_review(page, studio, "Run 1")
    answer(page, "1")
    eventually(lambda: studio.rows("SELECT count(*) FROM review_verdict") == [(1,)], page=page)


def test_a_crash_of_the_server_loses_no_answer(page: Page, studio: StudioServer) -> None:
    """Answers given while the server is dead are kept in the browser and saved exactly once."""
    go_to(page, studio, "label")
    expect(page.get_by_text("Summary 1", exact=True).first).to_be_visible(timeout=SLOW_MS)
    answer(page, "1")
    eventually(lambda: standing(studio) == 1, page=page)
    expect(page.get_by_text("All saved")).to_be_visible()
    studio.stop()
    answer(page, "1", "2", "1")
    expect(page.get_by_text("3 unsaved")).to_be_visible()
    studio.start()
    page.reload()
    eventually(
        lambda: standing(studio) == 4, page=page, message=f"{standing(studio)} answers stand instead of 4"
    )
    expect(page.get_by_text("All saved")).to_be_visible()
    assert studio.rows(f"SELECT count(*), count(DISTINCT pair_id) FROM judgment WHERE {MINE}") == [(4, 4)]


def test_an_orderly_end_of_the_server_loses_no_answer(page: Page, studio: StudioServer) -> None:
    """What is being saved is committed and acknowledged before that; what comes later waits in the page."""
    go_to(page, studio, "label")
    expect(page.get_by_text("Summary 1", exact=True).first).to_be_visible(timeout=SLOW_MS)
    before = standing(studio)
    with sqlite3.connect(studio.home / "studio.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")  # whoever saves waits
        answer(page, "1")
        page.wait_for_timeout(1000)
        assert studio.process is not None
        studio.process.terminate()
        page.wait_for_timeout(300)
        other.execute("ROLLBACK")
        expect(page.get_by_text("All saved")).to_be_visible()
        assert standing(studio) == before + 1
    other.close()
    assert studio.process.wait(SLOW_MS / 1000) == 0
    answer(page, "1", "2")
    expect(page.get_by_text("2 unsaved")).to_be_visible()
    studio.start()
    eventually(lambda: standing(studio) == before + 3, page=page)


def searchable(studio: StudioServer) -> bool:
    """Whether the words of all pairs are learned; that is done behind the pages."""
    query = "SELECT (SELECT max(id) FROM pair) = (SELECT max(rowid) FROM pair_search)"
    return bool(studio.rows(query)[0][0])


def test_a_pair_is_found_opened_acted_on_and_left_again(page: Page, studio: StudioServer) -> None:
    """By its words; the browser's Back leads to the same list, where a row is chosen by the keyboard."""
    eventually(lambda: searchable(studio), page=page)
    go_to(page, studio, "pairs")
    search = page.get_by_label("Search the texts", exact=True)
    search.fill("laundry")
    search.press("Enter")
    expect(page).to_have_url(re.compile(r"/pairs\?text=laundry$"), timeout=SLOW_MS)
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible(timeout=SLOW_MS)
    wait_until_drawn(page)
    table.click(position={"x": 65, "y": 54})  # the button of the first row, which is drawn and no element
    expect(page).to_have_url(re.compile(r"open=\d+"), timeout=SLOW_MS)
    page.get_by_label("Tag", exact=True).fill("chores")
    page.get_by_label("Tag", exact=True).press("Enter")
    wait_until_drawn(page)
    page.get_by_role("button", name="Tag: 1 pair").click()
    expect(page.get_by_text("#chores")).to_be_visible(timeout=SLOW_MS)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/pairs\?text=laundry$"), timeout=SLOW_MS)
    expect(search).to_have_value("laundry", timeout=SLOW_MS)
    wait_until_drawn(page)
    table.click(position={"x": 400, "y": 54})
    page.keyboard.press("Shift+Space")
    expect(page.get_by_role("button", name="Tag: 1 pair")).to_be_visible(timeout=SLOW_MS)


def test_the_name_survives_a_reload(page: Page) -> None:
    """The picked name is found again, and changing the person forgets it."""
    page.reload()
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible()
    page.get_by_role("button", name="Change person").click()
    expect(page.get_by_text("Who is there?")).to_be_visible()
    eventually(lambda: COOKIE not in {one["name"] for one in page.context.cookies()}, page=page)
    page.reload()
    expect(page.get_by_text("Who is there?")).to_be_visible()


def test_what_would_leave_the_machine_is_stopped(page: Page) -> None:
    """By the policy, which no page of any test in a browser meets: `nothing_forbidden`."""
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate(f"document.body.append(Object.assign(new Image(), {{src: '{PLANTED}'}}))")
