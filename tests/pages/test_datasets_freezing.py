"""Data sets: the freezing forms, and the preview of a recipe."""

import json

import pytest

from app.ui.datasets.tabs import FREEZE, FROZEN, OPEN
from core.access import Role
from core.datasets import Dataset
from core.labelling import Judgment, Pair
from tests.core.builders import everything, rows_of
from tests.pages.visit import Home, Visit


def at_freezing(visit: Visit) -> Visit:
    visit.at.session_state[OPEN] = FREEZE
    return visit.go("datasets")


def freeze_preferences(home: Home) -> Visit:
    return at_freezing(home.visit(Role.ENGINEER)).click("freeze_go")


def test_a_preference_set_is_frozen(open_home):
    """Under the recipe of the form; it is the first of its kind."""
    home = open_home("sample")
    visit = freeze_preferences(home)
    (made,) = rows_of(home.studio, Dataset)
    assert (made.kind.value, made.number, made.recipe["rule"], made.recipe["ties"]) == (
        "preference",
        1,
        "majority",
        "drop",
    )
    assert [one.value for one in visit.at.success] == [f"Frozen: preference 1, {made.rows} rows."]


def test_the_card_is_one_click_away(open_home):
    """Of the set that was just made, under its title."""
    visit = at_freezing(open_home("sample").visit(Role.ENGINEER))
    visit.at.text_input(key="freeze_preferences_title").set_value("first round")
    visit.click("freeze_go").click("freeze_preferences_card")
    assert visit.at.session_state[OPEN] == FROZEN
    assert "preference 1: first round" in visit.words


def test_a_recipe_that_comes_to_nothing_is_refused(open_home):
    """No set is made; the sentence says why."""
    home = open_home("sample")
    visit = at_freezing(home.visit(Role.ENGINEER))
    visit.at.number_input(key="freeze_minimum").set_value(50)
    visit.click("freeze_go")
    (sentence,) = visit.errors
    assert "too few judgments" in sentence
    assert rows_of(home.studio, Dataset) == []


def test_a_preview_says_what_freezing_would_come_to(open_home):
    """Rows, why pairs are left out, and the first rows; nothing is frozen."""
    home = open_home("sample")
    before = everything(home.studio)
    visit = at_freezing(home.visit(Role.ENGINEER))
    visit.at.number_input(key="freeze_minimum").set_value(3)
    visit.at.toggle(key="freeze_weights").set_value(True)
    visit.click("freeze_preview")
    assert "too few judgments" in visit.words
    assert " rows.** " in visit.words
    table = visit.at.dataframe[0].value
    assert list(table.columns) == ["Choice", "Weight", "Candidate 0", "Candidate 1", "Post"]
    assert len(table) == 5
    assert everything(home.studio) == before


def test_the_form_freezes_what_it_shows(open_home):
    """Every part of the recipe comes from a widget, and the click freezes the newest state of all."""
    home = open_home("sample")
    visit = at_freezing(home.visit(Role.ENGINEER))
    people = visit.at.multiselect(key=f"freeze_people_{home.project.id}")
    assert all(name.endswith("(sample)") for name in people.options)
    people.set_value([_first_judge(home)])
    visit.at.selectbox(key="freeze_method").set_value("dawid-skene")
    visit.at.selectbox(key="freeze_ties").set_value("coin")
    visit.at.slider(key="freeze_confidence").set_value(0.5)
    visit.at.toggle(key="freeze_weights").set_value(True)
    visit.at.toggle(key="freeze_gold").set_value(False)
    visit.at.number_input(key="freeze_seed").set_value(7)
    visit.at.toggle(key="freeze_balance").set_value(True)
    visit.at.number_input(key="freeze_longest_prompt").set_value(8192)
    visit.at.number_input(key="freeze_longest_candidate").set_value(1024)
    visit.at.selectbox(key="freeze_held_out").set_value("tuning")
    visit.run().at.number_input(key="freeze_share").set_value(10)
    visit.at.text_input(key="freeze_group").set_value("info.id")
    visit.click("freeze_go")
    (made,) = rows_of(home.studio, Dataset)
    assert made.recipe == {
        "minimum_judgments": 1,
        "rule": "majority",
        "ties": "coin",
        "seed": 7,
        "consensus": "dawid-skene",
        "minimum_confidence": 0.0,
        "people": [_first_judge(home)],
        "weights": True,
        "gold": False,
        "balance": True,
        "origins": [],
        "longest_prompt": 8192,
        "longest_candidate": 1024,
        "evaluation_share": 0.1,
        "part": "tuning",
        "group_by": "info.id",
        "model_labels": [],
    }


@pytest.mark.parametrize("method", ["weighted", "dawid-skene"])
def test_votes_with_weights_are_not_said_to_need_more_than_half(open_home, method):
    """The rule that asks for nothing has other words there, for it does not count heads."""
    visit = at_freezing(open_home("sample").visit(Role.ENGINEER))
    assert visit.at.selectbox(key="freeze_rule").options[0].startswith("Not asked for: more than half")
    visit.at.selectbox(key="freeze_method").set_value(method)
    options = visit.run().at.selectbox(key="freeze_rule").options
    assert options[0] == "Not asked for: the likelier candidate is chosen"


def _first_judge(home: Home) -> int:
    return min(one.person_id for one in rows_of(home.studio, Judgment))


def test_votes_that_cannot_be_weighed_are_said_to_be_so(open_home):
    """By the preview, as by freezing."""
    visit = at_freezing(open_home("sample").visit(Role.ENGINEER))
    visit.at.selectbox(key="freeze_method").set_value("weighted")
    (sentence,) = visit.click("freeze_preview").errors
    assert sentence.startswith("Nobody has answered a gold pair")


def test_a_split_is_80_to_20_and_shares_no_prompt(open_home):
    """The sample has 66 posts: ceil(0.2 * 66) = ceil(13.2) = 14 to evaluate on, 52 to practise on."""
    home = open_home("sample")
    visit = at_freezing(home.visit(Role.ENGINEER))
    visit.at.selectbox(key="freeze_pool").set_value("posts of the pairs")
    visit.at.selectbox(key="freeze_part").set_value("split")
    visit.run().click("freeze_prompts_go")
    assert not visit.errors
    prompts, evaluation = (lines_of(home, kind) for kind in ("prompt", "evaluation"))
    assert (len(prompts), len(evaluation)) == (52, 14)
    assert prompts | evaluation == {pair.input_text for pair in rows_of(home.studio, Pair)}
    assert not prompts & evaluation


def lines_of(home: Home, kind: str) -> set[str]:
    (made,) = (one for one in rows_of(home.studio, Dataset) if one.kind == kind)
    key = made.address.removeprefix(f"{home.studio.store.root}/")
    with home.studio.store.open(key) as file:
        return {json.loads(line)["input_text"] for line in file}
