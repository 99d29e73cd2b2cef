"""The data sets page in Chromium: from a faulty sheet to an exported set, and a cancelled import."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_server import eventually
from playwright.sync_api import BrowserContext, Locator, Page, expect
from studio_server import StudioServer

pytestmark = pytest.mark.browser

SLOW_MS = 60_000
ROWS = 10_000
COLUMNS = {
    "Prompt": "Frage",
    "Candidate 0": "Antwort A",
    "Candidate 1": "Antwort B",
    "Field of the choice": "Urteil",
    "Annotator": "Wer",
}
CANCEL_ROWS = 60_000


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[StudioServer]:
    server = StudioServer(tmp_path / "home")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(context: BrowserContext, studio: StudioServer) -> Page:
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(studio.url)
    page.get_by_label("Name").fill("Lena")
    page.get_by_label("Name").press("Tab")
    page.get_by_role("button", name="Start").click()
    see(page.get_by_text("Your next step", exact=True))
    page.goto(f"{studio.url}datasets")
    see(page.get_by_role("heading", name="1 · Files"))
    return page


def see(what: Locator) -> None:
    """Wait longer than `expect` does by itself: other tests may keep the machine busy."""
    expect(what).to_be_visible(timeout=SLOW_MS)


def sheet() -> bytes:
    """10,000 rows; 10 each with an unknown choice, equal answers, no answer, no question, and repeated."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS.values())
    for number in range(ROWS - 10):
        row = [f"Wie kocht man Reis, {number}?", f"Im Topf {number}.", f"Im Ofen {number}.", "AB"[number % 2]]
        row.append(f"r{number % 5}")
        fault = number % 1000
        if fault == 10:
            row[3] = "vielleicht"
        elif fault == 20:
            row[2] = row[1]
        elif fault == 30:
            row[1] = ""
        elif fault == 40:
            row[0] = " "
        writer.writerow(row)
        if fault == 50:
            writer.writerow(row)
    return file.getvalue().encode()


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    see(page.get_by_role("heading", name="2 · Check"))


def idle(page: Page) -> None:
    """Wait for the end of the script's run; until then widgets may belong to the run before it."""
    app = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
    expect(app).to_be_attached(timeout=SLOW_MS)


def choose(page: Page, label: str, option: str) -> None:
    idle(page)
    box = page.get_by_role("combobox", name=label, exact=True)
    box.evaluate("one => one.scrollIntoView({block: 'center'})")
    listed = page.get_by_role("option", name=option, exact=True)

    def opened() -> bool:
        """The list of a field that still moves closes again by itself."""
        box.click()
        page.wait_for_timeout(500)
        return listed.is_visible()

    eventually(opened, page=page, message=f"the list of {label} does not open")
    listed.click()
    idle(page)


def press(page: Page, name: str) -> None:
    idle(page)
    page.get_by_role("button", name=name, exact=True).click()


def test_from_a_faulty_sheet_to_an_exported_set_and_its_card(page: Page, studio: StudioServer) -> None:
    """Upload, fix the mapping, read the report, take the good rows, freeze, see the card, export."""
    upload(page, "reis.csv", sheet())
    see(page.get_by_text("Choose the columns that are still missing."))
    for label, column in COLUMNS.items():
        if label == "Field of the choice":
            choose(page, "Which one is better is said by", "a column of choices")
        elif label == "Annotator":
            idle(page)
            page.get_by_text("More: strength, sources, annotator").click()
            see(page.get_by_role("combobox", name=label, exact=True))
        choose(page, label, column)
    see(page.get_by_text("Urteil = A → Antwort A is better in"))
    read_the_report(page)
    press(page, "Take the 9,950 good rows without these")
    see(page.get_by_text("9,950 rows taken, 9,950 choices, 10 repeated in the file"))
    assert studio.rows("SELECT count(*) FROM pair WHERE origin = 'reis.csv'") == [(9950,)]
    freeze(page)
    see_the_card(page)
    export(page, studio)


def read_the_report(page: Page) -> None:
    press(page, "Check")
    see(page.get_by_text("10,000 rows read: 9,950 good (9,950 with a choice)"))
    for words in (
        "Choice is neither 0 nor 1, 10 times",
        "Identical candidates, 10 times",
        "Empty field, 20 times",
        "Repeated row, 10 times",
    ):
        see(page.get_by_text(words))
    example = 'reis.csv, line 12, field Urteil: must be "A" or "B", or be empty (it is "vielleicht").'
    see(page.get_by_text(example))
    expect(page.locator(".js-plotly-plot")).to_have_count(3, timeout=SLOW_MS)


def freeze(page: Page) -> None:
    press(page, "Freeze a data set")
    press(page, "Freeze the preference set")
    see(page.get_by_text("Frozen: preference 1"))
    press(page, "See the card")


def see_the_card(page: Page) -> None:
    see(page.get_by_text("Which candidate is preferred"))
    see(page.get_by_text("rest on one judgment, which nobody else has checked."))
    idle(page)
    page.get_by_text("README data card").click()
    see(page.get_by_text("## Known weaknesses"))


def export(page: Page, studio: StudioServer) -> None:
    choose(page, "Format", "TRL / Hugging Face")
    press(page, "Export")
    see(page.get_by_text("Exported to"))
    (file,) = (studio.home / "exports").glob("preference-1-*.trl.jsonl")
    idle(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download", exact=True).click()
    assert Path(started.value.path()).read_bytes() == file.read_bytes()
    rows = [json.loads(line) for line in file.read_bytes().splitlines()]
    assert all(set(row) == {"prompt", "chosen", "rejected"} for row in rows)
    assert [(len(rows),)] == studio.rows("SELECT rows FROM dataset")
    press(page, "Check copies")
    see(page.get_by_text("All copies are as they were sent."))


def test_a_cancelled_import_takes_nothing(page: Page, studio: StudioServer) -> None:
    """The page says so, and the same import then takes all."""
    row = '{"input_text": "%d %s", "candidate_0": "first %d", "candidate_1": "second %d", "choice": 0}'
    text = "word " * 300
    lines = (row % (number, text, number, number) for number in range(CANCEL_ROWS))
    (studio.home / "many.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(studio.home / "many.jsonl")
    see(page.get_by_role("heading", name="2 · Check"))
    press(page, "Check")
    see(page.get_by_role("heading", name="3 · Import"))
    press(page, "Import 60,000 rows")
    see(page.get_by_text("Taking …"))
    page.get_by_role("button", name="Cancel").click()
    see(page.get_by_text("The import was cancelled; nothing was taken."))
    taken = "SELECT count(*) FROM pair WHERE origin = 'many.jsonl'"
    assert studio.rows(taken) == [(0,)]
    press(page, "Import 60,000 rows")
    see(page.get_by_text("60,000 rows taken"))
    eventually(lambda: studio.rows(taken) == [(CANCEL_ROWS,)], page=page)
