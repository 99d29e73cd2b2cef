"""What the studio reads is what TensorBoard's default loader shows, and what tbparse gives."""

import gc
import math
import tempfile
import warnings

import numpy as np
import pytest
from tbparse import SummaryReader
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.context import RequestContext
from tensorboard.data.server_ingester import SubprocessServerDataIngester, get_server_binary
from tensorboard.plugins.hparams.api_pb2 import Status
from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData, SessionEndInfo
from tensorboard.plugins.hparams.summary_v2 import hparams_pb
from tensorboard.util.grpc_util import ChannelCredsType

from core.curves import read_curves
from tests.core.curves.event_files import write_events, write_tensors, write_values


def shown_by_tensorboard(folder):
    """(step, value) points by log and tag, as the server that TensorBoard starts by default keeps them."""
    server = SubprocessServerDataIngester(
        get_server_binary(), str(folder), reload_interval=0, channel_creds_type=ChannelCredsType.LOCAL
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it lets go of a process that still runs
        server.start()
        gc.collect()
    logs = server.data_provider.read_scalars(
        RequestContext(), experiment_id="", plugin_name="scalars", downsample=10_000
    )
    server._stdin_handle.close()  # noqa: SLF001 - the only way to end it before this process ends
    return {
        (log, tag): [(point.step, point.value) for point in points]
        for log, tags in logs.items()
        for tag, points in tags.items()
    }


def parsed(path, kind):
    """The frame of ``SummaryReader``; tbparse 0.0.9 sorts in place, which pandas 4 will no longer know."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The inplace keyword")
        return getattr(SummaryReader(str(path), extra_columns={"wall_time"}), kind)


def points(curve):
    return [*zip(curve.steps.tolist(), curve.values.tolist(), strict=True)]


def restarted(dice, folder):
    """Write one to four files of a log, each beginning somewhere in what was written before it."""
    for number in range(int(dice.integers(1, 5))):
        events = []
        for tag in dice.choice(["a", "b", "c"], int(dice.integers(1, 4)), replace=False):
            steps = int(dice.integers(0, 30)) + np.cumsum(dice.integers(0, 3, int(dice.integers(1, 30))))
            events += [
                Event(
                    wall_time=1000.0 + number,
                    step=int(step),
                    summary=Summary(value=[Summary.Value(tag=tag, simple_value=float(dice.integers(99)))]),
                )
                for step in steps
            ]
        write_events(folder / f"events.out.tfevents.{1000 + number}.host", events)


def test_restarts_leave_what_tensorboard_shows(tmp_path):
    """Of forty logs of several files, whose steps repeat, tag by tag."""
    dice = np.random.default_rng(11)
    for number in range(40):
        restarted(dice, tmp_path / f"log_{number}")
    found = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert {curve.key: points(curve) for curve in found} == shown_by_tensorboard(tmp_path)


@pytest.mark.parametrize(("write", "kind"), [(write_values, "scalars"), (write_tensors, "tensors")])
def test_tbparse_gives_the_same_points(tmp_path, write, kind):
    """Point by point, with steps of every length and values that are not finite."""
    dice = np.random.default_rng(3)
    written = [
        (tag, int(step), float(value), 1e9 + float(dice.random()))
        for tag in ("rank_loss", "a/b", "reward")
        for step, value in zip(np.cumsum(dice.integers(1, 9000, 150)), dice.normal(size=150), strict=True)
    ]
    path = write(
        tmp_path, [*written, ("x", 0, math.nan, 1.0), ("x", 1, math.inf, 2.0), ("x", 2**40, -1.0, 3.0)]
    )
    theirs = parsed(path, kind)
    ours = read_curves(str(path), cache=tmp_path / "cache").frame()
    assert len(ours) == 453
    for column in ("tag", "step", "value", "wall_time"):
        left, right = ours[column].to_numpy(), theirs[column].to_numpy()
        assert np.array_equal(left, right, equal_nan=column == "value")


@pytest.mark.real
def test_tbparse_gives_the_same_points_of_real_logs(real_data, tmp_path):
    """The public course's: tensors of TensorFlow 2."""
    files = sorted(real_data.glob("*-logs/**/*tfevents*"))
    assert len(files) >= 2
    for path in files:
        theirs = parsed(path, "tensors")
        ours = read_curves(str(path), cache=tmp_path).frame()
        for column in ("tag", "step", "value", "wall_time"):
            assert ours[column].tolist() == theirs[column].tolist()


def test_hyperparameters_stand_beside_their_log(tmp_path):
    """As TensorBoard's plugin has them: numbers, words, yes and no; what tells of the session is no curve."""
    wanted = {"lr": 1e-4, "optimiser": "<b>adam</b>", "freeze": True}
    end = Summary.Value(tag="_hparams_/session_end_info")
    end.metadata.plugin_data.plugin_name = "hparams"
    end.metadata.plugin_data.content = HParamsPluginData(
        session_end_info=SessionEndInfo(status=Status.STATUS_SUCCESS)
    ).SerializeToString()
    values = [*hparams_pb(wanted).value, end, Summary.Value(tag="x", simple_value=0.5)]
    events = [Event(wall_time=1.0, summary=Summary(value=[one])) for one in values]
    write_events(tmp_path / "lr_1/events.out.tfevents.1", events)
    write_values(tmp_path / "lr_2", [("x", 1, 0.5, 1.0)])
    found = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert found.hparams == {"lr_1": wanted}
    assert [curve.key for curve in found] == [("lr_1", "x"), ("lr_2", "x")]
    assert found.passed_over == {}


def test_odd_hyperparameters_are_left_out(tmp_path):
    """What tbparse cannot read spoils no curve."""
    summary = hparams_pb({"lr": 0.5})
    for one in summary.value:
        one.metadata.plugin_data.content = b"\xff" + one.metadata.plugin_data.content
    events = [Event(wall_time=1.0, summary=summary)]
    events += [Event(step=1, summary=Summary(value=[Summary.Value(tag="x", simple_value=0.5)]))]
    write_events(tmp_path / "events.out.tfevents.1", events)
    found = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert found.hparams == {}
    assert len(found) == 1


def test_hyperparameters_cost_no_curve_where_nothing_can_be_written(tmp_path, monkeypatch):
    """What reads them wants a file; a machine may have no room for one."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    one = Summary.Value(tag="x", simple_value=0.5)
    events = [Event(summary=hparams_pb({"lr": 0.5})), Event(step=1, summary=Summary(value=[one]))]
    write_events(tmp_path / "events.out.tfevents.1", events)
    found = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert (len(found), found.hparams, found.troubles) == (1, {}, ())
