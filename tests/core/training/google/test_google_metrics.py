"""Metrics of tuning jobs: names, series of any length, values that were not measured, files of odd forms."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from core.curves import read_curves
from core.errors import InvalidInput
from core.event_files import Point, event_file, keep_points
from core.rewards import RankLossPoint
from core.training.google.metric_files import read_metric_files
from core.training.google.metrics import keep_rank_loss, plain_tag, reinforced_tag
from core.training.google.tensorboards import read_experiment
from tests.core.rewards.made_rewards import report
from tests.doubles.google.jobs import TUNINGS, Job

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("metric", "tag"),
    [
        ("/train_mean_reward", "reward"),
        ("/eval_mean_reward", "eval_reward"),
        ("/train_generation_length", "generation_length"),
        ("/eval_thinking_token_length", "eval_thinking_token_length"),
        ("/learnable_prompt_ratio", "learnable_prompt_ratio"),
        ("/train_p95_reward_latency", "p95_reward_latency"),
        ("brevity/train_mean_reward", "brevity/reward"),
        ("people/eval_clipping_rewards_ratio", "people/eval_clipping_rewards_ratio"),
        ("", ""),
    ],
)
def test_metrics_of_reinforcement_are_called_as_in_other_methods(metric, tag):
    assert reinforced_tag(metric) == tag


def test_losses_keep_googles_names():
    assert plain_tag("/train_total_loss") == "train_total_loss"


@pytest.fixture
def job(cloud):
    """A tuning job with an experiment; tests give it its points, and read it as google-genai has it."""
    made = cloud.add(Job(TUNINGS, "7", f"{cloud.parent(cloud.region)}/{TUNINGS}/7", cloud.region, {}))
    made.result["experiment"] = f"{cloud.parent(cloud.region)}/metadataStores/default/contexts/tuning-7"
    return made


class Asked:
    """What reading needs of a job."""

    def __init__(self, made: Job) -> None:
        self.name, self.experiment = made.name, made.result["experiment"]


def points(count, name="/train_mean_reward"):
    return {name: [(step, step / 7, NOON + timedelta(seconds=step)) for step in range(1, count + 1)]}


def test_points_come_with_steps_values_and_times(job):
    job.metrics = points(3)
    assert read_experiment(Asked(job)) == [
        Point(step, NOON.timestamp() + step, "/train_mean_reward", step / 7) for step in (1, 2, 3)
    ]


def test_a_value_that_is_absent_was_not_measured_and_a_zero_was(job, cloud):
    """Google's JSON leaves both out in its own way."""
    job.metrics = {"/a": [(1, 5.0, NOON), (2, 0.0, NOON)]}
    cloud.plan.without_value = {"/a"}
    assert [(one.step, one.value) for one in read_experiment(Asked(job))] == [(2, 0.0)]


def test_all_points_of_a_long_series_are_read(job):
    """A batch has 1,000 of them, chosen at random; the export has all."""
    job.metrics = points(2_500)
    assert [one.step for one in read_experiment(Asked(job))] == list(range(1, 2_501))


def test_more_series_than_an_address_can_name_are_read(job, cloud):
    job.metrics = {f"part{number}/train_mean_reward": [(1, 0.5, NOON)] for number in range(95)}
    assert len(read_experiment(Asked(job))) == 95
    assert cloud.requests.count("tensorboards.batchRead") == 3


def test_an_experiment_without_points_has_none(job):
    assert read_experiment(Asked(job)) == []
    job.result["experiment"] = ""
    assert read_experiment(Asked(job)) == []


