"""The made-up Google Cloud has the metrics of tuning jobs, asked by Google's clients of TensorBoard."""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from google import genai
from google.api_core import exceptions
from google.cloud.aiplatform_v1 import MetadataServiceClient, TensorboardServiceClient
from google.genai import types

from tests.doubles.google.clients import gemini_client, vertex_client
from tests.doubles.google.reinforcements import composite, program, put_rows, reinforce
from tests.doubles.google_cloud import GoogleCloud

pytestmark = pytest.mark.filterwarnings("ignore:The SDK's tuning implementation is experimental")

ODD = "def evaluate(example, response):\n    return 3.0 if 'First 1' in response['parts'][0]['text'] else 0\n"
ON_TRAIN_AND_EVAL = {
    "mean_reward",
    "generation_length",
    "thinking_token_length",
    "mean_reward_latency",
    "p95_reward_latency",
    "mean_sampling_latency",
    "p95_sampling_latency",
}
OF_A_PROGRAM = {
    "mean_reward",
    "processing_time",
    "p95_processing_time",
    "executing_code_failure_ratio",
    "rpc_error_ratio",
    "invalid_rpc_response_ratio",
    "clipping_rewards_ratio",
}


@pytest.fixture
def gemini(cloud: GoogleCloud) -> Iterator[genai.Client]:
    with gemini_client(cloud) as client:
        yield client


@pytest.fixture
def boards(cloud: GoogleCloud) -> TensorboardServiceClient:
    return vertex_client(TensorboardServiceClient, cloud.address, cloud.key())


def context_of(cloud: GoogleCloud, job: Any) -> Any:
    """The experiment of a job."""
    client = vertex_client(MetadataServiceClient, cloud.address, cloud.key())
    return client.get_context(name=job.experiment, retry=None)


def series_of(cloud: GoogleCloud, boards: TensorboardServiceClient, job: Any) -> dict[str, str]:
    """The names of a job's time series by what they are called."""
    context = context_of(cloud, job)
    board = context.metadata["backing_tensorboard_resource"]
    experiment = f"{board}/experiments/{context.name.rpartition('/')[2]}"
    (run,) = boards.list_tensorboard_runs(parent=experiment)
    return {one.display_name: one.name for one in boards.list_tensorboard_time_series(parent=run.name)}


def points_of(boards: TensorboardServiceClient, *names: str) -> list[list[tuple[int, float]]]:
    """The points of series."""
    request = {"tensorboard": names[0].partition("/experiments/")[0], "time_series": names}
    data = boards.batch_read_tensorboard_time_series_data(request=request).time_series_data
    return [[(point.step, point.scalar.value) for point in one.values] for one in data]


def test_metrics_have_googles_names_and_grow(
    cloud: GoogleCloud, gemini: genai.Client, boards: TensorboardServiceClient
) -> None:
    """A point for each step, evaluations at their interval; the reward is what the program gives."""
    name = reinforce(gemini, put_rows(cloud)).name
    cloud.advance(name, 4)
    job = gemini.tunings.get(name=name)
    begun = series_of(cloud, boards, job)["/train_mean_reward"]
    assert [step for step, _ in points_of(boards, begun)[0]] == [1, 2]
    cloud.finish(name)
    series = series_of(cloud, boards, job)
    wanted = {f"/{on}_{metric}" for on in ("train", "eval") for metric in ON_TRAIN_AND_EVAL}
    assert series.keys() == wanted | {"/learnable_prompt_ratio"}
    trained, evaluated = points_of(boards, series["/train_mean_reward"], series["/eval_mean_reward"])
    assert [step for step, _ in trained] == list(range(1, 11))
    assert [step for step, _ in evaluated] == [2, 4, 6, 8, 10]
    # Tuned: "The very last one 0." has 20 characters; untuned: "First 0." has 8.
    assert trained[0][1] < trained[-1][1] == pytest.approx(1.0)


def test_parts_of_composites_have_metrics_of_their_own(
    cloud: GoogleCloud, gemini: genai.Client, boards: TensorboardServiceClient
) -> None:
    """How often they fail and how often they are cut, under the part's name."""
    rewards = composite(program(), program(ODD, "odd"))
    name = reinforce(gemini, put_rows(cloud), composite_reward_config=rewards, evaluate_interval=None).name
    cloud.finish(name)
    series = series_of(cloud, boards, gemini.tunings.get(name=name))
    ours = {f"odd/{on}_{metric}" for on in ("train", "eval") for metric in OF_A_PROGRAM}
    assert {one for one in series if one.startswith("odd/")} == ours
    cut, failed = points_of(
        boards, series["odd/train_clipping_rewards_ratio"], series["odd/train_executing_code_failure_ratio"]
    )
    assert (0 < cut[0][1] < 1, cut[-1][1]) == (True, 0.0)
    assert {value for _, value in failed} == {0.0}


