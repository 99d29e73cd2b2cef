"""Two models' predictions become comparisons: by prompt, once, and only where both answered."""

import threading

import pytest
from core.review.prepare import BASE_ARTIFACT, TUNED_ARTIFACT, runs_to_compare

from core.access import SYSTEM, AuditEntry, Role
from core.errors import InvalidInput, NotAllowed, NotFound
from core.review import (
    Comparison,
    ComparisonSet,
    Predictions,
    list_comparison_sets,
    prepare,
    prepare_run,
    read_answers,
)
from tests.core.builders import everything, new_project, rows_of
from tests.core.review.review_scene import finished_run, predictions, prepared
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


def test_a_runs_predictions_are_joined_by_prompt(studio, project, run, people):
    """Whatever the order of lines; the set names the run and where the answers came from."""
    made = prepare_run(studio.db, people[Role.REVIEWER], project, run)
    assert (made.title, made.run_id, made.project_id) == ("Steeper", run.run.id, project.id)
    assert (made.comparisons, made.only_base, made.only_tuned, made.ambiguous) == (3, 0, 0, 0)
    stored = rows_of(studio, Comparison)
    assert {(one.prompt, one.base_text, one.tuned_text) for one in stored} == {
        ("post 1", "base 1", "tuned 1"),
        ("post 2", "base 2", "tuned 2"),
        ("post 3", "base 3", "tuned 3"),
    }
    (row,) = rows_of(studio, ComparisonSet)
    assert row.base_address == run.artifact(BASE_ARTIFACT)
    assert row.tuned_address == run.artifact(TUNED_ARTIFACT)
    assert row.created_by == people[Role.REVIEWER].id


def test_preparing_again_finds_what_is_there(studio, project, run, people):
    """Every visit of the compare page asks; only the first one writes."""
    first = prepare_run(studio.db, people[Role.REVIEWER], project, run)
    before = everything(studio)
    assert prepare_run(studio.db, people[Role.LEAD], project, run) == first
    assert everything(studio) == before


def test_two_reviewers_at_once_get_one_set(studio, project, run, people):
    """Both see the finished run at the same moment."""
    together = threading.Barrier(4)
    made = []

    def ask():
        together.wait()
        made.append(prepare_run(studio.db, people[Role.REVIEWER], project, run))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert len(rows_of(studio, Comparison)) == 3
    assert [one.action for one in rows_of(studio, AuditEntry)].count("compare") == 1


def test_two_files_with_what_could_not_be_compared(studio, project, people):
    """One prompt only base, two only tuned, one with two different answers; a repeated line is one."""
    base = predictions(
        "base.jsonl", ("a", "1"), ("b", "2"), ("c", "3"), ("c", "3"), ("d", "4"), ("d", "other")
    )
    tuned = predictions("tuned.jsonl", ("d", "9"), ("e", "8"), ("f", "7"), ("c", "6"), ("b", "5"))
    made = prepare(studio.db, people[Role.ENGINEER], project, base, tuned, title="  Two files ")
    assert (made.title, made.run_id) == ("Two files", None)
    assert (made.comparisons, made.only_base, made.only_tuned, made.ambiguous) == (2, 1, 2, 1)
    stored = {(one.prompt, one.base_text, one.tuned_text) for one in rows_of(studio, Comparison)}
    assert stored == {("b", "2", "5"), ("c", "3", "6")}


def test_two_files_may_be_compared_twice(studio, project):
    """Without a run there is nothing that says it is the same comparison; each has its own blinding."""
    first, second = prepared(studio, project, 2), prepared(studio, project, 2)
    assert first.id != second.id
    assert first.secret != second.secret
    assert len(first.secret) == 16


