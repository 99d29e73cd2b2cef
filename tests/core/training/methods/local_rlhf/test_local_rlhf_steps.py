"""What both training loops share, and what the tasks leave behind: event files and predictions."""

import io
import json
import sys
import warnings
from itertools import islice

import numpy as np
import pytest

from core.training.methods.local_rlhf import tasks
from core.training.methods.local_rlhf.layout import write_line
from core.training.methods.local_rlhf.steps import endless_batches, is_reported, scalar_report
from core.training.methods.local_rlhf.tasks import model_input, write_predictions


def points(steps: int) -> list[int]:
    return [step for step in range(1, steps + 1) if is_reported(step, steps)]


def test_a_long_run_has_the_points_of_googles_logs():
    """The first, each tenth and the last step."""
    assert points(1_405)[:3] == [1, 10, 20]
    assert points(1_405)[-2:] == [1_400, 1_405]


def test_a_medium_run_has_about_a_hundred_points():
    """300 steps: every third, and the first."""
    assert points(300)[:4] == [1, 3, 6, 9]
    assert len(points(300)) == 101


def test_batches_run_on_across_the_ends_of_epochs():
    """66 rows: 33 batches of 64 are 32 epochs, and each row is seen 32 times."""
    batches = list(islice(endless_batches(66, np.random.default_rng(0)), 33))
    assert {len(batch) for batch in batches} == {64}
    assert set(np.bincount(np.concatenate(batches))) == {32}


def test_few_rows_are_one_batch():
    """Five rows: every batch is all of them."""
    assert all(
        sorted(batch) == [0, 1, 2, 3, 4] for batch in islice(endless_batches(5, np.random.default_rng(0)), 3)
    )


def tensors(folder):
    """The event files of a folder as tbparse shows them; its warnings about pandas 4 are its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from tbparse import SummaryReader  # noqa: PLC0415 - its import warns too

        reader = SummaryReader(str(folder))
        assert reader.scalars.empty
        return reader.tensors


def test_points_are_tensor_summaries_and_readable_at_once(tmp_path, capsys):
    """Each point can be read while the task still runs, as a TF2 tensor summary, and the log tells of it."""
    with scalar_report(tmp_path / "tensorboard_metrics", steps=20) as report:
        report(1, {"reward": 0.5, "kl_loss": 0.0})
        report(10, {"reward": 1.0, "kl_loss": 0.125})
        assert len(tensors(tmp_path)) == 4
        report(20, {"reward": 1.5, "kl_loss": 0.25})
    frame = tensors(tmp_path).sort_values(["tag", "step"])
    assert frame["tag"].tolist() == ["kl_loss"] * 3 + ["reward"] * 3
    assert frame["step"].tolist() == [1, 10, 20, 1, 10, 20]
    assert [float(value) for value in frame["value"]] == [0.0, 0.125, 0.25, 0.5, 1.0, 1.5]
    assert [path.parent.name for path in tmp_path.rglob("*tfevents*")] == ["train"]
    assert "step 20 of 20: reward 1.5, kl_loss 0.25" in capsys.readouterr().out


def test_predictions_are_sharded_in_order(tmp_path, monkeypatch):
    """Five rows at two a shard are three files, in Vertex's shape, in order."""
    monkeypatch.setattr(tasks, "ROWS_PER_SHARD", 2)
    texts = [f"answer {number}\u2028" for number in range(5)]
    write_predictions(tmp_path / "out", [f"p{number}" for number in range(5)], texts)
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == [f"text-0000{number}-of-00003.jsonl" for number in range(3)]
    rows = [json.loads(line) for file in files for line in file.read_text().split("\n")[:-1]]
    assert rows[0] == {
        "inputs": {"inputs_pretokenized": "p0", "targets_pretokenized": ""},
        "prediction": texts[0],
    }
    assert [row["prediction"] for row in rows] == texts


def test_no_prompts_still_make_a_shard(tmp_path):
    """An empty evaluation set is an empty file, not a missing one."""
    write_predictions(tmp_path, [], [])
    assert (tmp_path / "text-00000-of-00001.jsonl").read_text() == ""


@pytest.mark.parametrize(
    ("instruction", "expected"), [("Be brief.", "Be brief.\n\n\nA post"), (None, "A post"), ("", "A post")]
)
def test_the_instruction_stands_before_the_prompt(instruction, expected):
    """As in Google's pipeline: two empty lines between them, and none without an instruction."""
    assert model_input("A post", instruction=instruction) == expected


def test_a_log_that_knows_only_ascii_fails_no_run(monkeypatch):
    """What the encoding of the log lacks is escaped."""
    output = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", output)
    write_line("Übung…\n")
    assert output.buffer.getvalue() == b"\\xdcbung\\u2026\n"
