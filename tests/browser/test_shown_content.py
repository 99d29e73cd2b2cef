"""Texts as they are meant, in Chromium: drawn, raw on a key, marked without moving, and dead."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from labeller_driver import Harness, Labeller
from labeller_texts import HOSTILE, TEXTS
from local_server import eventually
from playwright.sync_api import Browser, Page, Request, Route

from app.ui.outbox import shown_as
from core.labelling import Presentation
from tests.browser.test_hostile_text import CANDIDATES, POST

pytestmark = pytest.mark.browser

MUTATIONS = Path(__file__).with_name("hostile_mutations.js")
HOST = "pictures.example.org"
RUNS = "window.hacked=1"
CORPUS = [
    *(HOSTILE, POST, *CANDIDATES),
    *(text for texts in TEXTS.values() for text in texts),
    f"![x](https://{HOST}/a.png '{RUNS}') ![y](https://{HOST}.example.net/a.png) ![](//{HOST}/b.png)",
    f"[a](javascript:{RUNS}) [b][c]\n\n[c]: javascript:{RUNS} '<img src=x onerror={RUNS}>'",
    f"| a | <b onclick={RUNS}> |\n| :-: | --: |\n| `<i>` | ![z](data:image/svg+xml,<svg onload={RUNS}>) |",
    f'```html"><img src=x onerror={RUNS}>\n</code></pre><script>{RUNS}</script>\n```',
    f"Human: <svg onload={RUNS}>\n\nAssistant: <math><style><img src=x onerror={RUNS}>",
]
PIECES = [
    *(
        "<",
        ">",
        '"',
        "'",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "*",
        "**",
        "_",
        "~~",
        "|",
        "\n| - |\n",
        "&",
        "\\",
    ),
    *(
        "# ",
        "> ",
        "- ",
        "1. ",
        "[",
        "](",
        ")",
        "![",
        "]: ",
        "<!--",
        "-->",
        "]]>",
        "<![CDATA[",
        "<?",
        "&lt;",
        "&#x3c;",
    ),
    *(
        "&colon;",
        "javascript:",
        "data:text/html,",
        "https://",
        f"https://{HOST}/",
        f"//{HOST}/",
        "x@y.z",
        "\u2028",
    ),
    *(
        "\n\nHuman: ",
        "\n\nAssistant:",
        "</p>",
        "</span>",
        "</samp>",
        "<samp>0</samp>",
        "<template>",
        "<form>",
    ),
    *(f"<script>{RUNS}</script>", f"<img src=x onerror={RUNS}>", f"<svg onload={RUNS}>", f" onclick={RUNS} "),
    *(
        f"<iframe srcdoc='<script>parent.{RUNS}</script>'>",
        "<style>*{{}}",
        "<base href=//x>",
        "<a href=x>",
        "<math>",
    ),
]
SHIFTS = """() => {
    window.shifts = 0
    const add = list => list.getEntries().forEach(one => (window.shifts += one.value))
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: false })
}"""


def shown(**presentation: object) -> str:
    return json.dumps(presentation)


def test_markdown_is_drawn_and_raw_on_a_key(open_labeller: Callable[..., Labeller]) -> None:
    """Until the next pair, which is drawn again; nothing on the page moves when differences are marked."""
    labeller = open_labeller(texts="markdown", shown=shown(content="markdown"))
    card = labeller.page.locator('[data-ref="left"]')
    assert card.locator("h5").inner_text() == "What was asked"
    assert card.locator("table th").count() == 3
    labeller.page.evaluate(SHIFTS)
    labeller.press("d")
    words = "range => range.startContainer.data.slice(range.startOffset, range.endOffset)"
    marked = f"[...CSS.highlights.get('prefstudio-apart')].map({words})"
    assert any("Boyfriend" in one for one in labeller.page.evaluate(marked))
    labeller.press("v")
    assert labeller.page.evaluate("[...CSS.highlights.keys()]") == ["prefstudio-copied"]
    labeller.press("v")
    assert labeller.page.evaluate("CSS.highlights.size") == 0
    assert labeller.page.evaluate("window.shifts") == 0
    labeller.press("m")
    assert labeller.text("left") == TEXTS["markdown"][1]
    labeller.press("1")
    eventually(lambda: labeller.text("post").startswith("[1]"), page=labeller.page)
    assert card.locator("table th").count() == 3


def test_dialogues_are_turns(open_labeller: Callable[..., Labeller]) -> None:
    """Of the prompt and of an answer that goes on after the user spoke again; leading blanks show."""
    labeller = open_labeller(texts="dialogue", shown=shown(content="dialogue"))
    speakers = "nodes => nodes.map(node => node.textContent)"
    said = labeller.page.locator('[data-ref="post"] .speaker').evaluate_all(speakers)
    assert said == ["Human", "Assistant", "Human", "Assistant"]
    answers = labeller.page.locator(".card .speaker").evaluate_all(speakers)
    assert answers == ["Assistant", "Human", "Assistant"]
    assert labeller.page.locator(".card .blank").count() == 2


def test_an_ending_for_models_is_dimmed_and_stays_in_the_text(open_labeller: Callable[..., Labeller]) -> None:
    """Plain texts keep every character, wherever it is shown."""
    labeller = open_labeller(texts="tldr", shown=shown(folded_endings=["[summary]:"]))
    assert labeller.text("post") == f"[0] {TEXTS['tldr'][0]}"
    assert labeller.page.locator(".ending").inner_text().strip() == "[summary]:"
    assert labeller.text("left") == TEXTS["tldr"][1]


@pytest.mark.parametrize("hosts", [[], [HOST]])
def test_ten_thousand_mutated_texts_stay_dead(
    chromium: Browser, labeller_harness: Harness, hosts: list[str]
) -> None:
    """Even without the studio's headers nothing runs, and nothing is asked for.

    But pictures of a host that a lead allows; and there is no element or attribute beyond the few.
    """
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.route("**/*", lambda route: answer(route, asked))
    page.goto(f"{labeller_harness.root}_stcore/health")
    how = shown_as(Presentation(content="dialogue", picture_hosts=hosts, folded_endings=("[summary]:",)))
    found = run(page, how=how, count=1_000 if hosts else 9_000)
    context.close()
    assert found == {"wrong": [], "ran": None}
    assert all(one.startswith(f"https://{HOST}/") for one in asked)
    assert bool(asked) == bool(hosts)


def answer(route: Route, asked: list[str]) -> None:
    """Let our own files through, and write down all else."""
    request: Request = route.request
    if "/content/" in request.url or request.is_navigation_request():
        route.continue_()
        return
    asked.append(request.url)
    route.fulfill(status=404)


def run(page: Page, *, how: object, count: int) -> object:
    """Draw the corpus and so many mutations of it on this page."""
    module = how["module"]  # type: ignore[index]
    given = {"module": module, "how": how, "corpus": CORPUS, "pieces": PIECES, "count": count, "seed": 18}
    return page.evaluate(MUTATIONS.read_text(encoding="utf-8"), given)
