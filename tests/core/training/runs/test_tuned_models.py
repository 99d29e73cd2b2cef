"""Which tuned models of earlier runs a run can go on from."""

import pytest

from core.labelling import ProjectView
from core.services import Studio
from core.training.models import Artifact, Run, RunState
from core.training.runs import TunedModel, list_tuned_models

MODEL = "projects/p/locations/us-central1/models/12@1"
LEFT = {
    "checkpoint_1": f"{MODEL}#1",
    "output_endpoint": "projects/p/locations/us-central1/endpoints/7",
    "output_model": MODEL,
    "output_prediction": "gs://bucket/answers",
}


@pytest.fixture
def add(studio: Studio, project: ProjectView):
    """Put a run on record that left these artifacts."""

    def add_run(name: str, method: str, left: dict[str, str], state: RunState = RunState.SUCCEEDED) -> int:
        with studio.db.write() as session:
            fields = {"name": name, "method": method, "job_id": name, "root": "gs://bucket", "state": state}
            row = Run(project_id=project.id, **fields)
            session.add(row)
            session.flush()
            number = row.id or 0
            session.add_all(
                Artifact(run_id=number, task="tune", name=one, address=where) for one, where in left.items()
            )
        return number

    return add_run


def listed(studio: Studio, project_id: int) -> list[TunedModel]:
    with studio.db.read() as session:
        return list_tuned_models(session, project_id, "gemini-supervised")


def test_models_and_checkpoints_of_the_methods_runs(studio, project, add):
    """The newest run first, the model before its checkpoints; neither endpoints nor answers."""
    first = add("answers first", "gemini-supervised", LEFT)
    add("preferences", "gemini-preference", LEFT)
    add("still tuning", "gemini-supervised", {}, RunState.RUNNING)
    later = MODEL.replace("12", "13")
    second = add("its answers failed", "gemini-supervised", {"output_model": later}, RunState.FAILED)
    assert listed(studio, project.id) == [
        TunedModel(later, "output_model", second, "its answers failed"),
        TunedModel(MODEL, "output_model", first, "answers first"),
        TunedModel(f"{MODEL}#1", "checkpoint_1", first, "answers first"),
    ]


def test_runs_of_other_projects_are_not_offered(studio, project, add):
    """Each project has its own models."""
    add("answers first", "gemini-supervised", LEFT)
    assert listed(studio, project.id + 1) == []
