"""A round of polls costs as many statements for many runs as for few, and pages ask the database only."""

import pytest

from core.errors import Unavailable
from core.training.following import follow_once
from core.training.method import ArtifactReport, LaunchRequest, RunReport, TaskReport
from core.training.models import RunState, TaskState
from core.training.runs import console_url, get_run, launch, list_runs
from tests.core.builders import statements
from tests.doubles.google_cloud import running_cloud

FEW, MANY = 2, 20
STEPS = {"reward_model_train_steps": 100, "reinforcement_learning_train_steps": 50}


def start(scene, method="made", name="", **parameters):
    """Launch a run and give its number."""
    studio = scene.studio
    request = LaunchRequest(method, scene.inputs(method), parameters, name, name)
    return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run.id


def a_round(scene, made, state):
    """The statements of one round in which every run has a new task and a new artifact."""
    name = f"task {len(made.polled)}"
    task = TaskReport(name, TaskState.RUNNING)
    made.report = RunReport(state, (task,), (ArtifactReport(name, "model", "gs://bucket/model"),))
    with statements(scene.studio.db) as sent:
        follow_once(scene.studio.db)
    return [statement.split()[:3] for statement, _ in sent]


@pytest.mark.parametrize("state", [RunState.RUNNING, RunState.SUCCEEDED])
def test_a_round_takes_as_many_statements_for_many_runs(scene, made, state):
    """Two runs or twenty: reads, the claim, and one write for all that was seen."""
    for _ in range(FEW):
        start(scene)
    few = a_round(scene, made, state)
    ended = FEW if state == RunState.SUCCEEDED else 0
    while len(made.submitted) < MANY + ended:
        start(scene)
    polls = len(made.polled)
    many = a_round(scene, made, state)
    assert len(made.polled) - polls == MANY
    assert many == few


def test_failing_polls_take_as_many_statements_for_many_runs(scene, made, monkeypatch):
    """A service that does not answer is no reason to write more."""
    for _ in range(FEW):
        start(scene)
    with monkeypatch.context() as patch:
        patch.setattr(made, "poll", refuse)
        few = a_round(scene, made, RunState.RUNNING)
    for _ in range(MANY):
        start(scene)
    monkeypatch.setattr(made, "poll", refuse)
    assert a_round(scene, made, RunState.RUNNING) == few


def refuse(_run):
    """As a service that does not answer."""
    raise Unavailable("The service does not answer.")


def test_the_reads_of_the_runs_page_ask_nobody_outside(scene, monkeypatch):
    """The list, one run in detail, and the link to the console, of runs that are at Google."""
    with running_cloud() as cloud:
        cloud.serve(monkeypatch)
        run_id = start(scene, "vertex-rlhf", "Steeper", large_model_reference="llama-2-7b", **STEPS)
        asked, stored = len(cloud.requests), len(cloud.storage.request_lines)
        with scene.studio.db.read() as session:
            (seen,) = list_runs(session, scene.project.id)
            detail = get_run(session, run_id)
        assert detail.run == seen
        assert detail.run.job_id in console_url(detail.run)
        assert (len(cloud.requests), len(cloud.storage.request_lines)) == (asked, stored)
