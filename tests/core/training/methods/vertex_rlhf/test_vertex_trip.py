"""A run on Vertex AI from submit to its end, through Google's real client."""

from core.review.answers.predictions import read_answers
from core.storage import list_address
from core.training.models import RunState, TaskState
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID


def artifacts(report):
    """Addresses by task and name."""
    return {(one.task, one.name): one.address for one in report.artifacts}


def states(report):
    """The states of the tasks by name."""
    return {task.name: task.state for task in report.tasks}


def test_a_run_ends_with_curves_and_the_answers_of_both_models(runs, cloud):
    """Two jobs, one run: it has succeeded when both have, and both sides can be compared."""
    run = runs.started()
    assert runs.job_ids() == [JOB_ID, f"{JOB_ID}-base"]
    assert run.root == f"gs://{cloud.staging}/prefstudio/runs/{JOB_ID}"
    assert runs.poll(run).state == RunState.RUNNING
    cloud.finish(JOB_ID)
    assert runs.poll(run).state == RunState.RUNNING  # the base model has not answered yet
    cloud.finish(f"{JOB_ID}-base")
    report = runs.poll(run)
    assert (report.state, report.error, report.log) == (RunState.SUCCEEDED, None, None)
    assert report.started_at < report.ended_at
    found = artifacts(report)
    tuned = read_answers(found["infer-eval-template/bulk-inferrer", "output_prediction"]).predictions
    base = read_answers(found["base/bulk-inferrer", "output_prediction_base"]).predictions
    assert {one.prompt for one in tuned} == {one.prompt for one in base}
    assert len(tuned) == 6
    for task in ("reward-model-graph/reward-model-trainer", "reinforcement-learning-graph/reinforcer"):
        events = list_address(found[task, "tensorboard_metrics"])
        assert any("tfevents" in one.key for one in events)


def test_tasks_have_paths_states_and_what_they_wait_for(runs, cloud):
    """Tasks that have not begun are there from the start, each after those it waits for."""
    run = runs.started()
    report = runs.poll(run)
    names = [task.name for task in report.tasks]
    assert len(names) == len(set(names)) == 19
    for task in report.tasks:
        assert all(names.index(one) < names.index(task.name) for one in task.depends_on)
    assert set(states(report).values()) == {TaskState.PENDING}
    cloud.advance(JOB_ID)
    assert states(runs.poll(run))["validate-pipeline"] == TaskState.RUNNING
    cloud.finish(JOB_ID)
    after = runs.poll(run).tasks
    trainer = next(task for task in after if task.name == "reward-model-graph/reward-model-trainer")
    assert trainer.state == TaskState.SUCCEEDED
    assert trainer.started_at <= trainer.ended_at
    assert "reward-model-graph/private-text-comparison-importer" in trainer.depends_on


def test_without_prompts_to_answer_there_is_one_job(runs, cloud):
    """No evaluation set: nothing is asked of the base model, and inference is not run."""
    run = runs.started(evaluate=False)
    assert runs.job_ids() == [JOB_ID]
    cloud.finish(JOB_ID)
    report = runs.poll(run)
    assert (report.state, report.error) == (RunState.SUCCEEDED, None)
    assert states(report)["infer-eval-template/bulk-inferrer"] == TaskState.NOT_RUN
    assert not [name for _, name in artifacts(report) if name.startswith("output_prediction")]


def test_what_is_sent_is_what_was_asked_for(runs, cloud):
    """Values of the right type, data sets by address, the run's label, folder and title."""
    runs.started(kl_coeff=0.2, instruction="Summarize.")
    body = runs.tune().body
    values = body["runtimeConfig"]["parameterValues"]
    assert values["large_model_reference"] == "llama-2-7b"
    assert (values["reward_model_train_steps"], values["kl_coeff"]) == (100, 0.2)
    assert (values["deploy_model"], values["instruction"]) == (True, "Summarize.")
    assert "project" not in values
    assert "model_display_name" not in values
    assert values["eval_dataset"].startswith(f"gs://{cloud.staging}/prefstudio/datasets/evaluation-1-")
    assert body["runtimeConfig"]["gcsOutputDirectory"].endswith(JOB_ID)
    assert body["labels"] == {"prefstudio-run": JOB_ID}
    assert body["displayName"] == "Summaries"
    base = runs.base().body["runtimeConfig"]["parameterValues"]
    assert base["prompt_dataset"] == values["eval_dataset"]
    assert base["instruction"] == "Summarize."
    assert "model_checkpoint" not in base


def test_the_console_shows_the_tuning_job(runs):
    """A link to Google's own page."""
    run = runs.started()
    assert runs.method.console_url(run) == (
        f"https://console.cloud.google.com/vertex-ai/locations/us-central1/pipelines/runs/{JOB_ID}"
        "?project=studio-test-project"
    )


def test_a_run_started_elsewhere_is_found_by_its_job(runs, cloud):
    """Its parameters come back with whole numbers whole; its jobs are known."""
    run = runs.started()
    found = runs.method.find(run.jobs["tune"])
    assert (found.job_id, found.name, found.root) == (JOB_ID, "Summaries", run.root)
    assert found.parameters["reward_model_train_steps"] == 100
    assert isinstance(found.parameters["reward_model_train_steps"], int)
    assert found.jobs == {"tune": run.jobs["tune"], "base": f"{run.jobs['tune']}-base"}
    assert runs.method.find("gs://bucket/folder") is None


def test_no_job_is_made_for_a_run_that_was_taken_over(runs, cloud):
    """Nobody asked the studio to spend money on a run that somebody else started."""
    run = runs.started()
    del runs.tune().body["labels"]
    del cloud.jobs[runs.base().name]
    found = runs.method.find(run.jobs["tune"])
    assert found.jobs["base"] == ""
    runs.poll(runs.handle(runs.submission(), found.jobs))
    assert runs.job_ids() == [JOB_ID]
