"""The real studio in a real browser, with a made-up Google Cloud: launched, followed, compared, refused."""

from collections.abc import Iterator

import pytest
from cloud_server import CloudServer
from cloud_steps import check_and_name, compare, follow, launch, newest_state, type_and_launch
from labeller_driver import SCREEN
from playwright.sync_api import Browser, Locator, Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, choose, enter, freeze_everything, go_to

pytestmark = pytest.mark.browser

STAGE_S = 0.3
VERTEX = "RLHF on Vertex AI"
GEMINI, SUPERVISED = "Gemini preference tuning", "Gemini supervised tuning"
TRAINERS = ("reward-model-trainer", "reinforcer")


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudServer]:
    cloud = CloudServer(tmp_path_factory.mktemp("cloud"), speed=STAGE_S)
    cloud.start()
    yield cloud
    cloud.stop()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cloud: CloudServer) -> Iterator[StudioServer]:
    studio = StudioServer(tmp_path_factory.mktemp("studio") / "home", **cloud.settings)
    studio.start()
    yield studio
    studio.stop()


@pytest.fixture(scope="module")
def page(chromium: Browser, studio: StudioServer) -> Iterator[Page]:
    """A tab of somebody who has frozen the sample's sets; what one test leaves, the next one finds."""
    context = chromium.new_context(viewport=SCREEN)
    page = enter(context.new_page(), studio)
    freeze_everything(page, studio)
    yield page
    context.close()


def test_a_run_on_vertex_ai_from_the_page_to_the_comparison(page: Page, studio: StudioServer) -> None:
    """It is checked and paid for knowingly, its pipeline is watched, curves and both answers are read."""
    fill_in(page, studio, VERTEX, "Reward check")
    launch(page, "Reward check")
    expect(pipeline(page)).to_be_visible(timeout=SLOW_MS)
    follow(page, studio, "succeeded")
    expect(page.get_by_role("link", name="Compare answers")).to_be_visible(timeout=SLOW_MS)
    for task in TRAINERS:
        expect(pipeline(page).filter(has_text=task)).to_be_visible()
    go_to(page, studio, "curves")
    for tag in ("rank_loss", "reward", "kl_loss"):
        expect(page.locator(".js-plotly-plot").filter(has_text=tag).first).to_be_visible(timeout=SLOW_MS)
    compare(page, studio, "Reward check", "1", "2")


def test_a_tuning_of_gemini_from_the_page_to_the_comparison(page: Page, studio: StudioServer) -> None:
    """Tuned on the preferences; both models answer in batches, and people compare them."""
    fill_in(page, studio, GEMINI, "Gemini check")
    launch(page, "Gemini check")
    follow(page, studio, "succeeded")
    compare(page, studio, "Gemini check", "1", "2")


def test_a_cancelled_tuning_stops_at_google(page: Page, studio: StudioServer, cloud: CloudServer) -> None:
    """It is cancelling until Google says that its jobs have stopped."""
    fill_in(page, studio, SUPERVISED, "Too soon")
    with cloud.holding_jobs():  # however slow this machine is, the tuning has not ended by then
        launch(page, "Too soon")
        page.get_by_role("button", name="Cancel the run").click()
        page.get_by_role("button", name="Cancel it now").click()
        follow(page, studio, "cancelled")
    expect(page.get_by_text("cancelled").locator("visible=true").first).to_be_attached(timeout=SLOW_MS)
    assert not [job for job in cloud.order("jobs")["jobs"] if "RUNNING" in job["state"]]


def test_a_lost_answer_makes_no_second_job(page: Page, studio: StudioServer, cloud: CloudServer) -> None:
    """The run waits, says why, and finds its job."""
    fill_in(page, studio, VERTEX, "Nobody answered")
    before = len(cloud.order("jobs")["jobs"])
    cloud.order("fault", where="pipelineJobs.create", kind="lose_response")
    launch(page, "Nobody answered")
    expect(page.get_by_text("could not check this run (once)")).to_be_visible(timeout=SLOW_MS)
    follow(page, studio, "succeeded")
    assert len(cloud.order("jobs")["jobs"]) == before + 2  # the tuning, and the base model's answers


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
    fill_in(page, studio, VERTEX, name)
    before = len(cloud.order("jobs")["jobs"])
    cloud.order("fault", where="pipelineJobs.create", status=status, times=0, status_name=name)
    type_and_launch(page, name)
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible(timeout=SLOW_MS)
    go_to(page, studio, "runs")
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible(timeout=SLOW_MS)
    cloud.order("clear_faults")
    assert newest_state(studio) == "failed"
    assert len(cloud.order("jobs")["jobs"]) == before


def fill_in(page: Page, studio: StudioServer, method: str, name: str) -> None:
    go_to(page, studio, "launch")
    choose(page, "Method", method)
    if method == VERTEX:
        choose(page, "Preset", "course, small")
        steps = page.get_by_role("spinbutton", name="reward_model_train_steps")
        expect(steps).to_have_value("1410", timeout=SLOW_MS)
    if method == GEMINI:  # no model is known to take it, so there is no default
        page.get_by_label("base_model", exact=True).fill("gemini-3.5-flash")
        page.get_by_label("base_model", exact=True).press("Tab")
    check_and_name(page, name)


def pipeline(page: Page) -> Locator:
    return page.locator(".js-plotly-plot").first
