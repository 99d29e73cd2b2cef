"""Curves: those of a run, and those of any folder of event files."""

import json
import re

import pytest
from sqlmodel import update
from tensorboard.summary import Writer

from app.ui.curves.sources import ADDRESS, RUNS
from app.ui.runs import CHOSEN_RUN
from core.access import Role
from core.labelling import Pair
from core.training.models import Run, RunState, RunTask, TaskState
from tests.pages.made_runs import ROOT, add_run
from tests.pages.visit import Visit

FIRST = ["eval_accuracy", "rank_loss", "reward", "kl_loss"]


def write_logs(folder, *tags, values=(3.0, 2.0, 1.0), log="events"):
    writer = Writer(str(folder / log))
    for tag in tags:
        for step, value in enumerate(values):
            writer.add_scalar(tag, value, step)
    writer.close()


def other_logs(visit: Visit, address: object) -> Visit:
    visit.go("curves").at.text_input(key=ADDRESS).set_value(str(address))
    return visit.run()


def specs(visit: Visit) -> list[dict]:
    return [json.loads(one.proto.spec) for one in visit.at.get("plotly_chart")]


def titles(visit: Visit) -> list[str]:
    """What stands above each chart: the bold words of their figures."""
    said = [one["text"] for spec in specs(visit) for one in spec["layout"].get("annotations", [])]
    return [one[3:-4] for one in said if one.startswith("<b>")]


def lines(visit: Visit) -> list[str]:
    """The names of the lines that a cursor reads, in all figures."""
    return [one["name"] for spec in specs(visit) for one in spec["data"] if one.get("name")]


def test_a_run_shows_what_it_comes_to_and_its_curves(open_home):
    """Sentences first; then what an expert looks at: held-out accuracy, rank loss, reward and KL."""
    visit = open_home("sample, gone round").visit(Role.REVIEWER).go("curves")
    assert titles(visit) == FIRST
    assert re.search(r"badge\[:material/\w+: \w", "\n".join(one.value for one in visit.at.markdown))
    assert not visit.errors
    visit.at.session_state["curves_evidence"] = True
    assert "How sure" in visit.run().words


def test_the_curves_of_any_run_can_be_chosen(open_home):
    """Not only those of the newest one, which is shown first and has none here; other pages follow."""
    home = open_home("sample, gone round")
    newest = add_run(home, "Newest", RunState.SUCCEEDED, method="gemini-preference", root=ROOT)
    visit = home.visit(Role.REVIEWER).go("curves")
    assert visit.at.multiselect(key=RUNS).value == [newest]
    assert "There are no event files there." in visit.words
    visit.at.multiselect(key=RUNS).set_value([1])
    assert titles(visit.run()) == FIRST
    assert visit.at.session_state[CHOSEN_RUN] == 1
    assert visit.at.query_params["runs"] == "1"


def test_the_loss_has_its_floor(open_home):
    """What agreement lets a reward model reach: a band on the one chart, and a caption."""
    visit = open_home("sample, gone round").visit(Role.REVIEWER).go("curves")
    loss, policy = (one["layout"] for one in specs(visit))
    said = " ".join(one["text"] for one in loss["annotations"])
    assert re.search(r"noise floor 0\.\d\d to 0\.\d\d \(agreement \d\d %\)", said)
    assert f"{loss['shapes'][0]['y0']:.2f} to {loss['shapes'][0]['y1']:.2f}" in said
    assert "expect a loss of " in visit.words
    assert "Indicative: it takes every label to be one person's" in visit.words
    assert not policy.get("shapes")
    visit.at.toggle(key="floor").set_value(False)
    assert not specs(visit.run())[0]["layout"].get("shapes")


@pytest.mark.parametrize("end", [0.05, 0.3])
def test_a_loss_below_the_floor_is_a_warning(open_home, tmp_path, end):
    """The band of the sample is 0.25 to 0.33: a loss that ends within it is as it should be."""
    home = open_home("sample, gone round")
    values = [max(0.69 - 0.05 * step, end) for step in range(60)]
    write_logs(tmp_path / "logs", "rank_loss", values=values)
    with home.studio.db.write() as session:
        session.get_one(Run, 1).root = (tmp_path / "logs").as_uri()
    visit = home.visit(Role.REVIEWER).go("curves")
    badges = [one.value for one in visit.at.markdown if "-badge[" in one.value and "rank" in one.value]
    assert any(one.startswith((":orange-badge", ":red-badge")) for one in badges) is (end < 0.25)


def test_without_shared_pairs_there_is_no_floor(open_home):
    """Where nobody chose where another did, nothing is known of it."""
    home = open_home("sample, gone round")
    with home.studio.db.write() as session:
        session.exec(update(Pair).values(votes_0=1, votes_1=0))
    visit = home.visit(Role.REVIEWER).go("curves")
    assert titles(visit) == FIRST
    assert "noise floor" not in visit.words


