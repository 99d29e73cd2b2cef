"""A review's comparisons as AutoSxS reads them, and the way back by a run of the studio."""

import json

import pytest

from core.access import SYSTEM, Role
from core.errors import InvalidInput, NotAllowed
from core.review import Design, ModelAnswers, StopRule, create_review
from core.review.design import Asked
from core.review.judges import JudgeVerdict, keep_run_judgments, put_review_questions
from core.training.following import follow_once
from core.training.method import LaunchRequest
from core.training.models import RunState
from core.training.runs import get_run, launch, poll_now
from core.training.side_by_side import read_judgments, read_questions
from tests.core.builders import new_person, rows_of
from tests.core.review.review_scene import EVERYTHING, predictions, prepared
from tests.doubles.google_cloud import running_cloud

LONGER = [f"A much longer answer to {number}." for number in range(3)]


def three_words(studio, project):
    """A review in which the second model says more."""
    short = [(f"prompt {number}", f"Brief {number}.") for number in range(3)]
    long = [(f"prompt {number}", text) for number, text in enumerate(LONGER)]
    models = [
        ModelAnswers(role, predictions(f"{role}.jsonl", *answers), role)
        for role, answers in (("base", short), ("tuned", long))
    ]
    return create_review(studio.db, SYSTEM, project, models, title="Longer", design=EVERYTHING)


@pytest.fixture
def cloud(monkeypatch):
    """A cloud that the settings point at."""
    with running_cloud() as running:
        running.serve(monkeypatch)
        yield running


def test_no_line_says_whose_an_answer_is(studio, project, cloud):
    """Every comparison once; no model's name, role or number, and neither model always at A."""
    made = put_review_questions(studio.db, SYSTEM, prepared(studio, project, 12))
    assert (made.rows, read_questions(made.address).rows) == (12, 12)
    rows = [json.loads(line) for line in cloud.storage.read(made.address).splitlines()]
    assert {tuple(row) for row in rows} == {("id", "prompt", "response_a", "response_b")}
    assert len({row["response_a"].partition(" ")[0] for row in rows}) == 2
    assert b"model A" not in cloud.storage.read(made.address)


def test_three_models_are_all_compared(studio, project, cloud):
    """Each two of them on each prompt."""
    review = prepared(studio, project, 4, models=3)
    assert put_review_questions(studio.db, SYSTEM, review).rows == 12


def test_a_run_judges_them_and_its_judgments_name_the_answers(studio, project, cloud):
    """Launched, followed and read as any run; the longer answers are the second model's."""
    review = three_words(studio, project)
    made = put_review_questions(studio.db, SYSTEM, review)
    parameters = {"evaluation_dataset": made.address, "rows": made.rows, "instruction": "Which is better?"}
    request = LaunchRequest("autosxs", {}, parameters, name="Judged", confirmed="Judged")
    detail = launch(studio.db, studio.settings.runs_folder, SYSTEM, project, request)
    cloud.finish(detail.run.job_id)
    poll_now(studio.db, SYSTEM, detail.run.id)
    follow_once(studio.db)
    found = studio.db.ask(get_run, detail.run.id)
    assert found.run.state == RunState.SUCCEEDED
    assert {one.better for one in read_judgments(found.artifact("judgments"))} == set(LONGER)
    kept = keep_run_judgments(studio.db, SYSTEM, review, detail.run.id)
    assert (kept.kept, kept.unmatched, kept.doubled) == (3, 0, 0)
    assert {one.choice for one in rows_of(studio, JudgeVerdict)} == {"second"}


def test_what_cannot_be_judged_is_refused(studio, project, monkeypatch):
    """By whoever may not, without a bucket, and a review that asks for passes alone."""
    review = prepared(studio, project, 2)
    with pytest.raises(NotAllowed):
        put_review_questions(studio.db, new_person(studio, Role.REVIEWER, "Rhea"), review)
    monkeypatch.delenv("STAGING_BUCKET", raising=False)
    with pytest.raises(InvalidInput, match="bucket"):
        put_review_questions(studio.db, SYSTEM, review)
    passes = Design(
        per_item=None, stop=StopRule.BY_LEAD, asked=Asked(preference=False, quality_bar="It is right.")
    )
    with pytest.raises(InvalidInput, match="does not ask which answer is better"):
        put_review_questions(studio.db, SYSTEM, prepared(studio, project, 2, "Passes", design=passes))
