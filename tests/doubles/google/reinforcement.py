"""Reinforcement of Gemini with a reward: what is refused, the stages, and what is really scored."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from gcp_storage_emulator.exceptions import NotFound

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.jobs import Job, WorkError
from tests.doubles.google.plans import REINFORCED
from tests.doubles.google.scorers import Outcome, parts_of, score, text_in, together
from tests.doubles.google.texts import answer_to
from tests.doubles.google.tuning_metrics import add_point, count_data, write_to_storage

Json = dict[str, Any]
MOST_ROWS, MOST_VALIDATION_ROWS = 5_000, 500
MOST_STEPS, USUAL_STEPS, MOST_EPOCHS = 500, 110, 10
BATCH = 32
SCORED_ROWS = 20
MOST_FAILING = 0.8
INVALID = 3
BY_CALL = ("codeExecutionRewardScorer", "autoraterScorer", "cloudRunRewardScorer")


@dataclass(frozen=True)
class Answered:
    """One model's answer to one prompt, scored."""

    text: str
    outcomes: dict[str, Outcome]
    overall: float

    @property
    def failed(self) -> bool:
        """Whether it got no reward."""
        return any(outcome.failed for outcome in self.outcomes.values())


Pairs = list[tuple[Answered, Answered]]
"""The base model's and the tuned model's answer to each prompt."""


def reinforce(cloud: GoogleCloud, job: Job) -> Iterator[None]:
    """Go through the stages of a job.

    Raises:
        WorkError: The data cannot be used, or the reward fails too often.
    """
    spec = job.body[REINFORCED]
    for _ in range(cloud.plan.waits_for_quota):
        yield from _stage(job, "WAITING_FOR_QUOTA")
    yield from _stage(job, "PROCESSING_DATASET")
    rows = _rows(cloud, spec["trainingDatasetUri"], MOST_ROWS)
    validation = _validation_rows(cloud, spec, rows)
    count_data(job, REINFORCED, len(rows), steps_of(spec, len(rows))[0])
    yield from _stage(job, "WAITING_FOR_CAPACITY")
    job.result["tuningJobState"] = "TUNING_JOB_STATE_TUNING"
    yield
    trained, evaluated = _scored(cloud, job, spec, rows), _scored(cloud, job, spec, validation)
    _require_rewards(trained)
    yield from _train(cloud, job, trained, evaluated, len(rows))
    yield from _stage(job, "POST_PROCESSING")


def checkpoint_steps(spec: Json, rows: int) -> list[tuple[int, int]]:
    """The steps at which there are checkpoints, and the epochs they are in; the last step always."""
    steps, epochs = steps_of(spec, rows)
    every = int(spec.get("hyperParameters", {}).get("checkpointInterval") or ceil(steps / epochs))
    at = sorted({*range(every, steps + 1, every), steps})
    return [(step, max(1, ceil(step * epochs / steps))) for step in at]


def steps_of(spec: Json, rows: int) -> tuple[int, int]:
    """How many steps and epochs it takes."""
    given = spec.get("hyperParameters", {})
    batch = int(given.get("batchSize") or BATCH)
    epochs = int(given.get("epochCount") or min(ceil(USUAL_STEPS * batch / rows), MOST_EPOCHS))
    return min(MOST_STEPS, max(1, round(epochs * rows / batch))), epochs


def rows_of(cloud: GoogleCloud, spec: Json) -> int:
    """How many prompts there are."""
    return len(cloud.storage.read(spec["trainingDatasetUri"]).splitlines())


def _stage(job: Job, name: str) -> Iterator[None]:
    job.result["tuningJobState"] = f"TUNING_JOB_STATE_{name}"
    yield


def _rows(cloud: GoogleCloud, address: str, most: int) -> list[Json]:
    try:
        rows = [json.loads(line) for line in cloud.storage.read(address).splitlines()]
    except NotFound:
        raise WorkError(f"Dataset {address} was not found.", INVALID) from None
    except ValueError:
        raise WorkError(f"Dataset {address} is not in JSONL format.", INVALID) from None
    if not 1 <= len(rows) <= most:
        raise WorkError(f"Dataset {address} has {len(rows)} examples; 1 to {most} are allowed.", INVALID)
    for number, row in enumerate(rows, start=1):
        if not row.get("contents"):
            raise WorkError(f"{address}, row {number}: contents is required.", INVALID)
    return rows


