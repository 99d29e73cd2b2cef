"""Everything that can be known before a launch is said before it, each with its remedy."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.datasets import DatasetKind, DatasetView
from core.errors import InvalidInput, NotFound
from core.findings import Level
from core.storage import parse_address
from core.training.method import LaunchRequest
from core.training.methods import get_method
from core.training.parameters import OnePass
from core.training.runs import launch, list_runs, preflight
from tests.core.builders import new_project
from tests.loop_helpers import freeze_all, set_scene

FITTING = {"reward_model_train_steps": 25, "reinforcement_learning_train_steps": 16}
"""Within Google's advice for 40 and 65 rows, and for 24 and 12."""

MISSING_EVALUATION = "Without eval_dataset the run makes no predictions, so there is nothing to compare."


@pytest.fixture(scope="module")
def ready_scene(tmp_path_factory):
    """25 posts give 50 preference rows, just not few; 65 prompts are one more than a step holds."""
    with set_scene(tmp_path_factory.mktemp("preflight"), posts=25, prompt_rows=65) as made_scene:
        yield made_scene


def dataset_of(**fields):
    """A frozen set of which only these fields matter."""
    plain = {"id": 1, "project_id": 1, "kind": DatasetKind.PREFERENCE, "number": 1, "address": "", "size": 1}
    rest = {"sha256": "", "counts": {}, "recipe": {}, "created_at": datetime(2026, 3, 1, tzinfo=UTC)}
    return DatasetView(**plain | rest | fields)


def check(scene, request):
    """What a preflight finds."""
    with scene.studio.db.read() as session:
        return preflight(session, scene.project.id, request)


def texts(checked, level):
    """The sentences of one level, in order."""
    return [finding.text for finding in checked.findings if finding.level == level]


def without(request, *roles):
    """The request with some roles left open."""
    return replace(request, inputs={role: id_ for role, id_ in request.inputs.items() if role not in roles})


def test_a_request_that_can_be_launched(ready_scene):
    """Nothing but good news, the sets as they were frozen, and every parameter with its value."""
    checked = check(ready_scene, ready_scene.request(kl_coeff="0.25", **FITTING))
    assert checked.ready
    assert checked.obstacles == ""
    assert {finding.level for finding in checked.findings} == {Level.GOOD}
    assert checked.plan.inputs == ready_scene.sets
    assert checked.plan.parameters == {
        **FITTING,
        "reward_model_learning_rate_multiplier": 1.0,
        "reinforcement_learning_rate_multiplier": 1.0,
        "kl_coeff": 0.25,
        "instruction": None,
        "seed": 0,
        "stop_on_divergence": False,
    }


def test_the_sets_are_named_with_rows_and_hash(ready_scene):
    """A person sees which frozen rows the run will read."""
    prompts = ready_scene.sets["prompt_dataset"]
    frozen = f"Data set prompt 1 is there as it was frozen: 65 rows, sha256 {prompts.sha256[:12]}…"
    assert frozen in texts(check(ready_scene, ready_scene.request()), Level.GOOD)


def said_of_steps(scene, **steps):
    """What is said of the length of either training, with its level."""
    checked = check(scene, scene.request(**steps))
    return [(one.level, one.text) for one in checked.findings if "steps are" in one.text]


def test_epochs_by_hand(ready_scene):
    """A fifth of 25 posts, with two rows each, is held out; 40 rows are one batch, 65 a little more."""
    (level, rewards), (other, policy) = said_of_steps(ready_scene)
    assert (level, other) == (Level.WARNING, Level.WARNING)
    assert rewards == (  # 12 steps × 40 rows / 40 = 12
        "reward_model_train_steps: 12 steps are 12 epochs of 40 rows (10 more are held out to check "
        "with); Google advises 20 to 30 epochs, here 20 to 30 steps."
    )
    assert policy == (  # 6 × 64 / 65 = 5.9; ceil(10 × 65 / 64) = 11, floor(20 × 65 / 64) = 20
        "reinforcement_learning_train_steps: 6 steps are 5.9 epochs of 65 rows; "
        "Google advises 10 to 20 epochs, here 11 to 20 steps."
    )


