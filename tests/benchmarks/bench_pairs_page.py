"""From a click to the drawn list in Chromium: each filter, a search and the next page of very many pairs.

Run ``python tests/benchmarks/bench_pairs_page.py [--pairs 100000] [--only SQLite] [--rounds 5]
[--kept FOLDER]``; filled homes stay in the folder for the next run, and are those of `bench_pairs_list`. The
clock runs in the page: from the last click or key to the last change of the document before 400 ms without
any, while no script runs; a table's canvas is not counted. A line is what was asked: the median, the slowest,
the statements that the list sends, and the load of the machine. Exit status 1 if a median is over 300 ms.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from labeller_driver import CHROMIUM, CHROMIUM_ARGS, SCREEN
from studio_server import StudioServer

from app.ui.pairs import read_query
from app.ui.pairs.listing import read_list
from tests.benchmarks.pairs_load.filling import FILES, LEAD, MODELS, RARE
from tests.benchmarks.pairs_load.kept import Filled, filled
from tests.benchmarks.queue_load.servers import KINDS, has_postgres
from tests.core.builders import statements

LONGEST_MS = 300.0
SLOW_MS = 60_000
WATCH = """() => {
  window.begun = window.last = 0
  for (const kind of ["click", "keydown"])
    addEventListener(kind, () => { window.begun = window.last = performance.now() }, true)
  const seen = ({ target }) => !(target instanceof Element && target.closest("canvas"))
  new MutationObserver((all) => { if (all.some(seen)) window.last = performance.now() })
    .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
}"""
DRAWN = """() => performance.now() - window.last > 400
  && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning" """
Act = Callable[[Page], None]


def mark(label: str) -> Act:
    """Click one of the marks above the list."""
    return lambda page: page.get_by_test_id("stButtonGroup").get_by_text(label, exact=True).click()


def choice(label: str, option: str, *, more: bool = True) -> Act:
    """Choose in one of the boxes, behind "More filters" or not."""

    def act(page: Page) -> None:
        if more:
            page.get_by_role("button", name="More filters").click()
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=option, exact=True).click()

    return act


def typed(label: str, text: str, *, more: bool = True) -> Act:
    """Type into a field and press Enter."""

    def act(page: Page) -> None:
        if more:
            page.get_by_role("button", name="More filters").click()
        field = page.get_by_label(label, exact=True)
        field.fill(text)
        field.press("Enter")

    return act


def day(label: str, digits: str) -> Act:
    """Type a day into a field of three parts; it is taken when the field is left."""

    def act(page: Page) -> None:
        page.get_by_role("button", name="More filters").click()
        page.get_by_label(label, exact=True).get_by_role("spinbutton").first.click()
        page.keyboard.type(digits)
        page.get_by_role("heading", name="Pairs", exact=True).click()

    return act


def turn(page: Page) -> None:
    """Go to the next page."""
    page.get_by_role("button", name="Next").click()


STATES = {"unjudged": "Not judged", "open": "Needs judgments", "complete": "Complete", "settled": "Settled"}
ACTS: Mapping[str, Act] = {
    "": turn,
    **{f"state={state}": choice("How far", label, more=False) for state, label in STATES.items()},
    "state=left out": choice("How far", "Left out", more=False),
    "disputed=true": mark("Disputed"),
    "flagged=true": mark("Flagged"),
    "gold=true": mark("Gold"),
    "calibration=true": mark("Calibration pool"),
    f"origin={FILES[0]}": choice("File", FILES[0]),
    f"model={MODELS[3]}": choice("Model of an answer", MODELS[3]),
    "tag=look again": choice("Tag", "look again"),
    "language=de": choice("Language", "German"),
    "shortest=1500": typed("Characters, at least", "1500"),
    "person={person}": choice("Judged by", "Annotator 0"),
    "choice=tie": choice("What was said", "Tie"),
    "choice=both_bad": choice("What was said", "Both bad"),
    "choice=skip": choice("What was said", "Skipped"),
    "since=2026-03-07": day("Judged since", "20260307"),
    "until=2026-03-07": day("Judged up to", "20260307"),
    "text=ta en": typed("Search the texts", "ta en", more=False),
    f"text={RARE}": typed("Search the texts", RARE, more=False),
}
"""What is done, by the address that it leads to; the next page is that of all pairs."""


def main() -> int:
    """Measure both databases, print, and say what does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--only", choices=KINDS, help="one of the databases")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kept", type=Path, help="a folder for the filled homes")
    options = parser.parse_args()
    kinds = [kind for kind in KINDS if options.only in {None, kind} and (kind == KINDS[0] or has_postgres())]
    wrong = []
    for kind in kinds:
        with filled(kind, options.pairs, options.kept) as there:
            wrong += _measure(kind, there, options.rounds)
    print("\n".join(wrong) or "all figures hold")
    return 1 if wrong else 0


def _measure(kind: str, there: Filled, rounds: int) -> list[str]:
    server = StudioServer(
        there.home, PREFSTUDIO_DATABASE=there.database, PREFSTUDIO_SAMPLE="false", PREFSTUDIO_STORE=""
    )
    server.start()
    wrong = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
            page = browser.new_page(viewport=SCREEN)  # type: ignore[arg-type]
            page.set_default_timeout(SLOW_MS)
            _enter(page, server)
            for query, act in ACTS.items():
                asked = query.format(person=there.person)
                times = [_timed(page, act, asked) for _ in range(rounds)]
                took, sent = statistics.median(times), _statements(there, asked)
                name = asked or "the next page"
                said = f"{took:8.0f} ms{max(times):8.0f} at most{sent:4} statements"
                print(f"{kind:10} {name:28}{said}{os.getloadavg()[0]:6.1f}", flush=True)
                wrong += [f"{kind}, {name}: {took:.0f} ms"] if took > LONGEST_MS else []
    finally:
        server.stop()
    return wrong


def _enter(page: Page, server: StudioServer) -> None:
    page.goto(server.url)
    page.get_by_role("button", name=LEAD).or_(page.get_by_label("Name")).first.click()
    page.wait_for_timeout(3000)
    page.goto(f"{server.url}pairs")
    page.get_by_text("The number opens a pair.").wait_for()
    page.evaluate(WATCH)


def _timed(page: Page, act: Act, asked: str) -> float:
    """Do it on the first page of all pairs, which is gone back to by the browser's own way."""
    page.wait_for_function(DRAWN)
    act(page)
    page.wait_for_function(DRAWN)
    took = page.evaluate("window.last - window.begun")
    if asked and asked.split("=", maxsplit=1)[0] not in page.url:
        message = f"{asked} did not lead there: {page.url}"
        raise RuntimeError(message)
    # The popover is left by a click elsewhere: Escape would empty the box that has the focus.
    page.get_by_role("heading", name="Pairs", exact=True).click()
    page.wait_for_function(DRAWN)
    clear = page.get_by_role("button", name="Clear all")
    (clear if asked else page.get_by_role("button", name="Previous")).click()
    page.wait_for_function(DRAWN)
    return float(took)


def _statements(there: Filled, asked: str) -> int:
    query = dict([asked.split("=")]) if asked else {}
    wanted, sort = read_query(query)
    with statements(there.studio.db) as sent:
        there.studio.db.ask(read_list, there.project, wanted, sort, query)
    return len(sent)


if __name__ == "__main__":
    sys.exit(main())
