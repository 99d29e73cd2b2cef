"""The Explore tab: what it shows before and after the close, and what stands in the address."""

import json
from unittest.mock import ANY

import pytest

from core.access import Role
from core.review import close_early, get_review, look_openly
from core.review.answers import Reason
from tests.pages.reviews_on_screen import judge_all, open_review, two_files, upload

HOSTILE = "<img src=x onerror=alert(1)> **bold** $x$ :red[no]"


@pytest.fixture
def planned(open_home):
    """A home with a review of two files; one prompt has the same answer twice, one only a first."""
    home = open_home("no pairs")
    (one, first), (two, second) = two_files(4)
    alike = first.splitlines()[0].replace("prompt 0", "prompt alike")
    lonely = first.splitlines()[0].replace("prompt 0", "prompt lonely")
    files = [(one, f"{first}{alike}\n{lonely}\n"), (two, f"{second}{alike}\n")]
    upload(home, *files).click("plan_go")
    return home


def closed(home):
    """Judged by the lead and closed."""
    judge_all(home, Role.LEAD, ahead=2)
    with home.studio.db.write() as session:
        review = get_review(session, 1)
        return close_early(session, home.person(Role.LEAD), review, "enough") if review.is_open else review


def explored(home, role=Role.REVIEWER, **address):
    """The tab, by its address."""
    visit = home.visit(role)
    for name, value in address.items():
        visit.at.query_params[name] = value
    return open_review(visit, tab="Explore")


def table(visit):
    """The rows of the table on the tab."""
    (found,) = visit.at.dataframe
    return found.value


def texts(visit):
    """What the component with the texts is given."""
    (found,) = (text for field, text in visit.sent() if field.startswith("Bidi") and '"answers"' in text)
    return json.loads(found)


def boxes(visit):
    """The labels of the filters."""
    return [one.label for one in visit.at.selectbox]


def test_an_open_review_shows_items_and_neither_models_nor_verdicts(planned):
    """Lengths without a model; no filter and no order that would tell a verdict."""
    judge_all(planned, Role.LEAD, ahead=1)
    visit = explored(planned, order="newest verdict", said="won 0")
    assert list(table(visit).columns) == ["Item", "Prompt", "Words: shortest", "Words: longest", "Difference"]
    assert list(table(visit)["Difference"]) == [2] * 4
    assert boxes(visit) == ["Length difference", "Order"]
    assert "Lengths and copying" not in visit.words
    shown = texts(explored(planned, item="1"))
    assert [one["title"] for one in shown["answers"]] == ["Answer A", "Answer B"]
    assert "Verdicts are shown when the review closes." in explored(planned, item="1").words


def test_an_open_look_shows_models(planned):
    """Of the items and in charts, and still no verdict."""
    with planned.studio.db.write() as session:
        look_openly(session, planned.person(Role.REVIEWER), get_review(session, 1))
    visit = explored(planned)
    assert [one for one in table(visit).columns if one.startswith("Words: ")] == [ANY, ANY]
    assert "Disagreement" not in table(visit).columns
    assert boxes(visit) == ["Length difference", "Order"]
    charts = explored(planned, view="Lengths and copying")
    assert len(charts.at.get("plotly_chart")) == 3
    assert "Words of an answer: median" in charts.words.replace("**", "")


def test_a_closed_review_shows_verdicts_and_who_gave_them(planned):
    """In the table by model, on an item by reviewer."""
    closed(planned)
    visit = explored(planned, said="given no verdict yet")
    assert len(table(visit)) == 2
    assert boxes(visit) == ["Verdicts", "Reviewer", "Length difference", "Order"]
    everything = table(explored(planned, order="newest verdict"))
    assert list(everything["Newest"]) == ["just now", "just now", "–", "–"]
    item = explored(planned, item=str(everything["Item"][0]))
    assert table(item)["Reviewer"][0] == "The lead"
    assert table(item)["Verdict"][0].endswith("is better")
    untouched = explored(planned, item=str(everything["Item"][3]))
    assert "Nobody has judged this item." in untouched.words


def test_what_is_chosen_stands_in_the_address(planned):
    """And a search that finds nothing says what to do."""
    closed(planned)
    visit = explored(planned)
    visit.at.selectbox(key="explore_order").select("length difference")
    visit.at.text_input(key="explore_search").set_value("prompt 3")
    visit.run()
    assert len(table(visit)) == 1
    assert visit.at.query_params["order"] == "length difference"
    assert visit.at.query_params["search"] == "prompt 3"
    visit.at.text_input(key="explore_search").set_value("nowhere")
    assert "No prompt matches" in visit.run().words
    assert len(table(explored(planned, search="prompt 3", order="length difference"))) == 1


@pytest.mark.parametrize("item", ["99", "x", "0", "²", "9" * 5000])
def test_an_address_of_no_item_is_a_sentence(planned, item):
    """A number that is none is no item at all."""
    visit = explored(planned, item=item)
    assert visit.errors == (
        [] if item in {"x", "²", "9" * 5000} else [f"“Two files” has no item number {item}."]
    )


def test_prompts_that_are_not_compared_are_listed_with_the_reason(planned):
    """Which model it concerns is told with the models."""
    visit = explored(planned, view="Not compared")
    assert dict(zip(table(visit)["Prompt"], table(visit)["Reason"], strict=True)) == {
        "prompt alike": "unchanged answer",
        "prompt lonely": "only one model answered",
    }
    assert "Models" not in table(visit).columns
    closed(planned)
    chosen = explored(planned, view="Not compared", reason=Reason.ALONE.value)
    assert list(table(chosen)["Prompt"]) == ["prompt lonely"]
    assert "kiwi" in table(chosen)["Models"][0]


def test_hostile_texts_are_given_as_text(open_home):
    """To the table and to the component; neither reads markup."""
    home = open_home("no pairs")
    files = [(name, text.replace("prompt 1", f"prompt 1 {HOSTILE}")) for name, text in two_files()]
    upload(home, *files).click("plan_go")
    (found,) = table(explored(home, search="onerror"))["Prompt"]
    assert found == f"prompt 1 {HOSTILE}"
