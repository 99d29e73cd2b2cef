"""The curves page in Chromium: 10 logs with 10,000 points of three curves each, until their charts stand.

Run from the root: ``python -m tests.benchmarks.bench_curve_charts``. The real studio serves the page. Printed
are medians of ROUNDS (7): from a click in the navigation to charts that stand, everything read before, so
that the data is there; from a key on the smoothing slider to charts that are drawn anew; what of either
passed before the figures had arrived (the way there, our part on the server, the way back) and how long the
browser drew after that; the size of the figures; and the processor time of the browser's tab, which says the
same whatever runs beside it. For the milliseconds, with few processors, nothing else should.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from core.event_files import Point, event_file

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from labeller_driver import CHROMIUM, CHROMIUM_ARGS, SCREEN
from local_server import LocalServer

ROUNDS = int(os.environ.get("ROUNDS", "7"))
RUNS, POINTS = 10, 10_000
PAIR = json.dumps({"input_text": "A post.", "candidate_0": "A.", "candidate_1": "B.", "choice": 0}) + "\n"

WATCH = """
  window.received = []
  window.WebSocket = class extends window.WebSocket {
    constructor(...all) {
      super(...all)
      this.addEventListener("message", ({ data }) =>
        window.received.push([performance.now(), data.size ?? data.byteLength ?? data.length]))
    }
  }
"""
TIME = """
  async (act) => {
    const all = (what) => [...document.querySelectorAll(what)]
    const is = (one) => one instanceof Element && one.closest(".stPlotlyChart, .js-plotly-plot")
    let last = 0
    const watch = new MutationObserver((seen) => {
      if (seen.some((one) => is(one.target) || [...one.addedNodes].some(is))) last = performance.now()
    })
    watch.observe(document.body, { subtree: true, childList: true, attributes: true })
    window.received.length = 0
    const slider = document.querySelector('input[type="range"]')
    slider?.focus()
    const begun = performance.now()
    if (act === "key") await window.press()
    else all('[data-testid="stSidebarNavLink"]').find((one) => one.textContent.includes("Curves")).click()
    const lines = () => all(".js-plotly-plot").map((one) => one.querySelectorAll(".js-line").length)
    const stand = () => lines().length > 1 && lines().every((one) => one > 0)
    while (!(last > begun && performance.now() - last > 700 && stand()))
      await new Promise((go) => setTimeout(go, 20))
    watch.disconnect()
    const figures = window.received.filter(([, size]) => size > 20_000)
    const bytes = figures.reduce((sum, [, size]) => sum + size, 0)
    return [last - begun, (figures.at(-1)?.[0] ?? begun) - begun, bytes]
  }
"""


class Studio(LocalServer):
    """The studio, for one person."""

    health = "readyz"


def write_logs(folder: Path) -> None:
    """A run each: a loss that falls, a reward and a distance that grow, all with noise."""
    for run in range(RUNS):
        rng = np.random.default_rng(run)
        steps = np.arange(POINTS)
        curves = {
            "rank_loss": 0.05 + 0.64 * np.exp(-steps / 2_000) + rng.normal(0, 0.05, POINTS),
            "reward": np.log1p(steps) / 5 * (1 + run / 20) + rng.normal(0, 0.1, POINTS),
            "kl_loss": steps / 1_000 + rng.normal(0, 0.2, POINTS),
        }
        points = [
            Point(step, 1.76e9 + step, tag, float(value))
            for tag, values in curves.items()
            for step, value in enumerate(values)
        ]
        (folder / f"run_{run}").mkdir(parents=True)
        (folder / f"run_{run}" / "events.out.tfevents.1.host").write_bytes(event_file(points))


def measure(page: Page, act: str, tabs: CDPSession) -> list[float]:
    """Milliseconds until the charts stood and until their figures had come, bytes, and processor time."""
    before = busy(tabs)
    found: list[float] = page.evaluate(TIME, act)
    return [*found, busy(tabs) - before]


def busy(tabs: CDPSession) -> float:
    """Processor time of the browser's tabs so far, in milliseconds, as the system counts it, by tens."""
    processes = tabs.send("SystemInfo.getProcessInfo")["processInfo"]
    return 1_000 * sum(one["cpuTime"] for one in processes if one["type"] == "renderer")


def enter(page: Page, studio: Studio, logs: Path) -> None:
    """Be a lead who looks at the logs."""
    page.set_default_timeout(60_000)
    page.goto(studio.root)
    page.get_by_label("Name").fill("Lena")
    page.get_by_label("Name").press("Tab")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible(timeout=60_000)
    page.goto(f"{studio.root}curves?{urlencode({'curves_address': str(logs)})}")
    expect(page.locator(".js-plotly-plot .js-line").first).to_be_visible(timeout=120_000)
    page.expose_function("press", lambda: page.keyboard.press("ArrowRight"))


def main() -> None:
    """Print medians in milliseconds."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        studio = Studio()
        start(studio, Path(name))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        try:
            context = browser.new_context(viewport=SCREEN)
            context.add_init_script(WATCH)
            page = context.new_page()
            enter(page, studio, Path(name) / "logs")
            page.wait_for_timeout(2_000)
            tabs = browser.new_browser_cdp_session()
            moved = [measure(page, "key", tabs) for _ in range(ROUNDS + 1)]
            stood = [measure(page, go_home(page), tabs) for _ in range(ROUNDS + 1)]
        finally:
            browser.close()
            studio.stop()
    report("Charts stand after a click", stood[1:])
    report("The smoothing slider answers", moved[1:])


def start(studio: Studio, folder: Path) -> None:
    """Write the logs and serve a studio that has a project."""
    write_logs(folder / "logs")
    pairs, command = folder / "pairs.jsonl", Path(sys.executable).parent / "prefstudio"
    pairs.write_text(PAIR, encoding="utf-8")
    variables = {"PREFSTUDIO_HOME": str(folder / "home"), "PREFSTUDIO_SAMPLE": "false"}
    words = [str(command), "import", str(pairs), "--project", "Posts", "--create"]
    subprocess.run(words, check=True, env={**os.environ, **variables}, stdout=subprocess.DEVNULL)
    studio.run([command, "serve", f"--port={studio.port}"], cwd=folder, log=folder / "log", **variables)


def go_home(page: Page) -> str:
    """Leave the page; how one comes back."""
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_text("Your next step", exact=True)).to_be_visible()
    return "click"


def report(what: str, rounds: list[list[float]]) -> None:
    """A line with its parts; figures that the browser has had already are not sent again."""
    whole, came, size, busy_for = (statistics.median(one) for one in zip(*rounds, strict=True))
    drew = statistics.median(one[0] - one[1] for one in rounds)
    best = min(one[0] for one in rounds)
    print(
        f"{what}: {whole:.0f} ms (best {best:.0f}); figures of {size / 1_000:.0f} kB after {came:.0f} ms,"
        f" drawn in {drew:.0f} ms; the tab's processor time {busy_for:.0f} ms"
    )


if __name__ == "__main__":
    main()
