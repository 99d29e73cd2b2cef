"""Rewards of every kind in a real browser: made on the page, measured, launched, followed, compared blind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cloud_server import CloudServer
from cloud_steps import check_and_name, compare, follow, launch
from labeller_driver import SCREEN
from playwright.sync_api import Browser, Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, enter, go_to, wait_until_drawn

from core.rewards import ModelPart, write_server
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import new_project
from tests.core.rewards.reward_servers import running
from tests.loop_helpers import freeze_all

pytestmark = pytest.mark.browser

STAGE_S = 0.1
POSTS = 60
SHORTER = """
def evaluate(example, response):
    said = "".join(part.get("text") or "" for part in response.get("parts") or [])
    return 1 - min(len(said.split()), 100) / 50
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CloudServer]:
    cloud = CloudServer(tmp_path_factory.mktemp("cloud"), speed=STAGE_S)
    cloud.start()
    yield cloud
    cloud.stop()


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cloud: CloudServer) -> Iterator[StudioServer]:
    """With frozen sets of choices for the shorter answer, which model, judge and server can all tell."""
    home = tmp_path_factory.mktemp("studio") / "home"
    opened = open_studio(load_settings(home=home, store="", database=""))
    freeze_all(opened, new_project(opened, "Posts"), posts=POSTS)
    opened.close()
    studio = StudioServer(home, **cloud.settings)
    studio.start()
    yield studio
    studio.stop()


@pytest.fixture(scope="module")
def page(chromium: Browser, studio: StudioServer) -> Iterator[Page]:
    context = chromium.new_context(viewport=SCREEN)
    page = enter(context.new_page(), studio)
    yield page
    context.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a reward server of the studio's making answers."""
    folder: Path = tmp_path_factory.mktemp("server") / "reward-server"
    with running(write_server(ModelPart(name="shorter", code=SHORTER), folder)) as server:
        yield server.address


def test_a_reward_model_is_made(page: Page, studio: StudioServer) -> None:
    """Fitted to the choices; its picture is drawn."""
    go_to(page, studio, "rewards")
    make(page, "Learned", "Reward model", lambda: None)


def test_an_autorater_is_made(page: Page, studio: StudioServer) -> None:
    """A judge is asked what the studio drafted; how often is said before."""

    def name_a_judge() -> None:
        page.get_by_label("Judge", exact=True).fill("gemini-3.5-flash")
        page.get_by_label("Judge", exact=True).press("Tab")
        expect(page.get_by_text("The check asks gemini-3.5-flash at most 48 times")).to_be_visible()

    go_to(page, studio, "rewards")
    make(page, "Judged", "Autorater", name_a_judge)


def test_a_reward_server_from_the_page_to_three_verdicts(
    page: Page, studio: StudioServer, address: str
) -> None:
    """It is asked at its address, by the studio and by Google."""

    def say_where_it_is() -> None:
        page.get_by_label("Address", exact=True).fill(address)
        page.get_by_label("Address", exact=True).press("Tab")

    trip(page, studio, "Served", "Reward server", say_where_it_is)


def trip(page: Page, studio: StudioServer, name: str, kind: str, fill_in: Callable[[], None]) -> None:
    """Make a reward and launch a run on it, both of this name; read curves; compare three answers."""
    go_to(page, studio, "rewards")
    make(page, name, kind, fill_in)
    wait_until_drawn(page)
    page.get_by_role("button", name="Launch a run on it").click()
    page.get_by_text("Nothing here is confidential, and Google").click()
    check_and_name(page, name)
    launch(page, name)
    expect(page.get_by_text("Trained on reward").filter(has_text=name)).to_be_visible(timeout=SLOW_MS)
    follow(page, studio, "succeeded")
    go_to(page, studio, "curves")
    expect(page.locator(".js-plotly-plot").filter(has_text="reward").first).to_be_visible(timeout=SLOW_MS)
    compare(page, studio, name, "1", "2", "1")


def make(page: Page, name: str, kind: str, fill_in: Callable[[], None]) -> None:
    page.get_by_role("tab", name="Make a reward").click()
    page.get_by_label("Name", exact=True).fill(name)
    if kind != "Reward model":  # which is chosen at first
        page.get_by_role("button", name="Reward model").click()
        page.get_by_role("button", name=kind).click()
    fill_in()
    wait_until_drawn(page)
    page.get_by_role("button", name="Make the reward").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("nothing stands against it")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".js-plotly-plot").filter(has_text="This reward")).to_be_visible(timeout=SLOW_MS)
