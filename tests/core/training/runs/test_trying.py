"""A tuned model tried: both are asked where they are served, as it was tuned, by who may spend."""

import ast

import pytest

from core.access import SYSTEM, NewPerson, Role, add_person
from core.access.models import AuditEntry
from core.errors import Conflict, InvalidInput, NotAllowed
from core.training.method import ServedModels
from core.training.models import Artifact, Run, RunState
from core.training.runs import code_to_ask, served_models, try_models
from tests.core.builders import rows_of
from tests.doubles.google.registry import add_endpoint, add_model

PROMPT = "First. Middle. Last."
PARAMETERS = {
    "base_model": "gemini-3.5-flash",
    "location": "us-central1",
    "serving_location": "us",
    "instruction": "In a word.",
}


@pytest.fixture
def run(scene, cloud):
    """A supervised run that succeeded: tuned in us-central1, served from `us`."""
    endpoint = add_endpoint(cloud, "us", add_model(cloud, "us-central1", "Tuned", {}))
    return add(scene, endpoint)


def add(scene, endpoint, state=RunState.SUCCEEDED):
    with scene.studio.db.write() as session:
        row = Run(
            project_id=scene.project.id,
            name="Answers first",
            method="gemini-supervised",
            job_id=f"job-{len(endpoint)}-{state}",
            root="gs://b/r",
            state=state,
            parameters=PARAMETERS,
        )
        session.add(row)
        session.flush()
        session.add(Artifact(run_id=row.id, task="tune", name="output_endpoint", address=endpoint))
        return row.id


def test_both_models_answer_where_they_are_served(scene, cloud, run):
    """Once each; who asked is on record, what was asked is not."""
    base, tuned = try_models(scene.studio.db, scene.engineer, run, PROMPT)
    assert base.text
    assert tuned.text
    assert (base.refused, tuned.refused, base.text != tuned.text) == (False, False, True)
    asked = [one for one in cloud.requests if one.endswith("generateContent")]
    assert asked == ["models.generateContent", "endpoints.generateContent"]
    entry = rows_of(scene.studio, AuditEntry)[-1]
    assert (entry.action, entry.person_id) == ("launch", scene.engineer.id)
    assert PROMPT not in f"{entry.subject} {entry.details}"


def test_a_model_that_gives_no_answer_says_why(scene, cloud, run):
    """The other one's answer is there all the same."""
    cloud.endpoints.clear()
    base, tuned = try_models(scene.studio.db, scene.engineer, run, PROMPT)
    assert (base.refused, tuned.refused) == (False, True)
    assert tuned.text.endswith(".")


def test_nothing_is_asked_in_vain(scene, cloud, run):
    """Of a run that goes on or left no endpoint, by nobody who may not launch, nor without a prompt."""
    db, before = scene.studio.db, len(cloud.requests)
    with pytest.raises(InvalidInput, match="There is no prompt"):
        try_models(db, scene.engineer, run, " ")
    with pytest.raises(InvalidInput, match="has 20,001 characters; at most 20,000"):
        try_models(db, scene.engineer, run, "x" * 20_001)
    for other in (add(scene, "projects/p/x"), add(scene, "", RunState.RUNNING)):
        with pytest.raises(Conflict, match="serves no models"):
            try_models(db, scene.engineer, other, PROMPT)
    with db.write() as session:
        reviewer = add_person(session, SYSTEM, NewPerson("Rosa", Role.REVIEWER))
    with pytest.raises(NotAllowed):
        try_models(db, reviewer, run, PROMPT)
    assert len(cloud.requests) == before


def test_the_code_asks_as_the_model_was_tuned(scene, run):
    """It is Python whatever the instruction holds, at the location of the endpoint."""
    with scene.studio.db.read() as session:
        models = served_models(session, run)
    assert models.base.endswith("/locations/us/publishers/google/models/gemini-3.5-flash")
    instruction = 'Say "it\'s"\n\\")print(1)'
    odd = ServedModels(models.base, models.tuned, instruction, thinking_level="MINIMAL", most_tokens=1_024)
    constants = {one.value for one in ast.walk(ast.parse(code_to_ask(odd))) if isinstance(one, ast.Constant)}
    assert {"us", odd.tuned, instruction, "MINIMAL", 1_024} <= constants
    assert "thinking_config" not in code_to_ask(models)
