"""The Explore tab of a closed review of 20,000 comparisons with three verdicts each, in Chromium.

Run from the root: ``python tests/benchmarks/bench_explore.py [--items 20000]``. The studio is served as a
person starts it. The clock runs in the page, from the last key or click to the last change of the document
before half a second without any. Beside it what one page of the table costs in core, and how many statements
it asks. Exit status 1 if a median of Chromium is above 300 ms.
"""

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import event, text

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from labeller_driver import CHROMIUM, CHROMIUM_ARGS, SCREEN
from studio_server import StudioServer

from core.access import SYSTEM, Role
from core.review import Design, ModelAnswers, Reviewing, ReviewView, StopRule, create_review
from core.review.answers import Prediction, Predictions
from core.review.explore import Given, LengthBand, Order, Wanted, read_item, read_items, read_spreads
from core.services import Studio, open_studio
from core.settings import load_settings
from tests.core.builders import new_person, new_project
from tests.core.review.big_review import Drawn, close, give_verdicts

ROUNDS = 7
MOST_MS = 300
WORDS = [f"word{number}" for number in range(3000)]
WATCH = """
  () => {
    window.begun = window.last = performance.now()
    for (const kind of ["keydown", "click"])
      addEventListener(kind, () => (window.begun = window.last = performance.now()), true)
    // What a table's canvas holds for screen readers comes later.
    const seen = ({ target }) => !(target.closest ? target : target.parentElement)?.closest("canvas")
    new MutationObserver((all) => all.some(seen) && (window.last = performance.now()))
      .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  }
"""
WAIT = """
  async () => {
    const done = () => performance.now() - last > 500 && last > begun
      && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "notRunning"
    while (!done()) await new Promise((go) => setTimeout(go, 20))
    return last - begun
  }
"""
RARE = "needle"
ASKED = {
    "first page": Wanted(),
    "search, a common word": Wanted(search="word7"),
    "search, a rare word": Wanted(search=RARE),
    "filter by verdict": Wanted(given=Given.TIE),
    "filter by reviewer and length": Wanted(reviewer=2, length=LengthBand.SOME),
    "sort by length": Wanted(order=Order.LENGTH),
    "sort by disagreement": Wanted(order=Order.DISAGREEMENT),
    "sort by newest verdict": Wanted(order=Order.NEWEST),
}


def answers(name: str, prompts: list[str], drawn: random.Random) -> Predictions:
    """What a model answered: some 45 words."""
    made = [
        Prediction(one, " ".join(drawn.choices(WORDS, k=drawn.randint(20, 70))), name, line)
        for line, one in enumerate(prompts, 1)
    ]
    return Predictions(name, made)


