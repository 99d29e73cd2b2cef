"""The answer ranker in Chromium: ordering by keys, clicks and drags, what it refuses and what it shows."""

import uuid

import pytest
from labeller_texts import HOSTILE
from local_server import eventually
from ranker_driver import tokens

pytest_plugins = ("ranker_fixtures",)
pytestmark = pytest.mark.browser


def test_digits_rank_the_answers_that_bear_them(open_ranker):
    """3 1 2 ranks three, the fourth falls into place, and its digit then changes nothing."""
    ranker = open_ranker()
    ranker.press("3", "1")
    assert (ranker.numbers(), ranker.ranks()) == ([3, 1, 2, 4], ["1st", "2nd", "", ""])
    assert ranker.text("hint") == "Now the 3rd: press its number"
    ranker.press("2", "4")
    assert (ranker.numbers(), ranker.ranks()) == ([3, 1, 2, 4], ["1st", "2nd", "3rd", "4th"])
    assert ranker.text("last") == "Answer 4 is already 4th"
    ranker.press("Enter")
    assert ranker.shown() == 1
    (answer,) = ranker.saved(1)
    assert answer["ranking"] == tokens(2, 0, 1, 3)
    assert (answer["item"], answer["outcome"], answer["reason"]) == ("item-0", "ranking", None)
    assert (answer["flag"], answer["undoes"]) == (None, None)
    assert uuid.UUID(answer["id"]).version == 4
    assert answer["shown_at"] < answer["answered_at"]


def test_tokens_name_answers_and_not_places(open_ranker):
    """Item 1 shows answers 1 2 3 0 and item 2 shows 2 3 0 1, so the same keys name others."""
    ranker = open_ranker()
    for _ in range(3):
        ranker.press("4", "3", "2", "Enter")
    rankings = [answer["ranking"] for answer in ranker.saved(3)]
    assert rankings == [tokens(3, 2, 1, 0), tokens(0, 3, 2, 1), tokens(1, 0, 3, 2)]


def test_backspace_takes_back_what_was_placed_last(open_ranker):
    """In a full order the one that fell into place goes as well, else it would fall back at once."""
    ranker = open_ranker()
    ranker.press("2", "4", "1")
    assert ranker.ranks() == ["1st", "2nd", "3rd", "4th"]
    ranker.press("Backspace")
    assert (ranker.numbers(), ranker.ranks()) == ([2, 4, 1, 3], ["1st", "2nd", "", ""])
    assert ranker.text("last") == "Answer 1 has no rank again"
    ranker.ref("back").click()
    assert ranker.ranks() == ["1st", "", "", ""]
    ranker.press("Backspace", "Backspace")
    assert (ranker.numbers(), ranker.ranks()) == ([1, 2, 3, 4], [""] * 4)
    assert ranker.ref("back").is_disabled()


def test_arrows_go_to_a_card_and_move_it(open_ranker):
    """Without digits a move makes the order seen the ranking; Alt and Shift do the same; it is said aloud."""
    ranker = open_ranker()
    ranker.press("ArrowDown", "ArrowDown", "ArrowDown", "Alt+ArrowUp")
    assert (ranker.numbers(), ranker.ranks()) == ([1, 3, 2, 4], ["1st", "2nd", "3rd", "4th"])
    assert ranker.text("last") == "Answer 3 is now 2nd; the others rank as you see them"
    assert ranker.ref("last").get_attribute("role") == "status"
    ranker.press("Shift+ArrowUp", "Alt+ArrowUp")
    assert ranker.text("last") == "Answer 3 is already at the top"
    ranker.press("ArrowDown", "Shift+ArrowDown", "Enter")
    assert ranker.saved(1)[0]["ranking"] == tokens(2, 1, 0, 3)


def test_a_move_among_ranked_answers_leaves_the_others_without_rank(open_ranker):
    """Two of four are placed by digits; swapping them decides nothing about the other two."""
    ranker = open_ranker()
    ranker.press("2", "4", "ArrowDown", "Alt+ArrowDown")
    assert (ranker.numbers(), ranker.ranks()) == ([4, 2, 1, 3], ["1st", "2nd", "", ""])
    assert ranker.card(2).evaluate("card => card.matches(':focus')")


def test_a_move_without_a_card_says_what_to_do(open_ranker):
    """Nothing is placed by mistake."""
    ranker = open_ranker()
    ranker.press("Alt+ArrowDown")
    assert "Go to a card" in ranker.text("last")
    assert ranker.ranks() == [""] * 4