@pytest.mark.parametrize(
    ("steps", "passes", "level"),
    [
        (10, 9.8, "warning"),
        (11, 10.8, "good"),
        (20, 19.7, "good"),
        (21, 20.7, "warning"),
        (200, 196.9, "warning"),
    ],
)
def test_more_or_less_than_google_advises_is_no_pass(ready_scene, steps, passes, level):
    """Batches of 64 run on across the ends of epochs, so 65 rows are shown steps × 64 / 65 times."""
    _, (found, text) = said_of_steps(ready_scene, reinforcement_learning_train_steps=steps)
    assert (found, f"{steps} steps are {passes} epochs of 65 rows" in text) == (level, True)


def test_rows_that_are_held_out_are_not_counted():
    """80 rows on as many posts: 64 are trained on, a step, so 300 steps are 300 epochs, not 150."""
    (prompts, rows), method = (80, 80), get_method("local-rlhf")
    dataset = dataset_of(rows=rows, card={"distinct_prompts": prompts})
    assert method.one_pass("preference_dataset", dataset).epochs_of(300) == 300
    assert method.one_pass("prompt_dataset", dataset).epochs_of(300) == 240  # 300 × 64 / 80
    assert (
        get_method("vertex-rlhf").one_pass("preference_dataset", dataset).epochs_of(300) == 150
    )  # Google's way


@pytest.mark.parametrize("epochs", [1, 20, 25])
@pytest.mark.parametrize("rows", [1, 40, 64, 65, 106, 92_858])
def test_steps_for_epochs_show_each_row_so_often(rows, epochs):
    """The form turns epochs into steps, preflight turns them back: both stand on one page."""
    for one in (OnePass.in_batches(rows), OnePass.running_on(rows)):
        steps = one.steps_for(epochs)
        assert one.epochs_of(steps) >= epochs > one.epochs_of(steps - 1)


def test_what_nobody_has_set_is_what_google_advises(ready_scene):
    """25 and 15 epochs: ceil(25 × 40 / 40) = 25 and ceil(15 × 65 / 64) = 16 steps, without a warning."""
    request = replace(ready_scene.request(), parameters={})
    checked = check(ready_scene, request)
    assert {name: checked.plan.parameters[name] for name in FITTING} == FITTING
    assert {finding.level for finding in checked.findings} == {Level.GOOD}


@pytest.mark.parametrize("role", ["preference_dataset", "prompt_dataset"])
def test_a_missing_set_stops(ready_scene, role):
    """And the remedy is said."""
    checked = check(ready_scene, without(ready_scene.request(), role))
    assert not checked.ready
    assert checked.obstacles == f"No {role} is chosen. Freeze one on the data sets page."


def test_without_evaluation_prompts_it_only_warns(ready_scene):
    """The run can be launched, and the person knows what it will not give."""
    checked = check(ready_scene, without(ready_scene.request(**FITTING), "eval_dataset"))
    assert checked.ready
    assert texts(checked, Level.WARNING) == [MISSING_EVALUATION]
    assert set(checked.plan.inputs) == {"preference_dataset", "prompt_dataset"}


def test_a_set_of_another_kind_stops(ready_scene):
    """Preference rows are no prompts, whatever their fields."""
    number = ready_scene.sets["preference_dataset"].id
    request = ready_scene.request()
    checked = check(ready_scene, replace(request, inputs={**request.inputs, "prompt_dataset": number}))
    assert checked.obstacles == "Data set preference 1 is a preference set, not a prompt set."
    assert "prompt_dataset" not in checked.plan.inputs


def test_another_projects_set_stops(scene):
    """It exists, but not for this project: it is not even named."""
    other = freeze_all(scene.studio, new_project(scene.studio, "Other"), posts=3)
    request = scene.request()
    number = other["prompt_dataset"].id
    checked = check(scene, replace(request, inputs={**request.inputs, "prompt_dataset": number}))
    assert checked.obstacles == f"There is no data set with id {number} in this project."


def test_a_set_that_does_not_exist_stops(ready_scene):
    """A number nobody has frozen."""
    request = ready_scene.request()
    checked = check(ready_scene, replace(request, inputs={**request.inputs, "eval_dataset": 999}))
    assert checked.obstacles == "There is no data set with id 999 in this project."


