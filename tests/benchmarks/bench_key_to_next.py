"""From the key to the next pair on screen: the labeller beside plain Streamlit buttons with shortcuts.

Run from the root: ``python -m tests.benchmarks.bench_key_to_next``. The clock runs in the page: from keydown,
caught in the capture phase, to the first task after the frame that paints the changed post (MutationObserver,
then requestAnimationFrame, then a message). "dom" is when the post's text changed, before that frame.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from labeller_driver import CHROMIUM, CHROMIUM_ARGS, HARNESS, SCREEN, Harness

LABELS = 40
PAUSE_MS = 400  # a fast person; both ways have settled by then
BUTTONS = Path(__file__).with_name("harness_button.py")
# Everything that may be on screen, but for the details: they are asked between the key and the next pair.
FULL = {
    "window": 100,
    "feedback": 1,
    "noted": 3,
    "form": json.dumps(
        {"strength": True, "confidence": False, "both_bad": True, "flag_reasons": ["Personal data"]}
    ),
}
WAYS = {
    "labeller": (HARNESS, {"window": 100}),
    "full form": (HARNESS, FULL),
    # Posts of 8,000 characters with code and tables, and two answers of a quarter of that
    "markdown": (HARNESS, {"window": 100, "texts": "markdown", "shown": '{"content": "markdown"}'}),
    "dialogue": (HARNESS, {"window": 100, "texts": "dialogue", "shown": '{"content": "dialogue"}'}),
    "marked": (HARNESS, {"window": 100, "texts": "markdown", "shown": '{"content": "markdown"}', "key": "d"}),
    "buttons": (BUTTONS, {}),
}
FIND_POST = """
  window.findPost = () => {
    const host = document.querySelector('[data-testid="stBidiComponentIsolated"]')
    const root = host?.shadowRoot ?? document // the host is there a moment before its root
    return root.querySelector('[data-ref="post"]') ?? document.querySelector('[data-testid="stText"]')
  }
"""
WATCH = """
  () => {
    window.figures = []
    window.shifts = 0
    const late = one => one.startTime - pressed > 200
    const shifted = list => list.getEntries().filter(late).forEach(one => (window.shifts += one.value))
    new PerformanceObserver(shifted).observe({ type: "layout-shift" })
    let pressed = 0
    let before = findPost().textContent
    const channel = new MessageChannel()
    let dom = 0
    channel.port1.onmessage = () => figures.push({ dom: dom - pressed, painted: performance.now() - pressed })
    addEventListener("keydown", () => (pressed = performance.now()), { capture: true })
    const changed = () => {
      const text = findPost()?.textContent
      if (!text || text === before) return
      before = text
      dom = performance.now()
      requestAnimationFrame(() => channel.port2.postMessage(0))
    }
    const root = findPost().getRootNode()
    new MutationObserver(changed).observe(root, { subtree: true, childList: true, characterData: true })
  }
"""


def measure(page: Page, url: str, key: str) -> tuple[list[dict[str, float]], float]:
    """Press 1 again and again; return the milliseconds of each label, and how much moved by itself.

    What moved is the sum of layout shifts, as the browser scores them, 0.2 s and more after a key.
    """
    page.add_init_script(FIND_POST)
    page.goto(url)
    page.wait_for_function("() => findPost()?.textContent.includes('[0]')")
    page.wait_for_timeout(1000)
    if key:
        page.keyboard.press(key)
        page.wait_for_timeout(1000)
    page.evaluate(WATCH)
    for _ in range(LABELS):
        page.keyboard.press("1")
        page.wait_for_timeout(PAUSE_MS)
    return page.evaluate("figures"), page.evaluate("shifts")


def run(
    context: BrowserContext, script: Path, query: dict[str, object]
) -> tuple[list[dict[str, float]], float]:
    """Measure one script on a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(Path(folder), script)
        harness.start()
        try:
            asked = {name: value for name, value in query.items() if name != "key"}
            address = harness.url(owner="bench", **asked)
            return measure(context.new_page(), address, str(query.get("key", "")))
        finally:
            harness.stop()


def main() -> None:
    """Print the medians beside each other."""
    painted = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for name, (script, query) in WAYS.items():
            figures, moved = run(browser.new_context(viewport=SCREEN), script, query)
            medians = {kind: statistics.median(one[kind] for one in figures) for kind in ("dom", "painted")}
            painted[name] = medians["painted"]
            worst = max(one["painted"] for one in figures)
            print(
                f"{name:9} {len(figures)} labels: median {medians['dom']:.1f} ms to the changed text, "
                f"{medians['painted']:.1f} ms to the painted frame (worst {worst:.1f} ms); "
                f"layout shift {moved:.3f}"
            )
        browser.close()
    print(f"the labeller is {painted['buttons'] / painted['labeller']:.1f} times as fast")


if __name__ == "__main__":
    main()
