"""The tab of model judges: nothing is sent before the cost was seen, and nothing is told before the close."""

import time

import pytest

from core.access import Role
from core.review import get_review
from core.review.judges import JudgeState, JudgeVerdict, list_judges
from tests.core.builders import rows_of
from tests.doubles.openai_server import KEY, MODEL, running_endpoint
from tests.pages.reviews_on_screen import judge_all, open_review, two_files, upload

TAB = "Model judges"


@pytest.fixture
def endpoint(monkeypatch):
    monkeypatch.setattr("core.asking.WAITS_S", ())
    with running_endpoint() as running:
        yield running


@pytest.fixture
def home(open_home):
    """A home with an open review of three items, one verdict each."""
    opened = open_home("no pairs")
    upload(opened, *two_files()).click("plan_go")
    return opened


def judges_of(home):
    with home.studio.db.read() as session:
        return list_judges(session, get_review(session, 1))


def filled(home, endpoint, role=Role.ENGINEER, **fields):
    """The form, filled in for the made-up endpoint."""
    visit = open_review(home.visit(role), tab=TAB)
    visit.at.radio(key="judge_1_kind").set_value("openai")
    visit.run()
    for name, value in ({"model": MODEL, "url": endpoint.address} | fields).items():
        visit.at.text_input(key=f"judge_1_{name}").set_value(value)
    return visit.click("judge_1_cost")


def test_a_judge_is_asked_after_its_cost_was_seen(home, endpoint):
    """Then it works on while the page is left; what it said is shown when the review has closed."""
    visit = filled(home, endpoint)
    assert "6 calls: 3 comparisons, each in both orders." in visit.words
    assert f"Prompts and answers are sent to `{endpoint.address}`" in visit.words.replace("\\", "")
    assert endpoint.asked == []
    visit.click("judge_1_go")
    until = time.monotonic() + 10
    while judges_of(home)[0].state is not JudgeState.DONE and time.monotonic() < until:
        time.sleep(0.02)
    assert "Done: 6 of 6 questions." in visit.run().words
    assert "Beside people" not in visit.words
    judge_all(home, Role.REVIEWER)
    words = open_review(home.visit(Role.REVIEWER), tab=TAB).words
    assert "Of 3 comparisons it gave" in words
    assert "It chose as people did in" in words
    assert "correcting takes" in words


def test_changing_the_form_asks_for_the_cost_anew(home, endpoint):
    visit = filled(home, endpoint)
    visit.at.text_input(key="judge_1_model").set_value("another")
    visit.run()
    assert "judge_1_go" not in {one.key for one in visit.at.button}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("key", KEY, "give the name of the environment variable"),
        ("key", "JUDGE_API_KEY", "JUDGE_API_KEY, which is not set"),
        ("url", "ftp://x", "the address begins with http"),
        ("model", "", "model does not fit"),
    ],
)
def test_what_cannot_be_a_judge_is_said(home, endpoint, field, value, sentence):
    """A key that was typed by mistake is not shown again."""
    visit = filled(home, endpoint, **{field: value})
    (error,) = visit.errors
    assert sentence in error
    assert KEY not in error


def test_a_judge_that_failed_says_why_and_goes_on(home, endpoint):
    endpoint.trouble, endpoint.status = "status", 401
    filled(home, endpoint).click("judge_1_go")
    until = time.monotonic() + 10
    while judges_of(home)[0].state is not JudgeState.FAILED and time.monotonic() < until:
        time.sleep(0.02)
    visit = open_review(home.visit(Role.ENGINEER), tab=TAB)
    assert "does not accept the key (HTTP 401; no key)" in visit.words
    endpoint.trouble = ""
    visit.click("judge_start_1")
    until = time.monotonic() + 10
    while len(rows_of(home.studio, JudgeVerdict)) < 6 and time.monotonic() < until:
        time.sleep(0.02)
    assert len(rows_of(home.studio, JudgeVerdict)) == 6


def test_a_reviewer_sees_judges_and_cannot_ask_them(home):
    visit = open_review(home.visit(Role.REVIEWER), tab=TAB)
    assert "an engineer or a lead does that" in visit.words
    assert not [one for one in visit.at.button if str(one.key).startswith("judge_")]
