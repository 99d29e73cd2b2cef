"""``prefstudio launch``, ``runs`` and ``compare``."""

import pytest

from app.cli.common import run_lines
from core.training.method import RunReport
from core.training.methods import all_methods, get_method
from core.training.models import RunState
from tests.app.cli_runner import run_script
from tests.core.training.made_method import MadeMethod
from tests.loop_helpers import SMALL, follow_to_end, prediction_text, set_scene

SETS = ["--preference", "1", "--prompts", "2", "--evaluation", "3"]
FEW_STEPS = [part for name, value in SMALL.items() for part in ("--parameter", f"{name}={value}")]
NO_INTEGER = "Input should be a valid integer, unable to parse string as an integer"


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A home in which the script launched a run and waited for its end; and what it printed."""
    folder = tmp_path_factory.mktemp("runs")
    with set_scene(folder) as scene:
        home = scene.studio.settings.home
    ran = run_script(
        home, "launch", *SETS, *FEW_STEPS, "--name", "Steeper", "--json", PREFSTUDIO_POLL_SECONDS="0.1"
    )
    return home, ran


@pytest.fixture
def scene(home):
    """Three frozen sets in the home that the command in this process uses."""
    with set_scene(home.parent) as made_scene:
        yield made_scene


@pytest.fixture
def made(monkeypatch):
    """A method whose runs report what the test says."""
    method = MadeMethod()
    method.inputs = get_method("local-rlhf").inputs
    monkeypatch.setitem(all_methods(), method.name, method)
    return method


def answers(path, *pairs):
    """A file of predictions."""
    path.write_text(prediction_text(list(pairs)))
    return path


def test_a_run_whose_curves_went_wrong_says_so_below_it():
    """As in the list of a studio elsewhere; an older one does not tell of curves."""
    run = {"id": 7, "state": "running", "method": "local-rlhf", "name": "Steeper"}
    assert list(run_lines(run)) == ["   7  running     local-rlhf         Steeper"]
    flag = {"curve_flag": "rank_loss ran away from step 40 on.", "curve_flag_step": 50}
    assert list(run_lines(run | flag))[1:] == ["      curves: rank_loss ran away from step 40 on."]
    hostile = {"curve_flag": "\x1b[2J diverged."}
    assert list(run_lines(run | hostile))[1:] == ["      curves: \ufffd[2J diverged."]


def test_launch_waits_for_the_end(finished):
    """The figures are those of the ended run, tasks and parameters included."""
    _, ran = finished
    assert (ran.status, ran.err) == (0, "")
    run = ran.figures
    assert (run["id"], run["name"], run["state"], run["method"]) == (1, "Steeper", "succeeded", "local-rlhf")
    assert run["parameters"]["reward_model_train_steps"] == SMALL["reward_model_train_steps"]
    assert [(task["name"], task["state"]) for task in run["tasks"]] == [
        ("reward-model-trainer", "succeeded"),
        ("reinforcer", "succeeded"),
        ("bulk-inferrer", "succeeded"),
    ]


def test_its_curves_by_number(finished, prefstudio, monkeypatch, tmp_path):
    """Each curve with its points and ends, beside what is found; and a picture of them."""
    monkeypatch.setenv("PREFSTUDIO_HOME", str(finished[0]))
    figures = prefstudio("curves", 1, "--json", "--write", tmp_path / "run.svg").figures
    curves = {(one["task"], one["tag"]): one for one in figures["items"]}
    loss = curves["reward-model-trainer", "rank_loss"]
    assert (loss["of"], loss["points"], loss["steps"]) == ("1 Steeper", 12, 11)
    assert ("reinforcer", "kl_loss") in curves
    assert any(["reward-model-trainer", "rank_loss"] in one["curves"] for one in figures["findings"])
    assert "1 Steeper" in (tmp_path / "run.svg").read_text(encoding="utf-8")
    assert "reward-model-trainer   rank_loss" in prefstudio("curves", "1").out


def test_its_answers_compared(finished, prefstudio, monkeypatch):
    """Once prepared it is only found again."""
    monkeypatch.setenv("PREFSTUDIO_HOME", str(finished[0]))
    ran = prefstudio("compare", "--run", 1, "--json")
    assert ran.figures["items"] == 5
    (remark,) = ran.figures["remarks"]
    assert remark.startswith("Not compared, because models gave the same text: 1 prompt.")
    assert prefstudio("compare", "--run", "1", "--json").figures["id"] == ran.figures["id"]


def test_launch_without_waiting(scene):
    """The command returns while the run goes on; whoever looks next sees it through."""
    ran = run_script(scene.studio.settings.home, "launch", *SETS, *FEW_STEPS, "--no-wait")
    assert ran.status == 0
    assert ran.out.startswith("run 1 (local-rlhf-")
    assert ran.out.endswith("): running\n")
    assert follow_to_end(scene.studio, 1).run.state == RunState.SUCCEEDED


@pytest.mark.parametrize(
    ("parameter", "sentence"),
    [
        ("reward_model_train_steps=abc", f"reward_model_train_steps: {NO_INTEGER} (it is 'abc')."),
        ("kl_coeff=-1", "kl_coeff: Input should be greater than or equal to 0 (it is -1)."),
        ("seed", f"seed: {NO_INTEGER} (it is '')."),
    ],
)
def test_a_parameter_that_cannot_be(prefstudio, scene, parameter, sentence):
    """Name, rule and value; nothing was launched."""
    ran = prefstudio("launch", *SETS, "--parameter", parameter)
    assert ran.refusal == f"The run was not launched. {sentence}"
    assert prefstudio("runs").out == "No run has been launched yet.\n"


def test_a_parameter_that_is_none(prefstudio, scene):
    """The method's own are listed."""
    assert prefstudio("launch", *SETS, "--parameter", "steps=3").refusal == (
        "local-rlhf has no parameter steps; it has: reward_model_train_steps, "
        "reinforcement_learning_train_steps, reward_model_learning_rate_multiplier, "
        "reinforcement_learning_rate_multiplier, kl_coeff, instruction, seed, stop_on_divergence."
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--preference", "2", "--prompts", "2"], "Data set prompt 1 is a prompt set, not a preference set."),
        (["--preference", "1", "--prompts", "9"], "There is no data set with id 9 in this project."),
    ],
)
def test_sets_that_cannot_be(prefstudio, scene, arguments, sentence):
    ran = prefstudio("launch", *arguments)
    assert ran.refusal == f"The run was not launched. {sentence}"


