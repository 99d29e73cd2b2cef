"""A page that updates by itself rests while its tab is hidden."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from labeller_driver import Harness
from local_server import eventually
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parent / "harness_live.py"
LOOK = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true })
  document.dispatchEvent(new Event("visibilitychange"))
}"""
"""Chromium without a screen shows every tab, so the test says what a hidden one says."""


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    harness = Harness(tmp_path_factory.mktemp("live"), SCRIPT)
    harness.start()
    yield harness
    harness.stop()


def drawn(page: Page) -> list[int]:
    """How often the fragment and the page around it have been drawn."""
    words = page.get_by_text("drawn").inner_text().replace(",", "").split()
    return [int(words[1]), int(words[3])]


def test_a_hidden_tab_is_not_drawn_and_one_that_is_seen_again_at_once(
    context: BrowserContext, harness: Harness
) -> None:
    """Only the fragment is drawn; where it no longer asks for more, it is not drawn any more."""
    page = context.new_page()
    page.goto(harness.root)
    eventually(lambda: drawn(page)[0] >= 3, page=page)
    page.evaluate(LOOK, "hidden")
    page.wait_for_timeout(400)  # what was asked for before
    seen = drawn(page)
    page.wait_for_timeout(800)
    assert drawn(page) == seen
    page.evaluate(LOOK, "visible")
    eventually(lambda: drawn(page)[0] > seen[0], page=page)
    eventually(lambda: drawn(page)[0] == 8, page=page)
    page.wait_for_timeout(500)
    assert drawn(page) == [8, 1]