def test_losses_of_the_other_ways_to_tune(
    cloud: GoogleCloud, gemini: genai.Client, boards: TensorboardServiceClient
) -> None:
    """Under the names of Google's texts; without a validation set there is no evaluation."""
    rows, row = (
        f"gs://{cloud.bucket}/rows.jsonl",
        {"contents": [{"parts": [{"text": "Hi"}]}], "completions": []},
    )
    cloud.storage.write(rows, json.dumps(row).encode())
    supervised = {"/train_total_loss", "/train_fraction_of_correct_next_step_preds", "/train_num_predictions"}
    evaluated = {one.replace("train", "eval") for one in supervised}
    cases = [
        ("SUPERVISED_FINE_TUNING", None, supervised),
        ("SUPERVISED_FINE_TUNING", rows, supervised | evaluated),
        ("PREFERENCE_TUNING", rows, {"/preference_optimization_train_loss", "/eval_total_loss"}),
    ]
    for method, validation, wanted in cases:
        config = types.CreateTuningJobConfig(
            method=method,
            epoch_count=2,
            validation_dataset=types.TuningValidationDataset(gcs_uri=validation) if validation else None,
        )
        dataset = types.TuningDataset(gcs_uri=rows)
        name = gemini.tunings.tune(
            base_model="gemini-2.5-flash", training_dataset=dataset, config=config
        ).name
        cloud.finish(name)
        series = series_of(cloud, boards, gemini.tunings.get(name=name))
        assert series.keys() == wanted
        losses = points_of(boards, next(series[one] for one in series if one.endswith("loss")))[0]
        assert [step for step, _ in losses] == list(range(1, 21))
        assert losses[-1][1] < losses[0][1]


def test_what_reading_leaves_out(
    cloud: GoogleCloud, gemini: genai.Client, boards: TensorboardServiceClient
) -> None:
    """A zero and a value that is missing both read 0.0, one is there; of many points 1,000 are read."""
    name = reinforce(gemini, put_rows(cloud)).name
    cloud.finish(name)
    job = gemini.tunings.get(name=name)
    cloud.plan.without_value.add("/train_mean_reward")
    series = series_of(cloud, boards, job)
    zero, missing = series["/train_thinking_token_length"], series["/train_mean_reward"]
    request = {"tensorboard": zero.partition("/experiments/")[0], "time_series": [zero, missing]}
    data = boards.batch_read_tensorboard_time_series_data(request=request).time_series_data
    first = [one.values[0] for one in data]
    assert [point.scalar.value for point in first] == [0.0, 0.0]
    assert ["scalar" in point for point in first] == [True, False]
    kept = cloud.find(name).metrics["/learnable_prompt_ratio"]
    kept[:] = [(step, math.nan if step == 1 else 1 / step, kept[0][2]) for step in range(1, 1201)]
    (read,) = points_of(boards, series["/learnable_prompt_ratio"])
    assert len(read) == 1000
    asked = {"tensorboard_time_series": series["/learnable_prompt_ratio"], "page_size": 500}
    exported = list(boards.export_tensorboard_time_series_data(request=asked))
    steps = [point.step for point in exported]
    assert sorted(steps) == list(range(1, 1201)) != steps
    assert [point.step for point in exported if math.isnan(point.scalar.value)] == [1]
    ordered = boards.export_tensorboard_time_series_data(request=asked | {"order_by": "step"})
    assert [point.step for point in ordered] == list(range(1, 1201))


def test_metrics_are_found_without_the_experiment_saying_where(
    cloud: GoogleCloud, gemini: genai.Client, boards: TensorboardServiceClient
) -> None:
    """In the location's TensorBoard; a job may name no experiment at all, and then there is nothing."""
    parent = f"projects/{cloud.project}/locations/{cloud.region}"
    assert list(boards.list_tensorboards(parent=parent)) == []
    cloud.plan.backed = False
    name = reinforce(gemini, put_rows(cloud)).name
    cloud.finish(name)
    job = gemini.tunings.get(name=name)
    assert "backing_tensorboard_resource" not in context_of(cloud, job).metadata
    (board,) = boards.list_tensorboards(parent=parent)
    (experiment,) = boards.list_tensorboard_experiments(parent=board.name)
    assert experiment.display_name == job.experiment.rpartition("/")[2]
    with pytest.raises(exceptions.NotFound):
        list(boards.list_tensorboard_runs(parent=f"{board.name}/experiments/other"))
    cloud.plan.experiment = False
    silent = reinforce(gemini, put_rows(cloud)).name
    cloud.finish(silent)
    assert gemini.tunings.get(name=silent).experiment is None
    assert len(list(boards.list_tensorboard_experiments(parent=board.name))) == 1


def test_metrics_may_lie_in_storage_too(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """Below ``gcsMetricsUri``, in a form that is made up here."""
    cloud.plan.metrics_in_storage = True
    name = reinforce(gemini, put_rows(cloud)).name
    cloud.finish(name)
    folder = gemini.tunings.get(name=name).gcs_metrics_uri
    lines = [json.loads(line) for line in cloud.storage.read(f"{folder}/metrics.jsonl").splitlines()]
    assert lines[0].keys() == {"metric", "step", "value"}
    assert len([line for line in lines if line["metric"] == "/train_mean_reward"]) == 10
