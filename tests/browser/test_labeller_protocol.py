"""What an answer form asks for beside the choice: the scale, both bad, details, flags, and their keys."""

import json

import pytest
from labeller_driver import Labeller, outcomes
from local_server import eventually

pytestmark = pytest.mark.browser

AXES = ["accuracy", "coverage", "coherence"]
FLAGS = ["Personal data", "Wrong language"]


@pytest.fixture
def open_form(open_labeller):
    """Opens the labeller with the usual form, changed as the test says."""

    def open_one(*, query: dict | None = None, **form: object) -> Labeller:
        return open_labeller(form=json.dumps({"confidence": False, **form}), **(query or {}))

    return open_one


def test_without_a_tie_neither_key_nor_button(open_form):
    """T does nothing, on the scale neither does 5."""
    labeller = open_form(tie=False)
    assert not labeller.ref("tie").is_visible()
    labeller.press("t", "1")
    scaled = open_form(tie=False, strength=True)
    assert scaled.page.get_by_role("button", name="Equal").is_disabled()
    scaled.press("t", "5", "1")
    assert outcomes(scaled.saved(2)) == ["candidate_0", "candidate_1"]


def test_both_bad_by_key_and_by_mouse(open_form):
    """B is there only where the form says so."""
    labeller = open_form(both_bad=True)
    labeller.press("b")
    labeller.ref("bothBad").click()
    assert outcomes(labeller.saved(2)) == ["both_bad", "both_bad"]
    plain = open_form()
    assert not plain.ref("bothBad").is_visible()
    plain.press("b", "1")
    assert outcomes(plain.saved(3))[2] == "candidate_0"


def test_the_scale_names_the_candidate_and_how_much_better_it_is(open_form):
    """1 to 4 prefer the left, ever less; 5 ties; 6 to 9 the right, ever more. Odd pairs are swapped."""
    labeller = open_form(strength=True)
    labeller.press(*"123456789")
    answers = labeller.saved(9)
    left, right = ["candidate_0", "candidate_1"] * 5, ["candidate_1", "candidate_0"] * 5
    assert outcomes(answers) == [*left[:4], "tie", *right[5:9]]
    assert [answer["strength"] for answer in answers] == [4, 3, 2, 1, None, 1, 2, 3, 4]
    assert labeller.text("last") == "You chose Summary 2, much better"


def test_on_the_scale_only_its_points_choose(open_form):
    """A click on a point chooses; cards and arrows have no meaning there, T ties."""
    labeller = open_form(strength=True)
    labeller.ref("leftCard").click()
    labeller.press("ArrowLeft", "ArrowRight")
    assert labeller.shown() == 0
    assert labeller.ref("leftTitle").get_attribute("role") is None
    labeller.page.get_by_role("button", name="Summary 1 is slightly better").click()
    assert labeller.text("last") == "You chose Summary 1, slightly better"
    labeller.press("t")
    answers = labeller.saved(2)
    assert [(one["outcome"], one["strength"]) for one in answers] == [("candidate_0", 1), ("tie", None)]


def test_marks_and_choice_come_in_any_order(open_form):
    """A choice waits for the marks that are missing; an undo brings them back, and a skip says none."""
    labeller = open_form(quality_bar="It says what the post says.")
    assert labeller.text("qualityBar") == "It says what the post says."
    labeller.press("q", "l", "1")
    labeller.press("2", "a")
    assert labeller.text("last") == "You chose Summary 2. Say whether Summary 2 passes."
    assert "held" in (labeller.ref("rightCard").get_attribute("class") or "")
    labeller.press("p", "q", "s", "1", "u", "u", "1")
    answers = labeller.saved(6)
    assert outcomes(answers) == ["candidate_0", "candidate_0", "skip", "undo", "undo", "candidate_1"]
    marks = [{"candidate_0": True, "candidate_1": False}, {"candidate_1": False, "candidate_0": True}]
    assert [one["passes"] for one in answers] == [*marks, None, None, None, marks[1]]


