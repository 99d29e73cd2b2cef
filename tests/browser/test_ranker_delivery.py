"""Whatever happens to the server, each of the ranker's rankings is saved once or refused with a reason."""

import pytest
from labeller_driver import outcomes
from local_server import eventually
from ranker_driver import tokens

pytest_plugins = ("ranker_fixtures",)
pytestmark = pytest.mark.browser


def test_unconfirmed_rankings_survive_a_reload(open_ranker, crashing_ranker):
    """The server is gone; what was ranked waits in the browser and is sent after a reload."""
    ranker = open_ranker()
    crashing_ranker.stop()
    ranker.press("3", "1", "2", "Enter", "s", "1")
    assert ranker.text("savedText").startswith("2 unsaved")
    assert len(ranker.stored()) == 2
    crashing_ranker.start()
    ranker.reload()
    answers = ranker.saved(2)
    assert outcomes(answers) == ["ranking", "skip"]
    assert answers[0]["ranking"] == tokens(2, 0, 1, 3)
    assert ranker.shown() == 2
    assert ranker.stored() == []


def test_fast_rankings_at_a_slow_server_arrive_once(open_ranker):
    """Each save takes a second; the browser shows the next item at once and sends everything in order."""
    ranker = open_ranker(slow=1, window=10)
    for _ in range(8):
        ranker.press("2", "1", "3", "Enter")
    assert ranker.shown() == 8
    assert [answer["item"] for answer in ranker.saved(8)] == [f"item-{number}" for number in range(8)]


def test_a_refused_ranking_says_why(open_ranker):
    """It is dropped and nothing counts as unsaved; no ranking after it takes the notice away."""
    ranker = open_ranker(refuse="item-1")
    ranker.press("1", "2", "3", "Enter", "1", "2", "3", "Enter")
    ranker.saved(1)
    notice = ranker.page.locator(".notice")
    notice.wait_for()
    assert "the prompt was withdrawn." in notice.inner_text()
    assert ranker.stored() == []


def test_leaving_the_page_tells_the_server(open_ranker, context):
    """Playwright sees no request of a page that is gone, so the page stays and only hears that it goes."""
    posted: list[str] = []
    context.on("request", lambda request: request.method == "POST" and posted.append(request.url))
    ranker = open_ranker(leave="/left")
    ranker.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    eventually(lambda: any(url.endswith("/left") for url in posted), page=ranker.page)
