"""The next step of the loop: the first whose condition holds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.ui.loop import _next_step
from core.datasets import DatasetKind
from core.labelling import ProjectProgress
from core.training import RunState, RunView

NONE = ProjectProgress({}, needed=2)
SOME = ProjectProgress({0: 1, 1: 1}, needed=2)
ALL = ProjectProgress({2: 2}, needed=2)
EVERY_KIND = set(DatasetKind)


def runs(*states: RunState) -> list[RunView]:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    fields: dict[str, Any] = {"method": "m", "job_id": "j", "parameters": {}, "root": "/", "error": None}
    times: dict[str, Any] = {"created_at": at, "started_at": at, "ended_at": None}
    return [RunView(n, 1, f"Run {n}", state=one, **fields, **times) for n, one in enumerate(states)]


@pytest.mark.parametrize(
    ("progress", "kinds", "states", "verdicts", "page", "words"),
    [
        (NONE, set(), [], 0, "datasets", "Import pairs"),
        (SOME, set(), [], 0, "label", "waiting for judgments"),
        (SOME, {DatasetKind.PROMPT}, [], 0, "label", "waiting for judgments"),
        (ALL, set(), [], 0, "datasets", "Freeze"),
        (SOME, {DatasetKind.PREFERENCE}, [], 0, "datasets", "Freeze"),
        (ALL, {DatasetKind.PREFERENCE, DatasetKind.PROMPT}, [], 0, "datasets", "Freeze"),
        (ALL, EVERY_KIND, [], 0, "launch", "Launch a run"),
        (SOME, EVERY_KIND, [], 0, "launch", "Launch a run"),
        (ALL, EVERY_KIND, [RunState.PENDING], 0, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.RUNNING], 0, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.CANCELLING], 0, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.RUNNING, RunState.SUCCEEDED], 3, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.FAILED], 0, "runs", "did not succeed"),
        (ALL, EVERY_KIND, [RunState.LOST], 0, "runs", "did not succeed"),
        (ALL, EVERY_KIND, [RunState.CANCELLED], 0, "runs", "did not succeed"),
        (ALL, EVERY_KIND, [RunState.SUCCEEDED], 0, "compare", "Compare base and tuned"),
        (ALL, EVERY_KIND, [RunState.FAILED, RunState.SUCCEEDED], 0, "compare", "Compare base and tuned"),
        (ALL, EVERY_KIND, [RunState.SUCCEEDED], 1, "compare", "unblind"),
    ],
)
def test_the_next_step(progress, kinds, states, verdicts, page, words):
    """Every step of the loop, in its order."""
    step = _next_step(progress, kinds, runs(*states), verdicts)
    assert step[0] == page
    assert words in step[1]
