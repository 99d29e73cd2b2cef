"""Several people label in one project, each in a browser of their own, against the real studio."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from labeller_driver import SCREEN
from local_server import eventually
from playwright.sync_api import Browser, BrowserContext, Page, expect
from studio_server import StudioServer
from studio_steps import SEEN_MS, wait_until_remembered

from core.access import SYSTEM, NewPerson, Role, add_person, set_project_role
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of_bytes
from core.labelling import Choices, LabellingProtocol, ProjectSettings, ProjectView
from core.labelling.projects import change_project, create_project, read_roster, try_again
from core.services import Studio, open_studio
from core.settings import load_settings

pytestmark = pytest.mark.browser

SLOW_MS = 20_000
PAIRS = 12
GOLD = 4
Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team") / "home"


@pytest.fixture(scope="module")
def core_studio(home: Path) -> Iterator[Studio]:
    studio = open_studio(load_settings(home=home, sample=False, database="", store=""))
    yield studio
    studio.close()


@pytest.fixture(scope="module")
def server(home: Path, core_studio: Studio) -> Iterator[StudioServer]:
    """One for all tests: each has a project and people of its own, who have a part in no other."""
    server = StudioServer(home, PREFSTUDIO_SAMPLE="false")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def open_as(context: BrowserContext, chromium: Browser, server: StudioServer) -> Iterator[Open]:
    """Opens the label page signed in as somebody: in the window, and for a second one beside it."""
    beside = []

    def open_page(name: str) -> Page:
        if not opened:
            page = context.new_page()
        else:
            beside.append(chromium.new_context(viewport=SCREEN))
            page = beside[-1].new_page()
        opened.append(name)
        page.set_default_timeout(SLOW_MS)
        page.goto(server.url)
        page.get_by_role("button", name=f"{name} ·").click()
        expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=SLOW_MS)
        wait_until_remembered(page)
        page.goto(f"{server.url}label")
        return page

    opened: list[str] = []
    yield open_page
    for one in beside:
        one.close()


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
    studio: Studio, name: str, protocol: LabellingProtocol, *people: str, pairs: int = PAIRS
) -> ProjectView:
    """A project with pairs, at one judgment each, and people who have a part in this one only."""
    settings = ProjectSettings(name, "Pick the better one.", "Longer is better.", 1, protocol)
    with studio.db.write() as session:
        project = create_project(session, SYSTEM, settings)
        for one in people:
            person = add_person(session, SYSTEM, NewPerson(one, None))
            set_project_role(session, SYSTEM, person.id or 0, project.id, Role.ANNOTATOR)
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


def standing(server: StudioServer, project: ProjectView) -> list[tuple[int, int]]:
    """Pairs and people of the judgments that stand."""
    query = "SELECT pair_id, person_id FROM judgment WHERE withdrawn_by IS NULL AND outcome <> 'undo'"
    return server.rows(f"{query} AND project_id = ?", project.id)


def test_two_annotators_never_meet_on_a_pair(
    core_studio: Studio, server: StudioServer, open_as: Open
) -> None:
    """Side by side, by key, until nothing is left: at k = 1 every pair has one judgment, of one of them."""
    protocol = LabellingProtocol(choices=Choices.TWO_WAY, confidence=False)
    project = make_project(core_studio, "Side by side", protocol, "Ada", "Bo")
    ada, bo = open_as("Ada"), open_as("Bo")
    wait_for_pair(ada)
    wait_for_pair(bo)
    seen: dict[str, str] = {}
    deadline = time.monotonic() + 4 * SLOW_MS / 1000
    while len(standing(server, project)) < PAIRS and time.monotonic() < deadline:
        for name, page in (("Ada", ada), ("Bo", bo)):
            if page.locator('[data-ref="stage"]').is_hidden():
                continue
            post = page.locator('[data-ref="post"]').inner_text()
            if not post:
                continue  # the last one was answered in between
            assert seen.setdefault(post, name) == name
            page.wait_for_timeout(SEEN_MS / 2)  # with the other one's turn, both have seen their pair
            page.keyboard.press("1")
    assert len(standing(server, project)) == PAIRS
    assert len({pair for pair, _ in standing(server, project)}) == PAIRS
    assert len({person for _, person in standing(server, project)}) == 2
    assert server.rows("SELECT count(*) FROM judgment WHERE surplus") == [(0,)]
    for page in (ada, bo):  # whoever waited for the other's last pair is told so at the next look
        expect(page.get_by_text("Nothing left for you to label")).to_be_visible(timeout=2 * SLOW_MS)


def test_a_reload_keeps_the_pair_and_leaving_gives_the_others_theirs(
    core_studio: Studio, server: StudioServer, open_as: Open
) -> None:
    """Assigned pairs survive a reload, a reopened one too; on another page they go back after a while."""
    project = make_project(core_studio, "Reloaded", LabellingProtocol(), "Cara", "Dan", pairs=2)
    cara = open_as("Cara")
    before = wait_for_pair(cara)
    cara.reload()
    assert wait_for_pair(cara) == before
    change_the_last_answer(cara)
    said = "SELECT outcome <> 'undo', withdrawn_by IS NULL FROM judgment WHERE project_id = ? ORDER BY 1, 2"
    eventually(lambda: server.rows(said, project.id) == [(0, 1), (1, 0), (1, 1)], page=cara)
    dan = open_as("Dan")
    expect(dan.get_by_text("Others have the last pairs")).to_be_visible(timeout=SLOW_MS)
    cara.goto(server.url)  # closes the page: the browser says so
    soon = "SELECT count(*) FROM lease WHERE expires_at < datetime('now', '+60 seconds') AND project_id = ?"
    eventually(lambda: server.rows(soon, project.id) == [(1,)], page=cara)


def change_the_last_answer(page: Page) -> None:
    """By keys alone: answer, open that answer after a reload, leave it as it is, open it again, change it."""
    page.wait_for_timeout(SEEN_MS)
    page.keyboard.press("1")
    expect(page.get_by_text("All saved").first).to_be_visible(timeout=SLOW_MS)
    page.reload()
    wait_for_pair(page)
    opened = page.locator('[data-ref="earlier"]')
    for keys in ("Escape", "2"):
        page.keyboard.press("o")
        expect(opened).to_contain_text("Summary 1", timeout=SLOW_MS)
        page.wait_for_timeout(SEEN_MS)
        page.keyboard.press(keys)
        expect(opened).to_be_hidden()


def test_who_fails_the_qualification_is_told_why_and_may_try_again(
    core_studio: Studio, server: StudioServer, open_as: Open
) -> None:
    """Guidelines first, feedback after each gold pair, the score, and a second chance, noticed by itself."""
    protocol = LabellingProtocol(
        qualification_pairs=GOLD, qualification_threshold=0.75, choices=Choices.TWO_WAY
    )
    project = make_project(core_studio, "Qualifying", protocol, "Cy")
    take(core_studio, project, rows(GOLD, choice=1, note="Longer is better.", mark=" gold"), gold=True)
    settings = ProjectSettings(
        project.name, guidelines="Longer is better.\n" * 200 + "The end.", protocol=protocol
    )
    with core_studio.db.write() as session:
        change_project(session, SYSTEM, project.id, settings)
    cy = open_as("Cy")
    read_guidelines(cy)
    qualify(cy, right=False)
    expect(cy.get_by_text("You did not qualify this time")).to_be_visible(timeout=SLOW_MS)
    expect(cy.get_by_text("0 of 4 answers were right, and 3 were needed.")).to_be_visible()
    (member,) = [one for one in members(core_studio, project) if one.person.name == "Cy"]
    with core_studio.db.write() as session:
        try_again(session, SYSTEM, project, member.person.id)
    read_guidelines(cy)
    wait_for_pair(cy)
    expect(cy.get_by_text("4 of the 4 pairs were yours before", exact=False)).to_be_visible()
    qualify(cy, right=True)
    expect(cy.get_by_text("and you are in", exact=False)).to_be_visible(timeout=SLOW_MS)
    assert "gold" not in wait_for_pair(cy)
    set_goal(cy, 30)


def read_guidelines(page: Page) -> None:
    """They are open, cannot be closed, and only their end lets begin."""
    begin = page.get_by_role("button", name="Begin")
    expect(begin).to_be_disabled(timeout=SLOW_MS)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(begin).to_be_disabled()
    page.keyboard.press("End")
    expect(begin).to_be_enabled()
    page.keyboard.press("Enter")
    expect(begin).to_be_hidden()


def set_goal(page: Page, goal: int) -> None:
    """By key alone: my day opens, a number, Enter, Escape; the goal stands in the header."""
    day = page.locator("dialog.day")
    page.keyboard.press("i")
    expect(day.get_by_text("4 answers", exact=True)).to_be_visible(timeout=SLOW_MS)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(str(goal))
    page.keyboard.press("Enter")
    expect(day.get_by_text(f"4 answers, goal {goal}")).to_be_visible(timeout=SLOW_MS)
    page.keyboard.press("Escape")
    expect(page.get_by_text(f"4 of {goal}", exact=False)).to_be_visible()


def qualify(page: Page, *, right: bool) -> None:
    """Answer each gold pair; candidate 1, the longer one, is right. A missed one stays until Enter."""
    for number in range(GOLD):
        expect(page.get_by_text(f"{number} of {GOLD} answered")).to_be_visible(timeout=SLOW_MS)
        wait_for_pair(page)
        longer_left = "longer" in page.locator('[data-ref="left"]').inner_text()
        page.keyboard.press("1" if longer_left == right else "2")
        if not right:
            missed = page.locator(".card.right", has_text="longer")
            expect(missed.get_by_text("Right answer")).to_be_visible(timeout=SLOW_MS)
            expect(page.locator(".card.chosen").get_by_text("Your choice")).to_be_visible()
            expect(page.get_by_text("Longer is better.", exact=False).first).to_be_visible()
            page.keyboard.press("1")  # counts for nothing
            page.keyboard.press("Enter")
            expect(page.get_by_text("Right answer")).to_be_hidden()
        elif number + 1 < GOLD:
            expect(page.get_by_text("Right", exact=True)).to_be_visible(timeout=SLOW_MS)


def members(studio: Studio, project: ProjectView):
    with studio.db.read() as session:
        return read_roster(session, project).here


def test_a_pause_reaches_whoever_labels(core_studio: Studio, server: StudioServer, open_as: Open) -> None:
    """After the pair on screen the page says that labelling is paused, and goes on by itself afterwards."""
    project = make_project(core_studio, "Paused", LabellingProtocol(), "Eda")
    eda = open_as("Eda")
    wait_for_pair(eda)
    settings = ProjectSettings(project.name, paused=True)
    with core_studio.db.write() as session:
        change_project(session, SYSTEM, project.id, settings)
    eda.keyboard.press("1")  # brings the news; the pair that is on screen by then stays
    eventually(lambda: len(standing(server, project)) == 1, page=eda)
    expect(eda.get_by_text("All saved").first).to_be_visible()
    wait_for_pair(eda)
    eda.keyboard.press("1")
    expect(eda.get_by_text("Labelling is paused")).to_be_visible(timeout=SLOW_MS)
    eventually(lambda: len(standing(server, project)) == 2, page=eda)
    with core_studio.db.write() as session:
        change_project(session, SYSTEM, project.id, ProjectSettings(project.name))
    wait_for_pair(eda)


def test_who_is_not_let_in_is_told(core_studio: Studio, server: StudioServer, open_as: Open) -> None:
    """A page that explains itself instead of an empty one."""
    make_project(core_studio, "Closed", LabellingProtocol(members_only=True), "Finn")
    expect(open_as("Finn").get_by_text("You have not been let in yet")).to_be_visible(timeout=SLOW_MS)
