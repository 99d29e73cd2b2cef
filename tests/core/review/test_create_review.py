"""Two models' predictions become comparisons: by prompt, once, and only where both answered."""

import threading

import pytest

from core.access import SYSTEM, AuditEntry, Role
from core.errors import InvalidInput, NotAllowed, NotFound
from core.review import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    Comparison,
    Design,
    LeftOut,
    ModelAnswers,
    Review,
    ReviewAnswer,
    ReviewItem,
    ReviewModel,
    create_review,
    list_reviews,
    read_answers,
    review_run,
    runs_to_review,
)
from tests.core.builders import everything, new_project, rows_of
from tests.core.review.review_scene import finished_run, judge, predictions, prepared
from tests.loop_helpers import prediction_text

BASE = [("post 1", "base 1"), ("post 2", "base 2"), ("post 3", "base 3")]
TUNED = [("post 3", "tuned 3"), ("post 1", "tuned 1"), ("post 2", "tuned 2")]


@pytest.fixture
def run(studio, project, tmp_path):
    """A run whose two prediction files answer the same prompts in different orders."""
    addresses = {}
    for name, answers in ((BASE_ARTIFACT, BASE), (TUNED_ARTIFACT, TUNED)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "text-00000-of-00001.jsonl").write_text(prediction_text(answers))
        addresses[name] = folder.as_uri()
    return finished_run(studio, project, addresses)


def planned(studio, actor, project, *sets, title="Two", **plan):
    """A review of these sets of answers."""
    models = [ModelAnswers(f"model {number}", one) for number, one in enumerate(sets)]
    return create_review(studio.db, actor, project, models, title=title, design=Design(**plan))


def texts(studio):
    """What is compared: prompt, and the answers in the order of their models."""
    answers = {(one.item_id, one.model): one.text for one in rows_of(studio, ReviewAnswer)}
    prompts = {one.id: one.prompt for one in rows_of(studio, ReviewItem)}
    return {
        (prompts[one.item_id], answers[one.item_id, one.first], answers[one.item_id, one.second])
        for one in rows_of(studio, Comparison)
    }


def test_a_runs_predictions_are_joined_by_prompt(studio, project, run, people):
    """Whatever the order of lines; the set names the run and where the answers came from."""
    made = review_run(studio.db, people[Role.ENGINEER], project, run)
    assert (made.title, made.run_id, made.project_id) == ("Steeper", run.run.id, project.id)
    assert (made.items, made.about) == (3, {})
    assert texts(studio) == {
        ("post 1", "base 1", "tuned 1"),
        ("post 2", "base 2", "tuned 2"),
        ("post 3", "base 3", "tuned 3"),
    }
    (row,) = rows_of(studio, Review)
    base, tuned = rows_of(studio, ReviewModel)
    assert (base.role, base.address) == ("base", run.artifact(BASE_ARTIFACT))
    assert (tuned.role, tuned.address) == ("tuned", run.artifact(TUNED_ARTIFACT))
    assert row.created_by == people[Role.ENGINEER].id


def test_preparing_again_finds_what_is_there(studio, project, run, people):
    """Every visit of the compare page asks; only the first one writes."""
    first = review_run(studio.db, people[Role.ENGINEER], project, run)
    before = everything(studio)
    assert review_run(studio.db, people[Role.LEAD], project, run) == first
    assert everything(studio) == before


def test_two_reviewers_at_once_get_one_set(studio, project, run, people):
    """Both see the finished run at the same moment."""
    together = threading.Barrier(4)
    made = []

    def ask():
        together.wait()
        made.append(review_run(studio.db, people[Role.ENGINEER], project, run))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert len(rows_of(studio, Comparison)) == 3
    assert [one.action for one in rows_of(studio, AuditEntry)].count("design review") == 1


