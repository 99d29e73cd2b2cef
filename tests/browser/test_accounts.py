"""Accounts in Chromium, by keyboard alone: from a link to the first label, out and in; nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from local_server import eventually
from playwright.sync_api import BrowserContext, Cookie, Page, expect
from studio_server import StudioServer
from studio_steps import SLOW_MS, answer

from core.access import SYSTEM, Role
from core.demo import make_ready
from core.labelling import list_projects
from core.services import open_studio
from core.settings import load_settings
from core.sign_in import NewInvitation, end_all_sessions, invite

NAME, PASSWORD = "Ada", "three small words"
COOKIE = "prefstudio_session"
FOCUSED = """() => {
  let node = document.activeElement
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement
  return node === document.body ? "" : node?.name || node?.textContent || ""
}"""


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[StudioServer]:
    """The sample in a studio of accounts."""
    server = StudioServer(tmp_path / "home", PREFSTUDIO_SIGN_IN="accounts")
    server.environment["PREFSTUDIO_URL"] = server.root.removesuffix("/")
    server.start()
    yield server
    server.stop()


def invitation(home: Path) -> str:
    """The token of one to the sample, as a lead hands it over."""
    opened = open_studio(load_settings(home=home))
    make_ready(opened)
    with opened.db.write() as session:
        (project,) = list_projects(session)
        token = invite(session, SYSTEM, NewInvitation("Ada?", roles={project.id: Role.ANNOTATOR}))
    opened.close()
    return token


def end_sessions(home: Path) -> None:
    """As a lead does on the people page of another server."""
    opened = open_studio(load_settings(home=home))
    with opened.db.write() as session:
        end_all_sessions(session, max(number for (number,) in people(session)))
    opened.close()


def people(session):
    return session.connection().exec_driver_sql("SELECT person_id FROM password")


def judged(studio: StudioServer) -> int:
    query = "SELECT count(*) FROM judgment JOIN person ON person.id = person_id WHERE person.name = ?"
    return studio.rows(query, NAME)[0][0]


def tab_to(page: Page, what: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        if page.evaluate(FOCUSED).endswith(what):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{what} is not to be reached by Tab")


def fill(page: Page, *texts: str) -> None:
    """Type into the form that has the focus, field by field, and send it."""
    expect(page.get_by_label("Password", exact=True)).to_be_visible(timeout=SLOW_MS)
    eventually(lambda: page.evaluate(FOCUSED) in {"username", "password"}, page=page)
    for place, text in enumerate(texts):
        page.keyboard.press("Tab" if place else "ControlOrMeta+a")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def is_in(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible(timeout=SLOW_MS)


def label(page: Page) -> None:
    tab_to(page, "Label")
    page.keyboard.press("Enter")
    answer(page, "1")


def come_by_link(page: Page, studio: StudioServer) -> Cookie:
    """Become somebody by an invitation; neither requests nor the address bar have its token."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + request.headers.get("referer", "")))
    token = invitation(studio.home)
    page.goto(f"{studio.root}#invitation={token}")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible(timeout=SLOW_MS)
    assert page.url == studio.root
    fill(page, NAME, PASSWORD)
    is_in(page)
    assert not [url for url in asked if token in url]
    (cookie,) = (one for one in page.context.cookies() if one["name"] == COOKIE)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    return cookie


def test_from_a_link_to_the_first_label_out_and_in_again(
    studio: StudioServer, context: BrowserContext
) -> None:
    """What was answered when the session had ended elsewhere stays in the browser, and is saved later."""
    page = context.new_page()
    cookie = come_by_link(page, studio)
    label(page)
    eventually(lambda: judged(studio) == 1, page=page)
    end_sessions(studio.home)
    answer(page, "2")
    fill(page, NAME, "another password")
    expect(page.get_by_text("Name or password is wrong.")).to_be_visible()
    assert judged(studio) == 1
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    is_in(page)
    answer(page, "1")  # on the page one was on
    eventually(lambda: judged(studio) == 3, page=page)

    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    context.add_cookies([cookie])  # replayed by whoever kept it
    page.goto(f"{studio.root}label")
    fill(page, NAME.upper(), PASSWORD)
    is_in(page)
    expect(page).to_have_url(f"{studio.root}label")
