"""From a review to the launch page, filled in with what AutoSxS is to judge."""

import pytest

from app.ui.compare.reviews import JUDGES
from core.access import Role
from tests.core.review.review_scene import prepared
from tests.doubles.google_cloud import running_cloud
from tests.pages.reviews_on_screen import open_review


@pytest.fixture
def home(open_home):
    """A project with a review of three items."""
    home = open_home("no pairs")
    prepared(home.studio, home.project, 3, "Steeper")
    return home


def test_the_answers_are_written_and_the_launch_page_filled_in(home, monkeypatch):
    """File, rows and name stand in the form; what the models were asked is the review's question."""
    with running_cloud() as cloud:
        cloud.serve(monkeypatch)
        visit = open_review(home.visit(Role.ENGINEER), tab=JUDGES).click("judge_autosxs")
        assert not visit.errors
        assert "3 comparisons are written." in visit.words
        visit = visit.go("launch")
        assert "AutoSxS: a model judges two models’ answers" in visit.words
        assert visit.at.text_input(key="run_name").value == "AutoSxS on Steeper"
        key = f"parameter_{home.project.id}_autosxs_evaluation_dataset"
        address = visit.at.text_input(key=key).value
        assert address.startswith(f"gs://{cloud.staging}/prefstudio/side-by-side/")
        assert address.endswith("-3.jsonl")
        assert "Unknown until you enter a price below for: AutoSxS judged row" in visit.words


def test_without_a_bucket_the_page_says_what_to_do(home):
    """And stays where it is."""
    visit = open_review(home.visit(Role.ENGINEER), tab=JUDGES).click("judge_autosxs")
    assert any("bucket" in one for one in visit.errors)


def test_whoever_may_not_launch_is_offered_nothing(home):
    """A reviewer judges."""
    visit = open_review(home.visit(Role.REVIEWER), tab=JUDGES)
    assert not [one for one in visit.at.button if one.key == "judge_autosxs"]
