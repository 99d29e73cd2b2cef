"""``prefstudio curves`` and ``prefstudio tensorboard``: of runs, and of any logs."""

import csv
import signal

import pytest

from app.cli import tensorboard_command
from app.cli.common import curve_line
from app.cli.curves_command import run_number
from tests.core.curves.event_files import write_tensors

FALLING = [("rank_loss", step, 0.69 - step / 100, 100.0 + step) for step in range(40)]
HOSTILE = "x\x1b[2J=1+1"


@pytest.fixture
def logs(tmp_path):
    """Two logs, of which one has a curve more with a name that would clear a terminal."""
    write_tensors(tmp_path / "logs/lr_1", FALLING)
    write_tensors(tmp_path / "logs/lr_2", [*FALLING, *((HOSTILE, step, 1.0, 1.0) for step in range(3))])
    return tmp_path / "logs"


def test_curves_of_a_run_that_does_not_exist(prefstudio, pairs_file):
    prefstudio("import", pairs_file, "--project", "Posts", "--create")
    assert prefstudio("curves", "7").refusal == "There is no run number 7."
    assert prefstudio("tensorboard", "7").refusal == "There is no run number 7."


@pytest.mark.parametrize(
    ("source", "number"), [("1", 1), ("0012", 12), ("²", None), ("20231025162358", None), ("./1", None)]
)
def test_a_short_number_is_a_run(source, number):
    assert run_number(source) == number


def test_curves_of_a_folder_without_event_files(prefstudio, tmp_path):
    """Nothing has been written yet, or it is the wrong folder: it is named."""
    ran = prefstudio("curves", tmp_path)
    assert (ran.status, ran.out) == (0, f"There are no event files in {tmp_path}.\n")
    assert prefstudio("curves", tmp_path, "--json").figures == {"findings": [], "items": []}
    assert prefstudio("tensorboard", tmp_path).refusal == f"There are no event files in {tmp_path}."


def test_curves_of_a_broken_file(prefstudio, logs):
    """Alone it is named in one sentence; beside others it is a warning, and they are shown."""
    path = logs / "broken" / "events.out.tfevents.1"
    path.parent.mkdir()
    path.write_text("no event file at all, but long enough to look like one")
    assert "events.out.tfevents.1" in prefstudio("curves", path.parent).refusal
    ran = prefstudio("curves", logs)
    assert (ran.status, "events.out.tfevents.1" in ran.err, "lr_1" in ran.out) == (0, True, True)


def test_a_curve_without_a_finite_value(prefstudio, tmp_path):
    """JSON has no NaN: what is unknown is null."""
    write_tensors(tmp_path / "logs", [("reward", step, float("nan"), 1.0) for step in range(3)])
    (curve,) = prefstudio("curves", tmp_path / "logs", "--json").figures["items"]
    assert (curve["points"], curve["not_finite"], curve["last"]) == (3, 3, None)
    assert "3 points – → –" in " ".join(prefstudio("curves", tmp_path / "logs").out.split())


@pytest.mark.parametrize(("points", "said"), [(1, "1 point 0.5 → 0.5"), (2, "2 points 0.5 → –")])
def test_a_curve_as_a_line(points, said):
    """One point is one point; what is not known, as a studio elsewhere says it, is a dash."""
    curve = {"task": "tune", "tag": "eval_mean_sampling_latency", "points": points, "sentence": ""}
    line = curve_line(curve | {"first": 0.5, "last": 0.5 if points == 1 else None})
    assert " ".join(line.split()) == f"tune eval_mean_sampling_latency {said}"


def test_findings_stand_first(prefstudio, logs):
    """What was found, then a line a curve; no character of a name reaches the terminal as a command."""
    lines = prefstudio("curves", logs).out.splitlines()
    assert "rank_loss" in lines[0]
    assert lines[-1].startswith("lr_2")
    assert "\x1b" not in "".join(lines)
    figures = prefstudio("curves", logs, "--json").figures
    assert {one["of"] for one in [*figures["findings"], *figures["items"]]} == {str(logs)}
    assert [(one["task"], one["tag"]) for one in figures["items"]] == [
        ("lr_1", "rank_loss"),
        ("lr_2", "rank_loss"),
        ("lr_2", HOSTILE),
    ]


