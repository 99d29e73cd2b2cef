"""The pair labeller in Chromium: choosing, undoing, what it shows, and whom it listens to."""

import uuid

import pytest
from labeller_driver import SCREEN, Labeller, outcomes
from labeller_texts import HOSTILE
from local_server import eventually

pytestmark = pytest.mark.browser


def test_a_key_names_the_candidate_and_not_the_side(open_labeller):
    """Odd pairs show candidate_1 on the left, so the same key names another candidate."""
    labeller = open_labeller()
    labeller.press("1", "1", "2")
    answers = labeller.saved(3)
    assert outcomes(answers) == ["candidate_0", "candidate_1", "candidate_1"]
    assert [answer["left"] for answer in answers] == ["candidate_0", "candidate_1", "candidate_0"]
    assert [answer["item"] for answer in answers] == ["pair-0", "pair-1", "pair-2"]


def test_an_answer_carries_its_times_and_a_uuid(open_labeller):
    """Times are UTC with milliseconds; the active time is no longer than the pair was on screen."""
    labeller = open_labeller()
    labeller.page.wait_for_timeout(300)
    labeller.press("1")
    (answer,) = labeller.saved(1)
    assert uuid.UUID(answer["id"]).version == 4
    assert answer["shown_at"] < answer["answered_at"]
    assert answer["answered_at"].endswith("Z")
    assert 250 <= answer["active_ms"] < 20_000
    assert (answer["reason"], answer["confidence"], answer["undoes"]) == (None, None, None)


def test_arrows_choose_and_t_ties(open_labeller):
    """ArrowRight and ArrowLeft name sides 2 and 1."""
    labeller = open_labeller()
    labeller.press("ArrowRight", "ArrowLeft", "t")
    assert outcomes(labeller.saved(3)) == ["candidate_1", "candidate_1", "tie"]


def test_skip_asks_for_a_reason(open_labeller):
    """S opens the list, Esc leaves it without an answer, a number or a click chooses the reason."""
    labeller = open_labeller()
    labeller.press("s", "Escape")
    assert labeller.shown() == 0
    labeller.press("s", "2")
    labeller.ref("skip").click()
    labeller.page.locator(".reason").nth(3).click()
    answers = labeller.saved(2)
    assert [(answer["outcome"], answer["reason"]) for answer in answers] == [
        ("skip", "I cannot judge this"),
        ("skip", "Broken text"),
    ]


def test_skip_without_reasons_is_one_key(open_labeller):
    """Nothing to ask, nothing asked."""
    labeller = open_labeller(plain=1)
    labeller.press("s")
    assert [(answer["outcome"], answer["reason"]) for answer in labeller.saved(1)] == [("skip", None)]


def test_confidence_belongs_to_one_pair_and_toggles(open_labeller):
    """9 then 1 says sure; the next pair starts without; pressing 7 twice takes it back."""
    labeller = open_labeller()
    labeller.press("9", "1", "1", "7", "7", "1", "8", "2")
    assert [answer["confidence"] for answer in labeller.saved(4)] == [3, None, None, 2]


def test_undo_before_the_answer_is_confirmed(open_labeller):
    """The server takes a second; the pair is back at once, and the server hears of both in order."""
    labeller = open_labeller(slow=1)
    labeller.press("1", "u")
    assert labeller.shown() == 0
    labeller.press("2")
    answers = labeller.saved(3)
    assert outcomes(answers) == ["candidate_0", "undo", "candidate_1"]
    assert answers[1]["undoes"] == answers[0]["id"]
    assert labeller.shown() == 1


def test_undo_after_confirmation_several_in_a_row(open_labeller):
    """Two confirmed answers come back newest first, then the pairs go on where they were."""
    labeller = open_labeller()
    labeller.press("1", "2")
    first, second = labeller.saved(2)
    labeller.press("u")
    assert labeller.shown() == 1
    labeller.press("u")
    assert labeller.shown() == 0
    labeller.press("t", "t", "t")
    answers = labeller.saved(7)
    assert [answer["undoes"] for answer in answers[2:4]] == [second["id"], first["id"]]
    assert [answer["item"] for answer in answers[4:]] == ["pair-0", "pair-1", "pair-2"]


