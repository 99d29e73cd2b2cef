"""What is chosen on the curves page: runs, other logs, files; and that all of it stands in the address."""

import io
import json
import re
import zipfile

import pytest
from tensorboard.compat.proto.event_pb2 import Event

from app.ui.curves import reading
from app.ui.curves.series import COLOURS
from app.ui.curves.sources import ADDRESS, RUNS
from core.access import SYSTEM, Role
from core.event_files import Point, event_file
from core.event_files.writer import record
from core.labelling import ProjectSettings
from core.labelling.projects import create_project
from core.training.models import Run, RunState
from tests.pages.made_runs import add_run
from tests.pages.test_curves_page import lines, other_logs, specs, titles, write_logs
from tests.pages.visit import Visit

CURVES = {"rank_loss": (0.7, 0.5, 0.4), "reward": (0.0, 1.0, 2.0), "kl_loss": (0.0, 1.0, 4.0)}


def log(folder, name, **tags):
    """A log of these curves."""
    for tag, values in (tags or CURVES).items():
        write_logs(folder, tag, values=values, log=name)
    return folder


def linked(visit: Visit, **said: object) -> Visit:
    """Open the page by a link that says this."""
    visit.at.query_params.update({name: str(value) for name, value in said.items()})
    return visit.go("curves")


def with_logs(home, folder, **parameters: object) -> int:
    """A run with these logs, called as their folder is."""
    root, done = folder.as_uri(), RunState.SUCCEEDED
    return add_run(home, folder.name, done, method="local-rlhf", root=root, parameters=parameters)


def colours(visit: Visit) -> dict[str, str]:
    """Of the lines in the charts, by their names."""
    traces = [one for spec in specs(visit) for one in spec["data"]]
    return {one["name"]: one["line"]["color"] for one in traces if one.get("name")}


def drawn_along(visit: Visit) -> str:
    return specs(visit)[0]["layout"]["xaxis"]["title"]["text"]


def test_logs_below_one_address_stay_apart_and_can_be_chosen(open_home, tmp_path):
    """Each has its line; taking one away leaves the other."""
    log(log(tmp_path / "logs", "lr_1"), "lr_2")
    visit = other_logs(open_home("no pairs").visit(Role.REVIEWER), tmp_path / "logs")
    assert visit.at.multiselect(key="logs").value == ["lr_1", "lr_2"]
    assert set(lines(visit)) == {"lr_1", "lr_2"}
    visit.at.multiselect(key="logs").set_value(["lr_2"])
    assert set(lines(visit.run())) == {"lr_2"}


def test_several_runs_have_a_line_each_and_what_differs_stands_beside(open_home, tmp_path):
    """By number and name, grouped by a parameter where somebody wants that."""
    home = open_home("sample, gone round")
    numbers = [
        with_logs(home, log(tmp_path / name, "log"), kl_coeff=kl_coeff, width=4)
        for name, kl_coeff in (("low", 0.01), ("low again", 0.01), ("high", 0.5))
    ]
    visit = linked(home.visit(Role.REVIEWER), runs=",".join(map(str, numbers)))
    assert visit.at.multiselect(key=RUNS).value == numbers
    assert set(lines(visit)) == {f"#{numbers[0]} low", f"#{numbers[1]} low again", f"#{numbers[2]} high"}
    (table,) = visit.at.dataframe
    assert list(table.value.columns) == ["Line", "Run or log", "kl_coeff"]
    visit.at.selectbox(key="group_by").set_value("kl_coeff")
    grouped = set(lines(visit.run()))
    assert grouped == {"kl_coeff = 0.01: mean of 2 ± standard error", "kl_coeff = 0.5: mean of 1"}
    low, high = (colours(visit)[name] for name in sorted(grouped))
    css = visit.at.dataframe[0].proto.arrow_data.styler.styles
    assert re.findall(r"row(\d)_col0|color: (#\w+)", css) == [
        *(("0", ""), ("1", ""), ("", low)),
        *(("2", ""), ("", high)),
    ]


def test_a_group_has_one_line_in_all_charts(open_home, tmp_path):
    """The second group's is the same where the first has no such curve."""
    home, loss = open_home("sample, gone round"), {"rank_loss": (0.7, 0.5, 0.4)}
    numbers = [
        with_logs(home, log(tmp_path / "a", "log", **loss), kl_coeff=0.01),
        with_logs(home, log(tmp_path / "b", "log", **loss, reward=(0.0, 1.0, 2.0)), kl_coeff=0.5),
    ]
    visit = linked(home.visit(), runs=",".join(map(str, numbers)), group_by="kl_coeff")
    traces = [one for spec in specs(visit) for one in spec["data"] if "= 0.5" in (one.get("name") or "")]
    assert [one["line"]["color"] for one in traces] == [COLOURS[1]] * 2