def test_without_a_choice_both_marks_are_the_answer(open_form):
    """The second one sends it; after an undo both are given again."""
    labeller = open_form(choice=False, tie=False, quality_bar="It is true.")
    labeller.press("1", "t", "q", "a", "p", "u", "l", "q")
    assert labeller.ref("leftTitle").get_attribute("role") is None
    answers = labeller.saved(3)
    assert outcomes(answers) == ["rated", "undo", "rated"]
    assert answers[0]["passes"] == {"candidate_0": False, "candidate_1": True}
    assert answers[2]["passes"] == {"candidate_0": True, "candidate_1": False}


def test_axes_are_asked_after_the_choice(open_form):
    """1, T and 2 go down the lines; the last one completes. Values name candidates, whatever their side."""
    labeller = open_form(axes=AXES)
    labeller.press("2")
    assert labeller.shown() == 0
    assert labeller.text("detailsTitle") == "You chose Summary 2"
    labeller.press("1", "t", "2")
    assert labeller.shown() == 1
    labeller.press("1", "1", "1", "ArrowUp", "2", "2", "2")  # the second line: first said 1, then 2
    first, second = labeller.saved(2)
    assert first["axes"] == dict(zip(AXES, ["candidate_0", "tie", "candidate_1"], strict=True))
    assert second["axes"] == dict(zip(AXES, ["candidate_1", "candidate_0", "candidate_0"], strict=True))
    assert first["rationale"] is None


def test_escape_takes_the_choice_back(open_form):
    """Nothing is recorded, and the next choice asks from the first line again."""
    labeller = open_form(axes=AXES)
    labeller.press("1", "1", "1", "Escape")
    assert not labeller.ref("details").is_visible()
    assert labeller.stored() == []
    labeller.press("2", "t", "t", "t")
    (answer,) = labeller.saved(1)
    assert (answer["outcome"], set(answer["axes"].values())) == ("candidate_1", {"tie"})


def test_a_rationale_has_its_least_length(open_form):
    """Too short keeps the panel and says how much is missing; blanks at the ends and UTF-16 do not count."""
    labeller = open_form(rationale_minimum=10)
    labeller.press("1")
    labeller.page.keyboard.type("  \U0001f600 short  ")  # 7 characters
    labeller.press("Control+Enter")
    assert labeller.text("detailsProblem") == "3 characters missing."
    assert labeller.ref("detailsProblem").get_attribute("role") == "status"
    labeller.ref("rationale").fill("  it is long enough ")
    labeller.press("Meta+Enter")
    assert labeller.saved(1)[0]["rationale"] == "it is long enough"


def test_an_optional_rationale_may_stay_empty(open_form):
    """Ctrl+Enter alone completes, also by mouse; a skip asks for nothing."""
    labeller = open_form(rationale_minimum=0, axes=AXES[:1])
    labeller.press("1", "1", "Control+Enter", "s", "1", "2")
    labeller.ref("axes").get_by_role("button", name="Same").click()
    labeller.ref("detailsDone").click()
    answers = labeller.saved(3)
    assert [one["rationale"] for one in answers] == [None, None, None]
    assert [one["axes"] for one in answers] == [{"accuracy": "candidate_0"}, None, {"accuracy": "tie"}]


def test_done_too_early_says_what_is_missing(open_form):
    """The line without an answer becomes the current one."""
    labeller = open_form(rationale_minimum=0, axes=AXES)
    labeller.press("1", "1", "ArrowDown", "1", "Control+Enter")
    assert labeller.text("detailsProblem") == "Say which is better: coverage."
    labeller.press("t", "1", "Control+Enter")
    assert labeller.saved(1)[0]["axes"]["coverage"] == "tie"