def test_the_curves_of_another_folder_are_drawn(open_home, tmp_path):
    """Known curves at once, others behind an expander that counts them."""
    write_logs(tmp_path / "logs", "rank_loss", "lr", "grad_norm")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    (spec,) = specs(visit)
    assert titles(visit) == ["rank_loss"]
    assert len(spec["data"]) == 2  # as written, and smoothed
    assert "noise floor" not in visit.words
    assert "2 more curves" in visit.words
    visit.at.session_state["more_curves"] = True
    assert set(titles(visit.run())) == {"rank_loss", "lr", "grad_norm"}


def test_without_smoothing_only_what_was_written_is_drawn(open_home, tmp_path):
    """One line a chart."""
    write_logs(tmp_path / "logs", "rank_loss")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    visit.at.slider(key="smoothing").set_value(0.0)
    (spec,) = specs(visit.run())
    assert len(spec["data"]) == 1


def test_points_written_later_are_drawn_at_the_next_run(open_home, tmp_path):
    """A file that grew is read again."""
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    assert "There are no event files there." in visit.words
    write_logs(tmp_path / "logs", "rank_loss")
    assert titles(visit.run()) == ["rank_loss"]
    write_logs(tmp_path / "logs", "reward")
    assert titles(visit.run()) == ["rank_loss", "reward"]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("gs://", "The address 'gs://' names no possible bucket ('')."),
        ("http://elsewhere/x", "The address 'http://elsewhere/x' has the unknown scheme 'http://'."),
        ("file://relative", "The address 'file://relative' is not an absolute path of this machine."),
    ],
)
def test_a_wrong_address_is_answered_with_a_sentence(open_home, address, sentence):
    """Once, and the page stays usable."""
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), address)
    (error,) = visit.errors
    assert error.startswith(sentence)
    assert not visit.at.get("plotly_chart")


def test_a_damaged_file_is_named_and_the_rest_is_shown(open_home, tmp_path):
    """What is wrong and where, as a sentence on the page."""
    write_logs(tmp_path / "logs", "rank_loss")
    (tmp_path / "logs" / "events.out.tfevents.1.host").write_bytes(b"no event file at all, but long enough")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    (warning,) = visit.at.warning
    assert "events.out.tfevents.1.host" in warning.value.replace("\\", "")
    assert titles(visit) == ["rank_loss"]


def test_a_run_that_has_written_nothing_says_so(open_home, tmp_path):
    """It is going on: there is something to wait for."""
    home = open_home("sample, gone round")
    with home.studio.db.write() as session:
        run = session.get_one(Run, 1)
        run.state, run.root = RunState.RUNNING, (tmp_path / "nothing yet").as_uri()
        session.add(run)
    assert "The run has not written a point yet." in home.visit(Role.REVIEWER).go("curves").words


def test_what_google_does_not_report_is_said_where_it_is_looked_for(open_home, tmp_path):
    """In the place of the chart; with what the curves there are warn of."""
    write_logs(tmp_path / "logs", "rank_loss", "reward", "generation_length")
    home = open_home("sample, gone round")
    root = (tmp_path / "logs").as_uri()
    number = add_run(home, "Reinforced", RunState.SUCCEEDED, method="gemini-rlhf", root=root)
    with home.studio.db.write() as session:
        note = "10 % of the rewards fail lately."
        session.add(RunTask(run_id=number, name="events", position=0, state=TaskState.SUCCEEDED, error=note))
    visit = home.visit(Role.REVIEWER).go("curves")
    assert titles(visit) == ["rank_loss", "reward"]
    assert "kl_loss" in visit.words
    assert "Google reports no KL divergence" in visit.words
    (warning,) = visit.at.warning
    assert warning.value.startswith("**events**: 10 % of the rewards fail lately")
    assert "10 % of the rewards fail lately." in visit.go("runs").words


def test_where_no_known_curve_is_the_losses_come_first(open_home, tmp_path):
    """Google's names of them for tuning on examples."""
    write_logs(tmp_path / "logs", "train_total_loss", "train_num_predictions", "eval_total_loss")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    assert titles(visit) == ["eval_total_loss", "train_total_loss"]
    assert "1 more curve" in visit.words


def test_why_there_are_no_curves_is_said(open_home):
    """What the follower met, as its task has it."""
    home = open_home("sample, gone round")
    number = add_run(home, "Tuned", RunState.SUCCEEDED, method="gemini-supervised", root=ROOT)
    with home.studio.db.write() as session:
        note = "Google names no metrics of this job."
        session.add(RunTask(run_id=number, name="tune", position=0, state=TaskState.SUCCEEDED, error=note))
    words = home.visit(Role.REVIEWER).go("curves").words
    assert "Google names no metrics of this job." in words
    assert "There are no event files there." in words
