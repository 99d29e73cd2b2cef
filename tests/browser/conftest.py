"""What the browser tests share: one Chromium a module, and the labeller's harness."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from labeller_driver import CHROMIUM, CHROMIUM_ARGS, SCREEN, Harness, Labeller
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright, expect, sync_playwright
from studio_steps import PLANTED, SLOW_MS

from tests.conftest import skip_unless

expect.set_options(timeout=SLOW_MS)  # a busy machine is no fault of the studio


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    skip_unless(CHROMIUM.exists(), f"no Chromium at {CHROMIUM}")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """For tests that need people, clocks or themes of their own; each context loads everything anew."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where Chromium keeps what it has loaded and compiled, which is most of the time that a page takes."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")
def window(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    window = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=CHROMIUM_ARGS, viewport=SCREEN
    )
    yield window
    window.close()


@pytest.fixture(scope="session")
def labeller_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    harness = Harness(tmp_path_factory.mktemp("labeller"))
    harness.start()
    yield harness
    harness.stop()


@contextmanager
def nothing_forbidden(context: BrowserContext) -> Iterator[None]:
    """Fail where a page needed what the content security policy of the studio forbids."""
    violations: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text and PLANTED not in message.text:
            violations.append(message.text)

    context.on("console", said)
    yield
    context.remove_listener("console", said)
    assert violations == []


@pytest.fixture
def context(window: BrowserContext) -> Iterator[BrowserContext]:
    """The window without what earlier tests left: neither pages nor cookies nor stored answers."""
    with nothing_forbidden(window):
        yield window
    blank, *pages = window.pages  # without any page the window would close
    devtools = window.new_cdp_session(blank)
    for page in pages:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        page.close()
        devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
    devtools.detach()
    window.clear_cookies()


@pytest.fixture
def own_context(chromium: Browser) -> Iterator[BrowserContext]:
    """A window that a test may change for good."""
    context = chromium.new_context(viewport=SCREEN)
    with nothing_forbidden(context):
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