def filled(studio: Studio, items: int) -> ReviewView:
    """A closed review with three verdicts an item; texts as long as those of the course's posts."""
    drawn = random.Random(11)  # noqa: S311 - texts of a benchmark
    prompts = [
        f"Sum up.\n\n\n{number} {' '.join(drawn.choices(WORDS, k=180))} [summary]: "
        for number in range(items)
    ]
    prompts[items // 2] = prompts[items // 2].replace(" [summary]", f" {RARE} [summary]")
    project = new_project(studio)
    people = [new_person(studio, Role.REVIEWER, name).id or 0 for name in ("Rae", "Rob", "Ria")]
    models = [
        ModelAnswers(role, answers(f"{role}.jsonl", prompts, drawn), role) for role in ("base", "tuned")
    ]
    design = Design(per_item=3, stop=StopRule.PLANNED)
    begun = perf_counter()
    made = create_review(studio.db, SYSTEM, project, models, title="Steeper", design=design)
    print(f"joined and stored in {perf_counter() - begun:.2f} s")
    give_verdicts(studio, made, people, 3, Drawn())
    of = "SELECT count(*) FROM review_verdict v WHERE v.comparison_id = review_comparison.id AND v.outcome"
    counts = (("first_won", "first"), ("second_won", "second"), ("ties", "tie"))
    with studio.db.write() as session:
        for column, outcome in counts:
            session.connection().execute(
                text(f"UPDATE review_comparison SET {column} = ({of} = '{outcome}')")
            )
    return close(studio, made)


def in_core(studio: Studio, review: ReviewView) -> None:
    """Print what each page of the table costs without a screen."""
    reviewing = Reviewing(review, 1)
    statements: list[str] = []
    event.listen(studio.db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for name, wanted in ASKED.items():
        took = []
        for _ in range(ROUNDS):
            statements.clear()
            begun = perf_counter()
            page = studio.db.ask(read_items, reviewing, wanted)
            took.append(perf_counter() - begun)
        print(f"core  {name:32}{1000 * min(took):8.1f} ms, {len(statements)} statements, {page.found} found")
    for name, read in (
        ("one item", lambda: studio.db.ask(read_item, reviewing, page.rows[0].id)),
        ("the distributions", lambda: studio.db.ask(read_spreads, reviewing)),
    ):
        begun = perf_counter()
        read()
        print(f"core  {name:32}{1000 * (perf_counter() - begun):8.1f} ms")


def chosen(page: Page, label: str, option: str) -> None:
    """Choose in a select box by key, so that the last event is the one that chooses."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).wait_for()
    box.press("Enter")


def searched(page: Page, words: str) -> None:
    """Type and press Enter."""
    field = page.get_by_role("textbox", name="Search")
    field.fill(words)
    field.press("Enter")


STEPS: dict[str, tuple[Callable[[Page], None], Callable[[Page], None] | None]] = {
    "first page": (lambda page: page.get_by_role("tab", name="Explore").click(), None),
    "search, a common word": (lambda page: searched(page, "word7"), lambda page: searched(page, "")),
    "search, a rare word": (lambda page: searched(page, RARE), lambda page: searched(page, "")),
    "filter by verdict": (
        lambda page: chosen(page, "Verdicts", "tie"),
        lambda page: chosen(page, "Verdicts", "any"),
    ),
    "sort by disagreement": (
        lambda page: chosen(page, "Order", "by disagreement"),
        lambda page: chosen(page, "Order", "by number"),
    ),
    "sort by newest verdict": (
        lambda page: chosen(page, "Order", "by newest verdict"),
        lambda page: chosen(page, "Order", "by number"),
    ),
}


def in_chromium(server: StudioServer, review: ReviewView) -> bool:
    """Print medians in milliseconds; whether each is short enough."""
    good = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        context = browser.new_context(viewport=SCREEN)
        context.add_cookies([{"name": "prefstudio_person", "value": "1", "url": server.root}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{server.root}compare?review={review.id}&tab=Design")
        expect(page.get_by_role("tab", name="Explore")).to_be_visible()
        page.wait_for_timeout(2000)
        page.evaluate(WATCH)
        for name, (step, undo) in STEPS.items():
            took = []
            for _ in range(ROUNDS):
                step(page)
                took.append(page.evaluate(WAIT))
                if undo is None:
                    page.get_by_role("tab", name="Design").click()
                else:
                    undo(page)
                page.evaluate(WAIT)
            if undo is None:
                step(page)
                page.evaluate(WAIT)
            first, *rest = took
            median = statistics.median(rest)
            good = good and median <= MOST_MS
            print(f"page  {name:32}{median:8.0f} ms, the first time {first:.0f} ms")
        browser.close()
    return good


def main() -> int:
    """Fill a home, measure core, serve it, measure the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        home.mkdir()
        studio = open_studio(load_settings(home=home, store="", database=""))
        review = filled(studio, options.items)
        in_core(studio, review)
        studio.close()
        server = StudioServer(home, PREFSTUDIO_SAMPLE="false")
        try:
            server.start()
            good = in_chromium(server, review)
        finally:
            server.stop()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
