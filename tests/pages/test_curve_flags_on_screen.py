"""A run whose curves went wrong stands out on home and on the runs page, with the way to its curves."""

from app.ui.actions import plain
from core.access import Role
from core.training.models import RunState
from tests.pages.made_runs import add_run

WRONG = "kl_loss *ran off* <b>at once</b>."


def test_home_shows_a_flagged_run_and_leads_to_its_curves(home):
    """Above all other work; one that has ended is shown until another one is launched."""
    number = add_run(home, "Far off", RunState.RUNNING, curve_flag=WRONG)
    visit = home.visit(Role.ENGINEER)
    assert f"#{number} Far off" in visit.words.replace("\\", "")
    assert any(plain(WRONG) in one.value for one in visit.at.markdown)
    assert "Look at the curves of the run that is flagged below" in visit.words
    add_run(home, "After it", RunState.SUCCEEDED)
    assert "ran off" in visit.run().words
    visit.at.button(key=f"flag_of_{number}").click()
    visit.run()
    assert not visit.at.exception


def test_a_flag_of_an_ended_run_gives_way_to_the_next_run(home):
    """It stays with the run, on the runs page."""
    add_run(home, "Ended badly", RunState.SUCCEEDED, curve_flag=WRONG)
    assert "ran off" in home.visit(Role.ENGINEER).words
    add_run(home, "After it", RunState.RUNNING)
    assert "ran off" not in home.visit(Role.ENGINEER).words


def test_the_runs_page_shows_the_flag_in_the_list_and_at_the_run(home):
    """In the list as text, at the run with the button."""
    number = add_run(home, "Far off", RunState.RUNNING, curve_flag=WRONG, doing="Step 9.")
    visit = home.visit(Role.REVIEWER).go("runs")
    assert visit.at.dataframe[0].value["At the moment"][0] == f"look at its curves: {WRONG}"
    assert visit.at.button(key=f"flag_of_{number}").label == "See its curves"


def test_who_only_labels_sees_no_flag(home):
    """Runs are not theirs to see."""
    add_run(home, "Far off", RunState.RUNNING, curve_flag=WRONG)
    assert "ran off" not in home.visit(Role.ANNOTATOR).words
