"""The curves page in a real browser: what is chosen stands in its address; files in, pictures out."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, enter

from core.event_files import Point, event_file

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> %{y} $a$"
FILE = "events.out.tfevents.1.host"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    folder = tmp_path_factory.mktemp("curves")
    server = StudioServer(folder / "home", TMPDIR=str(folder))  # killed, it leaves there what was uploaded
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def cookies() -> list[Any]:
    """By which the studio knows Lena again, once she has been there."""
    return []


@pytest.fixture
def page(context: BrowserContext, studio: StudioServer, cookies: list[Any]) -> Page:
    """The curves page as Lena sees it; she comes through the door once a module."""
    context.add_cookies(cookies)
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    if not cookies:
        enter(page, studio)
        cookies.extend(context.cookies())
    page.goto(f"{studio.url}curves")
    return page


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Two logs of a rank loss, the second with a tag that would do harm."""
    for name, last in (("lr_1", 0.5), ("lr_2", 0.4)):
        (tmp_path / name).mkdir()
        (tmp_path / name / FILE).write_bytes(log(last))
    return tmp_path


def log(last: float) -> bytes:
    points = [Point(step, 1.7e9 + step, "rank_loss", 0.7 - (0.7 - last) * step / 50) for step in range(51)]
    return event_file([*points, *(Point(step, 1.7e9, f"{HOSTILE}_loss", 1.0) for step in (0, 1))])


def charts(page: Page, text: str) -> Locator:
    return page.locator(".js-plotly-plot").filter(has_text=text).first


def test_what_is_chosen_stands_in_the_address(context: BrowserContext, page: Page, logs: Path):
    """By keys alone; whoever opens the address sees the same."""
    page.get_by_role("textbox", name="Folder or gs:// address").fill(str(logs))
    page.keyboard.press("Enter")
    expect(charts(page, "lr_2")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("rank_loss", exact=False).first).to_be_visible()
    slider = page.get_by_role("slider", name="Smoothing")
    slider.press("Home")
    expect(page).to_have_url(re.compile("smoothing=0"))
    page.get_by_role("combobox", name="Along").press_sequentially("as written")
    page.keyboard.press("Enter")
    expect(charts(page, "step, as written")).to_be_visible(timeout=SLOW_MS)
    expect(page).to_have_url(re.compile(r"along=Steps(\+|%20)as(\+|%20)written"))
    other = context.new_page()
    other.goto(page.url)
    expect(charts(other, "step, as written")).to_be_visible(timeout=SLOW_MS)
    expect(other.get_by_role("slider", name="Smoothing")).to_have_value("0")


def test_files_are_read_pictures_written_and_harmful_names_shown(page: Page, logs: Path):
    """A zip of the folder; the hostile tag is text in the chart and in the SVG."""
    sent = io.BytesIO()
    with zipfile.ZipFile(sent, "w") as archive:
        for name in ("lr_1", "lr_2"):
            archive.write(logs / name / FILE, f"{name}/{FILE}")
    page.on("dialog", lambda _: pytest.fail("something ran"))
    file = {"name": "logs.zip", "mimeType": "application/zip", "buffer": sent.getvalue()}
    page.locator('input[type="file"]').set_input_files(file)
    expect(charts(page, "lr_2")).to_be_visible(timeout=SLOW_MS)
    page.locator("summary").filter(has_text="1 more curve").press("Enter")
    expect(charts(page, "onerror")).to_be_visible(timeout=SLOW_MS)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG", exact=True).click()
    drawn = Path(waiting.value.path()).read_text()
    assert "rank_loss" in drawn
    assert "<img" not in drawn
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert len(Path(waiting.value.path()).read_text().splitlines()) == 1 + 2 * (51 + 2)
    alt = page.locator('[data-testid="stPlotlyChart"]').first.evaluate("one => one.outerHTML")
    assert "rank_loss" in json.dumps(alt)
