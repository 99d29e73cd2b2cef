"""What can be done on the runs page: launch again, take over, compare settings, clean up."""

import pytest

from app.ui.runs.starting import AGAIN, UNDONE
from app.ui.work import Work
from core.access import Role
from core.training.models import Run, RunState
from tests.core.builders import rows_of
from tests.pages.made_runs import JOB, ROOT, add_run
from tests.pages.visit import Home, Visit

TUNING = "projects/p/locations/us-central1/tuningJobs/7"


def labels(visit: Visit) -> set[str]:
    return {one.label for one in visit.at.button} | {one.label for one in visit.at.expander}


def popovers(visit: Visit) -> set[str]:
    return {text for field, text in visit.sent() if field == "Popover.label"}


def open_again(home: Home, number: int, role: Role = Role.ENGINEER) -> Visit:
    visit = home.visit(role).go("runs")
    visit.at.session_state[f"again_{number}"] = True
    return visit.run()


def launch_again(visit: Visit, number: int, *, name: str, typed: str) -> Visit:
    visit.at.text_input(key=f"again_name_{number}").set_value(name)
    visit.at.text_input(key=f"again_typed_{number}").set_value(typed)
    return visit.submit("Launch")


def test_curves_of_a_run_that_has_ended_are_fetched_again_on_a_click(home):
    """Whoever may decide about runs may; why it fails is a sentence; a run that goes on needs no click."""
    tuned = {"method": "gemini-rlhf", "jobs": {"tune": TUNING}, "parameters": {"location": "us-central1"}}
    ended = add_run(home, "Ended", **tuned)
    key = f"fetch_curves_{ended}"
    visit = home.visit(Role.ENGINEER).go("runs").click(key)
    assert "sign in to Google" in visit.at.error[0].value
    assert key not in [one.key for one in home.visit(Role.REVIEWER).go("runs").at.button]
    add_run(home, "Going on", RunState.RUNNING, **tuned)
    assert "Fetch the curves again" not in labels(home.visit(Role.ENGINEER).go("runs"))


def test_a_run_is_launched_again_with_what_it_was_launched_with(home, method):
    """The new run is shown at once, and names the one it repeats."""
    number = add_run(home, "Made", parameters={"firmness": 0.2, "width": 8})
    visit = open_again(home, number)
    assert visit.at.text_input(key=f"again_name_{number}").value == "Made again"
    launch_again(visit, number, name="Second", typed="Second")
    assert visit.at.subheader[0].value == "Second"
    assert f"repeats #{number} Made" in visit.words
    run = rows_of(home.studio, Run)[-1]
    assert (run.retried_from, run.parameters) == (number, {"firmness": 0.2, "width": 8})
    assert list(method.submitted[0].inputs) == ["judged"]


def test_a_run_that_costs_money_is_confirmed_by_its_name(home, method):
    """Else a sentence, and nothing is launched."""
    number = add_run(home, "Made")
    visit = launch_again(open_again(home, number), number, name="Second", typed="Secnd")
    assert visit.errors == ["Made in the cloud costs money: type the run's name, “Second”, to confirm."]
    assert "It costs money" in visit.words
    assert (len(rows_of(home.studio, Run)), method.submitted) == (2, [])


def test_a_run_that_costs_nothing_is_launched_by_its_name(home, monkeypatch, method):
    """There is nothing to type twice."""
    monkeypatch.setattr(method, "paid", False)
    number = add_run(home, "Made")
    visit = open_again(home, number)
    assert f"again_typed_{number}" not in {one.key for one in visit.at.text_input}
    visit.submit("Launch")
    assert visit.at.subheader[0].value == "Made again"


def test_parameters_that_are_refused_by_now_are_said_before_the_launch(home):
    """A range may have changed since; there is no form then."""
    number = add_run(home, "Made", parameters={"firmness": 7})
    visit = open_again(home, number)
    assert "It cannot be launched again as it is." in visit.errors[0]
    assert "firmness" in visit.errors[0]
    assert f"again_name_{number}" not in {one.key for one in visit.at.text_input}


