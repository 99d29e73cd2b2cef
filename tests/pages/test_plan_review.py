"""The form that plans a review: whose answers, what is asked, what it buys, and what it refuses."""

import json

import pytest
from sqlmodel import select

from app.ui.compare.design_tab import first_plan
from app.ui.compare.words import REASONS
from core.access import Role
from core.db import now
from core.review import BASE_ARTIFACT, TUNED_ARTIFACT, Change, Design, ReviewItem, ReviewModel
from core.review.answers import Reason
from core.training.models import Artifact
from tests.core.builders import everything, rows_of
from tests.loop_helpers import prediction_text
from tests.pages.reviews_on_screen import (
    KIWI,
    MANGO,
    captions,
    forget_reviews,
    labeller_data,
    open_review,
    two_files,
    upload,
)

AFTER = "sample, gone round"


def models(home) -> list[tuple[str, str, str]]:
    rows = sorted(rows_of(home.studio, ReviewModel), key=lambda row: row.number)
    return [(row.name, row.role, row.address) for row in rows]


def test_two_files_are_compared(open_home):
    """Joined by prompt, whatever their order; the base model is told by the names, and comes first."""
    home = open_home("no pairs")
    kiwi, mango = two_files(2)
    alone = (KIWI, kiwi[1] + prediction_text([("only here", "x")]))
    visit = upload(home, mango, alone)
    assert "2 prompts can be compared. Left out: only one model answered (1)." in captions(visit)
    visit.click("plan_go")
    assert models(home) == [("untuned-kiwi", "base", KIWI), ("tuned-mango", "tuned", MANGO)]
    assert {one.prompt for one in rows_of(home.studio, ReviewItem)} == {"prompt 0", "prompt 1"}
    assert "2 models; they are named when the review closes" in visit.words
    assert labeller_data(open_review(home.visit()))["items"]


def test_a_run_is_planned_with_two_clicks(open_home, tmp_path):
    """Its base and its tuned model, under its name, and with what it buys before the second one."""
    home = open_home(AFTER)
    forget_reviews(home)
    file = tmp_path / "text-1"
    file.write_text(prediction_text([(f"Prompt {one}", "other") for one in range(3)]))
    base = tmp_path / "text-0"
    base.write_text(prediction_text([(f"Prompt {one}", "one") for one in range(3)]))
    with home.studio.db.write() as session:
        for name, address in ((BASE_ARTIFACT, base), (TUNED_ARTIFACT, file)):
            (row,) = session.exec(select(Artifact).where(Artifact.name == name))
            row.address = address.as_uri()
    visit = home.visit(Role.LEAD).go("compare").click("plan_run_1")
    assert visit.at.text_input(key="plan_title").value == "First run"
    visit.click("plan_go")
    assert [(name, role) for name, role, _ in models(home)] == [("base", "base"), ("tuned", "tuned")]


def test_three_models_are_planned_without_a_sequential_test(open_home):
    """A round robin; nobody is the base model unless it is said."""
    home = open_home("no pairs")
    third = ("pear.jsonl", prediction_text([(f"prompt {one}", f"third {one}") for one in range(3)]))
    visit = upload(home, *two_files(), third)
    assert visit.at.radio(key="plan_stop_2").options == [
        "When every item has its verdicts",
        "When a lead closes it",
    ]
    visit.click("plan_go")
    assert [role for _, role, _ in models(home)] == ["", "", ""]


def test_what_the_plan_buys_follows_the_fields(open_home):
    """As the sample and the number of verdicts are changed; ± 5 points and 55 % are told beside."""
    visit = upload(open_home("no pairs"), *two_files(500))
    assert (
        "500 items with 1 verdict each: 500 verdicts, which tell a win rate to ± 4.4 points." in visit.words
    )
    assert "± 5 points needs 385 items; seeing 55 % against 50 % with 80 % power needs 783." in visit.words
    visit.at.toggle(key="plan_sampled").set_value(True)
    visit.run()
    visit.at.number_input(key="plan_size").set_value(100)
    visit.at.number_input(key="plan_per_item").set_value(3)
    assert "100 items with 3 verdicts each: 300 verdicts" in visit.run().words
    visit.at.radio(key="plan_stop_3").set_value("sequential")
    assert "If a model wins 60 %, half of all reviews are decided after about" in visit.run().words
    visit.click("plan_go")
    assert len(visit.words) > 0


