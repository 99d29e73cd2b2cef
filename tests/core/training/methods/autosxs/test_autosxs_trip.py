"""AutoSxS from two models' answers to rows of judgments, through Google's real clients."""

import json
from collections import Counter

import pytest
import yaml

from core.errors import Conflict, NotAllowed, Unavailable
from core.findings import Level
from core.training.methods.autosxs.parameters import judging_values
from core.training.methods.vertex_rlhf.pipeline import Pipeline, checked_values, specification
from core.training.models import RunState, TaskState
from core.training.side_by_side import Question, read_judgments
from tests.core.training.methods.autosxs.sxs_runs import JOB_ID, QUESTIONS

CREATE = "pipelineJobs.create"


def judgments_of(report):
    """The address of what was judged."""
    (address,) = [one.address for one in report.artifacts if one.name == "judgments"]
    return address


def stops(runs, **parameters):
    """What stands against a launch when Google is asked."""
    found = runs.method.check_outside(runs.plan(**parameters))
    return [one for one in found if one.level is Level.STOP]


def test_a_run_ends_with_judgments_of_every_question(runs, cloud):
    """One job; each row names the better answer by its text, how sure that is and why; one is an error."""
    run = runs.started()
    assert [job.id for job in cloud.jobs.values()] == [JOB_ID]
    assert runs.poll(run).state == RunState.RUNNING
    cloud.finish(JOB_ID)
    report = runs.poll(run)
    assert (report.state, report.error) == (RunState.SUCCEEDED, None)
    found = {one.id: one for one in read_judgments(judgments_of(report))}
    for asked in QUESTIONS[:-1]:
        told = found[asked.id]
        assert {told.answer_a, told.answer_b} == {asked.first, asked.second}
        assert (told.better, told.prompt, told.confidence) == (asked.second, asked.prompt, 0.8)
        assert "says more" in told.explanation
    failed = found[QUESTIONS[-1].id]
    assert (failed.choice, failed.better, failed.error) == (None, None, "Filtered.")
    assert [one.name for one in report.artifacts if one.name == "judgment_errors"]


def test_nothing_that_is_sent_says_whose_an_answer_is(runs, cloud):
    """Columns have no model's name, neither model always stands at A, and the same file is made again."""
    run = runs.started()
    body = cloud.find(JOB_ID).body
    values = body["runtimeConfig"]["parameterValues"]
    assert not {"model_a", "model_b"} & values.keys()
    lines = cloud.storage.read(values["evaluation_dataset"]).splitlines()
    rows = [json.loads(line) for line in lines]
    assert {tuple(row) for row in rows} == {("id", "prompt", "response_a", "response_b")}
    at_a = Counter(row["response_a"] in {"Short.", "One."} for row in rows)
    assert set(at_a) == {True, False}
    assert runs.file() == values["evaluation_dataset"]
    assert body["labels"] == {"prefstudio-run": run.job_id}


def test_the_pipelines_own_types_take_the_values(runs):
    """Every value fits Google's compiled pipeline, and all are shown before the launch."""
    plan = runs.plan()
    values = checked_values(Pipeline.JUDGE, judging_values(plan.parameters))
    assert values["id_columns"] == ["id"]
    prompt = values["autorater_prompt_parameters"]
    assert prompt["inference_instruction"] == {"template": "Summarize."}
    text = runs.method.specification(plan).text
    assert yaml.safe_load(text) == specification(Pipeline.JUDGE)
    assert plan.parameters["evaluation_dataset"] in text


def test_the_tasks_are_seen_from_the_start(runs, cloud):
    """Three, each after what it waits for."""
    run = runs.started()
    report = runs.poll(run)
    names = [task.name for task in report.tasks]
    assert names == [
        "batch-prediction-pairwise",
        "online-evaluation-pairwise",
        "model-evaluation-text-generation-pairwise",
    ]
    cloud.advance(JOB_ID)
    assert runs.poll(run).tasks[0].state == TaskState.RUNNING


