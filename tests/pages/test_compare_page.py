"""Comparing: blind until unblinded, then the win rate; also from two uploaded files."""

import json

import pytest

from core.access import Role
from core.review import Comparison, ComparisonSet, Unblinding
from tests.core.builders import everything, rows_of
from tests.loop_helpers import prediction_text
from tests.pages.visit import Home, Visit

AFTER = "sample, gone round"


def labeller_data(visit: Visit) -> dict:
    """What the browser is given to show."""
    (text,) = (text for field, text in visit.sent() if field.startswith("Bidi") and '"items"' in text)
    return json.loads(text)


def upload_two(home: Home, base: str, tuned: str, title: str = "Two files") -> Visit:
    visit = home.visit(Role.REVIEWER).go("compare")
    visit.at.text_input(key="files_title").set_value(title)
    visit.at.file_uploader(key="files_base").upload("base.jsonl", base.encode())
    visit.at.file_uploader(key="files_tuned").upload("tuned.jsonl", tuned.encode())
    return visit.run().click("files_go")


def test_a_reviewer_is_not_told_which_answer_is_whose(open_home):
    """Neither the words base and tuned nor the key of the tokens; both sides take turns."""
    home = open_home(AFTER)
    data = labeller_data(home.visit(Role.REVIEWER).go("compare"))
    (chosen,) = rows_of(home.studio, ComparisonSet)
    assert "base" not in json.dumps(data)
    assert "tuned" not in json.dumps(data)
    assert chosen.blinding_key not in json.dumps(data)
    assert len({side["token"] for item in data["items"] for side in (item["left"], item["right"])}) == 16
    rows = {str(one.id): one for one in rows_of(home.studio, Comparison)}
    for item in data["items"]:
        row = rows[item["id"]]
        assert {item["left"]["text"], item["right"]["text"]} == {row.base_text, row.tuned_text}


def test_unblinding_shows_the_win_rate_and_ends_the_verdicts(open_home):
    """Two verdicts stand; the reviewer reads them with their texts and gives no more."""
    home = open_home(AFTER)
    visit = home.visit(Role.REVIEWER).go("compare").click("unblind_1")
    assert [one.person_id for one in rows_of(home.studio, Unblinding)] == [home.person(Role.REVIEWER).id]
    assert "Verdicts beside their texts" in visit.words
    assert "Each reviewer" in visit.words
    assert '"items"' not in visit.words
    blind = home.visit(Role.LEAD).go("compare")
    assert labeller_data(blind)["items"]


def test_without_a_verdict_there_is_nothing_to_unblind(open_home):
    """The button waits for the first verdict."""
    visit = open_home(AFTER).visit(Role.ENGINEER).go("compare")
    assert visit.at.button(key="unblind_1").disabled


def test_two_files_are_compared(open_home):
    """Joined by prompt, whatever their order; what only one of them answers is left out."""
    home = open_home("no pairs")
    base = prediction_text([("p1", "b1"), ("p2", "b2"), ("only base", "b3")])
    visit = upload_two(home, base, prediction_text([("p2", "t2"), ("p1", "t1")]))
    assert visit.at.selectbox(key="comparison_set").options == ["Two files · 2 comparisons · #1"]
    assert {(one.prompt, one.base_text, one.tuned_text) for one in rows_of(home.studio, Comparison)} == {
        ("p1", "b1", "t1"),
        ("p2", "b2", "t2"),
    }


@pytest.mark.parametrize(
    ("tuned", "title", "sentence"),
    [
        (prediction_text([("p", "t")]), "", "The comparison has no title; name it so that reviewers know"),
        (prediction_text([("other", "t")]), "T", "The base answers (1 in base.jsonl) and the tuned answers"),
        ("{broken\n", "T", "tuned.jsonl, line 1: '{broken\\n' is not one JSON object"),
        ('{"prediction": "x"}\n', "T", "tuned.jsonl, line 1: inputs is missing or null;"),
    ],
)
def test_files_that_cannot_be_compared_are_refused(open_home, tuned, title, sentence):
    """A sentence with the place; nothing is written."""
    home = open_home("no pairs")
    before = everything(home.studio)
    (error,) = upload_two(home, prediction_text([("p", "b")]), tuned, title).errors
    assert error.startswith(sentence)
    assert everything(home.studio) == before