def test_a_drag_makes_the_order_seen_the_ranking(open_ranker):
    """Down and up again, past several cards; the click that ends a drag places nothing."""
    ranker = open_ranker()
    ranker.drag(1, over=3)
    assert (ranker.numbers(), ranker.ranks()) == ([2, 3, 1, 4], ["1st", "2nd", "3rd", "4th"])
    ranker.page.wait_for_timeout(300)
    ranker.drag(4, over=2)
    assert ranker.numbers() == [4, 2, 3, 1]
    assert ranker.text("last") == "Answer 4 is now 1st"
    ranker.ref("send").click()
    assert ranker.saved(1)[0]["ranking"] == tokens(3, 1, 2, 0)


def test_escape_lets_a_dragged_card_go_back(open_ranker):
    """While the mouse is down no other key counts, and nothing has a rank afterwards."""
    ranker = open_ranker()
    ranker.drag(1, over=3, drop=False)
    assert ranker.numbers() == [2, 3, 1, 4]
    ranker.press("2", "Escape")
    ranker.page.mouse.up()
    assert (ranker.numbers(), ranker.ranks()) == ([1, 2, 3, 4], [""] * 4)


def test_clicks_place_one_after_the_other(open_ranker):
    """For whom a drag is hard; a double click places one card, not two."""
    ranker = open_ranker()
    ranker.card(3).dblclick()
    assert ranker.ranks() == ["1st", "", "", ""]
    for number in (4, 1):
        ranker.page.wait_for_timeout(300)
        ranker.card(number).click()
    assert (ranker.numbers(), ranker.ranks()) == ([3, 4, 1, 2], ["1st", "2nd", "3rd", "4th"])


def test_an_incomplete_order_is_not_sent_and_says_what_is_missing(open_ranker):
    """Enter names the numbers without a rank, in a live region."""
    ranker = open_ranker()
    ranker.press("3", "Enter")
    assert ranker.text("last") == "Not sent: numbers 1, 2 and 4 have no rank yet"
    assert "missing" in ranker.ref("last").get_attribute("class")
    assert ranker.shown() == 0
    assert ranker.stored() == []


def test_undo_brings_the_item_back_in_the_order_it_was_sent(open_ranker):
    """Nobody orders nine answers again for one slip; an order only begun is kept as well."""
    ranker = open_ranker()
    ranker.press("3", "1", "2", "Enter", "4", "3", "2", "Enter", "1")
    first, second = ranker.saved(2)
    ranker.press("u", "u")
    assert ranker.shown() == 0
    assert (ranker.numbers(), ranker.ranks()[-1]) == ([3, 1, 2, 4], "4th")
    ranker.press("Backspace", "4", "Enter", "Enter")
    answers = ranker.saved(6)
    assert [answer["undoes"] for answer in answers[2:4]] == [second["id"], first["id"]]
    assert [answer["ranking"] for answer in answers[4:]] == [tokens(2, 0, 3, 1), second["ranking"]]
    assert (ranker.shown(), ranker.ranks()) == (2, ["1st", "", "", ""])


def test_undo_after_a_reload(open_ranker):
    """The server names the last ranking, and U takes it back."""
    ranker = open_ranker()
    ranker.press("3", "1", "2", "Enter")
    (first,) = ranker.saved(1)
    ranker.reload()
    assert ranker.shown() == 1
    ranker.press("u")
    assert ranker.shown() == 0
    assert ranker.saved(2)[1]["undoes"] == first["id"]


def test_skip_asks_for_a_reason(open_ranker):
    """While the reasons are open a digit chooses one and places nothing; without reasons S is enough."""
    ranker = open_ranker()
    ranker.press("s", "Escape", "s", "2")
    (answer,) = ranker.saved(1)
    assert (answer["outcome"], answer["reason"], answer["ranking"]) == ("skip", "I cannot judge this", None)
    assert (ranker.shown(), ranker.ranks()) == (1, [""] * 4)
    plain = open_ranker(plain=1)
    plain.press("s")
    assert [one["reason"] for one in plain.saved(2)] == ["I cannot judge this", None]


