"""Starts the labeller's harness and drives it in Chromium, for the tests and the benchmark."""

import json
import sys
from pathlib import Path
from urllib.parse import urlencode

from local_server import PATIENCE_S, LocalServer, eventually
from playwright.sync_api import BrowserContext, Locator
from studio_steps import wait_until_drawn

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN = {"width": 1366, "height": 768}
HARNESS = Path(__file__).parent / "harness_app.py"
ROOT = Path(__file__).parents[2]  # where the studio's .streamlit/config.toml is: the harness wears its theme
STREAMLIT_OPTIONS = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
}
STORED = "prefstudio:answer:"


def outcomes(answers: list[dict]) -> list[str]:
    """Return what was answered, in order."""
    return [answer["outcome"] for answer in answers]


class Harness(LocalServer):
    """A `streamlit run` of a harness script."""

    health = "_stcore/health"

    def __init__(self, folder: Path, script: Path = HARNESS) -> None:
        super().__init__()
        self.folder = folder
        self.script = script
        self.log = folder / "answers.jsonl"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = {**STREAMLIT_OPTIONS, "server.port": self.port}
        command = [sys.executable, "-m", "streamlit", "run", str(self.script)]
        command += [f"--{name}={value}" for name, value in options.items()]
        self.run(command, cwd=ROOT, log=self.folder / "streamlit.log", HARNESS_ANSWERS=str(self.log))

    def answers(self, owner: str) -> list[dict]:
        """Return what the server saved for this owner, in the order of saving."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [answer for answer in map(json.loads, lines) if answer["owner"] == owner]

    def url(self, **query: object) -> str:
        """Return the page's address."""
        return f"{self.root}?{urlencode(query)}"


class Labeller:
    """One open page with the labeller, and the questions a test asks it."""

    def __init__(self, context: BrowserContext, harness: Harness, **query: object) -> None:
        self.harness = harness
        self.owner = str(query["owner"])
        self.page = context.new_page()
        self.page.bring_to_front()  # keys go to the page in front
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(harness.url(**query))
        if "closed" in query:
            self.page.get_by_role("button", name="Open the work").click()
        self.wait_ready()

    def wait_ready(self) -> None:
        """Wait until a pair or the empty state is on screen, and the script's first run is over."""
        self.page.locator(".stage:visible, .empty:visible").first.wait_for(timeout=PATIENCE_S * 1000)
        wait_until_drawn(self.page)

    def ref(self, name: str) -> Locator:
        """Return one part of the labeller by the name its markup gives it."""
        return self.page.locator(f'[data-ref="{name}"]')

    def text(self, name: str) -> str:
        """Return a part's text, exactly."""
        return self.ref(name).evaluate("node => node.textContent")

    def shown(self) -> int:
        """Return the number of the pair on screen."""
        return int(self.text("post").split("]")[0].removeprefix("["))

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        """Return the test id, else the tag, of the element the whole page has in focus."""
        return self.page.evaluate("(document.activeElement.dataset.testid ?? document.activeElement.tagName)")

    def saved(self, count: int) -> list[dict]:
        """Wait until the server has this many answers and the screen says that all are saved; return them."""

        def settled() -> bool:
            return len(self.harness.answers(self.owner)) >= count and self.text("savedText") == "All saved"

        try:
            eventually(settled, page=self.page, message=f"{count} answers were not saved")
        except AssertionError as error:
            error.add_note(self.situation())
            raise
        return self.harness.answers(self.owner)

    def situation(self) -> str:
        """What is known of the page when a test waits in vain."""
        saved, screen = len(self.harness.answers(self.owner)), self.text("savedText")
        return (
            f"{saved} saved, {len(self.stored())} kept in the browser; the screen says “{screen}” and last "
            f"“{self.text('last')}”, shows the post “{self.text('post')[:9]}”; in focus: {self.focused()}; "
            f"errors: {self.errors}"
        )

    def stored(self) -> list[str]:
        """Return the localStorage keys of unconfirmed answers."""
        return [key for key in self.page.evaluate("Object.keys(localStorage)") if key.startswith(STORED)]

    def reload(self) -> None:
        """Reload the page."""
        self.page.reload()
        self.wait_ready()
