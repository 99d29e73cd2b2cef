"""What nobody has set is the same on the page and at the terminal: it comes from one function."""

from dataclasses import replace

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.freezing import PromptRecipe, freeze
from core.labelling import get_project
from core.training.instruction import carries
from core.training.method import LaunchRequest
from core.training.methods import get_method
from core.training.runs import launch_defaults, preflight
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
        ("gemini-preference", {}),
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
        get_method("local-rlhf"),
        project,
        with_it.sets,
        carry=lambda one, _: asked.append(one.name) or False,
    )
    assert asked == ["preference 1", "prompt 2", "evaluation 1"]


def test_the_project_is_read_as_it_is_now(scene):
    """A launch at the terminal takes what the project says at that moment."""
    change(scene.studio, scene.project, instruction="New words.")
    with scene.studio.db.read() as session:
        assert get_project(session, scene.project.id).instruction == "New words."
    assert planned(scene)["instruction"] == "New words."
