"""axe-core on every page and tab, light and dark: nothing that it calls serious or critical.

Everything is asked for in the light; in the dark only what has to do with colour, for nothing else differs.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from labeller_driver import ROOT
from playwright.sync_api import BrowserContext, Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, wait_until_drawn, wait_until_remembered

from app.ui.routes import ROUTES
from core.access import SYSTEM, NewPerson, Role, add_person
from core.demo.sample import load_sample
from core.services import open_studio
from core.settings import load_settings
from tests.conftest import skip_unless
from tests.pages.homes import go_round_once, only_project

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ASKED: dict[Any, dict[str, Any]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
STREAMLITS_OWN = (
    # Its navigation puts each group's list items into a div inside of one list.
    ("list", "[data-testid=stSidebarNavItems]"),
    ("listitem", "[data-testid=stSidebarNavItems]"),
    # One colour is the text of what is selected, of a slider's value, and the ground of a primary button's
    # white text: in the dark no colour has a contrast of 4.5 in all places. The button's is kept.
    ("color-contrast", "[data-testid=stButtonGroup] [data-selected=true]"),
    ("color-contrast", "[data-testid=stSliderThumbValue]"),
    # The label of a group of buttons that is switched off; WCAG asks for no contrast there, axe cannot tell.
    ("color-contrast", ".stButtonGroup:has(button:disabled) [data-testid=stWidgetLabel]"),
)
FIND = """async ([options, own]) => {
    const { violations } = await axe.run(
        document, { ...options, resultTypes: ["violations"], elementRef: true })
    return violations
        .filter(({ impact }) => ["serious", "critical"].includes(impact))
        .flatMap(({ id, nodes }) => nodes
            .filter(({ element }) => !own.some(([rule, where]) => rule === id && element.closest(where)))
            .map((node) => `${id}: ${node.html.slice(0, 200)}\\n    ${node.failureSummary}`))
}"""
STILL = """() => document.querySelector("[data-stale=true]") === null && document.getAnimations().every(
    (one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity)"""

IN_THEME = """(scheme) => {
    const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor
    return parseInt(ground.match(/\\d+/)[0]) > 127 === (scheme === "light")
}"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    """The sample's studio in which the loop has been gone round once."""
    skip_unless(AXE.exists(), "axe-core is missing: npm ci")
    folder = tmp_path_factory.mktemp("axe")
    opened = open_studio(load_settings(home=folder / "home", store=""))
    with opened.db.write() as session:
        for role in Role:
            add_person(session, SYSTEM, NewPerson(f"The {role.value}", role))
    load_sample(opened.db)
    go_round_once(opened, only_project(opened))
    opened.close()
    server = StudioServer(folder / "home", TMPDIR=str(folder))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def cookies() -> list[Any]:
    """By which the studio knows the lead again, once they have been there."""
    return []


@pytest.fixture
def page(context: BrowserContext, studio: StudioServer, cookies: list[Any]) -> Iterator[Page]:
    """A page of the lead's, who comes through the door once; the door is looked at too.

    All of it loads from the studio itself: no font, icon or script comes from another host.
    """
    context.add_cookies(cookies)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.add_init_script(path=AXE)
    page.set_default_timeout(SLOW_MS)
    if not cookies:
        page.goto(studio.url)
        lead = page.get_by_role("button", name="The lead")
        expect(lead).to_be_visible(timeout=SLOW_MS)
        assert found_in_both(page) == []
        lead.click()
        wait_until_remembered(page)
        cookies.extend(context.cookies())
    yield page
    own = (studio.url, f"ws://127.0.0.1:{studio.port}/", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


@pytest.mark.parametrize("route", [one for one in ROUTES if not one.only], ids=lambda one: one.name)
def test_a_page_and_its_tabs(page: Page, studio: StudioServer, route: Any):
    page.goto(f"{studio.url}{'' if route.name == 'home' else route.name}")
    expect(page.locator('h1, [data-ref="stage"]').first).to_be_visible(timeout=SLOW_MS)
    found = {"": found_in_both(page)}
    for tab in page.get_by_role("tab").all()[1:]:
        tab.click()
        found[tab.inner_text()] = found_in_both(page)
    assert {where: sentences for where, sentences in found.items() if sentences} == {}


def found_in_both(page: Page) -> list[str]:
    """What axe says of what is on screen, in the light and in the dark; the one that is on comes first."""
    found = []
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    for scheme in ("dark", "light") if is_dark else ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(IN_THEME, arg=scheme)
        wait_until_drawn(page)
        page.wait_for_function(STILL)
        found += page.evaluate(FIND, [ASKED[scheme], STREAMLITS_OWN])
    return found
