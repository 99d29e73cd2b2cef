"""``prefstudio review``: a judge's cost, the asking, what it said once the review is closed."""

import pytest

from core.access import Role
from core.review import get_review
from core.services import open_studio
from core.settings import load_settings
from tests.core.builders import new_person, new_project
from tests.core.review.judges.judged_reviews import closed, fancy
from tests.core.review.review_scene import judge, prepared
from tests.doubles.openai_server import MODEL, running_endpoint


@pytest.fixture
def endpoint():
    with running_endpoint() as running:
        running.picks = fancy
        yield running


@pytest.fixture
def studio(home):
    """A review of six items in the home that the command uses."""
    opened = open_studio(load_settings())
    prepared(opened, new_project(opened), 6)
    yield opened
    opened.close()


def test_a_judge_is_asked_after_its_cost_was_said(prefstudio, studio, endpoint):
    """Without --confirm nothing is sent; what it said is told when the review is closed."""
    asked = ["review", "judge", 1, "--kind", "openai", "--model", MODEL, "--base-url", endpoint.address]
    ran = prefstudio(*asked)
    assert "12 calls: 6 comparisons, each in both orders." in ran.out
    assert "Nothing was sent. Add --confirm to ask it." in ran.out
    assert endpoint.asked == []
    assert "Done: 12 of 12 questions." in prefstudio(*asked, "--confirm").out
    assert "shown when the review closes" in prefstudio("review", "judges", 1).out
    rhea = new_person(studio, Role.REVIEWER, "Rhea")
    review = studio.db.ask(get_review, 1)
    judge(studio, review, rhea, "second", "first")
    closed(studio, review)
    said = prefstudio("review", "judges", 1).out
    assert "Of 6 comparisons it gave 6 to model B, 0 to model A and 0 to neither" in said
    assert "It chose as people did in 50 % of their 2 verdicts on 2 comparisons" in said
    (figures,) = prefstudio("review", "judges", 1, "--json").figures
    assert (figures["results"][0]["accuracy"], figures["results"][0]["won"]) == (0.5, [0, 0, 6])


def test_what_cannot_be_a_judge_is_a_sentence(prefstudio, studio):
    """And neither a key nor anything else that may be secret is repeated."""
    asked = ["review", "judge", 1, "--kind", "openai", "--model", "m"]
    refusal = prefstudio(*asked, "--key-variable", "sk-123456").refusal
    assert "give the name of the environment variable" in refusal
    assert "sk-123456" not in refusal
    assert "no review number 7" in prefstudio("review", "judges", 7).refusal
    assert "no run number 3" in prefstudio("review", "judgments", 1, "--run", 3).refusal


def test_a_closed_review_leaves_files_in_a_folder(prefstudio, studio, tmp_path):
    """An open one leaves none; who has exported is on record."""
    (to := tmp_path / "report").mkdir()
    assert "is open: its results are shown" in prefstudio("review", "report", 1, "--to", to).refusal
    review = studio.db.ask(get_review, 1)
    judge(studio, review, new_person(studio, Role.REVIEWER, "Rhea"), "second")
    closed(studio, review)
    assert "review-1.html: " in prefstudio("review", "report", 1, "--to", to).out
    prefstudio("review", "report", 1, "--kind", "verdicts.parquet", "--to", to)
    assert {one.name for one in to.iterdir()} == {"review-1.html", "review-1-verdicts.parquet"}
    assert (
        "does not compare models 0 and 2"
        in prefstudio(
            *("review", "report", 1, "--kind", "llm-comparator.json", "--models", 0, 2, "--to", to)
        ).refusal
    )
