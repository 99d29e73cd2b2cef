"""Launching and watching: what was checked, how long the training is, and the run that comes of it."""

import pytest

from core.access import SYSTEM, Role
from core.datasets import Dataset
from core.datasets.freezing import PromptRecipe, freeze
from core.training.models import Artifact, Run, RunState
from tests.core.builders import rows_of
from tests.loop_helpers import follow_to_end
from tests.pages.homes import only_project
from tests.pages.launch_visits import choose, in_epochs
from tests.pages.made_runs import add_run
from tests.pages.visit import Home, Visit

AFTER = "sample, gone round"
POLICY_STEPS = "1_local-rlhf_reinforcement_learning_train_steps"
METHOD = "gemini-preference"
FIELD = f"parameter_1_{METHOD}_start_from"
MODEL = "projects/p/locations/europe-west4/models/12@1"


def set_steps(visit: Visit, steps: int) -> Visit:
    for name in ("reward_model_train_steps", "reinforcement_learning_train_steps"):
        visit.at.number_input(key=f"parameter_1_local-rlhf_{name}").set_value(steps)
    return visit.run()


def launch(home: Home, steps: int) -> tuple[Visit, Run]:
    visit = set_steps(home.visit(Role.ENGINEER).go("launch"), steps)
    visit.at.text_input(key="run_name").set_value("More steps")
    visit.run().click("launch_go")
    assert visit.at.title[0].value == "Runs"
    visit.go("runs")  # AppTest would run the page again that led here
    return visit, rows_of(home.studio, Run)[-1]


def test_what_was_checked_is_listed(open_home):
    """Each set with its hash, the parameters, and how far the steps reach; nothing stands against it."""
    home = open_home(AFTER)
    visit = home.visit(Role.ENGINEER).go("launch")
    for dataset in rows_of(home.studio, Dataset):
        assert f"Data set {dataset.kind.value} 1 is there as it was frozen" in visit.words
        assert dataset.sha256[:12] in visit.words
    assert "All parameters are within their ranges." in visit.words
    assert "nothing stands against it" in visit.words
    assert not visit.at.button(key="launch_go").disabled


def test_a_set_that_was_changed_stops_the_launch(open_home):
    """The object is not what was frozen: the page names the set, and the button cannot be pressed."""
    home = open_home(AFTER)
    key = rows_of(home.studio, Dataset)[0].address.removeprefix(f"{home.studio.store.root}/")
    file = home.studio.settings.home / "objects" / key
    file.chmod(0o644)
    file.write_bytes(file.read_bytes().replace(b'"choice":0', b'"choice":1'))
    visit = home.visit(Role.ENGINEER).go("launch")
    assert "1 to mend first" in visit.words
    assert visit.at.button(key="launch_go").disabled


def test_the_optional_set_can_be_left_out(open_home):
    """Then the page warns that there will be nothing to compare, and launches all the same."""
    visit = open_home(AFTER).visit(Role.ENGINEER).go("launch")
    visit.at.selectbox(key="input_1_eval_dataset").select_index(1)
    assert "Without eval_dataset the run makes no predictions" in visit.run().words
    assert not visit.at.button(key="launch_go").disabled


def test_epochs_are_shown_as_the_steps_they_are(open_home):
    """106 prompts in batches that run on: ceil(7 × 106 / 64) = 12 steps, 7.2 epochs; these are checked."""
    home = open_home(AFTER)
    visit = home.visit(Role.ENGINEER).go("launch")
    in_epochs(visit, "local-rlhf").at.number_input(
        key="epochs_1_local-rlhf_reinforcement_learning_train_steps"
    ).set_value(7)
    visit.run()
    rows = next(one.rows for one in rows_of(home.studio, Dataset) if one.kind == "prompt")
    assert rows == 106
    assert "⌈106 rows / 64 a step × 7 epochs⌉ = 12 steps" in visit.words
    assert "reinforcement_learning_train_steps: 12 steps are 7.2 epochs of 106 rows" in visit.words


def test_another_unit_keeps_the_length_of_the_training(open_home):
    """320 steps × 64 / 106 are 193 epochs, not some other number; back in steps they are as many again."""
    visit = set_steps(open_home(AFTER).visit(Role.ENGINEER).go("launch"), 320)
    in_epochs(visit, "local-rlhf")
    assert visit.at.number_input(key=f"epochs_{POLICY_STEPS}").value == 193
    assert "⌈106 rows / 64 a step × 193 epochs⌉ = 320 steps" in visit.words
    visit.at.number_input(key=f"epochs_{POLICY_STEPS}").set_value(7)
    in_epochs(visit.run(), "local-rlhf", "Steps")
    assert visit.at.number_input(key=f"parameter_{POLICY_STEPS}").value == 12
    set_steps(visit, 3)
    in_epochs(visit, "local-rlhf")
    assert visit.at.number_input(key=f"epochs_{POLICY_STEPS}").value == 2  # 3 × 64 / 106 = 1.8