def test_undo_after_a_reload(open_labeller):
    """The server names the last answer, and U takes it back; once more U reaches the one before."""
    labeller = open_labeller()
    labeller.press("1", "2")
    first, second = labeller.saved(2)
    labeller.reload()
    labeller.press("u")
    assert labeller.shown() == 1
    labeller.saved(3)
    eventually(lambda: labeller.ref("undo").is_enabled(), page=labeller.page)
    labeller.press("u")
    assert labeller.shown() == 0
    assert [answer["undoes"] for answer in labeller.saved(4)[2:]] == [second["id"], first["id"]]


def test_hostile_text_is_shown_as_it_is_and_runs_nothing(open_labeller):
    """Markup, Markdown and direction marks are letters here, inside their own boxes."""
    labeller = open_labeller(hostile=1)
    for pane in ("post", "left", "right"):
        assert labeller.text(pane) == HOSTILE
        assert labeller.ref(pane).evaluate("node => node.childElementCount") == 0
    assert labeller.ref("leftTitle").text_content() == "Summary 1"
    assert labeller.page.evaluate("window.pwned") is None


def test_typing_elsewhere_does_not_vote(open_labeller):
    """Keys in a Streamlit text input, with Ctrl, or held down are not answers."""
    labeller = open_labeller()
    note = labeller.page.get_by_label("A note")
    note.fill("")
    note.press_sequentially("12tsu")
    note.press("Enter")
    note.blur()
    labeller.press("Control+1", "Alt+2", "r", "c", "Escape")
    labeller.page.keyboard.down("1")
    labeller.page.keyboard.down("1")  # the second one repeats
    labeller.page.keyboard.up("1")
    assert outcomes(labeller.saved(1)) == ["candidate_0"]
    assert labeller.shown() == 1


def test_the_mouse_chooses_selects_and_does_not_choose_twice(open_labeller):
    """A click chooses, a drag over the text selects it, a double click votes once."""
    labeller = open_labeller()
    box = labeller.ref("left").bounding_box()
    mouse = labeller.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 12)
    mouse.down()
    mouse.move(box["x"] + 200, box["y"] + 40, steps=5)
    mouse.up()
    assert labeller.shown() == 0
    labeller.ref("rightCard").dblclick()
    assert labeller.shown() == 1
    labeller.page.wait_for_timeout(300)
    labeller.ref("tie").dblclick()
    labeller.press("Space")  # scrolls the post; the focus does not stay on the button
    assert outcomes(labeller.saved(2)) == ["candidate_1", "tie"]


def test_a_focused_card_is_chosen_by_enter(open_labeller):
    """Cards are buttons to the keyboard and to a screen reader."""
    labeller = open_labeller()
    card = labeller.page.get_by_role("button", name="Summary 2")
    card.focus()
    card.press("Enter")
    assert outcomes(labeller.saved(1)) == ["candidate_1"]


def test_panels_open_and_close_and_take_the_keys(open_labeller):
    """While the guidelines or the list of keys is open, nothing votes."""
    labeller = open_labeller()
    labeller.press("g")
    assert "faithful" in labeller.ref("guidelinesPanel").inner_text()
    labeller.press("1", "g", "?", "2")
    assert "Choose the first" in labeller.ref("helpPanel").inner_text()
    labeller.press("Escape", "t")
    assert outcomes(labeller.saved(1)) == ["tie"]


def test_space_scrolls_the_post_and_the_next_one_starts_at_its_top(open_labeller):
    """A post longer than its pane says "More below" until its end is on screen."""
    labeller = open_labeller()
    pane = labeller.ref("postPane")
    eventually(lambda: "more" in pane.get_attribute("class"), page=labeller.page)
    labeller.press("Space", "Space")
    eventually(lambda: "more" not in pane.get_attribute("class"), page=labeller.page)
    labeller.press("1")
    assert pane.evaluate("node => node.scrollTop") == 0
    assert labeller.shown() == 1


def test_the_pair_on_screen_survives_a_rerun(open_labeller):
    """A rerun of the whole page neither changes the pair nor restarts its time."""
    labeller = open_labeller()
    labeller.page.wait_for_timeout(400)
    note = labeller.page.get_by_label("A note")
    note.fill("hello")
    note.press("Enter")
    note.blur()
    labeller.page.wait_for_timeout(500)
    assert labeller.shown() == 0
    labeller.press("1")
    assert labeller.saved(1)[0]["active_ms"] > 700


