"""The runs page: many runs as a list, one in detail with its tasks, what it says when things go wrong."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.runs import CHOSEN_RUN
from app.ui.runs.run_list import LISTED, METHOD_NAMES, STATES, TABLE, height_of
from core.access import Role
from core.training.methods import get_method
from core.training.models import RunState, TaskState
from tests.pages.made_runs import JOB, PIPELINE, add_run, add_tasks
from tests.pages.visit import Home, Visit

DONE, GOES_ON = TaskState.SUCCEEDED, TaskState.RUNNING
HALF_WAY = {"prepare": DONE, "reward/train": GOES_ON}


def names(visit: Visit) -> list[str]:
    """The runs in the table."""
    return list(visit.at.dataframe[0].value["Run"])


def at_run(visit: Visit, number: int) -> Visit:
    visit.at.selectbox(key=CHOSEN_RUN).set_value(number)
    return visit.run()


def test_the_list_is_newest_first_and_says_what_goes_on(home):
    """What it says it does, else the task that runs; what went wrong, or why nothing is known."""
    add_tasks(home, add_run(home, "Goes on", RunState.RUNNING), HALF_WAY)
    add_run(home, "Broke", RunState.FAILED, error="It diverged.")
    add_run(home, "Unseen", RunState.RUNNING, poll_error="No answer.", failed_polls=2)
    add_run(home, "Waits", RunState.PENDING, doing="Copying …")
    add_tasks(home, add_run(home, "Counts", RunState.RUNNING, doing="Step 4 of 9."), HALF_WAY)
    table = home.visit(Role.REVIEWER).go("runs").at.dataframe[0].value
    assert list(table["Run"]) == ["Counts", "Waits", "Unseen", "Broke", "Goes on", "First run"]
    notes = [
        "Step 4 of 9.",
        "Copying …",
        "cannot be checked: No answer.",
        "It diverged.",
        "1 of 4 tasks done, now train",
        "",
    ]
    assert list(table["At the moment"]) == notes
    assert list(table["Method"]) == ["Made in the cloud"] * 5 + ["Local RLHF"]


def test_the_list_is_filtered_by_state_and_by_method(home):
    """The filters come with the sixth run; the run that is shown stays, whatever the list shows."""
    visit = home.visit(Role.REVIEWER).go("runs")
    assert not visit.at.multiselect
    for number in range(5):
        add_run(home, f"Made {number}", RunState.FAILED if number % 2 else RunState.SUCCEEDED)
    visit.run().at.multiselect(key=STATES).set_value([RunState.FAILED])
    assert names(visit.run()) == ["Made 3", "Made 1"]
    assert visit.at.subheader[0].value == "First run"
    visit.at.multiselect(key=STATES).set_value([])
    visit.at.multiselect(key=METHOD_NAMES).set_value(["local-rlhf"])
    assert names(visit.run()) == ["First run"]
    visit.at.multiselect(key=STATES).set_value([RunState.FAILED])
    assert "No run is in these states" in visit.run().words


def test_a_click_on_a_row_shows_that_run():
    """As the rows were drawn, even if another run has come since."""

    def page() -> None:
        import streamlit as st  # noqa: PLC0415 - AppTest runs the body as a script of its own

        from app.ui.runs import run_list  # noqa: PLC0415 - likewise

        run_list._choose()  # noqa: SLF001 - Streamlit's tests cannot click on a row
        st.write("done")

    at = AppTest.from_function(page)
    at.session_state[LISTED] = [9, 7, 5]
    at.session_state[TABLE] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    assert at.run().session_state[CHOSEN_RUN] == 7


@pytest.mark.parametrize("more", [3, 40])
def test_what_the_page_asks_does_not_grow_with_runs_and_tasks(home, statements, more):
    """Who, which project, runs and their tasks, one run in detail; nobody outside is asked."""
    for number in range(more):
        add_tasks(home, add_run(home, f"Made {number}", RunState.RUNNING), HALF_WAY)
    visit = home.visit(Role.LEAD)
    statements()
    visit.go("runs")
    asked = statements()
    assert len(asked) == 9, "\n".join(asked)
    assert get_method("made-cloud").asked == 0


def test_the_tasks_are_a_graph_a_timeline_and_a_table(home):
    """Only the view that is open is drawn."""
    number = add_run(home, "Goes on", RunState.RUNNING)
    add_tasks(home, number, HALF_WAY)
    visit = home.visit(Role.REVIEWER).go("runs")
    (graph,) = visit.at.get("plotly_chart")
    assert "reward/train ▶ running" in graph.proto.alt
    assert "after reward/train" in graph.proto.alt
    visit.at.session_state[f"tasks_{number}"] = ":material/view_timeline: Timeline"
    (timeline,) = visit.run().at.get("plotly_chart")
    assert len(json.loads(timeline.proto.spec)["data"]) == 2
    visit.at.session_state[f"tasks_{number}"] = ":material/table_rows: Table"
    assert not visit.run().at.get("plotly_chart")
    table = visit.at.dataframe[1].value
    assert list(table["Task"]) == [name.rsplit("/")[-1] for name in PIPELINE]
    assert list(table["State"]) == ["succeeded", "running", "pending", "pending"]
    assert table["Took"].iloc[0] == "10 min 0 s"


def test_a_failed_run_says_why_once_and_shows_its_log(home):
    """The run's sentence, what the failed task says beyond that, and the excerpt that was kept."""
    number = add_run(home, "Broke", RunState.FAILED, error="Task prepare failed: no quota.", log="ERROR <b>!")
    states = dict.fromkeys(["prepare", "reward/train"], TaskState.FAILED)
    add_tasks(home, number, states, errors={"prepare": "no quota.", "reward/train": "It *diverged*."})
    visit = home.visit(Role.REVIEWER).go("runs")
    assert visit.errors == ["Task prepare failed: no quota.", "**train**: It *diverged*."]
    assert "ERROR <b>!" in [one.value for one in visit.at.code]


