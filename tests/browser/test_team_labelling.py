"""Several people label in one project, each in a browser of their own, against the real studio."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from local_server import eventually
from playwright.sync_api import Browser, Page, expect
from studio_server import StudioServer
from studio_steps import SEEN_MS, wait_until_remembered

from core.access import SYSTEM, NewPerson, Role, add_person
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of_bytes
from core.labelling import Choices, LabellingProtocol, ProjectSettings, ProjectView, find_project
from core.labelling.projects import change_project, create_project, read_roster, try_again
from core.services import Studio, open_studio
from core.settings import load_settings

pytestmark = pytest.mark.browser

SLOW_MS = 20_000
PAIRS = 16
GOLD = 4
Open = Callable[[str], Page]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def core_studio(home: Path) -> Iterator[Studio]:
    studio = open_studio(load_settings(home=home, sample=False, database="", store=""))
    yield studio
    studio.close()


@pytest.fixture
def server(home: Path) -> Iterator[StudioServer]:
    server = StudioServer(home)
    yield server
    server.stop()


@pytest.fixture
def open_as(chromium: Browser, server: StudioServer) -> Iterator[Open]:
    """Opens the label page in a browser context of its own, signed in as somebody."""
    contexts = []

    def open_page(name: str) -> Page:
        context = chromium.new_context(viewport={"width": 1366, "height": 768})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SLOW_MS)
        page.goto(server.url)
        page.get_by_role("button", name=f"{name} ·").click()
        expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=SLOW_MS)
        wait_until_remembered(page)
        page.goto(f"{server.url}label")
        return page

    yield open_page
    for context in contexts:
        context.close()


def rows(count: int, **more: object) -> bytes:
    """Pairs of which the longer candidate is number 1."""
    made = (
        {
            "input_text": f"Post {number}{more.get('mark', '')}",
            "candidate_0": f"short {number}",
            "candidate_1": f"a much longer summary {number}",
        }
        | more
        for number in range(count)
    )
    return b"".join(
        json.dumps({k: v for k, v in row.items() if k != "mark"}).encode() + b"\n" for row in made
    )


def make_project(
    studio: Studio, protocol: LabellingProtocol, *, k: int = 1, pairs: int = PAIRS
) -> ProjectView:
    """A project with pairs, and the people of these tests."""
    settings = ProjectSettings("Posts", "Pick the better one.", "Longer is better.", k, protocol)
    with studio.db.write() as session:
        for name in ("Ada", "Bo", "Cy"):
            add_person(session, SYSTEM, NewPerson(name, Role.ANNOTATOR))
        add_person(session, SYSTEM, NewPerson("Lee", Role.LEAD))
        project = create_project(session, SYSTEM, settings)
    take(studio, project, rows(pairs))
    return project


def take(studio: Studio, project: ProjectView, content: bytes, *, gold: bool = False) -> None:
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "rows.jsonl", gold=gold)
    import_rows(studio.db, SYSTEM, plan, [source_of_bytes("rows.jsonl", content)])


def wait_for_pair(page: Page) -> str:
    """The post on screen."""
    post = page.locator('[data-ref="post"]')
    expect(post).not_to_be_empty(timeout=SLOW_MS)
    page.wait_for_timeout(SEEN_MS)
    return post.inner_text()


def standing(server: StudioServer) -> list[tuple[int, int]]:
    """Pairs and people of the judgments that stand."""
    query = "SELECT pair_id, person_id FROM judgment WHERE withdrawn_by IS NULL AND outcome <> 'undo'"
    return server.rows(query)


def test_two_annotators_never_meet_on_a_pair(
    core_studio: Studio, server: StudioServer, open_as: Open
) -> None:
    """Side by side, by key, until nothing is left: at k = 1 every pair has one judgment, of one of them."""
    make_project(core_studio, LabellingProtocol(choices=Choices.TWO_WAY, confidence=False))
    server.start()
    ada, bo = open_as("Ada"), open_as("Bo")
    wait_for_pair(ada)
    wait_for_pair(bo)
    seen: dict[str, str] = {}
    deadline = time.monotonic() + 4 * SLOW_MS / 1000
    while len(standing(server)) < PAIRS and time.monotonic() < deadline:
        for name, page in (("Ada", ada), ("Bo", bo)):
            if page.locator('[data-ref="stage"]').is_hidden():
                continue
            post = page.locator('[data-ref="post"]').inner_text()
            if not post:
                continue  # the last one was answered in between
            assert seen.setdefault(post, name) == name
            page.wait_for_timeout(SEEN_MS / 2)  # with the other one's turn, both have seen their pair
            page.keyboard.press("1")
    assert len(standing(server)) == PAIRS
    assert len({pair for pair, _ in standing(server)}) == PAIRS
    assert len({person for _, person in standing(server)}) == 2
    assert server.rows("SELECT count(*) FROM judgment WHERE surplus") == [(0,)]
    for page in (ada, bo):  # whoever waited for the other's last pair is told so at the next look
        expect(page.get_by_text("Nothing left for you to label")).to_be_visible(timeout=2 * SLOW_MS)


def test_a_reload_keeps_the_pair_and_leaving_gives_the_others_theirs(
    core_studio: Studio, server: StudioServer, open_as: Open
) -> None:
    """Assigned pairs survive a reload; on another page of the studio they go back after a while."""
    make_project(core_studio, LabellingProtocol(), pairs=2)
    server.start()
    ada = open_as("Ada")
    before = wait_for_pair(ada)
    ada.reload()
    assert wait_for_pair(ada) == before
    bo = open_as("Bo")
    expect(bo.get_by_text("Others have the last pairs")).to_be_visible(timeout=SLOW_MS)
    ada.goto(server.url)  # closes the page: the browser says so
    soon = "SELECT count(*) FROM lease WHERE expires_at < datetime('now', '+60 seconds')"
    eventually(lambda: server.rows(soon) == [(2,)], page=ada)


def test_who_fails_the_qualification_is_told_why_and_may_try_again(
    core_studio: Studio, server: StudioServer, open_as: Open
) -> None:
    """Feedback after each gold pair, the score at the end, and a lead's second chance, noticed by itself."""
    protocol = LabellingProtocol(
        qualification_pairs=GOLD, qualification_threshold=0.75, choices=Choices.TWO_WAY
    )
    project = make_project(core_studio, protocol)
    take(core_studio, project, rows(GOLD, choice=1, note="Longer is better.", mark=" gold"), gold=True)
    server.start()
    cy = open_as("Cy")
    qualify(cy, right=False)
    expect(cy.get_by_text("You did not qualify this time")).to_be_visible(timeout=SLOW_MS)
    expect(cy.get_by_text("0 of 4 answers were right, and 3 were needed.")).to_be_visible()
    (member,) = [one for one in members(core_studio) if one.person.name == "Cy"]
    with core_studio.db.write() as session:
        try_again(session, SYSTEM, project, member.person.id)
    wait_for_pair(cy)
    qualify(cy, right=True)
    expect(cy.get_by_text("and you are in", exact=False)).to_be_visible(timeout=SLOW_MS)
    assert "gold" not in wait_for_pair(cy)


