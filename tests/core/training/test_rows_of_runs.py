"""How the steps of a run's tasks go through the rows of its frozen sets."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.curves import Rows
from core.datasets import DatasetKind
from core.training.run_curves import run_rows


def detail(method: str) -> Any:
    """A run on 650 pairs of 650 prompts, 130 prompts and an evaluation set."""
    sets = {
        "preference_dataset": (DatasetKind.PREFERENCE, 650),
        "prompt_dataset": (DatasetKind.PROMPT, 130),
        "eval_dataset": (DatasetKind.EVALUATION, 10),
    }
    inputs = {
        role: SimpleNamespace(kind=kind, rows=rows, card={"distinct_prompts": rows})
        for role, (kind, rows) in sets.items()
    }
    return cast("Any", SimpleNamespace(run=SimpleNamespace(method=method), inputs=inputs))


@pytest.mark.parametrize(
    ("method", "rows"),
    [
        # Google counts whole batches: ⌈650/64⌉ = 11, ⌈130/64⌉ = 3
        ("vertex-rlhf", {"reward-model-trainer": Rows(64, 11), "reinforcer": Rows(64, 3)}),
        # a fifth of the pairs is held out, and batches run on: 520/64, 130/64
        ("local-rlhf", {"reward-model-trainer": Rows(64, 8.125), "reinforcer": Rows(64, 2.03125)}),
        # its steps are counted over no set
        ("gemini-preference", {}),
        ("a method that is gone", {}),
    ],
)
def test_rows_of_a_run(method, rows):
    """Each task reads one of the run's sets."""
    assert run_rows(detail(method)) == rows