def test_what_is_done_before_the_start_and_why_nothing_is_seen_are_said(home):
    """With how often it was tried, and that what is shown may be old."""
    add_run(
        home,
        "Waits",
        RunState.PENDING,
        doing="Copying 1 of 2 MB …",
        poll_error="No *answer*.",
        failed_polls=3,
    )
    visit = home.visit(Role.REVIEWER).go("runs")
    assert "Copying 1 of 2 MB …" in visit.words
    assert "could not check this run (3 times in a row)" in visit.words
    assert "No *answer*." in visit.words
    assert "No task has been reported yet." in visit.words


def test_a_run_links_to_its_console(home):
    """Where its method has one."""
    add_run(home, "Made", job_id="made-7", jobs={"tune": JOB})
    visit = home.visit(Role.REVIEWER).go("runs")
    (link,) = visit.at.get("link_button")
    assert link.proto.url == "https://console.example.org/made-7"
    assert not at_run(visit, 1).at.get("link_button")


def test_a_run_of_a_method_that_is_not_there_is_shown(home):
    """Such as one that was taken over by its files: what is known is there, and nothing fails."""
    add_run(home, "Files only", RunState.UNKNOWN, method="files", adopted=True, root="gs://elsewhere/x")
    visit = home.visit(Role.LEAD).go("runs")
    assert visit.at.subheader[0].value == "Files only"
    assert "taken over" in visit.words
    assert not [one for one in visit.at.expander if one.label == "Clean up"]


def test_a_run_that_goes_on_is_cancelled_once(home):
    """Its method is asked, of a paid one after a second click; until it has stopped the button waits."""
    number = add_run(home, "Goes on", RunState.RUNNING)
    visit = home.visit(Role.ENGINEER).go("runs")
    assert f"cancel_{number}" in {one.key for one in visit.at.button}
    visit.click(f"cancel_{number}")
    assert get_method("made-cloud").cancelled[0].name == "Goes on"
    assert visit.run().at.button(key=f"cancel_{number}").disabled


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
