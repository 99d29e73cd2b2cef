"""The metrics of a tuning job: points under Google's names, and the experiment that has them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from math import exp
from typing import Any

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.jobs import Job

LOSSES = {
    "supervisedTuningSpec": ("total_loss", "fraction_of_correct_next_step_preds", "num_predictions"),
    "preferenceOptimizationSpec": ("total_loss",),
}


def begin_experiment(cloud: GoogleCloud, job: Job) -> None:
    """Name the experiment, and the folder of the metrics, of a job that begins."""
    if cloud.plan.experiment:
        context = f"tuning-experiment-{job.id}"
        job.result["experiment"] = f"{cloud.parent(job.location)}/metadataStores/default/contexts/{context}"
    if cloud.plan.metrics_in_storage:
        job.result["gcsMetricsUri"] = f"gs://{cloud.staging}/tuning-metrics/{job.id}"


def count_data(job: Job, kind: str, rows: int, steps: int) -> None:
    """Say how much there is to learn from, once that was looked at; numbers of 64 bits are text."""
    name = kind.replace("Spec", "DataStats")
    counts = {"tuningDatasetExampleCount": str(rows), "tuningStepCount": str(steps)}
    job.result["tuningDataStats"] = {name: counts}


def add_point(job: Job, name: str, step: int, value: float) -> None:
    """Keep a value of a metric."""
    job.metrics.setdefault(name, []).append((step, value, datetime.now(UTC)))


def add_losses(job: Job, kind: str, done: range, steps: int) -> None:
    """The metrics of supervised and preference tuning at some steps, the validation's at the last of them."""
    for step in done:
        for name, value in _losses(kind, step / steps):
            add_point(job, name, step, value)
    if done and job.body[kind].get("validationDatasetUri"):
        for name in LOSSES[kind]:
            add_point(job, f"/eval_{name}", done[-1], _level(name, done[-1] / steps) + 0.02)


def _losses(kind: str, done: float) -> Iterator[tuple[str, float]]:
    if kind == "preferenceOptimizationSpec":
        yield "/preference_optimization_train_loss", _level("total_loss", done)
    else:
        yield from ((f"/train_{name}", _level(name, done)) for name in LOSSES[kind])


def _level(name: str, done: float) -> float:
    """A plausible curve: it falls or rises and levels off."""
    level = 1 - exp(-4 * done)
    return {
        "total_loss": 0.69 - 0.3 * level,
        "fraction_of_correct_next_step_preds": 0.5 + 0.3 * level,
        "num_predictions": 4096.0,
    }[name]


def write_to_storage(cloud: GoogleCloud, job: Job) -> None:
    """Put all metrics so far where ``gcsMetricsUri`` says."""
    folder = job.result.get("gcsMetricsUri")
    if folder:
        content = "".join(json.dumps(line) + "\n" for line in _lines(job))
        cloud.storage.write(f"{folder}/metrics.jsonl", content.encode())


def _lines(job: Job) -> Iterator[dict[str, Any]]:
    for name, points in job.metrics.items():
        for step, value, _ in points:
            yield {"metric": name, "step": step, "value": value}
