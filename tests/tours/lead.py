"""A lead's first minutes, by clicks: from an empty studio to ten people with gold pairs and guidelines.

Run from the root: ``python -m tests.tours.lead``. It writes docs/pictures/lead-tour.png and prints when each
step was reached; a script clicks sooner than a person, who reads and types.
"""

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.tours.recording import Recording, StudioServer, studio_and_browser

TOPICS = (
    "kettle",
    "ladder",
    "bicycle",
    "piano",
    "garden",
    "lantern",
    "harbour",
    "window",
    "bakery",
    "tunnel",
)
PEOPLE = ("Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kaya")
PATIENCE_MS = 30_000
GUIDELINES = "Prefer the summary that\n1. says only what the post says,\n2. keeps the question."
REASON = "Only the first one keeps the question."
GOLD = {
    "Post": "My neighbour's cat sleeps on our roof every night. Should I tell him?",
    "Summary 1": "A neighbour's cat sleeps on the roof every night; should they tell him?",
    "Summary 2": "Cats like roofs.",
    "Reason": REASON,
}


def pairs(file: Path) -> Path:
    """A file of pairs to label."""
    rows = [
        {
            "input_text": f"The {topic} in our street broke on day {day}; nobody mends it. Whom do I ask?",
            "candidate_0": f"The {topic} is broken since day {day}; whom to ask?",
            "candidate_1": f"Somebody has a {topic}.",
        }
        for topic in TOPICS
        for day in range(1, 7)
    ]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return file


def tour(studio: StudioServer, browser: BrowserContext) -> None:
    """The five steps, each from the home page."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    recording = Recording("lead-tour")
    page.goto(studio.url)
    page.get_by_label("Name").fill("Lena")
    page.get_by_label("Name").press("Tab")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("First steps")).to_be_visible()
    recording.moment(page, "an empty studio with its sample: five steps")
    create_project(page)
    recording.moment(page, "a project of one's own")
    import_pairs(page, studio)
    recording.moment(page, "pairs imported")
    write_guidelines(page, studio)
    recording.moment(page, "guidelines written")
    write_gold(page, studio)
    recording.moment(page, "a gold pair with its reason")
    add_people(page, studio)
    recording.moment(page, "ten people")
    recording.save()


def create_project(page: Page) -> None:
    page.get_by_role("button", name="Create a project").click()
    page.get_by_text("New project", exact=True).click()
    form = page.get_by_test_id("stForm")
    form.get_by_label("Name", exact=True).fill("Street questions")
    form.get_by_role("textbox", name="Instruction").fill("Choose the better summary.")
    form.get_by_role("button", name="Create").click()
    expect(page.get_by_text("Created.")).to_be_visible()


def import_pairs(page: Page, studio: StudioServer) -> None:
    page.goto(studio.url)
    page.get_by_role("button", name="Import a file").click()
    page.locator("input[type=file]").first.set_input_files(pairs(studio.home / "street.jsonl"))
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Import 60 rows").click()
    expect(page.get_by_text("60 rows taken.")).to_be_visible()


def write_guidelines(page: Page, studio: StudioServer) -> None:
    page.goto(studio.url)
    page.get_by_role("button", name="Write guidelines").click()
    guidelines = page.get_by_role("textbox", name="Guidelines")
    guidelines.fill(GUIDELINES)
    guidelines.press("Tab")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def write_gold(page: Page, studio: StudioServer) -> None:
    page.goto(f"{studio.url}quality")
    page.get_by_role("tab", name="Gold").click()
    page.get_by_text("Write a gold pair").click()
    for name, text in GOLD.items():
        page.get_by_role("textbox", name=name, exact=True).fill(text)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The gold pair is there.")).to_be_visible()


def add_people(page: Page, studio: StudioServer) -> None:
    page.goto(studio.url)
    page.get_by_role("button", name="Add people").click()
    page.get_by_text("Add many people at once").click()
    names = page.get_by_role("textbox", name="Names, one a line")
    names.fill("\n".join(PEOPLE))
    names.press("Control+Enter")
    page.get_by_role("button", name="Add 10 people").click()
    expect(page.get_by_text("Kaya").first).to_be_visible()


if __name__ == "__main__":
    with studio_and_browser() as (studio, browser):
        tour(studio, browser)
