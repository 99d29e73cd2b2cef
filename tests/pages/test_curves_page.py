"""Curves: those of a run, and those of any folder of event files."""

import json
import re

import pytest
from sqlmodel import update
from tensorboard.summary import Writer

from app.ui.runs import CHOSEN_RUN
from core.access import Role
from core.labelling import Pair
from core.training.models import Run, RunState, RunTask, TaskState
from tests.pages.made_runs import ROOT, add_run
from tests.pages.visit import Visit

OTHER = "Other logs"


def write_logs(folder, *tags, values=(3.0, 2.0, 1.0)):
    writer = Writer(str(folder / "reward" / "events"))
    for tag in tags:
        for step, value in enumerate(values):
            writer.add_scalar(tag, value, step)
    writer.close()


def other_logs(visit: Visit, address: object) -> Visit:
    visit.go("curves").at.segmented_control(key="curves_of").set_value(OTHER)
    visit.run().at.text_input(key="curves_address").set_value(str(address))
    return visit.run()


def charts(visit: Visit) -> dict[str, list[dict]]:
    """The lines of every chart by its title."""
    specs = [json.loads(one.proto.spec) for one in visit.at.get("plotly_chart")]
    return {one["layout"]["title"]["text"]: one["data"] for one in specs}


def test_a_run_shows_its_curves(open_home):
    """The three that tell whether it learned come first, with a sentence each."""
    visit = open_home("sample, gone round").visit(Role.REVIEWER).go("curves")
    assert list(charts(visit)) == ["rank_loss", "reward", "kl_loss"]
    assert not visit.errors


def test_the_curves_of_any_run_can_be_chosen(open_home):
    """Not only those of the newest one, which is shown first and has none here."""
    home = open_home("sample, gone round")
    newest = add_run(home, "Newest", RunState.SUCCEEDED, method="gemini-preference", root=ROOT)
    visit = home.visit(Role.REVIEWER).go("curves")
    assert visit.at.selectbox(key=CHOSEN_RUN).value == newest
    assert "There are no event files there." in visit.words
    visit.at.selectbox(key=CHOSEN_RUN).set_value(1)
    assert list(charts(visit.run())) == ["rank_loss", "reward", "kl_loss"]


def test_the_loss_has_its_floor(open_home):
    """What agreement lets a reward model reach: a band on the one chart, and a caption."""
    visit = open_home("sample, gone round").visit(Role.REVIEWER).go("curves")
    loss, *others = (json.loads(one.proto.spec)["layout"] for one in visit.at.get("plotly_chart"))
    (band,), (label,) = loss["shapes"], loss["annotations"]
    assert re.fullmatch(r"noise floor 0\.\d\d to 0\.\d\d \(agreement \d\d %\)", label["text"])
    assert f"{band['y0']:.2f} to {band['y1']:.2f}" in label["text"]
    assert "expect a loss of " in visit.words
    assert "Indicative: it takes every label to be one person's" in visit.words
    assert not [one for one in others if "shapes" in one]
    assert not visit.at.warning


@pytest.mark.parametrize("end", [0.05, 0.3])
def test_a_loss_below_the_floor_is_a_warning(open_home, tmp_path, end):
    """The band of the sample is 0.25 to 0.33: a loss that ends within it is as it should be."""
    home = open_home("sample, gone round")
    write_logs(tmp_path / "logs", "rank_loss", values=[0.69 - (0.69 - end) * step / 19 for step in range(20)])
    with home.studio.db.write() as session:
        session.get_one(Run, 1).root = (tmp_path / "logs").as_uri()
    shown = home.visit(Role.REVIEWER).go("curves").at.warning
    warnings = [one.value.replace("\\", "") for one in shown]
    said = "The loss ends at 0.07, below 0.25, the least that people who agree on 82 % allow"
    assert [one.partition(". That is")[0] for one in warnings] == [said] * (end < 0.25)


def test_without_shared_pairs_there_is_no_floor(open_home):
    """Where nobody chose where another did, nothing is known of it."""
    home = open_home("sample, gone round")
    with home.studio.db.write() as session:
        session.exec(update(Pair).values(votes_0=1, votes_1=0))
    visit = home.visit(Role.REVIEWER).go("curves")
    assert list(charts(visit)) == ["rank_loss", "reward", "kl_loss"]
    assert "noise floor" not in visit.words


def test_the_curves_of_another_folder_are_drawn(open_home, tmp_path):
    """Known curves at once, others behind an expander that counts them."""
    write_logs(tmp_path / "logs", "rank_loss", "lr", "grad_norm")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    (lines,) = charts(visit).values()
    assert list(charts(visit)) == ["rank_loss"]
    assert [line["name"] for line in lines] == ["as written", "smoothed"]
    assert "noise floor" not in visit.words
    assert "2 more curves" in visit.words
    visit.at.session_state["more_curves"] = True
    assert set(charts(visit.run())) == {"rank_loss", "lr", "grad_norm"}


def test_without_smoothing_only_what_was_written_is_drawn(open_home, tmp_path):
    """One line a chart."""
    write_logs(tmp_path / "logs", "rank_loss")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    visit.at.slider(key="smoothing").set_value(0.0)
    (lines,) = charts(visit.run()).values()
    assert [line["name"] for line in lines] == ["as written"]


def test_points_written_later_are_drawn_at_the_next_run(open_home, tmp_path):
    """A file that grew is read again."""
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    assert "There are no event files there." in visit.words
    write_logs(tmp_path / "logs", "rank_loss")
    assert list(charts(visit.run())) == ["rank_loss"]
    write_logs(tmp_path / "logs", "reward")
    assert list(charts(visit.run())) == ["rank_loss", "reward"]


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


def test_a_damaged_file_is_named(open_home, tmp_path):
    """What is wrong and where, as a sentence on the page."""
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "events.out.tfevents.1.host").write_bytes(b"no event file at all, but long enough")
    (error,) = other_logs(open_home("no pairs").visit(Role.REVIEWER), folder).errors
    assert "events.out.tfevents.1.host" in error


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
    assert list(charts(visit)) == ["rank_loss", "reward"]
    assert "kl_loss" in visit.words
    assert "Google reports no KL divergence" in visit.words
    (warning,) = visit.at.warning
    assert warning.value.startswith("**events**: 10 % of the rewards fail lately")
    assert "10 % of the rewards fail lately." in visit.go("runs").words


def test_where_no_known_curve_is_the_losses_come_first(open_home, tmp_path):
    """Google's names of them for tuning on examples."""
    write_logs(tmp_path / "logs", "train_total_loss", "train_num_predictions", "eval_total_loss")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    assert list(charts(visit)) == ["eval_total_loss", "train_total_loss"]
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