def test_an_unknown_method(prefstudio, scene):
    """Those there are are listed."""
    ran = prefstudio("launch", *SETS, "--method", "guess")
    assert ran.refusal == "There is no method “guess”; there are: " + ", ".join(all_methods()) + "."


def test_a_run_that_fails(prefstudio, scene, made):
    """Exit status 1, the reason, and the end of the log; no traceback of ours."""
    made.report = RunReport(RunState.FAILED, error="The card caught fire.")
    made.log = "step 1\nsmoke"
    ran = prefstudio("launch", *SETS, "--method", "made")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "prefstudio: Run 1 ended as failed: The card caught fire.\nstep 1\nsmoke\n"


def test_a_parameter_may_hold_an_equals_sign(prefstudio, scene):
    """Only the first one parts name and value."""
    ran = prefstudio("launch", *SETS, "--parameter", "kl_coeff=1=2")
    assert "kl_coeff: " in ran.refusal
    assert "(it is '1=2')" in ran.refusal


def test_runs_are_listed_as_they_are_now(prefstudio, scene, made):
    """The command looks at them first: nobody else may be following."""
    prefstudio("launch", *SETS, "--method", "made", "--no-wait", "--name", "first")
    prefstudio("launch", *SETS, "--method", "made", "--no-wait", "--name", "second")
    made.report = RunReport(RunState.SUCCEEDED)
    ran = prefstudio("runs")
    assert [line.split() for line in ran.out.splitlines()] == [
        ["2", "succeeded", "made", "second"],
        ["1", "succeeded", "made", "first"],
    ]
    assert [run["name"] for run in prefstudio("runs", "--json").figures] == ["second", "first"]


def test_compare_two_files(prefstudio, scene, tmp_path):
    """By prompt, whatever the order of the lines."""
    base = answers(tmp_path / "base.jsonl", ("a", "1"), ("b", "2"), ("c", "3"))
    tuned = answers(tmp_path / "tuned.jsonl", ("b", "4"), ("a", "5"))
    ran = prefstudio("compare", "--base", base, "--tuned", tuned, "--title", "Two files")
    assert ran.out.startswith("Two files: 2 comparisons, ready for reviewers.")
    again = prefstudio("compare", "--base", base, "--tuned", tuned, "--json").figures
    assert again["items"] == 2


@pytest.mark.real
def test_compare_the_real_files(prefstudio, scene, real_data):
    """Five prompts, five comparisons."""
    files = ["--base", real_data / "eval_results_untuned.jsonl"]
    files += ["--tuned", real_data / "eval_results_tuned.jsonl"]
    assert prefstudio("compare", *files, "--json").figures["items"] == 5


def test_what_cannot_be_compared(prefstudio, scene, made, tmp_path):
    """No run of that number, one without predictions, files that are not there or have nothing in common."""
    base = answers(tmp_path / "base.jsonl", ("a", "1"))
    tuned = answers(tmp_path / "tuned.jsonl", ("b", "2"))
    prefstudio("launch", *SETS, "--method", "made", "--no-wait")
    assert prefstudio("compare", "--run", 9).refusal == "There is no run number 9."
    assert "left no predictions of the base model" in prefstudio("compare", "--run", 1).refusal
    files = prefstudio("compare", "--base", base, "--tuned", tuned)
    assert "have no prompt in common" in files.refusal
    missing = prefstudio("compare", "--base", base, "--tuned", tmp_path / "none")
    assert "none holds no predictions: name a file of answers" in missing.refusal
    assert prefstudio("compare").refusal.startswith("Name a run with --run, or two files with --base and")
    assert prefstudio("compare", "--base", base).refusal.startswith("Name a run with --run, or two files")


def test_another_projects_run_is_not_compared(prefstudio, scene, made, pairs_file):
    """The project named must be the run's."""
    prefstudio("import", pairs_file, "--project", "Other", "--create")
    prefstudio("launch", *SETS, "--method", "made", "--no-wait", "--project", "Posts")
    ran = prefstudio("compare", "--run", 1, "--project", "Other")
    assert ran.refusal == "Run 1 is no run of the project “Other”; name its own project."