def test_the_end_says_so_and_can_be_undone(open_labeller):
    """After the last pair come the closing words; U brings the last pair back."""
    labeller = open_labeller(pairs=2)
    labeller.press("1", "1")
    labeller.saved(2)
    assert labeller.ref("emptyTitle").inner_text() == "All done"
    labeller.press("u")
    assert labeller.shown() == 1


def test_more_pairs_come_as_answers_are_saved(open_labeller):
    """A window of two never runs dry for long."""
    labeller = open_labeller(window=2, pairs=6)
    for number in range(6):
        eventually(lambda number=number: labeller.text("post").startswith(f"[{number}]"), page=labeller.page)
        labeller.press("1")
    assert [answer["item"] for answer in labeller.saved(6)] == [f"pair-{number}" for number in range(6)]


def test_a_refused_answer_says_why(open_labeller):
    """It is dropped, the reason stays while the same pair is on screen, and nothing counts as unsaved."""
    labeller = open_labeller(refuse="pair-0")
    labeller.press("1")
    notice = labeller.page.locator(".notice")
    notice.wait_for()
    labeller.press("1")
    labeller.saved(1)
    assert "the pair was withdrawn." in notice.inner_text()
    assert labeller.stored() == []
    notice.get_by_role("button", name="Dismiss").click()
    assert notice.count() == 0


def test_everything_is_on_screen_at_1366_by_768(open_labeller):
    """No page scrollbar, both candidates whole, targets of 44 pixels."""
    labeller = open_labeller()
    main = labeller.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollHeight - node.clientHeight") == 0
    for side in ("left", "right"):
        assert labeller.ref(side).evaluate("node => node.scrollHeight - node.clientHeight") <= 0
    boxes = [button.bounding_box() for button in labeller.page.locator(".labeller button:visible").all()]
    assert len(boxes) == 9
    assert min(box["height"] for box in boxes) >= 44
    heights = [labeller.ref(card).bounding_box()["height"] for card in ("leftCard", "rightCard")]
    assert heights[0] == pytest.approx(heights[1], abs=0.5)


def test_choices_stay_in_reach_where_the_page_must_scroll(open_labeller):
    """Zoomed to 200 %, on a phone, in a low window: they are in the bar, which ends below both candidates."""
    labeller = open_labeller()
    for width, height in ((683, 384), (390, 844), (1366, 480)):
        labeller.page.set_viewport_size({"width": width, "height": height})
        eventually(lambda: labeller.ref("chooseRight").is_visible(), page=labeller.page)
        main = labeller.page.get_by_test_id("stMain")
        assert main.evaluate("node => node.scrollWidth - node.clientWidth") == 0
        for name in ("chooseLeft", "tie", "chooseRight", "skip"):
            box = labeller.ref(name).bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
        if width < 600:  # below each other
            assert_short_beside_long(labeller)
        for side in ("left", "right"):  # Space goes through the post and on
            eventually(
                lambda side=side: labeller.press("Space") or read_to_its_end(labeller, side),
                page=labeller.page,
            )
        labeller.ref("chooseRight").click()
        assert labeller.ref("postPane").bounding_box()["y"] > 0  # the next post begins where it can be read
    labeller.page.set_viewport_size(SCREEN)
    eventually(lambda: not labeller.ref("chooseRight").is_visible(), page=labeller.page)
    assert outcomes(labeller.saved(3)) == ["candidate_1", "candidate_0", "candidate_1"]


def assert_short_beside_long(labeller: Labeller) -> None:
    """A short candidate is no taller because the other one is long: both stay near."""
    left, right = labeller.ref("left"), labeller.ref("rightCard")
    height, text = right.bounding_box()["height"], left.text_content()
    left.evaluate("node => { node.textContent = 'word '.repeat(2000) }")
    assert right.bounding_box()["height"] <= height
    left.evaluate("(node, text) => { node.textContent = text }", text)


def read_to_its_end(labeller: Labeller, side: str) -> bool:
    """Whether the end of a candidate's text is above the bar of actions and below Streamlit's."""
    text, bar = labeller.ref(side).bounding_box(), labeller.page.locator(".foot").bounding_box()
    return 60 < text["y"] + text["height"] <= bar["y"]
