"""The next step of the loop: the first whose condition holds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.ui.home.loop import _next_step
from core.datasets import DatasetKind
from core.labelling.progress import ProjectProgress
from core.review import ReviewWork
from core.training.models import RunState
from core.training.runs import RunView

NONE = ProjectProgress({}, needed=2)
SOME = ProjectProgress({0: 1, 1: 1}, needed=2)
ALL = ProjectProgress({2: 2}, needed=2)
EVERY_KIND = set(DatasetKind)
NOTHING = ReviewWork()
WAITING = ReviewWork(waiting=12)


def runs(*states: RunState) -> list[RunView]:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    fields: dict[str, Any] = {"method": "m", "job_id": "j", "parameters": {}, "root": "/", "error": None}
    times: dict[str, Any] = {"created_at": at, "started_at": at, "ended_at": None}
    return [RunView(n, 1, f"Run {n}", state=one, **fields, **times) for n, one in enumerate(states)]


@pytest.mark.parametrize(
    ("progress", "kinds", "states", "review", "page", "words"),
    [
        (NONE, set(), [], NOTHING, "datasets", "Import pairs"),
        (SOME, set(), [], NOTHING, "label", "waiting for judgments"),
        (SOME, {DatasetKind.PROMPT}, [], NOTHING, "label", "waiting for judgments"),
        (ALL, set(), [], NOTHING, "datasets", "Freeze"),
        (SOME, {DatasetKind.PREFERENCE}, [], NOTHING, "datasets", "Freeze"),
        (ALL, {DatasetKind.PREFERENCE, DatasetKind.PROMPT}, [], NOTHING, "datasets", "Freeze"),
        (ALL, EVERY_KIND, [], NOTHING, "launch", "Launch a run"),
        (SOME, EVERY_KIND, [], NOTHING, "launch", "Launch a run"),
        (ALL, EVERY_KIND, [RunState.PENDING], NOTHING, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.RUNNING], NOTHING, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.CANCELLING], NOTHING, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.RUNNING, RunState.SUCCEEDED], WAITING, "curves", "Watch the curves"),
        (ALL, EVERY_KIND, [RunState.FAILED], NOTHING, "runs", "did not succeed"),
        (ALL, EVERY_KIND, [RunState.LOST], NOTHING, "runs", "did not succeed"),
        (ALL, EVERY_KIND, [RunState.CANCELLED], NOTHING, "runs", "did not succeed"),
        (ALL, EVERY_KIND, [RunState.SUCCEEDED], WAITING, "compare", "blind: 12 comparisons wait"),
        (
            ALL,
            EVERY_KIND,
            [RunState.FAILED, RunState.SUCCEEDED],
            WAITING,
            "compare",
            "Compare answers, blind",
        ),
        (
            ALL,
            EVERY_KIND,
            [RunState.SUCCEEDED],
            ReviewWork(unreviewed=1),
            "compare",
            "nobody has reviewed yet",
        ),
        (
            ALL,
            EVERY_KIND,
            [RunState.SUCCEEDED],
            ReviewWork(1, given=11),
            "compare",
            "more verdicts: 1 comparison waits",
        ),
        (ALL, EVERY_KIND, [RunState.SUCCEEDED], ReviewWork(going_on=1), "compare", "A review is going on"),
        (
            ALL,
            EVERY_KIND,
            [RunState.SUCCEEDED],
            ReviewWork(closed=1),
            "compare",
            "Read what the review came to. For another",
        ),
        (ALL, EVERY_KIND, [RunState.SUCCEEDED], NOTHING, "launch", "launch a run with an evaluation set"),
    ],
)
def test_the_next_step(progress, kinds, states, review, page, words):
    """Every step of the loop, in its order."""
    step = _next_step(progress, kinds, runs(*states), review)
    assert step[0] == page
    assert words in step[1]
