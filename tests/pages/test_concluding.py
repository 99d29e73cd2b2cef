"""The results of a closed review on the compare page: sentence, charts, and where figures come from."""

import numpy as np
import pytest
from sqlmodel import select

from app.ui.compare.conclude import _kept
from app.ui.compare.conclude_charts import sequence_chart, strength_chart
from core.access import Role
from core.review import Asked, Closing, Comparison, Design, Teacher
from core.review.statistics import Ranking, confidence_sequence
from tests.core.builders import new_person
from tests.core.review.big_review import Drawn, close, give_verdicts
from tests.core.review.review_scene import judge, prepared
from tests.pages.reviews_on_screen import open_review

HOSTILE = "**Rhea** <b>"


@pytest.fixture
def home(open_home):
    """A home whose project has no pairs."""
    _kept.clear()
    return open_home("no pairs")


def closed(home, *, per_item=3, how=Closing.BY_RULE, models=2, bar="It says what the post says", drawn=None):
    """A closed review of 30 items with three reviewers; one of them taught a model."""
    people = [new_person(home.studio, Role.REVIEWER, name) for name in (HOSTILE, "Remy", "Rudi")]
    plan = Design(per_item=per_item, asked=Asked(quality_bar=bar))
    chosen = prepared(home.studio, home.project, 30, design=plan, models=models)
    if models == 2:
        ids = [one.id for one in people]
        give_verdicts(home.studio, chosen, ids, 3, drawn or Drawn(0.9, 0.1, bar=bool(bar)))
    else:
        for one in people:
            judge(home.studio, chosen, one, *["second", "second", "first"] * 10)
    with home.studio.db.write() as session:
        session.add(Teacher(review_id=chosen.id, person_id=people[0].id))
    return close(home.studio, chosen, how, "time is short" if how == Closing.EARLY else "")


def test_the_sentence_stands_on_top_and_each_figure_opens_to_its_source(home):
    """Rates, pass rates, reviewers, held-out ones; every figure with counts, formula and source."""
    closed(home)
    words = open_review(home.visit(Role.LEAD)).words
    assert "model B is better than model A: it won " in words
    assert "1 of 3 reviewers judged pairs that a model learned from; without them: " in words
    for name in ("Ties counted half", "These reviewers only", "Without ties", "Held-out reviewers"):
        assert name in words
    assert "90 verdicts, 30 items, 3 reviewers" in words
    assert "Henderson, Biometrics 9 (1953) 226-252" in words
    assert "The quality bar: It says what the post says" in words
    assert "McNemar’s exact test on items: p " in words
    assert HOSTILE in words


def test_an_early_end_stands_with_the_sentence_and_with_every_figure(home):
    """Below every chart, and where a figure opens to how it was made."""
    closed(home, how=Closing.EARLY)
    words = open_review(home.visit(Role.LEAD)).words
    assert words.count("Closed early after 90 of 90 planned verdicts") == 4
    assert words.count(", closed by hand") >= 3


def test_sequence_and_strengths_say_it_too():
    """Whoever cuts one chart out of the page takes along that the end was chosen by hand."""
    way = confidence_sequence(np.array([1.0, 0.5] * 5))
    strengths = Ranking(np.array([0.0, 1.0]), None, None, np.zeros((2, 2)), (), 0, "")
    figures = [sequence_chart(way, ", by hand"), strength_chart(strengths, "ab", ", by hand")]
    assert [one.layout.xaxis.title.text.endswith("by hand") for one in figures] == [True, True]


def test_who_takes_the_longer_answer_and_how_agreement_was_made(home):
    """Both open to figures, counts and source."""
    chosen = closed(home)
    with home.studio.db.write() as session:
        for one in session.exec(select(Comparison)):
            one.longer = 3
    page = open_review(home.visit(Role.LEAD))
    assert "Computing Krippendorff's Alpha-Reliability" in page.words
    page.at.session_state[f"conclude_{chosen.id}_habits"] = True
    words = page.run().words
    assert "Of verdicts that named a winner of two answers of unequal length" in words


def test_several_models_have_strengths_and_each_two_their_figures(home):
    """The one that is ahead is named; each pair is an expander."""
    closed(home, models=3, bar="")
    words = open_review(home.visit(Role.LEAD)).words
    assert "3 models were compared in 90 verdicts" in words
    assert "How strong each model is" in words
    assert "model C against model B" in words
    assert "Each against each" in words


def test_a_review_that_nobody_judged_says_what_to_do(home):
    """No chart of nothing."""
    chosen = prepared(home.studio, home.project, 3)
    close(home.studio, chosen)
    words = open_review(home.visit(Role.LEAD)).words
    assert "There are no verdicts, so nothing can be said." in words
    assert "Plan another one" in words
