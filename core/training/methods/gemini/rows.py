"""What Google reads: training rows, and requests to be answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from core.datasets import DatasetView
from core.datasets.delivery import Form, frozen_rows
from core.datasets.exports import (
    GEMINI,
    GEMINI_RLHF,
    GEMINI_SUPERVISED,
    Export,
    FrozenRow,
    gemini_prompt,
    gemini_prompt_row,
    gemini_row,
    gemini_supervised_row,
    sayable,
)
from core.datasets.scratch import SPOOL_BYTES, json_line, room_for_files
from core.progress import Tell
from core.storage import open_store
from core.training.google import bucket_of, upload_input, upload_progress

Row = dict[str, Any]

MAKERS = {
    GEMINI: (gemini_row, "system_instruction"),
    GEMINI_SUPERVISED: (gemini_supervised_row, "systemInstruction"),
    GEMINI_RLHF: (gemini_prompt_row, "systemInstruction"),
}
"""How a row of each format is made, and how the format spells the instruction."""

REQUESTS = "requests.jsonl"


def training_row(frozen: FrozenRow, export_format: Export, instruction: str) -> Row:
    """A row of a format with the run's instruction before the row's own."""
    make, field = MAKERS[export_format]
    row = make(frozen)
    together = _together(instruction, row.pop(field, None))
    return {field: together, **row} if together else row


def generation_of(parameters: Mapping[str, Any]) -> Row:
    """How both models are to answer: within what the tuning rewards, where it has such parameters."""
    most, level = parameters.get("max_output_tokens"), parameters.get("thinking_level")
    given = {"maxOutputTokens": most, "thinkingConfig": {"thinkingLevel": level} if level else None}
    return {name: value for name, value in given.items() if value}


def request_row(frozen: FrozenRow, instruction: str, generation: Row | None = None) -> Row:
    """A prompt as batch prediction takes it; base and tuned model get the very same lines.

    Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/batch-prediction-gemini
    """
    own, contents = gemini_prompt(frozen)
    request: Row = {"contents": contents}
    if together := _together(instruction, own):
        request["systemInstruction"] = together
    if generation:
        request["generationConfig"] = generation
    return {"request": request}


def upload_training(
    dataset: DatasetView, role: str, export_format: Export, *, instruction: str, root: str, tell: Tell
) -> str:
    """Put a training set where Google reads it and give its address; may be called again.

    Without an instruction of the run's own, runs share one copy; else the rows are this run's.

    Raises:
        Conflict: The frozen object has changed, or the place holds something else.
    """
    if not instruction:
        return upload_input(dataset, Form(export_format), bucket_of(root), tell=tell)
    rows = (training_row(one, export_format, instruction) for one in sayable(frozen_rows(dataset), Counter()))
    return _upload(rows, root, f"inputs/{role}.jsonl", f"data set {dataset.name}", tell)


def upload_requests(dataset: DatasetView, parameters: Mapping[str, Any], *, root: str, tell: Tell) -> str:
    """Put the evaluation set's requests below the run's root and give their address; may be called again.

    Raises:
        Conflict: The frozen object has changed, or the place holds something else.
    """
    instruction, generation = parameters["instruction"] or "", generation_of(parameters)
    rows = (request_row(one, instruction, generation) for one in sayable(frozen_rows(dataset), Counter()))
    return _upload(rows, root, REQUESTS, f"the requests of data set {dataset.name}", tell)


def requests_address(root: str) -> str:
    """Where `upload_requests` puts them."""
    return f"{root}/{REQUESTS}"


def answers_folder(root: str, role: str) -> str:
    """Where one model's answers go."""
    return f"{root}/predictions/{role}"


def _together(instruction: str, own: Row | None) -> Row | None:
    parts = [{"text": instruction}] if instruction else []
    parts += own["parts"] if own else []
    return {"parts": parts} if parts else None


def _upload(rows: Iterable[Row], root: str, key: str, what: str, tell: Tell) -> str:
    tell(f"Writing {what}.")
    with room_for_files(), SpooledTemporaryFile(max_size=SPOOL_BYTES) as spooled:
        file = cast("BinaryIO", spooled)
        file.writelines(json_line(row) for row in rows)
        file.seek(0)
        return open_store(root).put(key, file, progress=upload_progress(what, tell)).address
