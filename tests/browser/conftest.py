"""What the browser tests share: one Chromium a module, and the labeller's harness."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from labeller_driver import CHROMIUM, CHROMIUM_ARGS, SCREEN, Harness, Labeller
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.conftest import skip_unless


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    skip_unless(CHROMIUM.exists(), f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def labeller_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    harness = Harness(tmp_path_factory.mktemp("labeller"))
    harness.start()
    yield harness
    harness.stop()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=SCREEN)
    yield context
    context.close()


@pytest.fixture
def open_labeller(context: BrowserContext, labeller_harness: Harness) -> Iterator[Callable[..., Labeller]]:
    owner = f"ada+{uuid.uuid4()}@example.org"
    opened: list[Labeller] = []

    def open_one(**query: Any) -> Labeller:
        opened.append(Labeller(context, labeller_harness, **{"owner": owner, **query}))
        return opened[-1]

    yield open_one
    assert [error for labeller in opened for error in labeller.errors] == []