def test_the_unit_survives_a_visit_to_another_page(open_home):
    """With the epochs: else the steps of before would come back unseen."""
    visit = in_epochs(open_home(AFTER).visit(Role.ENGINEER).go("launch"), "local-rlhf")
    visit.at.number_input(key=f"epochs_{POLICY_STEPS}").set_value(7)
    visit.run().go("datasets").go("launch")
    assert visit.at.number_input(key=f"epochs_{POLICY_STEPS}").value == 7
    assert "× 7 epochs⌉ = 12 steps" in visit.words


def test_a_second_set_of_the_same_kind_begins_as_none(open_home):
    """Tuning on a set and validating on it says nothing; a set of another kind is offered as before."""
    visit = open_home(AFTER).visit(Role.ENGINEER).go("launch")
    for method in ("gemini-preference", "gemini-supervised"):
        visit.at.selectbox(key="method").set_value(method)
        visit.run()
        assert visit.at.selectbox(key="input_1_preference_dataset").value.name == "preference 1"
        assert visit.at.selectbox(key="input_1_validation_dataset").value is None
        assert visit.at.selectbox(key="input_1_eval_dataset").value.name == "evaluation 1"
        assert "holds the same rows" not in visit.words


def test_what_must_be_given_is_asked_for_without_alarm(open_home):
    """Nobody has done anything wrong yet; Launch cannot be pressed, and the list says why."""
    visit = open_home(AFTER).visit(Role.ENGINEER).go("launch")
    visit.at.selectbox(key="method").set_value("vertex-rlhf")
    visit.run()
    assert "Choose one." in [one.value for one in visit.at.caption]
    assert "Field required" not in visit.words
    assert "large_model_reference is missing" in visit.words
    assert "Mend first what was found above." in visit.words
    assert visit.at.button(key="launch_go").disabled
    visit.at.selectbox(key="parameter_1_vertex-rlhf_large_model_reference").set_value("llama-2-7b")
    assert "Choose one." not in [one.value for one in visit.run().at.caption]


def test_what_stands_against_it_comes_before_the_button(open_home):
    """Warnings are counted and stand above Launch; what is well is folded."""
    visit = open_home(AFTER).visit(Role.ENGINEER).go("launch")
    visit.at.selectbox(key="input_1_eval_dataset").select_index(1)
    texts = visit.run().words
    assert "Checked before launch: nothing stands against it · 2 warnings" in texts
    assert texts.index("the run makes no predictions") < texts.index("launch_go")
    (folded,) = [one for one in visit.at.expander if one.label.endswith("checks passed")]
    assert not folded.proto.expanded
    assert any("within their ranges" in one.value for one in folded.markdown)


def test_a_launched_run_is_shown_and_ends(open_home):
    """The launch leads to the run; once it has succeeded its answers can be compared."""
    home = open_home(AFTER)
    visit, run = launch(home, steps=1)
    assert (run.name, run.parameters["reward_model_train_steps"]) == ("More steps", 1)
    assert "More steps" in visit.words
    follow_to_end(home.studio, run.id)
    assert "Compare answers" in [link.label for link in visit.run().at.page_link]
    assert f"cancel_{run.id}" not in {button.key for button in visit.at.button}
    visit.go("compare").click(f"plan_run_{run.id}")
    assert visit.at.text_input(key="plan_title").value == "More steps"


def test_a_run_is_cancelled_while_it_goes_on(open_home):
    """By the button beside it; the run ends as cancelled and the button goes."""
    home = open_home(AFTER)
    visit, run = launch(home, steps=100_000)
    visit.click(f"cancel_{run.id}")
    assert [toast.value for toast in visit.at.toast] == ["Cancelling …"]
    assert follow_to_end(home.studio, run.id).run.state == RunState.CANCELLED
    assert f"cancel_{run.id}" not in {button.key for button in visit.run().at.button}


def set_run(home: Home, state: RunState, error: str | None = None) -> None:
    """Put the one run on record into a state, as the follower would."""
    with home.studio.db.write() as session:
        run = session.get_one(Run, 1)
        run.state, run.error = state, error
        session.add(run)


def test_a_run_that_has_ended_meanwhile_is_not_cancelled(open_home):
    """The page was older than the run: a sentence, and nothing changed."""
    home = open_home(AFTER)
    set_run(home, RunState.RUNNING)
    visit = home.visit(Role.ENGINEER).go("runs")
    set_run(home, RunState.SUCCEEDED)
    visit.click("cancel_1")
    assert visit.errors == ["First run has ended already (succeeded); there is nothing to cancel."]
    assert rows_of(home.studio, Run)[-1].state == RunState.SUCCEEDED


