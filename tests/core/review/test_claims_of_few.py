"""Where there are few items or one reviewer, the sentence on top does not speak of everybody."""

import pytest

from core.access import Role
from core.review import Asked, Design, Verdict
from core.review.results import claim, remarks_of, results
from tests.core.builders import new_person
from tests.core.review.big_review import Drawn, close, give_verdicts
from tests.core.review.review_scene import judge, prepared, read


def of_three_models(studio, project, count, people):
    """The later model wins nine of ten verdicts, one an item."""
    chosen = prepared(studio, project, count, design=Design(per_item=1), models=3)
    for number in range(people):
        outcomes = [*["second"] * 9, "first"] * (count // people // 10)
        judge(studio, chosen, new_person(studio, Role.REVIEWER, f"R{number}"), *outcomes)
    return read(studio, results, close(studio, chosen))


@pytest.fixture(autouse=True)
def _the_same_pairs(monkeypatch):
    """Which two of three models somebody is asked about is drawn with the review's key."""
    monkeypatch.setattr("core.review.create.secrets.token_hex", lambda size: "ab" * size)


@pytest.mark.parametrize(
    ("count", "people", "says"),
    [
        (40, 1, "model C is perhaps the best, ahead of model B, but there are too few items to tell."),
        (120, 1, "the only reviewer finds model C the best, ahead of model B. All verdicts are one person's"),
        (120, 4, "model C is the best, ahead of model B."),
    ],
)
def test_the_best_of_three_models(studio, project, count, people, says):
    """By one reviewer it is that reviewer's best, and by few items only perhaps."""
    assert says in claim(of_three_models(studio, project, count, people))


def test_a_model_that_wins_every_verdict_is_the_best(studio, project):
    """No strength fits it, and its verdicts say enough."""
    chosen = prepared(studio, project, 120, design=Design(per_item=1), models=3)
    for name in ("Rhea", "Remy", "Rudi"):
        judge(studio, chosen, new_person(studio, Role.REVIEWER, name), *["second"] * 40)
    found = read(studio, results, close(studio, chosen))
    assert found.ranking.strength is None
    assert "model C is the best, ahead of model B." in claim(found)


@pytest.mark.parametrize(
    ("count", "says"),
    [(16, "model B perhaps passes more often"), (200, "By the only reviewer's verdicts model B passes more")],
)
def test_what_passes_more_often(studio, project, count, says):
    """The same holds where only pass or fail was asked."""
    asked = Asked(preference=False, quality_bar="good", axes=())
    chosen = prepared(studio, project, count, design=Design(asked=asked))
    rhea = new_person(studio, Role.REVIEWER, "Rhea")
    for row in give_verdicts(studio, chosen, [rhea.id], 1, Drawn(bar=True, rated=True)):
        with studio.db.write() as session:
            session.get_one(Verdict, row["id"]).first_passes = False
    assert says in claim(read(studio, results, close(studio, chosen)))


def test_alpha_of_a_handful_says_nothing(studio, project):
    """Two reviewers who met on three items and differed: that they hardly agree is not known."""
    chosen = prepared(studio, project, 40, design=Design(per_item=2))
    first, second = (new_person(studio, Role.REVIEWER, name) for name in ("Rhea", "Remy"))
    judge(studio, chosen, first, *["first", "second"] * 20)
    judge(studio, chosen, second, "second", "first", "second")
    found = read(studio, results, close(studio, chosen))
    assert found.agreement.alpha.too_few
    assert not any("hardly agree" in one for one in remarks_of(found))
