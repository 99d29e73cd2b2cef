"""The tab on gold of the quality page: a pair is written, explained and retired; engineers read along."""

from core.access import Role
from core.labelling import Outcome, Pair, Pool
from tests.core.builders import rows_of
from tests.pages.visit import Home, Visit


def tab(home: Home, role: Role = Role.REVIEWER) -> Visit:
    visit = home.visit(role)
    visit.at.session_state["quality_tab"] = "Gold"
    return visit.go("quality")


def gold_of(home: Home) -> Pair:
    return next(one for one in rows_of(home.studio, Pair) if one.pool == Pool.GOLD)


def test_a_pair_is_written_explained_and_retired(open_home):
    """Each step is said, and what is missing stands in the form with all that was typed."""
    home = open_home("no pairs")
    visit = tab(home)
    assert "There are no gold pairs yet" in visit.words
    for name, text in {"input_text": "A post", "candidate_0": "Short", "candidate_1": "Made up"}.items():
        visit.at.text_area(key=f"quality_gold_new_{name}").set_value(text)
    visit.submit("Add")
    assert visit.errors == ["The reason is empty: write it."]
    assert visit.at.text_area(key="quality_gold_new_input_text").value == "A post"
    visit.at.text_area(key="quality_gold_new_reason").set_value("The second one invents a name.")
    visit.submit("Add")
    pair = gold_of(home)
    assert (pair.gold, pair.gold_note) == (Outcome.CANDIDATE_0, "The second one invents a name.")
    assert visit.at.text_area(key="quality_gold_new_input_text").value == ""
    visit.at.text_area(key=f"quality_gold_reason_{pair.id}").set_value("It invents a name.")
    visit.click(f"quality_gold_reason_{pair.id}_save")
    visit.click(f"quality_gold_retire_{pair.id}")
    assert gold_of(home).gold_note == "It invents a name."
    assert gold_of(home).left_out
    visit.click(f"quality_gold_retire_{pair.id}")
    assert gold_of(home).left_out is None


def test_engineers_read_along(open_home):
    """Without a form, and without a button that would be refused."""
    visit = tab(open_home("no pairs"), Role.ENGINEER)
    assert "There are no gold pairs yet" in visit.words
    assert not [one for one in visit.at.text_area if str(one.key).startswith("quality_gold")]