def test_that_launching_again_was_cancelled_is_said_once(home):
    """By a click, anywhere, while it was being sent."""
    visit = home.visit(Role.ENGINEER)
    visit.at.session_state[AGAIN] = Work(home.project.id, UNDONE)
    visit.go("runs")
    assert [one.value for one in visit.at.warning] == [UNDONE]
    assert not visit.run().at.warning


def adopt(visit: Visit, where: str, name: str = "") -> Visit:
    visit.at.text_input(key="adopt_where").set_value(where)
    visit.at.text_input(key="adopt_name").set_value(name)
    return visit.submit("Take over")


@pytest.mark.parametrize(("name", "shown"), [("", "From elsewhere"), ("Mine", "Mine")])
def test_a_job_from_elsewhere_is_taken_over(home, name, shown):
    """It is shown at once, as one that goes on; its data sets are not known."""
    visit = adopt(home.visit(Role.ENGINEER).go("runs"), JOB, name)
    assert visit.at.subheader[0].value == shown
    assert "taken over" in visit.words
    assert "The studio does not know them" in visit.words
    assert rows_of(home.studio, Run)[-1].adopted


@pytest.mark.parametrize(
    ("where", "sentence"), [(f"{JOB}x", f"There is no job {JOB}x."), ("", "Name a job"), ("nonsense", "")]
)
def test_what_cannot_be_taken_over_is_refused(home, where, sentence):
    """With a sentence, and no run is recorded."""
    visit = adopt(home.visit(Role.ENGINEER).go("runs"), where)
    assert sentence in visit.errors[0]
    assert len(rows_of(home.studio, Run)) == 1


def test_a_reviewer_watches(home):
    """Neither launching, nor taking over, nor cleaning up is offered."""
    add_run(home, "Made")
    visit = home.visit(Role.REVIEWER).go("runs")
    assert popovers(visit) == set()
    assert "Clean up" not in labels(visit)
    assert popovers(home.visit(Role.ENGINEER).go("runs")) == {"Launch again", "Take over a run"}


def test_settings_of_two_runs_are_compared(home):
    """First with the last one of the same method; what is the same only on demand."""
    add_run(home, "Made", parameters={"firmness": 0.1, "width": 4})
    number = add_run(home, "Other", parameters={"firmness": 0.2, "width": 4})
    visit = home.visit(Role.REVIEWER).go("runs")
    visit.at.session_state[f"differences_{number}"] = True
    visit.run()
    assert visit.at.selectbox(key=f"differences_with_{number}").options[0] == "#2 Made"
    table = visit.at.dataframe[1].value
    assert table.to_numpy().tolist() == [["firmness", "0.2", "0.1"]]
    visit.at.toggle(key="differences_all").set_value(True)
    table = visit.run().at.dataframe[1].value
    assert table["Same"].tolist()[0] == "≠"
    assert {"method", "width"} <= set(table["Setting"])


def test_two_runs_with_the_same_settings_are_said_to_be_so(home):
    """Not an empty table."""
    add_run(home, "Made")
    number = add_run(home, "Other")
    visit = home.visit(Role.REVIEWER).go("runs")
    visit.at.session_state[f"differences_{number}"] = True
    assert "Both runs have the same method, data sets and parameters." in visit.run().words


def look(home: Home, number: int) -> Visit:
    return home.visit(Role.ENGINEER).go("runs").click(f"leftovers_look_{number}")


def delete(visit: Visit, number: int, *places: int, typed: str) -> Visit:
    for place in places:
        visit.at.checkbox(key=f"leftover_{number}_{place}").check()
    visit.at.text_input(key=f"leftovers_typed_{number}").set_value(typed)
    return visit.submit("Delete what is ticked")


