"""What an undo brings back with its pair, in Chromium, and where nothing can be undone."""

import json

import pytest
from labeller_driver import Labeller, outcomes

pytest_plugins = ("ranker_fixtures",)
pytestmark = pytest.mark.browser

AXES = ["accuracy", "coverage", "coherence"]
FLAGS = ["Personal data", "Wrong language"]


@pytest.fixture
def open_undoing(open_labeller):
    """Opens the labeller with the usual form, changed as the test says."""

    def open_one(**form: object) -> Labeller:
        return open_labeller(form=json.dumps({"confidence": False, **form}))

    return open_one


def test_undo_brings_back_sureness_and_flag_of_each_pair(open_undoing):
    """Both were said before the choice, so the same choice says them again; a displaced pair keeps its."""
    labeller = open_undoing(confidence=True, flag_reasons=FLAGS)
    labeller.press("9", "f", "2", "1", "7", "1", "f", "1", "u")
    assert (pressed(labeller), labeller.ref("flagChip").is_visible()) == (["Unsure7"], False)
    labeller.press("u")
    assert (pressed(labeller), labeller.text("flagText")) == (["Sure9"], "Flagged: Wrong language")
    labeller.press("2", "2", "2", "1")
    again = labeller.saved(8)[4:]
    assert [(one["confidence"], one["flag"]) for one in again] == [
        (3, FLAGS[1]),
        (1, None),
        (None, FLAGS[0]),
        (None, None),
    ]


@pytest.mark.parametrize("reloaded", [False, True])
def test_undo_brings_back_axes_and_words(open_undoing, reloaded):
    """The lines are rated as before, one can be changed alone, and Done sends the rest as it was."""
    labeller = open_undoing(axes=AXES, rationale_minimum=0)
    labeller.press("2", "1", "t", "2")
    labeller.page.keyboard.type("well said")
    labeller.press("Control+Enter")
    (first,) = labeller.saved(1)
    if reloaded:
        labeller.reload()
    labeller.press("u", "2")
    assert labeller.ref("rationale").input_value() == "well said"
    labeller.press("2", "Control+Enter")
    answer = labeller.saved(3)[2]
    assert answer["axes"] == {**first["axes"], "accuracy": "candidate_1"}
    assert answer["rationale"] == "well said"


def test_axes_alone_wait_for_done_when_brought_back(open_undoing):
    """The first line changed does not send the others unseen; the last line or Done does."""
    labeller = open_undoing(axes=AXES)
    labeller.press("1", "1", "1", "1", "u", "1", "t")
    assert labeller.shown() == 0
    labeller.ref("detailsDone").click()
    labeller.press("u", "1", "t", "2", "2")
    assert labeller.shown() == 1
    answers = labeller.saved(5)
    assert list(answers[2]["axes"].values()) == ["tie", "candidate_0", "candidate_0"]
    assert list(answers[4]["axes"].values()) == ["tie", "candidate_1", "candidate_1"]
    labeller.press("1")
    assert not labeller.ref("detailsDone").is_visible()


def test_where_nothing_can_be_undone(open_undoing):
    """The button is disabled, U does nothing and is not listed; also after a reload."""
    labeller = open_undoing(undo=False)
    labeller.press("1", "u")
    labeller.saved(1)
    labeller.reload()
    labeller.press("u")
    assert labeller.shown() == 1
    assert labeller.ref("undo").is_disabled()
    assert "Undo" not in labeller.text("keys")
    assert outcomes(labeller.saved(1)) == ["candidate_0"]


def test_undo_brings_the_flag_back(open_ranker):
    """It is part of what was said."""
    ranker = open_ranker()
    ranker.press("f", "2", "1", "2", "3", "Enter", "u")
    assert ranker.text("flagText") == "Flagged: Harmful content"
    ranker.press("Enter")
    assert ranker.saved(3)[2]["flag"] == "Harmful content"


def pressed(labeller: Labeller) -> list[str]:
    return labeller.ref("confidence").locator('[aria-pressed="true"]').all_text_contents()
