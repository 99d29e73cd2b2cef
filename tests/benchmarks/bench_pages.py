"""From a click in the navigation to content that stays: home, quality and data sets with 50,000 pairs.

Run from the root: ``python -m tests.benchmarks.bench_pages [PREFSTUDIO …]``; each further argument is the
command of another build, measured in turn with this one. The clock runs in the page: from the click to the
last change of the document before half a second without any; what a table's canvas holds for screen readers
comes later, and is not counted. Each build imports the pairs into a home of its
own; the first visit of each page, which loads what it is made of, is printed apart.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from labeller_driver import CHROMIUM, CHROMIUM_ARGS, SCREEN
from local_server import LocalServer

ROUNDS = int(os.environ.get("ROUNDS", "7"))
PAIRS = 50_000
PAGES = {"Home": "Your next step", "Quality": "Figures", "Data sets": "Freeze"}
CLICK = """
  async (title) => {
    const link = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')]
      .find((one) => one.textContent.includes(title))
    const begun = performance.now()
    let last = begun
    const seen = ({ target }) => !(target instanceof Element && target.closest("canvas"))
    const watch = new MutationObserver((all) => all.some(seen) && (last = performance.now()))
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
    link.click()
    const done = () => performance.now() - last > 500 && last > begun
      && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning"
    while (!done()) await new Promise((go) => setTimeout(go, 20))
    watch.disconnect()
    return last - begun
  }
"""


class Build(LocalServer):
    """A build of the studio with 50,000 pairs, and its page in the browser."""

    health = "readyz"

    def __init__(self, command: Path, home: Path) -> None:
        super().__init__()
        self.command = command
        self.home = home
        self.figures: dict[str, list[float]] = {title: [] for title in PAGES}

    def fill_and_start(self) -> None:
        """Import the pairs and serve them."""
        self.home.mkdir()
        rows = (
            {"input_text": f"Post {n}. " * 20, "candidate_0": f"A {n}.", "candidate_1": f"B {n}."}
            for n in range(PAIRS)
        )
        file = self.home / "pairs.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for number, row in enumerate(rows):
                chosen = {} if number % 3 else {"choice": number % 2}
                lines.write(json.dumps(row | chosen) + "\n")
        variables = {"PREFSTUDIO_HOME": str(self.home), "PREFSTUDIO_SAMPLE": "false"}
        words = [str(self.command), "import", str(file), "--project", "Posts", "--create"]
        subprocess.run(words, check=True, env={**os.environ, **variables}, stdout=subprocess.DEVNULL)
        serve = [self.command, "serve", f"--port={self.port}"]
        self.run(serve, cwd=self.home, log=self.home / "log", **variables)

    def enter(self, page: Page) -> None:
        """Be a lead, on the home page."""
        self.page = page
        page.set_default_timeout(60_000)
        page.goto(self.root)
        page.get_by_label("Name").fill("Lena")
        page.get_by_label("Name").press("Tab")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=60_000)

    def go(self, title: str) -> None:
        """Click, and write down how long it took."""
        self.figures[title].append(self.page.evaluate(CLICK, title))


def main() -> None:
    """Switch pages in all builds in turn; print medians in milliseconds."""
    commands = [Path(sys.executable).parent / "prefstudio", *map(Path, sys.argv[1:])]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        builds = [Build(command, Path(name) / str(number)) for number, command in enumerate(commands)]
        try:
            for build in builds:
                build.fill_and_start()
                build.enter(browser.new_context(viewport=SCREEN).new_page())
            for _ in range(ROUNDS + 1):
                for title in ("Quality", "Data sets", "Home"):
                    for build in builds:
                        build.go(title)
        finally:
            for build in builds:
                build.stop()
        browser.close()
    for title in PAGES:
        for build in builds:
            first, *rest = build.figures[title]
            print(
                f"{title}: {statistics.median(rest):.0f} ms, the first time {first:.0f} ms ({build.command})"
            )


if __name__ == "__main__":
    main()
