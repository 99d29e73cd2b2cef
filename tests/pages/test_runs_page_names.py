"""The runs page when several runs have one name, when there are many, and on a small screen."""

import json

import pytest

from app.ui.runs import CHOSEN_RUN
from app.ui.runs.run_list import height_of
from core.access import Role
from core.training.models import RunState
from tests.pages.made_runs import add_run
from tests.pages.visit import Home, Visit


def add_twins(home: Home) -> tuple[int, int]:
    """Two runs that go on and have one name."""
    first, second = (add_run(home, "Second try", RunState.RUNNING, job_id=f"job-{letter}") for letter in "ab")
    return first, second


def choose(visit: Visit, number: int) -> Visit:
    visit.at.selectbox(key=CHOSEN_RUN).set_value(number)
    return visit.run()


def test_runs_of_one_name_are_told_apart_by_their_numbers(home, method):
    """The run that was chosen is shown and stays, and it is the one that is cancelled."""
    first, second = add_twins(home)
    visit = home.visit(Role.ENGINEER).go("runs")
    choice = visit.at.selectbox(key=CHOSEN_RUN)
    assert choice.options == [f"#{second} Second try", f"#{first} Second try", "#1 First run"]
    for _ in range(2):
        assert f"#{first} · Made in the cloud · job-a" in choose(visit, first).words
    assert visit.run().at.selectbox(key=CHOSEN_RUN).value == first
    visit.click(f"cancel_{first}")
    assert [run.job_id for run in method.cancelled] == ["job-a"]


@pytest.mark.parametrize("place", [0, 1])
def test_settings_are_compared_with_the_run_of_the_same_name_that_was_chosen(home, place):
    """And not with another one of that name, whichever is listed first."""
    firm = (0.1, 0.2)
    twins = [add_run(home, "Twin", job_id=f"job-{one}", parameters={"firmness": one}) for one in firm]
    number = add_run(home, "Other", parameters={"firmness": 0.3})
    visit = home.visit(Role.REVIEWER).go("runs")
    visit.at.session_state[f"differences_{number}"] = True
    visit.run().at.selectbox(key=f"differences_with_{number}").set_value(twins[place])
    table = visit.run().at.dataframe[1].value
    assert table.to_numpy().tolist() == [["firmness", "0.3", str(firm[place])]]


def test_the_list_has_the_numbers_and_what_goes_on_last(home):
    """The longest text has a width of its own, so that on a small screen it pushes nothing away."""
    add_run(home, "Unseen", RunState.RUNNING, poll_error="No answer. " * 20, failed_polls=2)
    table = home.visit(Role.REVIEWER).go("runs").at.dataframe[0]
    assert list(table.value["#"]) == [2, 1]
    assert list(table.value)[-2:] == ["Took", "At the moment"]
    widths = {name: one.get("width") for name, one in json.loads(table.proto.columns).items()}
    assert all(widths[name] for name in table.value)


@pytest.mark.parametrize(("count", "height"), [(1, 73), (6, 248), (10, 388), (40, 388)])
def test_up_to_ten_runs_are_seen_without_scrolling_in_the_list(count, height):
    """Rows and head of 35 pixels and 3 for borders: 35 × 2 + 3, 35 × 7 + 3, 35 × 11 + 3."""
    assert height_of(count) == height


def test_a_runs_settings_can_be_changed_before_it_is_launched_again(home):
    """The launch page opens with all that the run was launched with."""
    number = add_run(home, "Made", parameters={"firmness": 0.2, "width": 8})
    visit = home.visit(Role.ENGINEER).go("runs")
    visit.at.session_state[f"again_{number}"] = True
    visit.run().click(f"again_edit_{number}")
    assert visit.at.title[0].value == "Launch a run"
    assert visit.at.selectbox(key="method").value == "made-cloud"
    values = [
        visit.at.number_input(key=f"parameter_{home.project.id}_made-cloud_{name}").value
        for name in ("firmness", "width")
    ]
    assert (values, visit.at.text_input(key="run_name").value) == ([0.2, 8], "Made")
    assert visit.at.selectbox(key=f"input_{home.project.id}_judged").value.id == 1
