"""Which runs' models a run may go on from: those that a document names, as far as the studio knows them."""

import pytest

from core.access import SYSTEM, Role, act_as, set_project_role
from core.training.method import LaunchRequest
from core.training.models import Artifact, Run, RunState
from core.training.runs import preflight
from tests.core.builders import new_person, new_project

MODEL = "projects/p/locations/us-central1/models/12@1"


@pytest.fixture
def mine(studio):
    return new_project(studio, "Mine")


def left_by(studio, project, method: str, *, name: str) -> None:
    """Put a run on record that left the model."""
    with studio.db.write() as session:
        row = Run(
            project_id=project.id,
            name=name,
            method=method,
            job_id=name,
            root="gs://bucket",
            state=RunState.SUCCEEDED,
        )
        session.add(row)
        session.flush()
        session.add(Artifact(run_id=row.id or 0, task="tune", name="output_model", address=MODEL))


def said(studio, project, method: str, start: str, person=SYSTEM) -> str:
    with studio.db.read() as session:
        act_as(session, person)
        return preflight(session, project.id, LaunchRequest(method, {}, {"start_from": start})).obstacles


@pytest.mark.parametrize(
    ("made_by", "method", "refused"),
    [
        ("gemini-supervised", "gemini-rlhf", False),
        ("gemini-rlhf", "gemini-rlhf", False),
        ("gemini-preference", "gemini-rlhf", True),
        ("gemini-supervised", "gemini-preference", False),
        ("gemini-rlhf", "gemini-preference", True),
    ],
)
def test_what_is_documented_nowhere_is_refused(studio, mine, made_by, method, refused):
    """Whatever version or checkpoint of the model is named."""
    left_by(studio, mine, made_by, name="Before")
    for start in (MODEL, f"{MODEL}#2", MODEL.replace("/p/", "/5260/")):
        text = said(studio, mine, method, start)
        assert (f"start_from names a model of Before, a run of {made_by}" in text) is refused
        assert ("documented nowhere" in text) is refused


def test_a_model_that_the_studio_does_not_know_is_asked_for_at_google(studio, mine):
    """The check before a launch does; see the methods."""
    assert "start_from" not in said(studio, mine, "gemini-rlhf", MODEL)


def test_runs_of_projects_that_one_has_no_part_in_are_not_named(studio, mine):
    """Where both left the model: two records of one job, as when it was taken over."""
    theirs = new_project(studio, "Theirs")
    left_by(studio, theirs, "gemini-preference", name="Secret")
    left_by(studio, mine, "gemini-supervised", name="Known")
    person = new_person(studio, None, "Emil")
    with studio.db.write() as session:
        engineer = set_project_role(session, SYSTEM, person.id, mine.id, Role.ENGINEER)
    assert "start_from" not in said(studio, mine, "gemini-rlhf", MODEL, engineer)