def _validation_rows(cloud: GoogleCloud, spec: Json, rows: list[Json]) -> list[Json]:
    """Those that are given, else a part of the training rows is split off."""
    if address := spec.get("validationDatasetUri"):
        return _rows(cloud, address, MOST_VALIDATION_ROWS)
    return rows[-max(1, len(rows) // 4) :]


def _scored(cloud: GoogleCloud, job: Job, spec: Json, rows: list[Json]) -> Pairs:
    """Let both models answer some of the prompts, and score what they say with the reward that was given."""
    return [
        (_answered(cloud, job, spec, row, tuned=False), _answered(cloud, job, spec, row, tuned=True))
        for row in rows[:SCORED_ROWS]
    ]


def _answered(cloud: GoogleCloud, job: Job, spec: Json, row: Json, *, tuned: bool) -> Answered:
    text = answer_to(text_in(row["contents"][-1]), tuned=tuned)
    outcomes = score(cloud, spec, row, {"role": "model", "parts": [{"text": text}]}, job.id)
    return Answered(text, outcomes, together(outcomes, spec))


def _require_rewards(scored: Pairs) -> None:
    answers = [answer for pair in scored for answer in pair]
    failing = [answer for answer in answers if answer.failed]
    share = len(failing) / len(answers)
    if share > MOST_FAILING:
        first = next(one.error for one in failing[0].outcomes.values() if one.failed)
        raise WorkError(
            f"Reward computation failed for {share:.0%} of the samples, which exceeds the threshold of "
            f"{MOST_FAILING:.0%}. Example error: {first or 'the reward is not a number'}",
            INVALID,
        )


def _train(cloud: GoogleCloud, job: Job, trained: Pairs, evaluated: Pairs, rows: int) -> Iterator[None]:
    spec = job.body[REINFORCED]
    steps, epochs = steps_of(spec, rows)
    every = int(spec.get("hyperParameters", {}).get("evaluateInterval") or ceil(steps / epochs))
    done = 0
    for stage in range(1, cloud.plan.stages + 1):
        until = max(done, steps * stage // cloud.plan.stages)
        for step in range(done + 1, until + 1):
            _add(cloud, job, step, "train", trained, step / steps, spec)
            if step % every == 0 or step == steps:
                _add(cloud, job, step, "eval", evaluated, step / steps, spec)
        done = until
        job.result["tuningJobMetadata"] = _progress(done, epochs * done // steps)
        write_to_storage(cloud, job)
        if stage < cloud.plan.stages:
            yield


def _progress(steps: int, epochs: int) -> Json:
    """Numbers of 64 bits are text in Google's JSON, and a zero is left out."""
    given = {"completedStepCount": steps, "completedEpochCount": epochs}
    return {name: str(count) for name, count in given.items() if count}


def _add(cloud: GoogleCloud, job: Job, step: int, on: str, pairs: Pairs, done: float, spec: Json) -> None:
    """All metrics of a step, under Google's names; so much of the way the tuned model's answers count."""
    values = {
        "mean_reward": _mixed(pairs, done, lambda one: None if one.failed else one.overall),
        "generation_length": _mixed(pairs, done, lambda one: len(one.text) / 4),
        "thinking_token_length": 0.0,
        "mean_reward_latency": _mixed(pairs, done, lambda one: max(x.seconds for x in one.outcomes.values())),
        "p95_reward_latency": max(x.seconds for pair in pairs for one in pair for x in one.outcomes.values()),
        "mean_sampling_latency": 0.8 - 0.2 * done,
        "p95_sampling_latency": 1.6 - 0.3 * done,
    }
    for name, value in values.items():
        add_point(job, f"/{on}_{name}", step, value)
    if on == "train":
        differ = [base.overall != tuned.overall for base, tuned in pairs]
        add_point(job, "/learnable_prompt_ratio", step, sum(differ) / len(differ))
    if "compositeRewardConfig" in spec:
        for config, _ in parts_of(spec):
            _add_part(job, step, on, config, pairs, done)


def _add_part(job: Job, step: int, on: str, config: Json, pairs: Pairs, done: float) -> None:
    name = config["rewardName"]
    ratios = {"clipping_rewards_ratio": lambda one: float(not one.failed and one.raw != one.reward)}
    if "codeExecutionRewardScorer" in config:
        ratios["executing_code_failure_ratio"] = lambda one: float(one.failed)
    if any(kind in config for kind in BY_CALL):
        ratios["rpc_error_ratio"] = lambda one: float(
            one.failed and "codeExecutionRewardScorer" not in config
        )
        ratios["invalid_rpc_response_ratio"] = lambda _: 0.0
    ratios["mean_reward"] = lambda one: None if one.failed else one.reward
    ratios["processing_time"] = ratios["p95_processing_time"] = lambda one: one.seconds
    for ratio, value in ratios.items():
        found = _mixed(pairs, done, lambda answer, value=value: value(answer.outcomes[name]))
        add_point(job, f"{name}/{on}_{ratio}", step, found)


def _mixed(pairs: Pairs, done: float, value: Any) -> float:
    """The mean over the prompts; what failed is left out."""
    means = []
    for side in (0, 1):
        known = [found for pair in pairs if (found := value(pair[side])) is not None]
        means.append(sum(known) / len(known) if known else 0.0)
    return (1 - done) * means[0] + done * means[1]
