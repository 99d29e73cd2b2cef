"""The quality page's tab on models: what they said beside people, what asking costs, and the asking."""

import pytest

from app.ui.quality.by_models import agreement_words
from core.access import Role
from core.labelling import Pair
from core.labelling.model_labels import LabellerFigures, ModelLabel
from tests.core.builders import answer, new_person, rows_of, save
from tests.core.judges.conftest import endpoint, no_waits, nothing_set  # noqa: F401 - fixtures
from tests.core.labelling.model_labels.by_models import labelled
from tests.doubles.openai_server import MODEL
from tests.pages.test_hostile_names import HOSTILE
from tests.pages.test_quality_page import see


@pytest.fixture
def home(open_home):
    """A project with pairs that nobody has judged."""
    return open_home("many pairs")


def ask_for(visit, endpoint, most=3):  # noqa: F811 - the fixture's value
    """Fill the form in."""
    visit.at.radio(key="model_labels_kind").set_value("openai").run()
    visit.at.text_input(key="model_labels_name").set_value("careful")
    visit.at.text_input(key="model_labels_model").set_value(MODEL)
    visit.at.text_input(key="model_labels_url").set_value(endpoint.address)
    visit.at.number_input(key="model_labels_most").set_value(most)
    return visit.click("model_labels_cost")


def test_the_cost_is_seen_before_anything_is_sent(home, endpoint):  # noqa: F811
    """Then it is asked, and the table shows it."""
    visit = see(home, "Models")
    assert "No model has labelled pairs here yet." in visit.words
    visit = ask_for(visit, endpoint)
    assert "6 calls: 3 pairs, each in both orders." in visit.words
    assert f"Prompts and answers are sent to `{endpoint.address}`" in visit.words
    assert endpoint.asked == []
    visit = visit.click("model_labels_go")
    assert not visit.errors
    assert len(rows_of(home.studio, ModelLabel)) == 3
    table = visit.at.dataframe[0].value
    assert list(table.iloc[0][["Name", "Labels"]]) == ["careful", 3]


def test_what_is_refused_is_a_sentence(home, endpoint):  # noqa: F811
    """No model; of a judge that is away it is said how many pairs wait."""
    visit = see(home, "Models").click("model_labels_cost")
    assert any("judge's model does not fit" in one or "no name" in one for one in visit.errors)
    visit = ask_for(see(home, "Models"), endpoint)
    endpoint.trouble = "away"
    visit = visit.click("model_labels_go")
    assert "3 could not be asked now; ask again for them." in visit.words
    assert rows_of(home.studio, ModelLabel) == []


def test_whoever_may_not_ask_sees_the_table_alone(home):
    """A reviewer; names and models are text, whatever they hold."""
    pair = rows_of(home.studio, Pair)[0]
    save(home.studio, new_person(home.studio, name="Judged"), home.project, answer(pair.id))
    labelled(home.studio, home.project, {pair.id: "candidate_0"}, HOSTILE[0])
    visit = see(home, "Models", Role.REVIEWER)
    assert "What models say is kept apart" in visit.words
    assert visit.at.dataframe[0].value.iloc[0]["As people chose"].startswith("1 of 1: 100 %")
    assert not [one for one in visit.at.button if one.key == "model_labels_cost"]


def test_a_set_asks_for_them_on_the_datasets_page(home):
    """The field is there once a model has labelled."""
    visit = home.visit(Role.ENGINEER)
    assert not _fields(visit.go("datasets"))
    labelled(home.studio, home.project, {rows_of(home.studio, Pair)[0].id: "candidate_0"})
    visit.at.session_state["datasets_tab"] = "Freeze"
    (field,) = _fields(visit.go("datasets"))
    assert field.options == ["careful"]


def _fields(visit):
    key = "freeze_models_"
    return [one for one in visit.at.multiselect if (one.key or "").startswith(key)]


def test_agreement_in_words():
    """With its interval; not known where nothing can be compared."""
    assert agreement_words(LabellerFigures("a", "m", 9, 0, 0, 0, 50, 41)) == "41 of 50: 82 % (69–90 %)"
    assert agreement_words(LabellerFigures("a", "m", 9, 0, 0, 0, 0, 0)).startswith("not known")