def test_no_prompt_in_common_is_refused(studio, project):
    """With both counts, both places, and what must hold."""
    before = everything(studio)
    base = predictions("base.jsonl", ("Sum up.\n\n\na", "1"), ("Sum up.\n\n\nb", "2"))
    tuned = predictions("tuned.jsonl", ("a", "3"))
    with pytest.raises(InvalidInput) as caught:
        prepare(studio.db, SYSTEM, project, base, tuned, title="Mixed up")
    assert str(caught.value) == (
        "The base answers (2 in base.jsonl) and the tuned answers (1 in tuned.jsonl) have no prompt in "
        "common; they must answer the same prompts with the same instruction."
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
        prepare_run(studio.db, SYSTEM, project, run)
    assert rows_of(studio, ComparisonSet) == []


def test_a_run_that_was_cleaned_up(studio, project, run, tmp_path):
    """Its answers are on record and are not there."""
    for file in (tmp_path / TUNED_ARTIFACT).iterdir():
        file.unlink()
    with pytest.raises(NotFound, match=r"of the tuned model of Steeper are not at .* cleaned up"):
        prepare_run(studio.db, SYSTEM, project, run)
    assert rows_of(studio, ComparisonSet) == []


def test_another_projects_run_is_refused(studio, run):
    """Its comparisons would hang on a project that never had the run."""
    other = new_project(studio, "Other")
    with pytest.raises(InvalidInput, match="Steeper is no run of the project “Other”; name its own project"):
        prepare_run(studio.db, SYSTEM, other, run)
    assert rows_of(studio, ComparisonSet) == []


@pytest.mark.parametrize("title", ["", "  \n"])
def test_a_comparison_has_a_title(studio, project, title):
    with pytest.raises(InvalidInput, match="The comparison has no title"):
        prepared(studio, project, 1, title)


def test_an_annotator_may_not_prepare(studio, project, run, people):
    """Whether it is there already or not."""
    before = everything(studio)
    with pytest.raises(NotAllowed, match="does not include “compare”"):
        prepare_run(studio.db, people[Role.ANNOTATOR], project, run)
    files = [predictions("a", *BASE), predictions("b", *TUNED)]
    with pytest.raises(NotAllowed, match="does not include “compare”"):
        prepare(studio.db, people[Role.ANNOTATOR], project, *files, title="Mine")
    assert everything(studio) == before


def test_the_sets_of_a_project_newest_first(studio, project):
    """And of no other project."""
    first, second = prepared(studio, project, 1, "first"), prepared(studio, project, 1, "second")
    other = prepared(studio, new_project(studio, "Other"), 1)
    with studio.db.read() as session:
        assert list_comparison_sets(session, project.id) == [second, first]
        assert list_comparison_sets(session, other.project_id) == [other]


def test_runs_that_wait_to_be_compared(studio, project, run, people):
    """Those that left answers of both models and have not been prepared; others are not offered."""
    finished_run(studio, project, {TUNED_ARTIFACT: run.artifact(TUNED_ARTIFACT)}, number=2)
    other = new_project(studio, "Other")
    with studio.db.read() as session:
        assert runs_to_compare(session, project.id) == [(run.run.id, "Steeper")]
        assert runs_to_compare(session, other.id) == []
    prepare_run(studio.db, people[Role.REVIEWER], project, run)
    with studio.db.read() as session:
        assert runs_to_compare(session, project.id) == []


def test_texts_are_kept_as_they_are(studio, project):
    """Markup, quotes, blanks at the ends, an empty answer, emoji beyond 16 bits."""
    hostile = "<script>alert('x')</script> \u2028 🦜 '; DROP TABLE verdict; --\n "
    base = predictions("base.jsonl", (hostile, ""))
    tuned = predictions("tuned.jsonl", (hostile, hostile))
    prepare(studio.db, SYSTEM, project, base, tuned, title="Hostile")
    (row,) = rows_of(studio, Comparison)
    assert (row.prompt, row.base_text, row.tuned_text) == (hostile, "", hostile)


@pytest.mark.real
@pytest.mark.parametrize("order", [None, [3, 0, 4, 2, 1]])
def test_the_real_predictions_give_five_comparisons(studio, project, real_data, tmp_path, order):
    """Also with the lines of one file shuffled: each prompt meets its own two answers."""
    base = read_answers(str(real_data / "eval_results_untuned.jsonl")).predictions
    lines = (real_data / "eval_results_tuned.jsonl").read_bytes().splitlines()
    shuffled = tmp_path / "tuned.jsonl"
    shuffled.write_bytes(b"\n".join(lines[number] for number in order or range(5)))
    tuned = read_answers(str(shuffled)).predictions
    files = [Predictions("base", base), Predictions("tuned", tuned)]
    made = prepare(studio.db, SYSTEM, project, *files, title="A real run")
    assert (made.comparisons, made.only_base, made.only_tuned, made.ambiguous) == (5, 0, 0, 0)
    of_base, of_tuned = ({one.prompt: one.text for one in rows} for rows in (base, tuned))
    for row in rows_of(studio, Comparison):
        assert (row.base_text, row.tuned_text) == (of_base[row.prompt], of_tuned[row.prompt])
