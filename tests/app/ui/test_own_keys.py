"""Keys of one's own: what may be given, what is refused and why, and that no set gives a key two meanings."""

from collections import Counter

import pytest

from app.ui.components.keys import LABELLER, RANKER, for_browser, key_of, keys_of
from app.ui.components.own_keys import LEFT_HALF, PRESETS, RIGHT_HALF, USUAL, buttons, give_key, own_table
from app.ui.desk import changed
from core.access import Desk
from core.errors import InvalidInput
from tests.app.ui.test_labeller_keys import every_form

HALVES = {LEFT_HALF: set("12345QWERTASDFGZXCVB"), RIGHT_HALF: set("67890YUIOPHJKLNM,.;'/")}
PRESSED_FOR_EVERY_PAIR = (
    *("left", "right", "tie", "bothbad", "mark-left-pass", "mark-left-fail", "mark-right-pass"),
    *("mark-right-fail", "sure-1", "sure-2", "sure-3", "rate-left", "rate-same", "rate-right"),
    *("skip", "flag", "undo", "guidelines", "next"),
)


def test_a_key_of_one_s_own_takes_the_place_of_the_usual_one():
    """The second one stays; the usual one is free for something else, and given again it is the usual one."""
    own = give_key({}, "left", "j")
    assert own == {"left": "J"}
    table = own_table(LABELLER, own)
    assert keys_of("left", table) == ["J", "ArrowLeft"]
    assert give_key(own, "undo", "x") == {"left": "J", "undo": "X"}
    assert give_key(own, "left", "1") == {}
    assert buttons(table, own)["left"] == {
        "keys": "J ArrowLeft",
        "labels": ["J", "←"],
        "own": True,
        "fixed": False,
    }


def test_a_second_key_may_be_taken():
    """Arrows are for whoever wants them."""
    own = give_key({}, "scroll-down", "arrowright")
    table = own_table(LABELLER, own)
    assert keys_of("right", table) == ["2"]
    assert keys_of("scroll-down", table) == ["ArrowRight", "PageDown"]


@pytest.mark.parametrize(
    ("action", "pressed", "refusal"),
    [
        ("undo", "t", "T already means “Tie”"),
        ("undo", "x", "X already means “Skip, with a reason”"),
        ("undo", "e", "E already means “Show all of every answer”"),
        ("mark-left-pass", "a", "A already means “The first passes, or fails, the quality bar”"),
        ("undo", " ", "Space already means “Scroll the text"),
        ("undo", "escape", "Esc always closes"),
        ("undo", "enter", "↵ presses what has the focus"),
        ("undo", "c", "C belongs to the page around"),
        ("undo", "f5", "not told apart on every keyboard"),
        ("undo", "\u00a0", "not told apart on every keyboard"),
        ("help", "x", "keeps its key"),
        ("place-1", "x", "keeps its key"),
        ("nothing", "x", "keeps its key"),
    ],
)
def test_what_cannot_be_had_is_refused_with_what_it_means(action, pressed, refusal):
    """In labelling or in a ranking, as the action works in either."""
    with pytest.raises(InvalidInput, match=refusal):
        give_key({"skip": "X"}, action, pressed)


def test_what_is_never_asked_together_may_share_a_key():
    """A project that asks how sure one is has no scale."""
    assert give_key({}, "sure-1", "3") == {"sure-1": "3"}


@pytest.mark.parametrize("preset", [USUAL, LEFT_HALF, RIGHT_HALF])
def test_no_set_gives_a_key_two_meanings_at_a_time(preset):
    """In no form that a project can offer; and every action has a key."""
    for form in every_form():
        lines = for_browser(own_table(LABELLER, PRESETS[preset]), form)
        means = {(line["during"], name, action) for line in lines for name, action in line["means"].items()}
        counted = Counter((during, name) for during, name, _ in means)
        assert set(counted.values()) == {1}
    for table in (LABELLER, RANKER):
        kept = own_table(table, PRESETS[preset])
        assert all(keys_of(action, kept) for line in table for action in line.means.values())


@pytest.mark.parametrize("preset", [LEFT_HALF, RIGHT_HALF])
def test_a_set_for_one_hand_lies_on_that_half(preset):
    """All that is pressed for every pair."""
    table = own_table(LABELLER, PRESETS[preset])
    assert {key_of(action, table) for action in PRESSED_FOR_EVERY_PAIR} <= HALVES[preset]


def test_a_browser_changes_keys_one_by_one_or_as_a_set():
    """What it says beside that is left alone."""
    desk = changed(Desk(), {"preset": LEFT_HALF})
    assert desk.keys == PRESETS[LEFT_HALF]
    assert changed(desk, {"action": "undo", "pressed": "u"}).keys.get("undo") is None
    assert changed(desk, {"preset": USUAL}).keys == {}
    assert changed(desk, {"preset": [], "action": 1, "pressed": None, "keys": {"left": "Q"}}) == desk