def test_what_a_run_left_is_looked_up_on_a_click_and_deleted_by_name(home, method):
    """Before the click nobody is asked; afterwards the list is what is left."""
    number = add_run(home, "Made")
    assert "leftover" not in " ".join(
        str(one.key) for one in home.visit(Role.ENGINEER).go("runs").at.checkbox
    )
    assert method.asked == 0
    visit = look(home, number)
    assert f"objects** · {ROOT} · 2.5 MB" in visit.words
    assert "Its record goes." in visit.words
    delete(visit, number, 1, typed="Made")
    assert [one.name for one in method.left] == ["jobs/tune"]
    assert "1 deleted." in visit.words
    assert [one.key for one in visit.at.checkbox] == [f"leftover_{number}_0"]
    assert not visit.at.checkbox[0].value


def test_all_that_a_run_left_is_ticked_at_once(home, method):
    """A reinforced run leaves an endpoint for each of its checkpoints."""
    number = add_run(home, "Made")
    delete(look(home, number).click(f"leftovers_all_{number}"), number, typed="Made")
    assert method.left == []


def test_nothing_is_deleted_without_the_name(home, method):
    """A sentence says what to type."""
    number = add_run(home, "Made")
    visit = delete(look(home, number), number, 0, 1, typed="made")
    assert visit.errors == ["Type the run's name, “Made”, to delete what it left."]
    assert len(method.left) == 2


def test_nothing_ticked_deletes_nothing(home, method):
    """And says so."""
    number = add_run(home, "Made")
    assert "Nothing is ticked." in delete(look(home, number), number, typed="Made").words
    assert len(method.left) == 2


def test_what_could_not_be_deleted_is_said_and_stays(home, method):
    """The rest is gone."""
    method.stuck = {"jobs/tune"}
    number = add_run(home, "Made")
    visit = delete(look(home, number), number, 0, 1, typed="Made")
    assert visit.errors == ["job jobs/tune: It is in use."]
    assert "1 deleted." in visit.words
    assert [one.name for one in method.left] == ["jobs/tune"]


def test_a_cloud_that_does_not_answer_is_a_sentence(home, method):
    """And nothing that was found before stays to be ticked."""
    number = add_run(home, "Made")
    method.unavailable = True
    assert look(home, number).errors == ["The cloud does not answer; try again later."]
    method.unavailable, method.left = False, []
    assert "It left nothing" in look(home, number).words


def test_a_run_that_goes_on_is_not_cleaned_up(home):
    """Nor one of this machine."""
    add_run(home, "Goes on", RunState.RUNNING)
    visit = home.visit(Role.ENGINEER).go("runs")
    assert "Clean up" not in labels(visit)
    visit.at.selectbox(key="chosen_run").set_value(1)
    assert "Clean up" not in labels(visit.run())


def test_a_run_that_cannot_be_checked_can_be_given_up(home):
    """By whoever may cancel it, once enough checks have failed; it is lost then."""
    number = add_run(home, "Unseen", RunState.CANCELLING, poll_error="No answer.", failed_polls=3)
    assert "Give it up" not in popovers(home.visit(Role.REVIEWER).go("runs"))
    visit = home.visit(Role.ENGINEER).go("runs")
    assert "Give it up" in popovers(visit)
    visit.at.button(key=f"give_up_{number}").click()
    visit.run()
    assert RunState.LOST in {run.state for run in rows_of(home.studio, Run)}
    assert "The last check: No answer." in visit.words


def test_a_run_that_can_be_checked_cannot_be_given_up(home):
    """Two failures may be a passing trouble."""
    add_run(home, "Seen", RunState.RUNNING, poll_error="No answer.", failed_polls=2)
    assert "Give it up" not in popovers(home.visit(Role.ENGINEER).go("runs"))


def test_a_run_on_another_machine_says_so(home):
    """And can be given up, as its machine may be gone."""
    root = (home.studio.settings.runs_folder / "run").as_uri()
    add_run(home, "Far", RunState.RUNNING, method="local-rlhf", root=root, machine="elsewhere")
    visit = home.visit(Role.ENGINEER).go("runs")
    assert "on another machine of this studio" in visit.words
    assert "Give it up" in popovers(visit)