FORMS = {
    "long.jsonl": '{"tag": "/m", "step": 1, "value": 0.5}\n{"tag": "/m", "step": "2", "value": 1}\n{"cut',
    "wide.jsonl": '{"step": 1, "/m": 0.5, "note": "x"}\n{"step": 2, "/m": 1.0, "ok": true}\n',
    "whole.json": '[{"global_step": 1, "/m": 0.5}, {"global_step": 2, "/m": 1.0}]',
    "table.csv": "step,/m\n1,0.5\n2,1.0\n3,\n",
    "long.csv": "name,step,value\n/m,1,0.5\n/m,2,1.0\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_files_that_explain_themselves_are_read(cloud, name):
    cloud.storage.write(f"gs://{cloud.staging}/metrics/{name}", FORMS[name].encode())
    found = read_metric_files(f"gs://{cloud.staging}/metrics")
    assert [(one.tag, one.step, one.value) for one in found] == [("/m", 1, 0.5), ("/m", 2, 1.0)]


ODD = {
    "steps.jsonl": '{"step": NaN, "/m": 1}\n{"step": 1e300, "/m": 1}\n{"step": 1, "/m": 0.5}\n',
    "steps.csv": "step,/m\ninf,0.1\n1,0.5\n",
    "times.jsonl": '{"step": 1, "wall_time": "NaN", "/m": 0.5}\n',
    "long.csv": f"step,/m\n1,0.5\n2,{'x' * 200_000}\n",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_row_costs_no_other_row(cloud, name):
    """A step, or a time, that is no number; a field without end."""
    cloud.storage.write(f"gs://{cloud.staging}/metrics/{name}", ODD[name].encode())
    [point] = read_metric_files(f"gs://{cloud.staging}/metrics")
    assert (point.step, point.tag, point.value) == (1, "/m", 0.5)
    assert event_file([point])


def test_brackets_without_end_are_no_form_that_is_known(cloud):
    cloud.storage.write(f"gs://{cloud.staging}/metrics/deep.json", b"[" * 200_000)
    with pytest.raises(InvalidInput, match="in a form that the studio does not know"):
        read_metric_files(f"gs://{cloud.staging}/metrics")


def test_event_files_are_read(cloud):
    written = [Point(step, 5.0, "/m", step / 2) for step in (1, 2)]
    cloud.storage.write(f"gs://{cloud.staging}/metrics/train/events.out.tfevents.1", event_file(written))
    assert read_metric_files(f"gs://{cloud.staging}/metrics/") == written


def test_a_job_that_was_restarted_has_one_curve(cloud):
    """The file that was begun later retires what the first one has from its first step on."""
    for at, steps in ((5.0, range(1, 31)), (900.0, range(10, 20))):
        written = event_file(Point(step, at + step, "/m", at) for step in steps)
        cloud.storage.write(f"gs://{cloud.staging}/metrics/train/events.out.tfevents.{at:.0f}", written)
    found = read_metric_files(f"gs://{cloud.staging}/metrics")
    assert [(one.step, one.value) for one in found] == [
        *((step, 5.0) for step in range(1, 10)),
        *((step, 900.0) for step in range(10, 20)),
    ]


def test_of_a_damaged_event_file_the_rest_is_read(cloud):
    """Its end was cut off, and one value is no scalar that anything could decode."""
    written = event_file([Point(step, 5.0, "/m", step / 2) for step in (1, 2)])
    cloud.storage.write(f"gs://{cloud.staging}/metrics/train/events.out.tfevents.1", written[:-3])
    assert [one.step for one in read_metric_files(f"gs://{cloud.staging}/metrics")] == [1]


def test_logs_of_two_folders_stay_apart(cloud):
    """Where both have a tag; their folders tell them apart."""
    for name in ("train", "validation"):
        written = event_file([Point(1, 5.0, "/loss", 0.5), Point(1, 5.0, f"/only_{name}", 0.5)])
        cloud.storage.write(f"gs://{cloud.staging}/metrics/{name}/events.out.tfevents.1", written)
    tags = {one.tag for one in read_metric_files(f"gs://{cloud.staging}/metrics")}
    assert tags == {"run/loss", "run/validation/loss", "/only_train", "/only_validation"}


def test_an_unknown_form_is_said_and_not_guessed(cloud):
    cloud.storage.write(f"gs://{cloud.staging}/metrics/a.bin", b"\x00\x01PAR1")
    with pytest.raises(InvalidInput, match=r"'a\.bin' holds neither lines of JSON nor a table"):
        read_metric_files(f"gs://{cloud.staging}/metrics")
    assert read_metric_files(f"gs://{cloud.staging}/nothing") == []


def test_the_same_points_are_the_same_file(tmp_path):
    """Whatever their order, so that what is not new is not written; NaN is a value as it is."""
    some = [Point(2, 1.0, "b", float("nan")), Point(1, 1.0, "a", 0.25), Point(2, 1.0, "a", 0.5)]
    assert event_file(some) == event_file(reversed(some))
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_file(some))
    frame = read_curves(str(path), cache=tmp_path / "cache").frame()
    assert frame[["tag", "step"]].to_numpy().tolist() == [["a", 1], ["a", 2], ["b", 2]]
    assert frame["value"].iloc[:2].tolist() == [0.25, 0.5]


def test_a_later_file_takes_the_place_of_the_one_before(tmp_path):
    """And of nothing else."""
    root = tmp_path.as_uri()
    other = tmp_path / "tensorboard_metrics/tune/events.out.tfevents.other"
    keep_points(root, "tune", [Point(1, 1.0, "a", 0.5)])
    other.write_bytes(b"")
    keep_points(root, "tune", [Point(1, 1.0, "a", 0.5), Point(2, 1.0, "a", 0.6)])
    keep_points(root, "tune", [Point(1, 1.0, "a", 0.5), Point(2, 1.0, "a", 0.6)])
    assert len(list(other.parent.iterdir())) == 2
    (curve,) = read_curves(str(tmp_path), cache=tmp_path / "cache")
    assert curve.steps.tolist() == [1, 2]


def test_how_a_reward_was_fitted_is_a_curve_of_the_run(tmp_path):
    """Both losses, under the task that does the same in Google's own pipeline."""
    fit = (
        RankLossPoint(step=0, training=0.693, held_out=0.693),
        RankLossPoint(step=4, training=0.5, held_out=None),
    )

    class View:
        created_at = NOON

    View.report = report(rank_loss=fit)
    keep_rank_loss(tmp_path.as_uri(), View)
    frame = read_curves(str(tmp_path), cache=tmp_path / "cache").frame()
    assert set(frame["task"]) == {"reward-model-trainer"}
    assert json.loads(frame.groupby("tag")["step"].agg(list).to_json()) == {
        "eval_rank_loss": [0],
        "rank_loss": [0, 4],
    }