def test_two_files_with_what_could_not_be_compared(studio, project, people):
    """One prompt only base, two only tuned, one with two different answers; a repeated line is one."""
    base = predictions(
        "base.jsonl", ("a", "1"), ("b", "2"), ("c", "3"), ("c", "3"), ("d", "4"), ("d", "other")
    )
    tuned = predictions("tuned.jsonl", ("d", "9"), ("e", "8"), ("f", "7"), ("c", "6"), ("b", "5"))
    made = planned(studio, people[Role.ENGINEER], project, base, tuned, title="  Two files ")
    assert (made.title, made.run_id, made.items) == ("Two files", None, 2)
    assert made.about == {"left_out": {"several answers": 1, "one model only": 3}, "duplicates": 1}
    assert texts(studio) == {("b", "2", "5"), ("c", "3", "6")}
    left_out = {(one.prompt, one.reason, *one.models) for one in rows_of(studio, LeftOut)}
    assert left_out == {
        ("a", "one model only", 0),
        ("d", "several answers", 0),
        ("e", "one model only", 1),
        ("f", "one model only", 1),
    }


def test_a_plan_made_twice_is_one_review(studio, project, people):
    """As by a double click; another title, or a first verdict, makes it another one."""
    first, second = prepared(studio, project, 2), prepared(studio, project, 2)
    assert first == second
    judge(studio, first, people[Role.REVIEWER], "tie")
    third = prepared(studio, project, 2)
    assert third.id != first.id
    assert third.secret != first.secret
    assert len(first.secret) == 16


def test_no_prompt_in_common_is_refused(studio, project):
    """With both counts, both places, and what must hold."""
    before = everything(studio)
    base = predictions("base.jsonl", ("Sum up.\n\n\na", "1"), ("Sum up.\n\n\nb", "2"))
    tuned = predictions("tuned.jsonl", ("a", "3"))
    with pytest.raises(InvalidInput) as caught:
        planned(studio, SYSTEM, project, base, tuned, title="Mixed up")
    assert str(caught.value) == (
        "The answers (2 of model 0 in base.jsonl, 1 of model 1 in tuned.jsonl) have no prompt in common; the "
        "models must answer the same prompts with the same instruction."
    )
    assert everything(studio) == before


@pytest.mark.parametrize(
    ("left", "missing"), [([], "base"), ([BASE_ARTIFACT], "tuned"), ([TUNED_ARTIFACT], "base")]
)
def test_a_run_without_predictions(studio, project, left, missing):
    """The remedy is said: launch it with an evaluation set."""
    folder = studio.settings.home / "predictions.jsonl"
    folder.write_text(prediction_text(BASE))
    run = finished_run(studio, project, dict.fromkeys(left, folder.as_uri()))
    with pytest.raises(NotFound, match=f"Steeper left no predictions of the {missing} model; launch it with"):
        review_run(studio.db, SYSTEM, project, run)
    assert rows_of(studio, Review) == []


def test_a_run_that_was_cleaned_up(studio, project, run, tmp_path):
    """Its answers are on record and are not there."""
    for file in (tmp_path / TUNED_ARTIFACT).iterdir():
        file.unlink()
    with pytest.raises(NotFound, match=r"of the tuned model of Steeper are not at .* cleaned up"):
        review_run(studio.db, SYSTEM, project, run)
    assert rows_of(studio, Review) == []


def test_another_projects_run_is_refused(studio, run):
    """Its comparisons would hang on a project that never had the run."""
    other = new_project(studio, "Other")
    with pytest.raises(InvalidInput, match="Steeper is no run of the project “Other”; name its own project"):
        review_run(studio.db, SYSTEM, other, run)
    assert rows_of(studio, Review) == []


@pytest.mark.parametrize("title", ["", "  \n"])
def test_a_review_has_a_title(studio, project, title):
    with pytest.raises(InvalidInput, match="The review has no title"):
        prepared(studio, project, 1, title)


