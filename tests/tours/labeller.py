"""A labeller's hour, by keyboard: qualify, sixty labels, undo, an earlier one, returned work, break, done.

Run from the root: ``python -m tests.tours.labeller``. It writes docs/pictures/labeller-tour.png and prints
when each step was reached. The browser is told that the hour began 52 minutes ago; all else happens as it
would.
"""

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from core.access import SYSTEM, NewPerson, Role, add_person, set_project_role
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of_bytes
from core.labelling import Judgment, LabellingProtocol, ProjectSettings, ProjectView, Purpose, find_project
from core.labelling.judging import return_judgment
from core.labelling.judgments import standing
from core.labelling.projects import create_project
from core.services import Studio, open_studio
from core.settings import load_settings
from tests.tours.recording import DRAWN_MS, Recording, StudioServer, studio_and_browser

LABELS = 60
QUALIFYING = 5
NAME = "Street questions"
PATIENCE_MS = 30_000
SEEN_MS = 450  # a vote sooner does not count
SAVED = "[data-ref=savedText]"
GUIDELINES = "Prefer the summary that\n1. says only what the post says,\n2. keeps the question."
NOTE = "Please look again: which one keeps the question?"
LONG_AGO = """() => {
  const now = Date.now()
  const streak = { since: now - 52 * 60000, last: now - 1000, told: 0 }
  localStorage.setItem("prefstudio:attention", JSON.stringify(streak))
}"""


def prepare(home: Path) -> None:
    """A project with a qualification, and Ben, who is to label in it."""
    opened = _open(home)
    protocol = LabellingProtocol(
        confidence=False, qualification_pairs=QUALIFYING, qualification_threshold=0.6
    )
    settings = ProjectSettings(NAME, "Choose the better summary.", GUIDELINES, protocol=protocol)
    with opened.db.write() as session:
        project = create_project(session, SYSTEM, settings)
        ben = add_person(session, SYSTEM, NewPerson("Ben", None))
        set_project_role(session, SYSTEM, ben.id or 0, project.id, Role.ANNOTATOR)
    _take(opened, project, [_row(number, choice=0) for number in range(QUALIFYING)], gold=True)
    _take(opened, project, [_row(number) for number in range(QUALIFYING, QUALIFYING + LABELS)], gold=False)
    opened.close()


def _open(home: Path) -> Studio:
    return open_studio(load_settings(home=home, sample=False, database="", store=""))


def _row(number: int, **more: int) -> dict[str, object]:
    post = f"The lamp at number {number} in our street went out in {number % 12 + 1} places. Whom do I ask?"
    texts = {"candidate_0": f"Lamps at number {number} went out; whom to ask?", "candidate_1": "A lamp."}
    reason = {"note": "Only this one keeps the question."} if more else {}
    return {"input_text": post, **texts, **more, **reason}


def _take(opened: Studio, project: ProjectView, rows: list[dict[str, object]], *, gold: bool) -> None:
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "street.jsonl", gold=gold)
    content = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    import_rows(opened.db, SYSTEM, plan, [source_of_bytes("street.jsonl", content)])


def tour(studio: StudioServer, browser: BrowserContext) -> None:
    """The hour, step by step."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    recording = Recording("labeller-tour")
    sign_in(page, studio)
    recording.moment(page, "guidelines before the qualification")
    qualify(page, recording)
    for number in range(LABELS - 1):
        choose(page, better=number % 10 != 0)
    recording.say(f"{LABELS - 1} labels")
    page.keyboard.press("u")
    choose(page, better=True)
    reopen(page, recording)
    expect(page.locator(SAVED)).to_have_text("All saved")
    give_back(studio)
    page.reload()
    expect(page.get_by_text(NOTE)).to_be_visible()
    recording.moment(page, "returned work, with its note")
    choose(page, better=True)
    rest(page, recording)
    until_done(page)
    recording.moment(page, "done")
    recording.save()


def sign_in(page: Page, studio: StudioServer) -> None:
    page.goto(studio.url)
    page.get_by_role("button", name="Ben ·").press("Enter")
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible()
    page.wait_for_timeout(2000)  # the browser keeps the name
    page.goto(f"{studio.url}label")
    expect(page.get_by_role("dialog", name="Guidelines")).to_be_visible()


def qualify(page: Page, recording: Recording) -> None:
    """One is missed: it stays beside its reason until the labeller goes on."""
    page.wait_for_timeout(1000)
    page.keyboard.press("Enter")
    page.wait_for_timeout(DRAWN_MS)
    for number in range(QUALIFYING):
        choose(page, better=number != 1)
        if number == 1:
            recording.moment(page, "a missed pair beside its reason")
            page.keyboard.press("Enter")


def choose(page: Page, *, better: bool) -> None:
    """Wait until a pair has been seen, and press the key of the better answer, or of the other."""
    expect(page.locator('[data-ref="stage"]')).to_be_visible()
    page.wait_for_timeout(SEEN_MS)
    left, right = (page.locator(f'[data-ref="{side}"]').inner_text() for side in ("left", "right"))
    page.keyboard.press("1" if (len(left) > len(right)) == better else "2")


def reopen(page: Page, recording: Recording) -> None:
    for _ in range(3):
        page.keyboard.press("o")
        page.wait_for_timeout(1500)
    recording.moment(page, "an earlier answer, to be changed")
    page.keyboard.press("t")
    page.wait_for_timeout(1500)


def give_back(studio: StudioServer) -> None:
    """What a lead does on the quality page, meanwhile."""
    opened = _open(studio.home)
    with opened.db.write() as session:
        given = session.exec(
            select(Judgment).where(Judgment.purpose == Purpose.REGULAR, *standing(Judgment))
        ).first()
        assert given is not None
        return_judgment(session, SYSTEM, find_project(session, NAME), given.id, NOTE)
    opened.close()


def until_done(page: Page) -> None:
    """An undo, a change and a return bring pairs back: what is left is answered too."""
    empty = page.locator('[data-ref="empty"]')
    while not empty.is_visible():
        choose(page, better=True)
        page.wait_for_timeout(DRAWN_MS)


def rest(page: Page, recording: Recording) -> None:
    page.evaluate(LONG_AGO)
    page.reload()
    expect(page.locator('[data-ref="stage"]')).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("5 minutes away from the screen help")).to_be_visible()
    recording.moment(page, "a break is due")


if __name__ == "__main__":
    with studio_and_browser(prepare, PREFSTUDIO_SAMPLE="false") as (studio, browser):
        tour(studio, browser)