def test_a_failed_autorater_fails_the_run_with_its_words(runs, cloud):
    """The task, its error and the end of its log."""
    run = runs.started()
    cloud.fail(JOB_ID, task="online-evaluation-pairwise", message="The autorater image cannot be pulled.")
    cloud.finish(JOB_ID)
    report = runs.poll(run)
    assert report.state == RunState.FAILED
    assert "online-evaluation-pairwise failed: The autorater image cannot be pulled." in report.error
    assert "cannot be pulled" in report.log


def test_a_file_with_other_columns_fails_at_google_as_before_the_launch(runs, cloud):
    """The check names line and column; who launches all the same is told by Google."""
    address = f"gs://{cloud.staging}/elsewhere.jsonl"
    cloud.storage.write(address, b'{"id": "1", "prompt": "P", "response_a": "A"}\n')
    (stop,) = [
        one for one in runs.method.check_outside(runs.plan(address=address)) if one.level is Level.STOP
    ]
    assert "line 1: response_b is missing" in stop.text
    run = runs.started(address=address)
    cloud.finish(JOB_ID)
    assert "response_b is not in the evaluation dataset" in runs.poll(run).error


def test_a_run_is_cancelled(runs, cloud):
    """As often as it is asked."""
    run = runs.started()
    cloud.advance(JOB_ID)
    runs.method.cancel(run)
    runs.method.cancel(run)
    cloud.finish(JOB_ID)
    assert runs.poll(run, RunState.CANCELLING).state == RunState.CANCELLED


@pytest.mark.parametrize("kind", ["lose_response", "disconnect"])
def test_a_lost_answer_makes_no_second_job(runs, cloud, kind):
    """Submitted again there is exactly one."""
    cloud.fault(CREATE, kind)
    with pytest.raises(Unavailable):
        runs.started()
    assert runs.poll(runs.started()).state == RunState.RUNNING
    assert [job.id for job in cloud.jobs.values()] == [JOB_ID]


def test_a_missing_right_refuses_the_run(runs, cloud):
    """With the permission that is missing; nothing was made."""
    cloud.deny("aiplatform.pipelineJobs.create")
    with pytest.raises(NotAllowed, match=r"aiplatform\.pipelineJobs\.create"):
        runs.started()
    assert not cloud.jobs


def test_a_job_of_somebody_else_is_left_alone(runs, cloud):
    """The same name without our label."""
    runs.started()
    cloud.find(JOB_ID).body["labels"] = {"prefstudio-run": "another"}
    with pytest.raises(Conflict, match="another job of the name"):
        runs.started()


def test_a_deleted_job_is_lost(runs, cloud):
    """It was seen and is gone."""
    run = runs.started()
    cloud.jobs.clear()
    assert runs.poll(run).state == RunState.LOST


def test_what_it_left_can_be_deleted(runs, cloud):
    """Its objects and its job; the file of questions is nobody's run's."""
    run = runs.started()
    cloud.finish(JOB_ID)
    kinds = {one.kind for one in runs.method.leftovers(run)}
    assert kinds == {"objects", "job"}


def test_what_is_known_before_the_launch(runs):
    """A row each is the use; rows that do not fit the file stop; what nobody knows is said."""
    plan = runs.plan()
    (line,) = runs.method.estimate(plan).lines
    assert (line.item, line.likely) == ("AutoSxS judged row", len(QUESTIONS))
    assert runs.method.estimate(runs.plan(rows=None)) is None
    assert [one.level for one in runs.method.advise(plan)] == [Level.UNKNOWN, Level.GOOD]
    good = runs.method.check_outside(plan)
    assert any("9 rows with both answers" in one.text for one in good if one.level is Level.GOOD)
    (stop,) = stops(runs, rows=3)
    assert stop.remedy == "Set rows to 9."
    long = runs.file([Question("long", "word " * 4_000, "Yes.", "No.")])
    told = runs.method.check_outside(runs.plan(address=long, rows=1))
    assert any("estimated 5,0" in one.text for one in told if one.level is Level.WARNING)