def test_of_several_runs_each_has_a_word_before_one_has_two(open_home, tmp_path):
    """Where nothing is wrong with either, what stands first of each is in front of the rest."""
    home = open_home("sample, gone round")
    curves = {"reward": range(20), "learning_rate": [0.1] * 20}
    numbers = [with_logs(home, log(tmp_path / name, "log", **curves)) for name in ("a", "b")]
    visit = linked(home.visit(), runs=",".join(map(str, numbers)))
    said = re.findall(r"#\d+ ([ab])\W+reward", visit.words)
    assert said[:2] == ["a", "b"]


def test_runs_and_other_logs_are_drawn_together(open_home, tmp_path):
    """A run that was chosen stays; one that was only shown makes room."""
    visit = open_home("sample, gone round").visit(Role.REVIEWER).go("curves")
    visit.at.text_input(key=ADDRESS).set_value(str(log(tmp_path / "logs", "theirs")))
    assert visit.run().at.multiselect(key=RUNS).value == []
    visit.at.multiselect(key=RUNS).set_value([1])
    assert {"#1 First run", "theirs"} <= set(lines(visit.run()))


def test_a_link_shows_the_same_to_somebody_else(open_home, tmp_path):
    """Address, logs, axes and smoothing as they were chosen; browsers write them in a trip of their own."""
    home, folder = open_home("no pairs"), log(log(tmp_path / "logs", "a"), "b")
    visit = other_logs(home.visit(Role.ENGINEER), folder)
    visit.at.multiselect(key="logs").set_value(["b"])
    visit.at.slider(key="smoothing").set_value(0.0)
    visit.at.selectbox(key="along").set_value("step")
    visit.at.toggle(key="log_y").set_value(True)
    visit.run()
    other = home.visit(Role.REVIEWER)
    said = {"logs": "b", "smoothing": 0, "along": "Steps as written", "log_y": "true", ADDRESS: folder}
    linked(other, **said)
    assert specs(other) == specs(visit)
    assert drawn_along(other) == "step, as written"
    assert specs(other)[0]["layout"]["yaxis"]["type"] == "log"


@pytest.mark.parametrize("runs", ["2", "999", "x", "-1", "9" * 40, "1e3,,\u0661", "<b>", "1;2"])
def test_a_link_shows_no_run_of_another_project(open_home, runs):
    """In one sentence, whether there is such a run or not."""
    home = open_home("sample, gone round")
    with home.studio.db.write() as session:
        other = create_project(session, SYSTEM, ProjectSettings("Another project"))
        mine = session.get_one(Run, 1)
        fields = {"method": mine.method, "job_id": "theirs", "root": mine.root, "parameters": {}}
        session.add(Run(project_id=other.id, name="Theirs", state=RunState.SUCCEEDED, **fields))
        session.flush()
    visit = linked(home.visit(Role.REVIEWER), runs=runs)
    assert "Theirs" not in visit.words
    assert not specs(visit)
    assert "the link names" in visit.words
    assert "Choose a run above" in visit.words


@pytest.mark.parametrize("value", ["", "x", "1e999", "<script>", "nan", "\x00", "__proto__"])
def test_a_hostile_link_is_no_traceback(open_home, tmp_path, value):
    """What it cannot mean is as if it were not there."""
    names = ["along", "smoothing", "log_x", "log_y", "outliers", "group_by", "band", "floor", "reference"]
    names += ["charts", "logs", "across", "up", "more_named"]
    folder = log(log(tmp_path / "logs", "a"), "b")
    said = dict.fromkeys(names, value) | {ADDRESS: str(folder)}
    visit = linked(open_home("no pairs").visit(Role.REVIEWER), **said)
    assert not visit.errors


def test_reward_is_drawn_over_the_root_of_kl(open_home, tmp_path):
    """Each log a path; where nothing can be drawn the page says why."""
    folder = log(tmp_path / "logs", "policy")
    visit = linked(open_home("no pairs").visit(), **{ADDRESS: folder, "charts": "Reward against KL"})
    (spec,) = specs(visit)
    assert spec["layout"]["title"]["text"] == "Reward against √KL"
    assert "3 points joined on equal steps" in visit.words
    assert {"curves_csv", "curves_png", "curves_svg"} <= {one.key for one in visit.at.get("download_button")}
    visit.at.text_input(key=ADDRESS).set_value(str(log(tmp_path / "other", "x", rank_loss=(1, 2, 3))))
    assert "do not have both a reward and a KL" in visit.run().words


