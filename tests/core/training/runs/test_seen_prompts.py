"""Before a launch: whether what a model is judged on is what it is tuned on."""

from dataclasses import replace

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.freezing import PromptRecipe, freeze
from core.findings import Level
from core.storage import parse_address
from core.training.methods import get_method
from core.training.runs import preflight
from core.training.runs.checks import seen_prompts
from tests.core.builders import rows_in, take
from tests.loop_helpers import set_scene

ROLES = {
    role.name: role for name in ("local-rlhf", "gemini-preference") for role in get_method(name).inputs
}.values()


@pytest.fixture
def scene(tmp_path):
    with set_scene(tmp_path) as made:
        yield made


def found_by(scene, request):
    with scene.studio.db.read() as session:
        checked = preflight(session, scene.project.id, request)
    return checked, [one for one in checked.findings if "eval_dataset" in one.text and "prompt" in one.text]


def test_sets_that_share_nothing_pass(scene):
    _, (finding,) = found_by(scene, scene.request())
    assert (finding.level, finding.text) == (Level.GOOD, "No prompt of eval_dataset is in what is tuned on.")


def test_near_duplicates_of_prompts_and_posts_are_a_warning(scene):
    """One practice prompt in capitals, one post of the pairs as it is, one new prompt."""
    practice = rows_in(scene.sets["prompt_dataset"])[0]["input_text"]
    post = rows_in(scene.sets["preference_dataset"])[0]["input_text"]
    rows = [{"input_text": text} for text in (practice.upper(), post, "Nobody has seen this.")]
    take(scene.studio, scene.project, *rows, kind=DatasetKind.PROMPT)
    studio = scene.studio
    evaluation = freeze(studio.db, studio.store, SYSTEM, scene.project, PromptRecipe(), title="All")
    sets = scene.sets | {"eval_dataset": evaluation}
    said = [one.text for one in seen_prompts(ROLES, sets) if one.level == Level.WARNING]
    why = "too: the tuned model has seen them, so its answers to them say little."
    near = "(1 of them but for case and blanks)"
    assert said == [
        f"1 of 15 prompts of eval_dataset are in preference_dataset (preference 1), {why}",
        f"13 of 15 prompts {near} of eval_dataset are in prompt_dataset (prompt 1), {why}",
    ]


def test_the_same_rows_are_all_of_them(scene):
    """A set of the same sha256, whatever its kind and number."""
    same = replace(scene.sets["prompt_dataset"], kind=DatasetKind.EVALUATION)
    (finding,) = seen_prompts(ROLES, {"prompt_dataset": scene.sets["prompt_dataset"], "eval_dataset": same})
    assert (finding.level, finding.text.partition(" prompts")[0]) == (Level.WARNING, "12 of 12")
    assert finding.remedy


def test_a_validation_set_is_judged_on_too(scene):
    preferences = scene.sets["preference_dataset"]
    (finding,) = seen_prompts(ROLES, {"preference_dataset": preferences, "validation_dataset": preferences})
    assert finding.text.startswith("15 of 15 prompts of validation_dataset are in preference_dataset")


def test_what_cannot_be_read_is_not_known(scene):
    prompts = replace(scene.sets["prompt_dataset"], sha256="another")
    parse_address(prompts.address).path.unlink()
    (finding,) = seen_prompts(ROLES, {"prompt_dataset": prompts, "eval_dataset": scene.sets["eval_dataset"]})
    assert finding.level == Level.UNKNOWN


def test_nothing_is_said_of_a_run_that_is_not_judged(scene):
    assert seen_prompts(ROLES, {"prompt_dataset": scene.sets["prompt_dataset"]}) == []