def test_a_quality_bar_is_asked_beside_the_choice_or_instead(open_home):
    """What is planned is what the labeller asks."""
    home = open_home("no pairs")
    visit = upload(home, *two_files())
    visit.at.text_area(key="plan_bar").set_value("It is true.")
    visit.at.toggle(key="plan_preference").set_value(False)
    visit.run().click("plan_go")
    form = labeller_data(open_review(home.visit()))["form"]
    assert (form["choice"], form["tie"], form["quality_bar"]) == (False, False, "It is true.")


def test_a_plan_that_asks_nothing_is_refused_beside_the_form(open_home):
    """There is no button then."""
    visit = upload(open_home("no pairs"), *two_files())
    visit.at.toggle(key="plan_preference").set_value(False)
    assert "a review asks which answer is better, or whether each passes" in visit.run().words
    assert "plan_go" not in {one.key for one in visit.at.button}


@pytest.mark.parametrize(
    ("second", "title", "sentence"),
    [
        (two_files()[1], "", "The review has no title; name it so that reviewers know"),
        (("b.jsonl", prediction_text([("other", "t")])), "T", "The answers (3 of untuned-kiwi in"),
        (("b.jsonl", "{broken\n"), "T", "b.jsonl, line 1: '{broken\\n' is not one JSON object"),
    ],
)
def test_files_that_cannot_be_compared_are_refused(open_home, second, title, sentence):
    """A sentence with the place; nothing is written."""
    home = open_home("no pairs")
    before = everything(home.studio)
    visit = upload(home, two_files()[0], second, title=title)
    if not visit.errors:
        visit.click("plan_go")
    assert visit.errors[0].startswith(sentence)
    assert everything(home.studio) == before


def test_what_sets_two_names_apart_is_seen_and_so_is_a_swap(open_home):
    """The uploader cuts long names in the middle; here the difference is whole, and coloured."""
    texts = [text for _, text in two_files()]
    names = ("eval_results_untuned.jsonl", "eval_results_tuned.jsonl")
    visit = upload(open_home("no pairs"), *zip(names, texts, strict=True))
    shown = ["Base model: eval_results_:orange[un]tuned.jsonl", "Tuned model: eval_results_tuned.jsonl"]
    assert captions(visit)[:2] == shown
    assert "seem to be swapped" not in visit.words
    visit.at.selectbox(key="plan_base_" + "_".join(names)).set_value(1)
    assert "By their names the two seem to be swapped" in visit.run().words


def test_what_was_left_out_is_said_before_anybody_judges(open_home):
    """Texts that are alike, and a failed line; its message names no model while the review is open."""
    base = prediction_text([("p", "b"), ("q", "alike")])
    failed = json.dumps({"inputs": {"inputs_pretokenized": "r"}, "error": {"message": "*Broken* lamp."}})
    tuned = prediction_text([("p", "t"), ("q", "alike")]) + failed
    home = open_home("no pairs")
    visit = upload(home, (KIWI, base), (MANGO, tuned))
    said = "Left out: unchanged answer (1), a model was not asked (1), a model gave no answer (1)."
    assert f"1 prompt can be compared. {said}" in captions(visit)[2]
    visit.click("plan_go")
    assert labeller_data(open_review(home.visit()))["items"]


def test_every_reason_for_leaving_a_prompt_out_has_words():
    """A new one would else end the page."""
    assert set(REASONS) == set(Reason)


def test_the_first_plan_is_found_behind_its_changes():
    """Every change says what was there before it."""
    now_planned = Design(per_item=3)
    changes = [
        Change(now(), 1, {"per_item": [1, 2], "reviewers": [[], [4]]}, "why", 0),
        Change(now(), 1, {"per_item": [2, 3]}, "why", 5),
    ]
    assert first_plan(now_planned, [4], changes) == (Design(per_item=1), [])


def test_two_files_of_one_name_are_told_apart_by_the_names_given(open_home):
    """As long as these are the same, there is a refusal; more verdicts than reviewers are warned of."""
    home = open_home("no pairs")
    (_, short), (_, long) = two_files()
    visit = upload(home, ("answers.jsonl", short), ("answers.jsonl", long))
    visit.at.number_input(key="plan_per_item").set_value(9)
    assert "9 verdicts per item take as many reviewers, and there are 3" in visit.run().words
    assert visit.click("plan_go").errors[0].startswith("Each model of a review needs a name of its own")
    visit.at.text_input(key="plan_name_1_answers.jsonl_").set_value("the long one")
    visit.run().click("plan_go")
    assert [name for name, _, _ in models(home)] == ["answers", "the long one"]