def test_any_scalar_can_be_drawn_against_any_other(open_home, tmp_path):
    """By their tags."""
    folder = log(tmp_path / "logs", "x", lr=(1.0, 2.0, 3.0), grad_norm=(5.0, 4.0, 3.0))
    said = {ADDRESS: folder, "charts": "Any two", "across": "lr", "up": "grad_norm"}
    (spec,) = specs(linked(open_home("no pairs").visit(), **said))
    assert spec["layout"]["title"]["text"] == "grad_norm against lr"


def test_of_many_curves_only_those_found_are_drawn(open_home, tmp_path):
    """A page of twelve at a time, by a part of their name."""
    points = [Point(step, 0.0, f"layer_{number}/norm", 1.0) for number in range(50) for step in (0, 1)]
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "events.out.tfevents.1.h").write_bytes(event_file(points))
    visit = other_logs(open_home("no pairs").visit(), tmp_path / "logs")
    assert "50 more curves" in visit.words
    visit.at.session_state["more_curves"] = True
    assert len(titles(visit.run())) == 12
    visit.at.text_input(key="more_named").set_value("LAYER_4/")
    assert titles(visit.run()) == ["layer_4/norm"]


def packed(**logs):
    """A zip of a folder with these logs, each of one curve."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, values in logs.items():
            points = [Point(step, 0.0, "rank_loss", value) for step, value in enumerate(values)]
            archive.writestr(f"{name}/events.out.tfevents.1.h", event_file(points))
        archive.writestr("readme.txt", "Logs of last week.")
    return made.getvalue()


def test_files_are_read_in_the_session_and_the_database_knows_nothing_of_them(open_home):
    """A zip keeps logs apart; a damaged file is named as it was sent."""
    home = open_home("no pairs")
    visit = home.visit(Role.REVIEWER).go("curves")
    uploader = visit.at.file_uploader(key="curves_files")
    damaged = ("events.out.tfevents.9.host", b"this is no event file at all", "")
    uploader.set_value([("logs.zip", packed(lr_1=(0.7, 0.5), lr_2=(0.7, 0.6)), ""), damaged])
    assert set(lines(visit.run())) == {"lr_1", "lr_2"}
    assert "1 file that is no event file left out" in visit.words
    (warning,) = visit.at.warning
    assert "9.host/events.out.tfevents.9.host" in warning.value.replace("\\", "")
    assert "prefstudio-logs" not in warning.value
    kept = visit.at.session_state["curves_received"][1].folder
    assert kept.is_dir()
    assert "keeps data of its own" in other_logs(home.visit(Role.REVIEWER), kept).words
    assert b"lr_1" not in (home.studio.settings.home / "studio.db").read_bytes()
    visit.at.file_uploader(key="curves_files").set_value([])
    visit.run()
    assert not kept.exists()


def test_event_files_without_scalars_are_not_called_absent(open_home, tmp_path):
    """What they hold instead is counted."""
    event = Event(wall_time=1.0, step=1)
    event.summary.value.add(tag="weights").histo.num = 3
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "events.out.tfevents.1.h").write_bytes(record(event.SerializeToString()))
    visit = other_logs(open_home("no pairs").visit(), tmp_path / "logs")
    assert "the event files there hold no scalars but histograms (1)" in visit.words
    assert "There are no event files there" not in visit.words


def test_the_public_course_is_there_on_demand(open_home):
    """Its numbers, in grey, where the tag means the same."""
    visit = open_home("sample, gone round").visit(Role.REVIEWER).go("curves")
    assert "public course" not in json.dumps(specs(visit))
    visit.at.toggle(key="reference").set_value(True)
    assert "public course" in json.dumps(specs(visit.run()))
    assert "DeepLearning.AI" in visit.words


def test_what_depends_on_no_point_judges_nothing_again(open_home, tmp_path, monkeypatch):
    """Findings are found when a point is new, not when the page is only looked at another way."""
    found = []
    monkeypatch.setattr(reading, "find", lambda *known: found.append(known) or [])
    visit = other_logs(open_home("no pairs").visit(), log(tmp_path / "logs", "a"))
    visit.at.slider(key="smoothing").set_value(0.0)
    visit.run()
    assert len(found) == 1
    log(tmp_path / "logs", "b")
    visit.run()
    assert len(found) == 2