def test_typing_a_rationale_presses_no_other_key(open_form):
    """Neither the labeller's keys nor Streamlit's, and a key held down does not type on; the time counts."""
    labeller = open_form(rationale_minimum=0, both_bad=True, flag_reasons=FLAGS)
    labeller.page.keyboard.down("1")
    labeller.page.keyboard.down("1")
    labeller.page.keyboard.up("1")
    text = "rc 12tsubfg?"
    labeller.page.keyboard.type(text)
    labeller.page.wait_for_timeout(400)
    assert labeller.ref("rationale").input_value() == text
    labeller.press("Control+Enter")
    (answer,) = labeller.saved(1)
    assert answer["rationale"] == text
    assert answer["active_ms"] > 350
    assert labeller.page.get_by_role("dialog").count() == 0
    labeller.press("2", "Control+Enter")
    assert labeller.saved(2)[1]["rationale"] is None


def test_words_survive_a_choice_taken_back(open_form):
    """The text waits for the next choice on the same pair, not on the next pair."""
    labeller = open_form(rationale_minimum=0)
    labeller.press("1")
    labeller.page.keyboard.type("well said")
    labeller.press("Escape", "2")
    assert labeller.ref("rationale").input_value() == "well said"
    labeller.press("Control+Enter", "1")
    assert labeller.ref("rationale").input_value() == ""


def test_what_lies_under_the_details_does_nothing(open_form):
    """Cards and actions wait until the choice is complete or taken back; the guidelines can be read."""
    labeller = open_form(axes=AXES)
    labeller.press("1", "s", "u", "3")
    labeller.ref("rightCard").click()
    assert labeller.text("detailsTitle") == "You chose Summary 1"
    labeller.press("g", "2", "g", "1", "1", "1")
    assert outcomes(labeller.saved(1)) == ["candidate_0"]


def test_a_flag_goes_out_with_the_answer_of_its_pair(open_form):
    """F and a number set it; F again or a click takes it back; it belongs to one pair, also over an undo."""
    labeller = open_form(flag_reasons=FLAGS)
    labeller.press("f", "2")
    assert labeller.text("flagText") == "Flagged: Wrong language"
    labeller.press("1", "f", "1", "f", "1", "f", "1")  # pair 1: set, removed, answered; pair 2: flagged
    labeller.press("u")
    assert not labeller.ref("flagChip").is_visible()
    labeller.press("2", "s", "1", "f", "1")  # pair 1 again; pair 2 is skipped with its flag; pair 3
    labeller.page.get_by_role("button", name="Remove the flag").click()
    labeller.press("1")
    answers = labeller.saved(6)
    assert outcomes(answers)[2:5] == ["undo", "candidate_0", "skip"]
    assert [one["flag"] for one in answers] == [FLAGS[1], None, None, None, FLAGS[0], None]


def test_the_list_of_keys_follows_the_form(open_form):
    """Only keys that work are listed."""
    everything = {"both_bad": True, "axes": AXES, "rationale_minimum": 0, "flag_reasons": FLAGS}
    full, bare = open_form(strength=True, **everything), open_form(tie=False, skip_reasons=[])
    full_list, bare_list = full.text("keys"), bare.text("keys")
    for words in ("The first is better, from much", "Both bad", "Ctrl Enter", "Flag, with a reason", "Tie"):
        assert words in full_list
        assert words not in bare_list
    assert "Choose the first" in bare_list
    assert "Choose the first" not in full_list


def test_an_answer_without_all_this_says_none(open_form):
    """Every field is there, so that the server need not guess."""
    labeller = open_form()
    labeller.press("1")
    (answer,) = labeller.saved(1)
    assert [answer[name] for name in ("strength", "axes", "rationale", "flag")] == [None] * 4


def test_a_key_held_down_rates_one_line(open_form):
    """Repeats are not answers."""
    labeller = open_form(axes=AXES)
    for _ in range(4):
        labeller.page.keyboard.down("1")
    labeller.page.keyboard.up("1")
    eventually(lambda: labeller.ref("details").is_visible(), page=labeller.page)
    assert labeller.ref("axes").locator('[aria-pressed="true"]').count() == 0
