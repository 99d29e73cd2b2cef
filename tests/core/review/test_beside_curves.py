"""What people found stands beside what the curves of the run say, and a sentence compares the two."""

import pytest

from core.access import SYSTEM, Role
from core.errors import NotAllowed
from core.review import Design, ModelAnswers, create_review
from core.review.results import beside_curves, run_verdicts
from core.training.models import Run
from core.training.runs import get_run
from tests.core.builders import new_person
from tests.core.curves.event_files import write_values
from tests.core.review.review_scene import finished_run, judge, predictions

RISING = [("reward", step, step / 100, 1.0) for step in range(50)] + [("kl_loss", 49, 0.3, 1.0)]
FALLING = [("reward", step, -step / 100, 1.0) for step in range(50)]


def reviewed(studio, project, tmp_path, points, *outcomes, reviewers=("Rhea",)):
    """A run with these curves, whose tuned model was judged so by one reviewer."""
    detail = finished_run(studio, project, {})
    write_values(tmp_path / "reinforcer", points)
    with studio.db.write() as session:
        session.get_one(Run, detail.run.id).root = tmp_path.as_uri()
    sets = [predictions(f"{w}.jsonl", *((f"p{n}", f"{w} {n}") for n in range(len(outcomes)))) for w in "ab"]
    models = [ModelAnswers("base", sets[0], "base", detail), ModelAnswers("tuned", sets[1], "tuned", detail)]
    review = create_review(
        studio.db, SYSTEM, project, models, title="T", design=Design(per_item=len(reviewers))
    )
    for name in reviewers:
        judge(studio, review, new_person(studio, Role.REVIEWER, name), *outcomes)
    (found,) = beside_curves(studio.db, SYSTEM, project.id, cache=tmp_path)
    return found


@pytest.mark.parametrize(
    ("points", "outcomes", "sentence"),
    [
        (RISING, ["second"] * 30, "The reward rose, and the only reviewer prefers tuned."),
        (RISING, ["first", "second"] * 15, "reward without human gain"),
        (RISING, ["second"] * 12, "verdicts do not show that tuned is better"),
        (RISING, ["first"] * 30, "the reward is not what they want"),
        (FALLING, ["first", "second"] * 15, "The reward did not rise, and verdicts do not show"),
        ([], ["second"] * 30, "cannot be compared here: one of them is missing"),
    ],
)
def test_reward_and_people(studio, project, tmp_path, points, outcomes, sentence):
    assert sentence in reviewed(studio, project, tmp_path, points, *outcomes).sentence


def test_several_reviewers(studio, project, tmp_path):
    """Their interval reckons with people, too; its ends are numbers of numpy."""
    names = ("Rhea", "Remy", "Rita")
    found = reviewed(studio, project, tmp_path, RISING, *["second"] * 30, reviewers=names)
    assert found.sentence == "The reward rose, and people prefer tuned."


def test_the_figures(studio, project, people, tmp_path):
    """The reward ends at the middle of its last tenth; whoever may not compare is refused."""
    found = reviewed(studio, project, tmp_path, RISING, "second", "second", "first", "tie")
    assert (found.run_name, found.model, found.rate.value) == ("Steeper", "tuned", 0.625)
    assert (found.reward_first, found.reward_last) == (0.0, pytest.approx(0.47))
    assert found.kl_last == pytest.approx(0.3)
    with pytest.raises(NotAllowed):
        beside_curves(studio.db, people[Role.ANNOTATOR], project.id, cache=tmp_path)


def test_what_people_preferred_goes_with_the_curves(studio, project, tmp_path):
    """20 of 30 for the tuned model."""
    found = reviewed(studio, project, tmp_path, RISING, *["second"] * 20, *["first"] * 10)
    verdicts = studio.db.ask(run_verdicts, studio.db.ask(get_run, found.run_id))
    assert (verdicts.rate, verdicts.count) == (pytest.approx(2 / 3), 30)
    assert verdicts.lower < 2 / 3 < verdicts.upper


def test_a_run_that_nobody_reviewed_has_no_verdicts(studio, project):
    assert studio.db.ask(run_verdicts, finished_run(studio, project, {})) is None


def test_reward_and_kl_by_whatever_name(studio, project, tmp_path):
    """TRL writes objective/scores and objective/kl."""
    points = [("objective/scores", step, step / 100, 1.0) for step in range(50)]
    found = reviewed(studio, project, tmp_path, [*points, ("objective/kl", 49, 0.3, 1.0)], *["second"] * 30)
    assert (found.reward_last, found.kl_last) == (pytest.approx(0.47), pytest.approx(0.3))
