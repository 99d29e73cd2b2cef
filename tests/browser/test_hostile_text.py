"""Texts from the internet, shown in the real studio: as they are, and running nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_server import eventually
from playwright.sync_api import BrowserContext, Page, expect
from studio_server import StudioServer

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.sources import source_of
from core.labelling import ProjectSettings
from core.labelling.projects import create_project
from core.services import open_studio
from core.settings import load_settings

pytestmark = pytest.mark.browser

SLOW_MS = 20_000
SCRIPT = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
MARKDOWN = "**bold** [link](javascript:window.hacked=3) $x^2$ :red[red] `code`"
RIGHT_TO_LEFT = "\u202etxet desrever\u202c שלום 👩‍👩‍👧 é"
POST = f"{SCRIPT}\n{MARKDOWN}\n{RIGHT_TO_LEFT}"
CANDIDATES = (f"first {POST}", f"second {POST}")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[StudioServer]:
    home = tmp_path / "home"
    file = tmp_path / "hostile.jsonl"
    row = {"input_text": POST, "candidate_0": CANDIDATES[0], "candidate_1": CANDIDATES[1]}
    file.write_text(json.dumps(row), encoding="utf-8")
    opened = open_studio(load_settings(home=home))
    settings = ProjectSettings(f"Project {MARKDOWN}", f"Instruction {POST}", f"Guidelines {POST}")
    with opened.db.write() as session:
        project = create_project(session, SYSTEM, settings)
    plan = ImportPlan(project, DatasetKind.PREFERENCE, file.name)
    import_rows(opened.db, SYSTEM, plan, [source_of(file)])
    opened.close()
    server = StudioServer(home)
    server.start()
    yield server
    server.stop()


def test_hostile_text_is_shown_as_it_is(context: BrowserContext, studio: StudioServer) -> None:
    """Post, candidates, instruction, guidelines, project and person names: every character, nothing run."""
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(studio.url)
    name = f"Eve {MARKDOWN}"[:60]
    page.get_by_label("Name").fill(name)
    page.get_by_label("Name").press("Tab")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name=f"Project {MARKDOWN}")).to_be_visible()
    expect(page.get_by_text(name, exact=False).first).to_be_visible()
    page.goto(f"{studio.url}label")
    expect(page.get_by_text("Summary 1", exact=True).first).to_be_visible()
    page.keyboard.press("g")
    eventually(
        lambda: all(shows(page, text) for text in (POST, *CANDIDATES, f"Guidelines {POST}")), page=page
    )
    assert page.evaluate("window.hacked") is None


def shows(page: Page, text: str) -> bool:
    """Whether some element's whole text is this text, to the character."""
    script = """text => {
        const inside = root => [...root.querySelectorAll('*')].some(
            one => one.textContent === text || (one.shadowRoot && inside(one.shadowRoot)))
        return inside(document)
    }"""
    return bool(page.evaluate(script, text))