def test_an_annotator_may_not_plan(studio, project, run, people):
    """Whether it is there already or not."""
    before = everything(studio)
    with pytest.raises(NotAllowed, match="does not include “design review”"):
        review_run(studio.db, people[Role.ANNOTATOR], project, run)
    files = [predictions("a", *BASE), predictions("b", *TUNED)]
    with pytest.raises(NotAllowed, match="does not include “design review”"):
        planned(studio, people[Role.ANNOTATOR], project, *files)
    assert everything(studio) == before


def test_the_sets_of_a_project_newest_first(studio, project):
    """And of no other project."""
    first, second = prepared(studio, project, 1, "first"), prepared(studio, project, 1, "second")
    other = prepared(studio, new_project(studio, "Other"), 1)
    with studio.db.read() as session:
        assert list_reviews(session, project.id) == [second, first]
        assert list_reviews(session, other.project_id) == [other]


def test_runs_that_wait_to_be_compared(studio, project, run, people):
    """Those that left answers of both models and have not been prepared; others are not offered."""
    finished_run(studio, project, {TUNED_ARTIFACT: run.artifact(TUNED_ARTIFACT)}, number=2)
    other = new_project(studio, "Other")
    with studio.db.read() as session:
        assert runs_to_review(session, project.id) == [(run.run.id, "Steeper")]
        assert runs_to_review(session, other.id) == []
    review_run(studio.db, people[Role.ENGINEER], project, run)
    with studio.db.read() as session:
        assert runs_to_review(session, project.id) == []


def test_models_that_all_say_the_same_are_refused(studio, project):
    """There is nothing to choose between."""
    same = [("a", "one"), ("b", "two")]
    with pytest.raises(InvalidInput, match="All models gave the same answers"):
        planned(studio, SYSTEM, project, predictions("x", *same), predictions("y", *same))
    assert rows_of(studio, Review) == []


@pytest.mark.parametrize(
    ("names", "plan", "sentence"),
    [
        (["one"], {}, "A review compares 2 to 8 models; this one has 1."),
        (["one", "one"], {}, "Each model of a review needs a name of its own"),
        (["one", " "], {}, "Each model of a review needs a name of its own"),
        (["a", "b", "c"], {"stop": "sequential"}, "A sequential test compares two models"),
    ],
)
def test_models_that_do_not_fit_are_refused(studio, project, names, plan, sentence):
    sets = [predictions(f"{n}", ("p", f"answer {n}")) for n in range(len(names))]
    models = [ModelAnswers(name, one) for name, one in zip(names, sets, strict=True)]
    with pytest.raises(InvalidInput, match=sentence):
        create_review(studio.db, SYSTEM, project, models, title="T", design=Design(**plan))


def test_texts_are_kept_as_they_are(studio, project):
    """Markup, quotes, blanks at the ends, an empty answer, emoji beyond 16 bits."""
    hostile = "<script>alert('x')</script> \u2028 🦜 '; DROP TABLE verdict; --\n "
    base = predictions("base.jsonl", (hostile, ""))
    tuned = predictions("tuned.jsonl", (hostile, hostile))
    planned(studio, SYSTEM, project, base, tuned)
    assert texts(studio) == {(hostile, "", hostile)}


@pytest.mark.real
@pytest.mark.parametrize("order", [None, [3, 0, 4, 2, 1]])
def test_the_real_predictions_give_five_comparisons(studio, project, real_data, tmp_path, order):
    """Also with the lines of one file shuffled: each prompt meets its own two answers."""
    base = read_answers(str(real_data / "eval_results_untuned.jsonl"))
    lines = (real_data / "eval_results_tuned.jsonl").read_bytes().splitlines()
    shuffled = tmp_path / "tuned.jsonl"
    shuffled.write_bytes(b"\n".join(lines[number] for number in order or range(5)))
    tuned = read_answers(str(shuffled))
    made = planned(studio, SYSTEM, project, base, tuned)
    assert (made.items, made.about) == (5, {})
    of_base, of_tuned = ({one.prompt: one.text for one in rows.predictions} for rows in (base, tuned))
    assert texts(studio) == {(prompt, of_base[prompt], of_tuned[prompt]) for prompt in of_base}
