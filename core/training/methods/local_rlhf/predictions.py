"""Writing predictions in the shape of Vertex AI's bulk inference."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

ROWS_PER_SHARD = 1_000


def model_input(prompt: str, *, instruction: str | None) -> str:
    """What the model is asked: the instruction, two empty lines and the prompt, or the prompt alone."""
    return f"{instruction}\n\n\n{prompt}" if instruction else prompt


def write_predictions(folder: Path, inputs: Sequence[str], predictions: Sequence[str]) -> None:
    """Writes shards named ``text-00000-of-00002.jsonl``, at least one, with the rows in the given order."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [_line(*row) for row in zip(inputs, predictions, strict=True)]
    shards = max(1, math.ceil(len(lines) / ROWS_PER_SHARD))
    for shard in range(shards):
        rows = lines[shard * ROWS_PER_SHARD : (shard + 1) * ROWS_PER_SHARD]
        path = folder / f"text-{shard:05d}-of-{shards:05d}.jsonl"
        path.write_text("".join(rows), encoding="utf-8", newline="\n")


def _line(inputs: str, prediction: str) -> str:
    """One row; JSON's own escapes keep any text on one line."""
    row = {"inputs": {"inputs_pretokenized": inputs, "targets_pretokenized": ""}, "prediction": prediction}
    return json.dumps(row) + "\n"
