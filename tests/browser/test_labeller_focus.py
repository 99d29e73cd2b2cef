"""What a key is meant for, where the focus may not stay, how long a notice does; of both components."""

import json

import pytest
from labeller_driver import SCREEN, Labeller, outcomes
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


def test_no_key_votes_while_text_is_selected(open_labeller):
    """Nor does Shift with an arrow, which extends a selection; Esc lets go of the text."""
    labeller = open_labeller(seen=300)
    labeller.page.wait_for_timeout(320)
    labeller.press("Shift+ArrowRight", "Shift+ArrowLeft", "Shift+End")
    assert untaken(labeller) == 0
    select(labeller, "post")
    labeller.press("Shift+ArrowRight", "1", "ArrowLeft", "t", "s")
    assert labeller.text("last") == "Text is selected (Esc lets it go): not counted"
    assert (labeller.shown(), untaken(labeller), labeller.ref("reasons").is_visible()) == (0, 4, False)
    labeller.press("Escape", "2")
    assert outcomes(labeller.saved(1)) == ["candidate_1"]


def test_no_button_hears_its_key_while_text_is_selected(open_labeller):
    """Where Streamlit's own buttons decide; the sentence leaves with the selection."""
    labeller = open_labeller(decide=1)
    page = labeller.page
    words = page.get_by_text("A sidebar, as in the studio.")
    said = page.get_by_text("Text is selected (Esc lets it go): not counted")
    words.select_text()
    labeller.press("d")
    said.wait_for()
    labeller.press("Escape", "d")
    taken = page.get_by_text("The key was taken")
    taken.wait_for()
    said.wait_for(state="hidden")
    assert taken.count() == 1


def test_no_key_rates_or_places_while_text_is_selected(open_labeller, open_ranker):
    """Neither the lines after a choice nor the ranks of answers."""
    labeller = open_labeller(form=json.dumps({"confidence": False, "axes": ["accuracy"]}))
    labeller.press("1")
    select(labeller, "left")
    labeller.press("1")
    assert (labeller.shown(), untaken(labeller)) == (0, 1)
    ranker = open_ranker()
    ranker.press("1")
    select(ranker, "post")
    ranker.press("2", "Shift+ArrowDown", "Enter")
    assert (ranker.ranks(), untaken(ranker)) == (["1st", "", "", ""], 2)
    ranker.press("Escape", "2", "3", "Enter")
    assert ranker.saved(1)[0]["ranking"] == tokens(0, 1, 2, 3)


def test_a_vote_before_a_pair_was_seen_asks_and_counts_nothing(open_labeller):
    """A second key, click or skip right after the first; what an undo brings back was seen before."""
    labeller = open_labeller(seen=1500, form=json.dumps({"confidence": False, "rationale_minimum": 0}))
    labeller.page.wait_for_timeout(1520)
    labeller.press("1", "Control+Enter", "2", "s")
    assert (labeller.shown(), labeller.text("last")) == (1, "Too quick: not counted")
    assert not labeller.ref("details").is_visible()
    assert not labeller.ref("reasons").is_visible()
    labeller.press("u", "2", "Control+Enter")
    labeller.ref("rightCard").click()
    assert (labeller.shown(), untaken(labeller)) == (1, 3)
    assert not labeller.ref("details").is_visible()
    labeller.page.wait_for_timeout(1520)
    labeller.ref("rightCard").dblclick()
    assert labeller.text("detailsTitle") == "You chose Summary 2"
    assert outcomes(labeller.saved(3)) == ["candidate_0", "undo", "candidate_1"]


def test_every_key_is_an_answer_or_said_not_to_be_one(open_labeller):
    """Twenty keys, 45 ms apart, where the next pair comes half a second after an answer."""
    labeller = open_labeller(seen=300, window=1, slow=0.5, plain=1)
    said = set()
    for number in range(20):
        labeller.press("12"[number % 2])
        said.add(labeller.text("last"))
        labeller.page.wait_for_timeout(45)
    assert {"Nothing was on screen yet: not counted", "Too quick: not counted"} <= said
    answers = labeller.saved(20 - untaken(labeller))
    assert len(answers) + untaken(labeller) == 20
    assert len({one["item"] for one in answers}) == len(answers) > 0


def untaken(labeller: Labeller) -> int:
    """How many votes the screen says were not counted."""
    return int(labeller.text("untaken").removesuffix(" not counted") or 0)


def select(labeller: Labeller, pane: str) -> None:
    """Select words as a person does, with the mouse."""
    box = labeller.ref(pane).bounding_box()
    mouse = labeller.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 12)
    mouse.down()
    mouse.move(box["x"] + 200, box["y"] + 40, steps=4)
    mouse.up()
