"""Comparing: blind until unblinded, then the win rate; also from two uploaded files."""

import json
from itertools import product

import pytest
from core.review.prepare import BASE_ARTIFACT, TUNED_ARTIFACT
from sqlmodel import delete

from core.access import Role
from core.review import Comparison, ComparisonSet, Unblinding, list_comparison_sets
from core.review.models import Verdict
from core.training.models import Artifact
from tests.core.builders import everything, rows_of
from tests.core.review.review_scene import judge, read
from tests.loop_helpers import prediction_text
from tests.pages.made_runs import add_run
from tests.pages.visit import Home, Visit

AFTER = "sample, gone round"


def labeller_data(visit: Visit) -> dict:
    """What the browser is given to show."""
    (text,) = (text for field, text in visit.sent() if field.startswith("Bidi") and '"items"' in text)
    return json.loads(text)


def upload_two(home: Home, base: str, tuned: str, title: str = "Two files") -> Visit:
    return choose_two(home, ("base.jsonl", base), ("tuned.jsonl", tuned), title).click("files_go")


def choose_two(home: Home, base: tuple[str, str], tuned: tuple[str, str], title: str = "Two") -> Visit:
    """Give both files, by name and content."""
    visit = home.visit(Role.REVIEWER).go("compare")
    visit.at.text_input(key="files_title").set_value(title)
    for which, (name, text) in (("base", base), ("tuned", tuned)):
        visit.at.file_uploader(key=f"files_{which}").upload(name, text.encode())
    return visit.run()


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


def test_every_run_with_answers_is_offered(open_home):
    """Three of them at once, the others behind a button."""
    home = open_home(AFTER)
    numbers = [add_run(home, f"Run {place}") for place in range(5)]
    with home.studio.db.write() as session:
        for number, name in product(numbers, (BASE_ARTIFACT, TUNED_ARTIFACT)):
            session.add(Artifact(run_id=number, task="predict", name=name, address="gs://bucket/answers"))
    visit = home.visit(Role.REVIEWER).go("compare")
    offered = [one.key for one in visit.at.button if str(one.key).startswith("prepare_")]
    assert sorted(offered) == [f"prepare_{number}" for number in numbers]


def test_before_the_first_comparison_one_run_is_proposed(open_home):
    """A sentence says what to do, and one button of several stands out."""
    home = open_home(AFTER)
    numbers = [add_run(home, f"Run {place}") for place in range(2)]
    with home.studio.db.write() as session:
        for table in (Unblinding, Verdict, Comparison, ComparisonSet):
            session.exec(delete(table))
        for number, name in product(numbers, (BASE_ARTIFACT, TUNED_ARTIFACT)):
            session.add(Artifact(run_id=number, task="predict", name=name, address="gs://bucket/answers"))
    visit = home.visit(Role.REVIEWER).go("compare")
    assert "Choose a run: what its base and its tuned model answered" in visit.words
    assert [one.key for one in visit.at.button if one.proto.type == "primary"] == [f"prepare_{numbers[-1]}"]


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


def captions(visit: Visit) -> list[str]:
    return [one.value.replace("\\", "") for one in visit.at.caption]


def test_what_sets_two_names_apart_is_seen_before_and_after(open_home):
    """The uploaders cut long names in the middle; here the difference is whole, and coloured."""
    one, two = ("eval_results_untuned.jsonl", "eval_results_tuned.jsonl")
    texts = [prediction_text([("p", "b")]), prediction_text([("p", "t")])]
    visit = choose_two(open_home("no pairs"), (one, texts[0]), (two, texts[1]))
    shown = ["Base model: eval_results_:orange[un]tuned.jsonl", "Tuned model: eval_results_tuned.jsonl"]
    assert captions(visit)[:2] == shown
    assert "seem to be swapped" not in visit.words
    assert set(shown) <= set(captions(visit.click("files_go")))


def test_swapped_files_are_noticed(open_home):
    """Where they are chosen, and as long as they are judged."""
    texts = [prediction_text([("p", "b")]), prediction_text([("p", "t")])]
    visit = choose_two(open_home("no pairs"), ("tuned.jsonl", texts[0]), ("untuned.jsonl", texts[1]))
    assert "By their names the two seem to be swapped" in visit.words
    assert "By their names the two seem to be swapped" in visit.click("files_go").words


def test_what_was_left_out_is_said_before_anybody_judges(open_home):
    """Texts that are alike, and a failed line with its message; the rest is there to be judged."""
    base = prediction_text([("p", "b"), ("q", "alike")])
    failed = json.dumps({"inputs": {"inputs_pretokenized": "r"}, "error": {"message": "*Broken* lamp."}})
    visit = upload_two(open_home("no pairs"), base, prediction_text([("p", "t"), ("q", "alike")]) + failed)
    said = " ".join(captions(visit))
    assert "both models gave the same text: 1 prompt." in said
    assert "The tuned model left 1 prompt unanswered: *Broken* lamp. 1." in said
    assert len(labeller_data(visit)["items"]) == 1


def next_step(visit: Visit) -> str:
    """What the home page tells this person to do."""
    (step,) = [one.value for one in visit.go("home").at.markdown if "Your next step" in one.value]
    return step.partition("\n")[2]


def test_a_reviewer_of_two_files_is_sent_to_them_till_the_end(open_home):
    """The project has nothing else: no pairs, no sets, no run."""
    home = open_home("no pairs")
    two = [("p", "b"), ("q", "b")], [("p", "t"), ("q", "t")]
    visit = upload_two(home, *map(prediction_text, two))
    assert next_step(visit) == "Compare base and tuned answers, blind: 2 comparisons wait for your verdict."
    reviewer, (chosen,) = home.person(Role.REVIEWER), read(home.studio, list_comparison_sets, 1)
    judge(home.studio, chosen, reviewer, "tie")
    assert next_step(visit).startswith("Give more verdicts (1 comparison waits for your verdict), or unblind")
    judge(home.studio, chosen, reviewer, "tuned")
    assert next_step(visit) == "You have judged every comparison: unblind and read the win rate."
    visit.go("compare").click("unblind_1")
    assert next_step(visit).startswith("Read the win rate.")
