"""Where the focus may not stay, and how long a notice does: of the labeller and the ranker, in Chromium."""

import pytest
from labeller_driver import SCREEN, outcomes
from ranker_driver import tokens

pytest_plugins = ("ranker_fixtures",)
pytestmark = pytest.mark.browser


def test_a_notice_leaves_with_the_next_accepted_answer_or_escape(open_labeller):
    """What is refused next brings its own; Esc first closes what is open."""
    labeller = open_labeller(refuse="undo")
    notice = labeller.page.locator(".notice")
    labeller.press("1", "u")
    notice.wait_for()
    assert "An undo was not accepted: the pair was withdrawn." in notice.inner_text()
    labeller.press("s", "Escape")
    assert notice.count() == 1
    labeller.press("Escape")
    assert notice.count() == 0
    labeller.press("1")
    labeller.saved(2)
    labeller.press("u")
    notice.wait_for()
    labeller.press("1")
    labeller.saved(3)
    assert notice.count() == 0


def test_the_focus_does_not_stay_in_the_sidebar(open_labeller):
    """Who came by a click there has Enter and Space for the labeller."""
    labeller = open_labeller(closed=1)
    assert labeller.focused() == "BODY"
    labeller.press("1")
    assert outcomes(labeller.saved(1)) == ["candidate_0"]


def test_a_click_on_empty_space_draws_no_frame(open_labeller):
    """Streamlit's scroll container would take the focus, and show it at the next key."""
    labeller = open_labeller()
    labeller.page.mouse.click(SCREEN["width"] - 8, SCREEN["height"] - 8)
    labeller.press("Shift", "1")
    assert labeller.focused() == "BODY"
    assert labeller.page.locator(":focus-visible").count() == 0


def test_enter_sends_after_a_click_in_the_sidebar(open_ranker):
    """The button there had the focus and would have been pressed again."""
    ranker = open_ranker(closed=1)
    ranker.press("1", "2", "3", "Enter")
    assert ranker.saved(1)[0]["ranking"] == tokens(0, 1, 2, 3)


def test_escape_dismisses_a_notice(open_ranker):
    """And so does the next ranking that is accepted."""
    ranker = open_ranker(refuse="undo")
    notice = ranker.page.locator(".notice")
    ranker.press("s", "1", "u")
    notice.wait_for()
    ranker.press("Escape")
    assert notice.count() == 0
    ranker.press("s", "1")
    ranker.saved(2)
    ranker.press("u")
    notice.wait_for()
    ranker.press("s", "1")
    ranker.saved(3)
    assert notice.count() == 0