def test_an_unknown_role_stops(ready_scene):
    """A typing mistake must not mean: train without it."""
    request = ready_scene.request()
    checked = check(ready_scene, replace(request, inputs={**request.inputs, "evaluation": 1}))
    assert checked.obstacles == (
        "local-rlhf takes no evaluation; it takes eval_dataset, preference_dataset, prompt_dataset."
    )


def test_a_tampered_object_stops(scene):
    """Frozen is frozen: one byte more and the run would not be the one on record."""
    preferences = scene.sets["preference_dataset"]
    path = parse_address(preferences.address).path
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b"\n")
    checked = check(scene, scene.request())
    assert "is not what was frozen" in checked.obstacles
    assert preferences.sha256[:12] in checked.obstacles
    assert "preference_dataset" not in checked.plan.inputs


def test_a_lost_object_stops(scene):
    """The row is there, the object is not."""
    path = parse_address(scene.sets["prompt_dataset"].address).path
    path.unlink()
    assert f"There is no object '{path.name}'" in check(scene, scene.request()).obstacles


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("kl_coeff", -1, "Input should be greater than or equal to 0"),
        ("reward_model_train_steps", 100_001, "Input should be less than or equal to 100000"),
        (
            "reward_model_train_steps",
            "abc",
            "Input should be a valid integer, unable to parse string as an integer",
        ),
        (
            "reinforcement_learning_train_steps",
            1.5,
            "Input should be a valid integer, got a number with a fractional part",
        ),
        ("kl_coeff", "nan", "Input should be a finite number"),
        ("instruction", 7, "Input should be a valid string"),
        ("batch_size", 32, "Extra inputs are not permitted"),
    ],
)
def test_a_parameter_that_cannot_be(ready_scene, name, value, rule):
    """Out of range, of another type, unknown: name, rule and value are said."""
    checked = check(ready_scene, ready_scene.request(**{name: value}))
    assert checked.obstacles == f"{name}: {rule} (it is {value!r})."
    assert checked.plan.parameters == {}


def test_a_rule_about_several_parameters(scene, made):
    """A new method's model may say that two values do not go together."""
    checked = check(scene, scene.request(made.name, firmness=0.9, width=16))
    assert checked.obstacles == ("firmness above 0.5 and width above 8 do not go together.")


def test_everything_is_said_at_once(ready_scene):
    """Nobody mends one thing only to hear of the next."""
    request = LaunchRequest("local-rlhf", {"prompt_dataset": 999}, {"seed": -1, "kl_coeff": 101})
    stops = texts(check(ready_scene, request), Level.STOP)
    assert [text.split()[0] for text in stops] == ["kl_coeff:", "seed:", "No", "There"]
    said = check(ready_scene, request).obstacles
    assert all(text in said for text in stops)


def test_few_preferences_are_a_warning(scene):
    """30 rows train something, and the person is told how little it will hold."""
    checked = check(scene, scene.request(**FITTING))
    assert checked.ready
    (warning,) = texts(checked, Level.WARNING)
    assert warning.startswith("30 preference rows are few:")


def test_an_unknown_method_is_named(ready_scene):
    """With those there are."""
    with pytest.raises(NotFound, match="There is no method “vertex”; there are: local-rlhf"):
        check(ready_scene, ready_scene.request("vertex"))


def test_nothing_is_recorded_when_it_stops(ready_scene):
    """No row, no folder, no process: the refusal has the whole list in it."""
    studio = ready_scene.studio
    request = without(ready_scene.request(kl_coeff=-1), "prompt_dataset")
    with pytest.raises(InvalidInput) as caught:
        launch(studio.db, studio.settings.runs_folder, ready_scene.engineer, ready_scene.project, request)
    assert str(caught.value) == (
        "The run was not launched. kl_coeff: Input should be greater than or equal to 0 (it is -1). "
        "No prompt_dataset is chosen. Freeze one on the data sets page."
    )
    with studio.db.read() as session:
        assert list_runs(session, ready_scene.project.id) == []
    assert not studio.settings.runs_folder.exists()
