"""Freeze rows in a project of a test's own, and look at what lies in the store."""

import gzip
import json
from typing import Any

from core.datasets import DatasetView
from core.storage import open_address

SWAPPED = {"candidate_0": "candidate_1", "candidate_1": "candidate_0"}


def evidence_in(dataset: DatasetView) -> list[dict[str, Any]]:
    """The evidence of a set, a line a row."""
    with open_address(dataset.evidence_address) as packed, gzip.open(packed) as lines:
        return [json.loads(line) for line in lines]


def posts_in(rows: list[dict[str, Any]]) -> set[str]:
    """The prompts of rows."""
    return {one["input_text"] for one in rows}