@pytest.mark.parametrize(("role", "may"), [(Role.REVIEWER, False), (Role.ENGINEER, True), (Role.LEAD, True)])
def test_only_those_who_launch_can_cancel(open_home, role, may):
    """A reviewer watches."""
    home = open_home(AFTER)
    set_run(home, RunState.RUNNING)
    visit = home.visit(role).go("runs")
    assert ("cancel_1" in {button.key for button in visit.at.button}) == may


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.LOST])
def test_a_run_that_did_not_succeed_says_why(open_home, state):
    """Its error as a sentence, and the end of its log."""
    home = open_home(AFTER)
    set_run(home, state, "The reward model diverged.")
    visit = home.visit(Role.REVIEWER).go("runs")
    assert visit.errors == ["The reward model diverged."]
    assert "End of the log" in visit.words
    assert "Compare answers" not in [link.label for link in visit.at.page_link]


def test_a_newer_run_does_not_take_the_place_of_the_chosen_one(open_home):
    """The run that somebody looks at is kept by its number."""
    home = open_home(AFTER)
    visit = home.visit(Role.ENGINEER).go("runs")
    first = rows_of(home.studio, Run)[0].model_dump(exclude={"id", "job_id", "name"})
    with home.studio.db.write() as session:
        session.add(Run(**first, job_id="another", name="Another"))
    choice = visit.run().at.selectbox(key="chosen_run")
    assert choice.value == 1
    newer, chosen = choice.options
    assert ("Another" in newer, "First run" in chosen) == (True, True)


def test_the_form_begins_with_what_a_launch_takes(open_home):
    """Steps of Google's advice and the project's instruction; other sets bring other steps."""
    home = open_home(AFTER)
    project = only_project(home.studio)
    part = freeze(home.studio.db, home.studio.store, SYSTEM, project, PromptRecipe(evaluation_share=0.5))
    visit = home.visit(Role.ENGINEER).go("launch")
    assert visit.at.selectbox(key="input_1_prompt_dataset").value.rows == part.rows == 53
    assert visit.at.number_input(key=f"parameter_{POLICY_STEPS}").value == 15  # 53 rows are one batch
    visit.at.selectbox(key="input_1_prompt_dataset").select_index(1)
    visit.run()
    assert visit.at.number_input(key=f"parameter_{POLICY_STEPS}").value == 25  # ceil(15 × 106 / 64)
    assert visit.at.text_input(key="parameter_1_local-rlhf_instruction").value == project.instruction
    set_steps(visit, 7)
    visit.at.selectbox(key="input_1_prompt_dataset").select_index(0)
    assert visit.run().at.number_input(key=f"parameter_{POLICY_STEPS}").value == 7


def test_a_supervised_runs_model_is_chosen_by_its_run(home):
    """By the run's name; what is held is the model's full name, and a model of another region is refused."""
    number = add_run(home, "Answers *first*", method="gemini-supervised")
    with home.studio.db.write() as session:
        session.add(Artifact(run_id=number, task="tune", name="output_model", address=MODEL))
    visit = choose(home, METHOD)
    field = visit.at.selectbox(key=FIELD)
    assert field.options == ["not set", f"#{number} Answers *first* · output_model"]
    assert field.value == ""
    field.set_value(MODEL)
    visit.run()
    assert visit.at.selectbox(key=FIELD).value == MODEL
    visit.at.text_input(key=f"parameter_1_{METHOD}_location").set_value("us-central1")
    visit.at.text_input(key=f"parameter_1_{METHOD}_base_model").set_value("gemini-3.5-flash")
    visit.run()
    assert "names a model in europe-west4, but location is us-central1" in visit.words


def test_no_retired_model_is_offered(home):
    """Preference tuning has no default; below the field stands when Google's pages were last read."""
    visit = choose(home, METHOD)
    assert visit.at.text_input(key=f"parameter_1_{METHOD}_base_model").value == ""
    assert "base_model is missing: it has no default." in visit.words
    assert "as those that Google's lists name for it are retired" in visit.words
    visit = choose(home, "gemini-supervised")
    offered = visit.at.selectbox(key="parameter_1_gemini-supervised_base_model")
    assert (offered.value, "2.5" in str(offered.options)) == ("gemini-3.5-flash", False)
    assert "pages about base models were last read on 28 November 2026." in visit.words


def test_without_a_supervised_run_the_name_is_typed(home):
    """One of another project, or one that was tuned elsewhere."""
    assert choose(home, METHOD).at.text_input(key=FIELD).value == ""
