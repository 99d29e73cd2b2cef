"""Training rows and requests: the same instruction in both, the very same requests for both models."""

import json

import pytest

from core.datasets.exports import FrozenRow, export_named
from core.review.answers.predictions import Prediction, parse_answers
from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from core.training.methods.gemini.rows import request_row, training_row
from tests.core.training.methods.gemini.gemini_runs import GeminiRun

ROW = {"input_text": "A post.", "candidate_0": "short", "candidate_1": "long", "choice": 1}
DIALOGUE = {
    "context": "Be brief.",
    "messages": [
        {"role": "user", "content": "One?"},
        {"role": "assistant", "content": "Two."},
        {"role": "user", "content": "Three?"},
    ],
}
SYSTEM = {"parts": [{"text": "Sum up."}]}


def turn(role, text):
    return {"role": role, "parts": [{"text": text}]}


def test_a_preference_row_with_an_instruction():
    """As Google's page on preparing preference data spells it."""
    assert training_row(FrozenRow(ROW, {}), export_named("gemini-preference"), "Sum up.") == {
        "system_instruction": SYSTEM,
        "contents": [turn("user", "A post.")],
        "completions": [
            {"score": 1, "completion": turn("model", "long")},
            {"score": 0, "completion": turn("model", "short")},
        ],
    }


def test_a_supervised_row_with_an_instruction():
    """Whose field is spelt in another way."""
    assert training_row(FrozenRow(ROW, {}), export_named("gemini-supervised"), "Sum up.") == {
        "systemInstruction": SYSTEM,
        "contents": [turn("user", "A post."), turn("model", "long")],
    }


def test_a_row_without_an_instruction_has_no_such_field():
    assert "system_instruction" not in training_row(FrozenRow(ROW, {}), export_named("gemini-preference"), "")
    assert request_row(FrozenRow(ROW, {}), "") == {"request": {"contents": [turn("user", "A post.")]}}


def test_a_dialogue_keeps_its_turns_and_its_own_instruction():
    """The run's comes first."""
    assert request_row(FrozenRow(DIALOGUE, {}), "Sum up.") == {
        "request": {
            "contents": [turn("user", "One?"), turn("model", "Two."), turn("user", "Three?")],
            "systemInstruction": {"parts": [{"text": "Sum up."}, {"text": "Be brief."}]},
        }
    }


@pytest.mark.parametrize("row", [ROW, DIALOGUE])
def test_what_is_asked_is_read_back_as_one_prompt(row):
    """Google repeats the request beside the answer, maybe with its fields in another order."""
    request = request_row(FrozenRow(row, {}), "Sum up.")["request"]
    answer = {"candidates": [{"content": turn("model", "Yes.")}]}
    lines = [
        json.dumps({"status": "", "request": asked, "response": answer}).encode()
        for asked in (request, dict(reversed(request.items())))
    ]
    first, second = parse_answers(lines, "answers.jsonl")
    assert isinstance(first, Prediction)
    assert first.prompt == second.prompt
    assert first.prompt.startswith("Sum up.")


def objects(cloud, job, field):
    """The lines of a data set that a tuning job names."""
    return [
        json.loads(line) for line in cloud.storage.read(job.body[field]["trainingDatasetUri"]).splitlines()
    ]


@pytest.mark.parametrize(
    ("made", "spec", "field"),
    [
        (GeminiPreference(), "preferenceOptimizationSpec", "system_instruction"),
        (GeminiSupervised(), "supervisedTuningSpec", "systemInstruction"),
    ],
)
def test_the_instruction_goes_with_every_row_and_every_request(cloud, scene, made, spec, field):
    """Below the run's own root; the base and the tuned model read the same object."""
    run = GeminiRun(cloud, scene, made, {"instruction": "Sum up."})
    run.submit()
    rows = objects(cloud, run.tunings()[0], spec)
    assert len(rows) == scene.sets["preference_dataset"].rows
    assert all(row[field]["parts"][0] == {"text": "Sum up."} for row in rows)
    assert run.tunings()[0].body[spec]["trainingDatasetUri"].startswith(f"{run.handle.root}/inputs/")
    run.finish()
    sources = {job.body["inputConfig"]["gcsSource"]["uris"][0] for job in run.batches().values()}
    assert sources == {f"{run.handle.root}/requests.jsonl"}
    requests = [json.loads(line)["request"] for line in cloud.storage.read(sources.pop()).splitlines()]
    assert all(request["systemInstruction"] == SYSTEM for request in requests)


def test_without_an_instruction_runs_share_one_training_file(cloud, scene, method):
    """Named by its content, outside of any run's root."""
    runs = [GeminiRun(cloud, scene, method, {"epoch_count": epochs}) for epochs in (1, 2)]
    addresses = []
    for run, suffix in zip(runs, "ab", strict=True):
        run.method.submit(
            type(run.submission())(**{**vars(run.submission()), "job_id": f"{run.job_id}{suffix}"})
        )
        body = run.tunings()[-1].body
        spec = body.get("preferenceOptimizationSpec") or body["supervisedTuningSpec"]
        addresses.append(spec["trainingDatasetUri"])
    assert len(set(addresses)) == 1
    assert addresses[0].startswith(f"gs://{cloud.staging}/prefstudio/datasets/")
