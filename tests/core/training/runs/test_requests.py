"""What a launch asks for: what nobody has set, at the terminal as on the page, and models to go on from."""

from dataclasses import replace

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.freezing import PromptRecipe, freeze
from core.labelling import ProjectView, get_project
from core.services import Studio
from core.training.instruction import carries
from core.training.method import LaunchRequest
from core.training.methods import get_method
from core.training.models import Artifact, Run, RunState
from core.training.runs import TunedModel, launch_defaults, list_tuned_models, preflight
from tests.core.builders import change, rows_in, take
from tests.loop_helpers import set_scene

INSTRUCTION = "Sum up in ten words."


@pytest.fixture
def scene(tmp_path):
    """A scene whose project has an instruction that no row carries."""
    with set_scene(tmp_path) as made:
        project = change(made.studio, made.project, instruction=INSTRUCTION)
        yield replace(made, project=project)


def planned(scene, method="local-rlhf", **parameters):
    """The parameters of a launch at the terminal that names these."""
    inputs = {
        role.name: scene.sets[role.name].id for role in get_method(method).inputs if role.name in scene.sets
    }
    with scene.studio.db.read() as session:
        checked = preflight(session, scene.project.id, LaunchRequest(method, inputs, parameters))
    return checked.plan.parameters


def carrying(scene):
    """The scene with a prompt set whose rows begin with the instruction."""
    rows = [
        {"input_text": f"{INSTRUCTION}\n\n{one['input_text']}"}
        for one in rows_in(scene.sets["prompt_dataset"])
    ]
    take(scene.studio, scene.project, *rows, kind=DatasetKind.PROMPT)
    made = freeze(scene.studio.db, scene.studio.store, SYSTEM, scene.project, PromptRecipe())
    return replace(scene, sets=scene.sets | {"prompt_dataset": made})


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("local-rlhf", {}),
        ("vertex-rlhf", {"large_model_reference": "t5-small"}),
        ("gemini-preference", {"base_model": "gemini-3.5-flash"}),
        ("gemini-supervised", {}),
    ],
)
def test_the_projects_instruction_goes_with_a_launch(scene, method, given):
    assert planned(scene, method, **given)["instruction"] == INSTRUCTION


def test_what_is_given_is_left_as_it_is(scene):
    """Also nothing at all."""
    assert planned(scene, instruction="Other words.")["instruction"] == "Other words."
    assert planned(scene, instruction=None)["instruction"] is None
    assert planned(scene, reward_model_train_steps=7)["reward_model_train_steps"] == 7


def test_rows_that_carry_it_do_not_get_it_twice(scene):
    assert planned(carrying(scene))["instruction"] is None


def test_an_instruction_that_no_method_takes_is_left_out(scene):
    """A launch that went well without it is not refused for it."""
    project = replace(scene.project, instruction="x" * 4001)
    assert launch_defaults(get_method("local-rlhf"), project, scene.sets)["instruction"] is None


def test_steps_are_google_s_advice_for_the_chosen_rows(scene):
    """Of 30 rows on 15 posts 24 are trained on: 25 steps; of 12 prompts 15. Google counts whole batches."""
    found = planned(scene)
    assert (found["reward_model_train_steps"], found["reinforcement_learning_train_steps"]) == (25, 15)
    many = scene.sets | {"prompt_dataset": replace(scene.sets["prompt_dataset"], rows=92_858)}
    vertex = launch_defaults(get_method("vertex-rlhf"), scene.project, many)
    assert vertex["reinforcement_learning_train_steps"] == 1451 * 15


def test_no_more_steps_than_the_method_takes(scene):
    """Ten million prompts would be 2.3 million steps; the local method takes 100,000."""
    many = scene.sets | {"prompt_dataset": replace(scene.sets["prompt_dataset"], rows=10_000_000)}
    found = launch_defaults(get_method("local-rlhf"), scene.project, many)
    assert found["reinforcement_learning_train_steps"] == 100_000


def test_without_sets_the_methods_own_defaults_stand(scene):
    found = launch_defaults(get_method("vertex-rlhf"), scene.project, {})
    assert found["reward_model_train_steps"] == 1000
    assert "large_model_reference" not in found


def test_what_a_set_carries_is_read_from_its_rows(scene):
    """A page that remembers it is asked instead."""
    with_it = carrying(scene)
    assert carries(with_it.sets["prompt_dataset"], INSTRUCTION)
    assert not carries(scene.sets["prompt_dataset"], INSTRUCTION)
    asked = []
    project = with_it.project
    launch_defaults(
        get_method("local-rlhf"), project, with_it.sets, carry=lambda one, _: asked.append(one.name) or False
    )
    assert asked == ["preference 1", "prompt 2", "evaluation 1"]


def test_the_project_is_read_as_it_is_now(scene):
    """A launch at the terminal takes what the project says at that moment."""
    change(scene.studio, scene.project, instruction="New words.")
    with scene.studio.db.read() as session:
        assert get_project(session, scene.project.id).instruction == "New words."
    assert planned(scene)["instruction"] == "New words."


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