def qualify(page: Page, *, right: bool) -> None:
    """Answer each gold pair; candidate 1, the longer one, is right."""
    for number in range(GOLD):
        expect(page.get_by_text(f"{number} of {GOLD} answered")).to_be_visible(timeout=SLOW_MS)
        wait_for_pair(page)
        longer_left = "longer" in page.locator('[data-ref="left"]').inner_text()
        page.keyboard.press("1" if longer_left == right else "2")
        if number + 1 < GOLD:
            said = "Right" if right else "Not what the guidelines say"
            expect(page.get_by_text(said, exact=True)).to_be_visible(timeout=SLOW_MS)


def members(studio: Studio):
    with studio.db.read() as session:
        return read_roster(session, find_project(session, "Posts")).here


def test_a_pause_reaches_whoever_labels(core_studio: Studio, server: StudioServer, open_as: Open) -> None:
    """After the pair on screen the page says that labelling is paused, and goes on by itself afterwards."""
    project = make_project(core_studio, LabellingProtocol())
    server.start()
    ada = open_as("Ada")
    wait_for_pair(ada)
    settings = ProjectSettings("Posts", paused=True)
    with core_studio.db.write() as session:
        change_project(session, SYSTEM, project.id, settings)
    ada.keyboard.press("1")  # brings the news; the pair that is on screen by then stays
    eventually(lambda: len(standing(server)) == 1, page=ada)
    expect(ada.get_by_text("All saved").first).to_be_visible()
    wait_for_pair(ada)
    ada.keyboard.press("1")
    expect(ada.get_by_text("Labelling is paused")).to_be_visible(timeout=SLOW_MS)
    eventually(lambda: len(standing(server)) == 2, page=ada)
    with core_studio.db.write() as session:
        change_project(session, SYSTEM, project.id, ProjectSettings("Posts"))
    wait_for_pair(ada)


def test_who_is_not_let_in_is_told(core_studio: Studio, server: StudioServer, open_as: Open) -> None:
    """A page that explains itself instead of an empty one."""
    make_project(core_studio, LabellingProtocol(members_only=True))
    server.start()
    expect(open_as("Bo").get_by_text("You have not been let in yet")).to_be_visible(timeout=SLOW_MS)