def test_a_flag_goes_with_the_ranking_of_its_item(open_ranker):
    """F and a reason, shown on a chip; F again takes it back; the next item is not flagged."""
    ranker = open_ranker()
    ranker.press("f", "1", "f", "f", "2")
    assert ranker.text("flagText") == "Flagged: Harmful content"
    ranker.press("1", "2", "3", "Enter", "1", "2", "3", "Enter")
    assert [answer["flag"] for answer in ranker.saved(2)] == ["Harmful content", None]
    assert not open_ranker(plain=1).ref("flag").is_visible()


def test_nine_answers_fit_at_1366_by_768(open_ranker):
    """No scrollbar, not even in the column; every card and every button is big enough to hit."""
    ranker = open_ranker(answers=9)
    main = ranker.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollHeight - node.clientHeight") == 0
    assert ranker.ref("answers").evaluate("node => node.scrollHeight - node.clientHeight") <= 0
    targets = [*ranker.cards().all(), *ranker.page.locator(".labeller button:visible").all()]
    assert min(target.bounding_box()["height"] for target in targets) >= 44
    ranker.press("9", "1", "8", "2", "7", "3", "6", "4")
    assert ranker.numbers() == [9, 1, 8, 2, 7, 3, 6, 4, 5]
    assert ranker.ranks()[-1] == "9th"
    ranker.press("Enter")
    assert ranker.saved(1)[0]["ranking"] == tokens(8, 0, 7, 1, 6, 2, 5, 3, 4)


def test_long_answers_open_one_by_one_or_all(open_ranker):
    """Cut texts say so by a button; E shows all of all, and again as before."""
    ranker = open_ranker(answers=9)
    body = ranker.card(4).locator(".text")
    hidden = "node => node.scrollHeight - node.clientHeight > 1"
    assert body.evaluate(hidden)
    ranker.card(4).get_by_role("button", name="Show all of Answer 4").click()
    assert not body.evaluate(hidden)
    assert ranker.ranks() == [""] * 9
    ranker.press("e")
    assert not ranker.card(1).locator(".text").evaluate(hidden)
    ranker.press("e")
    assert body.evaluate(hidden)


def test_three_short_answers_need_no_button(open_ranker):
    """Where everything is shown, nothing offers to show more."""
    ranker = open_ranker(answers=3)
    assert ranker.page.locator(".more-button:visible").count() == 0
    assert not ranker.ref("expand").is_visible()


def test_hostile_ranker_texts_are_letters(open_ranker):
    """Markup, Markdown and direction marks in the post, the answers and a lead's note run nothing."""
    ranker = open_ranker(hostile=1, note=HOSTILE)
    assert ranker.text("post") == HOSTILE
    assert ranker.text("noteText") == HOSTILE
    bodies = ranker.page.locator(".answer .text")
    assert bodies.evaluate_all("all => all.map(one => one.textContent)") == [HOSTILE] * 4
    assert bodies.evaluate_all("all => all.map(one => one.childElementCount)") == [0] * 4
    ranker.press("1")
    assert ranker.page.evaluate("window.pwned") is None


def test_keys_elsewhere_and_in_panels_rank_nothing(open_ranker):
    """Typing in a Streamlit input, with Ctrl, or over the guidelines changes no order."""
    ranker = open_ranker()
    note = ranker.page.get_by_label("A note")
    note.press_sequentially("12su")
    note.press("Enter")
    note.blur()
    ranker.press("Control+1", "g", "1", "g", "?", "2", "Escape")
    assert ranker.ranks() == [""] * 4
    ranker.press("1")
    assert ranker.ranks()[0] == "1st"


def test_the_end_of_the_items_says_so_and_can_be_undone(open_ranker):
    """After the last item come the closing words; keys for cards do nothing there."""
    ranker = open_ranker(items=1)
    ranker.press("1", "2", "3", "Enter")
    ranker.saved(1)
    eventually(lambda: ranker.text("emptyTitle") == "All done", page=ranker.page)
    ranker.press("1", "ArrowDown", "Alt+ArrowUp", "Backspace", "Enter", "e", "s", "f")
    ranker.press("u")
    assert ranker.shown() == 0


def test_an_order_waits_until_long_answers_were_shown(open_ranker):
    """Where the project asks for it; E shows all of them, and what fits was seen."""
    ranker = open_ranker(answers=9, read=1)
    ranker.press(*"123456789", "Enter")
    assert ranker.text("last").startswith("Show all of Answer 1")
    assert ranker.text("untaken") == "1 not counted"
    ranker.press("e", "Enter")
    assert ranker.saved(1)[0]["outcome"] == "ranking"
