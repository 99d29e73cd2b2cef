"""Reading at the labeller in Chromium: the text that the keys scroll, its end, one's own desk."""

from itertools import pairwise

import pytest
from labeller_driver import Labeller
from local_server import eventually

pytestmark = pytest.mark.browser

PANES = ("postPane", "leftPane", "rightPane")
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('prefstudio:desk')).length"
BEYOND = "node => [node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth]"


def scrolled(labeller: Labeller) -> list[int]:
    """How far each text is scrolled, in pixels."""
    return [round(labeller.ref(name).evaluate("node => node.scrollTop")) for name in PANES]


def boxes(labeller: Labeller) -> list[dict]:
    """Where each text stands."""
    return [labeller.ref(name).bounding_box() for name in PANES]


def read_by_keys(labeller: Labeller) -> str:
    """The title of the text that the keys scroll."""
    return labeller.page.locator(".reading .title").text_content() or ""


def test_space_reads_one_text_after_the_other(open_labeller):
    """W goes on at once; lines go by arrows; the next pair begins with its post again."""
    labeller = open_labeller(long=2)
    eventually(lambda: labeller.page.locator(".reading").count() == 1, page=labeller.page)
    assert read_by_keys(labeller) == "Post"
    labeller.press("w", "ArrowDown")
    eventually(lambda: scrolled(labeller)[1] > 0, page=labeller.page)
    assert scrolled(labeller)[::2] == [0, 0]
    labeller.press("w", "w")
    assert read_by_keys(labeller) == "Post"
    eventually(
        lambda: labeller.press("Space") or labeller.page.locator(".pane.more").count() == 0,
        page=labeller.page,
    )
    assert read_by_keys(labeller) == "Summary 2"
    assert labeller.page.locator(".end:visible").count() == len(PANES)
    labeller.press("1")
    assert scrolled(labeller) == [0, 0, 0]
    eventually(lambda: read_by_keys(labeller) == "Post", page=labeller.page)


def test_what_fits_has_no_end_mark_and_the_post_leaves_its_room(open_labeller):
    """H hides the post, and the answers get its room until H brings it back, also with the next pair."""
    labeller = open_labeller()
    assert labeller.page.locator(".card .end:visible").count() == 0
    before = labeller.ref("leftPane").bounding_box()["width"]
    labeller.press("h", "1")
    assert not labeller.ref("post").is_visible()
    assert labeller.ref("leftPane").bounding_box()["width"] > before
    labeller.press("h")
    assert labeller.ref("post").is_visible()


def test_all_is_in_the_window_of_a_phone(open_labeller):
    """Post, both answers and the choices at 390 by 844, each text in its pane, targets of 44 pixels."""
    labeller = open_labeller(long=2)
    labeller.page.set_viewport_size({"width": 390, "height": 844})
    eventually(lambda: labeller.ref("chooseRight").is_visible(), page=labeller.page)
    assert labeller.page.get_by_test_id("stMain").evaluate(BEYOND) == [0, 0]
    shown = [*boxes(labeller), labeller.ref("actionRow").bounding_box()]
    for above, below in pairwise(shown):
        assert above["height"] >= 44
        assert above["y"] + above["height"] <= below["y"]
    assert shown[-1]["y"] + shown[-1]["height"] <= 844
    buttons = [one.bounding_box() for one in labeller.page.locator(".labeller button:visible").all()]
    assert min(box["height"] for box in buttons) >= 44


def test_layout_and_size_take_effect_at_once(open_labeller):
    """By keyboard, beside the open panel; the panel shows what is so now."""
    labeller = open_labeller()
    labeller.press("k")
    labeller.page.get_by_label("As the window allows").focus()
    labeller.press("ArrowDown", "ArrowDown")
    post, left, right = boxes(labeller)
    assert post["y"] + post["height"] <= left["y"] == right["y"]
    labeller.press("ArrowDown")
    _, left, right = boxes(labeller)
    assert left["y"] + left["height"] <= right["y"]
    labeller.press("ArrowDown")
    assert len({box["y"] for box in boxes(labeller)[1:]}) == 1
    labeller.press("Escape", "+", "+")
    size = labeller.ref("post").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size == pytest.approx(17 * 1.25)
    assert labeller.text("last") == "Texts at 125 %"
    labeller.press("k")
    assert labeller.page.get_by_label("Three columns").is_checked()
    assert labeller.text("deskPercent") == "125 %"
    eventually(lambda: labeller.page.evaluate(KEPT) == 0, page=labeller.page)


def test_both_answers_scroll_together(open_labeller):
    """Each by its share, whichever is scrolled; Y lets them go again."""
    labeller = open_labeller(long=2)
    labeller.press("y")
    labeller.ref("rightPane").evaluate("node => { node.scrollTop = node.scrollHeight }")
    eventually(lambda: "more" not in labeller.ref("leftPane").get_attribute("class"), page=labeller.page)
    labeller.press("y")
    labeller.ref("leftPane").evaluate("node => { node.scrollTop = 0 }")
    labeller.page.wait_for_timeout(100)
    assert scrolled(labeller)[1] == 0
    assert scrolled(labeller)[2] > 0


def test_a_key_of_one_s_own(open_labeller):
    """What is taken already is refused with what it means; buttons, the list and the key itself follow."""
    labeller = open_labeller()
    labeller.press("k")
    tie = labeller.page.get_by_role("button", name="T: change the key of “Tie”")
    tie.focus()
    tie.press("Enter")
    labeller.press("2")
    problem = labeller.ref("deskProblem")
    eventually(lambda: "2 already means “Choose the second”" in problem.inner_text(), page=labeller.page)
    tie.press("Enter")
    labeller.press("x")
    eventually(lambda: labeller.page.get_by_role("button", name="X: change").count() == 1, page=labeller.page)
    labeller.press("Escape")
    assert labeller.ref("tie").get_attribute("aria-keyshortcuts") == "X"
    assert labeller.ref("tie").locator("kbd").text_content() == "X"
    labeller.press("t")
    assert labeller.shown() == 0
    labeller.press("x")
    assert labeller.saved(1)[0]["outcome"] == "tie"


def test_a_choice_waits_until_both_were_read(open_labeller):
    """A press before says which is missing and is counted as not taken; what an undo brings was read."""
    labeller = open_labeller(long=2, read=1)
    labeller.press("1")
    assert labeller.text("last") == "Read Summary 1 and Summary 2 to the end first: not counted"
    assert labeller.text("untaken") == "1 not counted"
    assert read_by_keys(labeller) == "Summary 1"
    labeller.ref("rightPane").evaluate("node => { node.scrollTop = node.scrollHeight }")
    eventually(lambda: "more" not in labeller.ref("rightPane").get_attribute("class"), page=labeller.page)
    labeller.press("t")
    assert labeller.text("last") == "Read Summary 1 to the end first: not counted"
    labeller.ref("leftPane").evaluate("node => { node.scrollTop = node.scrollHeight }")
    eventually(lambda: "more" not in labeller.ref("leftPane").get_attribute("class"), page=labeller.page)
    labeller.press("t", "u", "1", "s", "1")
    assert [answer["outcome"] for answer in labeller.saved(4)] == ["tie", "undo", "candidate_0", "skip"]


def test_what_fits_counts_as_read(open_labeller):
    """Short answers are seen as soon as they are there."""
    labeller = open_labeller(read=1)
    labeller.press("1")
    assert labeller.saved(1)[0]["outcome"] == "candidate_0"