def test_only_some_curves(prefstudio, logs):
    """By name or pattern; one that is not there is answered with those that are."""
    ran = prefstudio("curves", logs / "lr_1", logs / "lr_2", "--tag", "x*", "--json")
    assert [one["tag"] for one in ran.figures["items"]] == [HOSTILE]
    refusal = prefstudio("curves", logs / "lr_1", "--tag", "reward").refusal
    assert refusal == "There is no curve 'reward'; there are: rank_loss."


def test_written_as_csv(prefstudio, logs, tmp_path):
    """Every point of every curve, smoothed as asked, and no cell that a spreadsheet computes."""
    file = tmp_path / "all.csv"
    prefstudio("curves", logs, "--write", file, "--smoothing", "0")
    with file.open(newline="", encoding="utf-8") as content:
        rows = list(csv.DictReader(content))
    assert len(rows) == 83
    assert {row["task"] for row in rows} == {"lr_1", "lr_2"}
    assert all(row["value"] == row["smoothed"] for row in rows)


def test_written_as_pictures(prefstudio, logs, tmp_path):
    """As the page draws them, with what is found in words; a file says by its name what it is to be."""
    files = [tmp_path / "all.png", tmp_path / "all.svg"]
    ran = prefstudio("curves", logs, "--write", files[0], "--write", files[1], "--x", "step", "--log-y")
    assert (ran.status, ran.err) == (0, "")
    assert files[0].read_bytes().startswith(b"\x89PNG")
    picture = files[1].read_text(encoding="utf-8")
    assert ">step, as written</text>" in picture
    assert "rank_loss" in picture
    assert "2J=1+1" not in picture
    assert prefstudio("curves", logs, "--write", tmp_path / "all.pdf").refusal.endswith(".csv, .png or .svg.")
    assert "Curves are not drawn along 'miles'" in prefstudio("curves", logs, "--x", "miles").refusal
    assert "none/all.csv" in prefstudio("curves", logs, "--write", tmp_path / "none" / "all.csv").refusal


class Running:
    """A TensorBoard that runs until Ctrl-C, or by itself."""

    url = "http://127.0.0.1:1/abc/"
    ended = False

    def __init__(self, ends):
        self.ends = ends

    @property
    def alive(self):
        """Whether it runs."""
        if self.ends is None:
            raise KeyboardInterrupt
        return not self.ends

    def end(self):
        """End it."""
        self.ended = True


@pytest.mark.parametrize("by_itself", [None, True])
def test_tensorboard_in_the_foreground(prefstudio, logs, monkeypatch, by_itself):
    """Its address is printed; it is ended with Ctrl-C, and one that ended by itself is a refusal."""
    running, shown = Running(by_itself), []
    monkeypatch.setattr(
        tensorboard_command, "start_tensorboard", lambda given, **_: shown.append(given) or running
    )
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    ran = prefstudio("tensorboard", logs / "lr_1", logs / "lr_2")
    assert ran.out == "TensorBoard: http://127.0.0.1:1/abc/ (Ctrl-C ends it)\n"
    assert ran.status == (0 if by_itself is None else 1)
    assert ("ended by itself" in ran.err) == bool(by_itself)
    assert running.ended
    assert list(shown[0]) == [str(logs / "lr_1"), str(logs / "lr_2")]


@pytest.mark.real
def test_curves_of_a_real_run(prefstudio, real_data):
    """Both logs of the public course: the tags people know have a sentence, the others none."""
    curves = {one["tag"]: one for one in prefstudio("curves", real_data, "--json").figures["items"]}
    assert (curves["rank_loss"]["first_step"], curves["rank_loss"]["points"]) == (217_810, 141)
    assert {tag for tag, one in curves.items() if one["sentence"]} == {
        "rank_loss",
        "reward",
        "kl_loss",
        "rl_loss",
    }
