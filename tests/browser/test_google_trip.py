"""The real studio in a real browser, with a made-up Google Cloud: launched, followed, compared, refused."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_server import CloudServer
from local_server import eventually
from playwright.sync_api import BrowserContext, Locator, Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, answer, choose, enter, freeze_everything, go_to, wait_until_drawn

pytestmark = pytest.mark.browser

RUN_MS, LOOK_MS = 60_000, 500
STAGE_S = 0.3
VERTEX, GEMINI = "RLHF on Vertex AI", "Gemini preference tuning"
TRAINERS = ("reward-model-trainer", "reinforcer")


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[CloudServer]:
    cloud = CloudServer(tmp_path, speed=STAGE_S)
    cloud.start()
    yield cloud
    cloud.stop()


@pytest.fixture
def studio(tmp_path: Path, cloud: CloudServer) -> Iterator[StudioServer]:
    studio = StudioServer(tmp_path / "home", **cloud.settings)
    studio.start()
    yield studio
    studio.stop()


@pytest.fixture
def page(context: BrowserContext, studio: StudioServer) -> Page:
    page = enter(context.new_page(), studio)
    freeze_everything(page, studio)
    return page


def test_a_run_on_vertex_ai_from_the_page_to_the_comparison(page: Page, studio: StudioServer) -> None:
    """It is checked and paid for knowingly, its pipeline is watched, curves and both answers are read."""
    fill_in_vertex(page, studio)
    launch(page, "Reward check")
    expect(pipeline(page)).to_be_visible(timeout=SLOW_MS)
    follow(page, studio, "succeeded")
    expect(page.get_by_role("link", name="Compare answers")).to_be_visible(timeout=SLOW_MS)
    for task in TRAINERS:
        expect(pipeline(page).filter(has_text=task)).to_be_visible()
    go_to(page, studio, "curves")
    for tag in ("rank_loss", "reward", "kl_loss"):
        expect(page.locator(".js-plotly-plot").filter(has_text=tag).first).to_be_visible(timeout=SLOW_MS)
    compare(page, studio, "Reward check")


def test_a_tuning_of_gemini_from_the_page_to_the_comparison(page: Page, studio: StudioServer) -> None:
    """Tuned on the preferences; both models answer in batches, and people compare them."""
    go_to(page, studio, "launch")
    choose(page, "Method", GEMINI)
    check_and_name(page, "Gemini check")
    launch(page, "Gemini check")
    follow(page, studio, "succeeded")
    compare(page, studio, "Gemini check")


@pytest.mark.parametrize(
    ("status", "name", "sentence"),
    [
        (403, "PERMISSION_DENIED", "Google does not let this account do that"),
        (429, "RESOURCE_EXHAUSTED", "The project's quota does not allow the pipeline job"),
    ],
)
def test_a_refused_run_says_why(
    page: Page, studio: StudioServer, cloud: CloudServer, status: int, name: str, sentence: str
) -> None:
    """The launch page says why Google did not take it, and so does the run, which is on record as failed."""
    fill_in_vertex(page, studio)
    cloud.order("fault", where="pipelineJobs.create", status=status, times=0, status_name=name)
    type_and_launch(page, "Reward check")
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible(timeout=SLOW_MS)
    go_to(page, studio, "runs")
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible(timeout=SLOW_MS)
    assert studio.rows("SELECT state FROM run") == [("failed",)]
    assert cloud.order("jobs")["jobs"] == []


def fill_in_vertex(page: Page, studio: StudioServer) -> None:
    go_to(page, studio, "launch")
    choose(page, "Method", VERTEX)
    choose(page, "Preset", "course, small")
    expect(page.get_by_role("spinbutton", name="reward_model_train_steps")).to_have_value(
        "1410", timeout=SLOW_MS
    )
    check_and_name(page, "Reward check")


def check_and_name(page: Page, name: str) -> None:
    """Google Cloud is asked and has nothing against it; Launch waits for that and for a name."""
    launch_button = page.get_by_role("button", name="Launch", exact=True)
    expect(page.get_by_text("Check with Google Cloud first.")).to_be_visible(timeout=SLOW_MS)
    expect(launch_button).to_be_disabled()
    wait_until_drawn(page)
    page.get_by_role("button", name="Check with Google Cloud").click()
    expect(page.get_by_text("nothing stands against it").last).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("Give the run a name above first.")).to_be_visible(timeout=SLOW_MS)
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


def pipeline(page: Page) -> Locator:
    return page.locator(".js-plotly-plot").first


def follow(page: Page, studio: StudioServer, state: str) -> None:
    """Wait for the end of the run, and have it looked at more often than a paid service should be."""
    for _ in range(RUN_MS // LOOK_MS):
        if studio.rows("SELECT state FROM run") == [(state,)]:
            return
        look_now(studio)
        page.wait_for_timeout(LOOK_MS)
    pytest.fail(f"the run did not become {state}: {studio.rows('SELECT state, look_error, error FROM run')}")


def look_now(studio: StudioServer) -> None:
    with sqlite3.connect(studio.home / "studio.db", timeout=10) as connection:
        connection.execute("UPDATE run SET look_at = NULL")
    connection.close()


def compare(page: Page, studio: StudioServer, name: str) -> None:
    go_to(page, studio, "compare")
    page.get_by_role("button", name=f"Compare {name}").click()
    expect(page.get_by_text("Answer 1", exact=True)).to_be_visible(timeout=SLOW_MS)
    answer(page, "1", "2")
    eventually(lambda: studio.rows("SELECT count(*) FROM verdict") == [(2,)], page=page)
