"""Who may review and how far each is; reviews in a list; what an undo brings back."""

import pytest

from core.access import SYSTEM, Role
from core.review import (
    Asked,
    Design,
    Reviewing,
    StopRule,
    last_verdict,
    look_openly,
    review_lines,
    reviewer_lines,
    runs_to_review,
    runs_with_answers,
    who_may_review,
)
from core.review.of_runs import BASE_ARTIFACT, TUNED_ARTIFACT, review_run
from tests.core.builders import answer, new_person
from tests.core.review.review_scene import finished_run, judge, prepared, read, save, shown
from tests.loop_helpers import prediction_text

EVERYTHING = Design(per_item=None, stop=StopRule.BY_LEAD)


@pytest.fixture
def rhea(studio):
    """A reviewer."""
    return new_person(studio, Role.REVIEWER, "Rhea")


def test_who_may_compare_may_review(studio, project, rhea):
    """Not whoever only labels."""
    new_person(studio, Role.ANNOTATOR, "Anna")
    assert read(studio, who_may_review, project.id) == {rhea.id: "Rhea"}


def test_how_far_each_reviewer_is(studio, project, rhea):
    """Verdicts and skips apart, what is held, and who has looked; nothing of what was said."""
    remy = new_person(studio, Role.REVIEWER, "Remy")
    review = prepared(studio, project, 6)
    judge(studio, review, rhea, "tie", "skip", "first")
    held = len(shown(studio, review, rhea))
    with studio.db.write() as session:
        look_openly(session, remy, review)
    remys, rheas = read(studio, reviewer_lines, review)
    assert (rheas.verdicts, rheas.skipped, rheas.holds, rheas.chosen) == (2, 1, held, True)
    assert rheas.latest is not None
    assert rheas.until is not None
    assert (remys.verdicts, remys.latest, remys.holds, remys.looked) == (0, None, 0, True)


def test_a_list_counts_verdicts_and_what_waits(studio, project, rhea):
    """Of a review in which somebody gives none, nothing waits for them."""
    first = prepared(studio, project, 4, "First", design=EVERYTHING)
    others = [new_person(studio, Role.LEAD, "Lea")]
    prepared(studio, project, 3, "Second", design=EVERYTHING, reviewers=others)
    judge(studio, first, rhea, "tie", "skip")
    lines = read(studio, review_lines, project.id, rhea.id)
    assert [(one.review.title, one.given, one.waiting) for one in lines] == [
        ("Second", 0, 0),
        ("First", 1, 2),
    ]


def test_a_run_may_be_reviewed_again(studio, project, tmp_path):
    """Those that were are no longer proposed, and still to be chosen."""
    for name, word in (("base", "b"), ("tuned", "t")):
        (tmp_path / f"{name}.jsonl").write_text(prediction_text([("p", word)]))
    addresses = {BASE_ARTIFACT: tmp_path / "base.jsonl", TUNED_ARTIFACT: tmp_path / "tuned.jsonl"}
    detail = finished_run(studio, project, {name: one.as_uri() for name, one in addresses.items()})
    found = [(detail.run.id, detail.run.name)]
    assert read(studio, runs_to_review, project.id) == read(studio, runs_with_answers, project.id) == found
    review_run(studio.db, SYSTEM, project, detail)
    assert (read(studio, runs_to_review, project.id), read(studio, runs_with_answers, project.id)) == (
        [],
        found,
    )


def test_an_undo_brings_back_all_that_was_said(studio, project, rhea):
    """Axes and passes by the tokens of this reviewer's browser."""
    asked = Asked(quality_bar="True.", axes=("accuracy",), flags=("odd",), comment=True)
    review = prepared(studio, project, 1, design=Design(asked=asked, per_item=2))
    (pair,) = shown(studio, review, rhea)
    left, right = pair.left.token, pair.right.token
    said = {
        "axes": {"accuracy": right},
        "passes": {left: True, right: False},
        "flag": "odd",
        "rationale": "so",
    }
    save(studio, rhea, review, answer(pair.id, left) | said)
    last = read(studio, last_verdict, Reviewing(review, rhea.id))
    assert (last.outcome, last.axes, last.passes) == (left, said["axes"], said["passes"])
    assert (last.flag, last.rationale) == ("odd", "so")
