"""Reading at the labeller in Chromium: the text that the keys scroll, its end, its room."""

from itertools import pairwise

import pytest
from labeller_driver import Labeller
from local_server import eventually

pytestmark = pytest.mark.browser

PANES = ("postPane", "leftPane", "rightPane")
BEYOND = "node => [node.scrollHeight - node.clientHeight, node.scrollWidth - node.clientWidth]"


def scrolled(labeller: Labeller) -> list[int]:
    """How far each text is scrolled, in pixels."""
    return [round(labeller.ref(name).evaluate("node => node.scrollTop")) for name in PANES]


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
    boxes = [labeller.ref(name).bounding_box() for name in (*PANES, "actionRow")]
    for above, below in pairwise(boxes):
        assert above["height"] >= 44
        assert above["y"] + above["height"] <= below["y"]
    assert boxes[-1]["y"] + boxes[-1]["height"] <= 844
    buttons = [one.bounding_box() for one in labeller.page.locator(".labeller button:visible").all()]
    assert min(box["height"] for box in buttons) >= 44
