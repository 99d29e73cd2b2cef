"""Runs on record as a follower would leave them, and a method of the cloud whose word the test says."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from core.db import now
from core.errors import NotFound, Unavailable
from core.training.method import Found, Leftover, RunHandle, Started, Submission
from core.training.models import Run, RunInput, RunState, RunTask, TaskState
from tests.core.training.made_method import MadeMethod
from tests.pages.visit import Home

JOB = "projects/p/locations/l/madeJobs/j"
ROOT = "gs://bucket/runs/made-1"
PIPELINE = {
    "prepare": (),
    "reward/train": ("prepare",),
    "policy/train": ("reward/train",),
    "policy/answer": ("policy/train",),
}


class CloudMethod(MadeMethod):
    """A method that costs money and leaves things in a cloud."""

    name = "made-cloud"
    title = "Made in the cloud"
    paid = True

    def __init__(self) -> None:
        super().__init__()
        self.left = [
            Leftover("job", "jobs/tune", None, "Its record goes."),
            Leftover("objects", ROOT, 2_500_000),
        ]
        self.stuck: Collection[str] = ()
        self.unavailable = False
        self.asked = 0

    def submit(self, submission: Submission) -> Started:
        """Note it, and tell."""
        submission.tell("Sending the job …")
        super().submit(submission)
        return Started(jobs={"tune": JOB})

    def console_url(self, run: RunHandle) -> str:
        """Where its console would be."""
        return f"https://console.example.org/{run.job_id}"

    def leftovers(self, run: RunHandle) -> list[Leftover]:  # noqa: ARG002 - a Method's signature
        """What is left by now."""
        self.asked += 1
        if self.unavailable:
            raise Unavailable("The cloud does not answer; try again later.")
        return list(self.left)

    def remove(self, run: RunHandle, leftover: Leftover) -> None:  # noqa: ARG002 - a Method's signature
        """Delete it, unless it is stuck."""
        if leftover.name in self.stuck:
            raise Unavailable("It is in use.")
        self.left.remove(leftover)

    def find(self, where: str) -> Found | None:
        """The one job there is."""
        if "madeJobs" not in where:
            return None
        if where != JOB:
            raise NotFound(f"There is no job {where}.")
        return Found("j", "From elsewhere", ROOT, {"firmness": 0.3}, {"tune": JOB}, now())


def add_run(home: Home, name: str, state: RunState = RunState.SUCCEEDED, **more: Any) -> int:
    """Put a run on record that was launched an hour ago; nobody polls it during the test."""
    begun = now() - timedelta(hours=1)
    fields: dict[str, Any] = {
        "method": "made-cloud",
        "job_id": f"job-of-{name}".replace(" ", "-"),
        "parameters": {"firmness": 0.1, "width": 4},
        "root": ROOT,
        "created_at": begun,
        "started_at": begun,
        "ended_at": None if state.active else begun + timedelta(minutes=30),
        "next_poll_at": now() + timedelta(days=1, seconds=20),
    }
    with home.studio.db.write() as session:
        row = Run(project_id=home.project.id, name=name, state=state, **fields | more)
        session.add(row)
        session.flush()
        session.add(RunInput(run_id=row.id or 0, role="judged", dataset_id=1))
        return row.id or 0


def add_tasks(
    home: Home, run_id: int, states: Mapping[str, TaskState], *, errors: Mapping[str, str] | None = None
) -> None:
    """Put tasks of `PIPELINE` on record; each that has begun took ten minutes."""
    begun = now() - timedelta(hours=1)
    with home.studio.db.write() as session:
        for place, (name, needs) in enumerate(PIPELINE.items()):
            state = states.get(name, TaskState.PENDING)
            start = None if state == TaskState.PENDING else begun + timedelta(minutes=10 * place)
            end = None if start is None or state == TaskState.RUNNING else start + timedelta(minutes=10)
            session.add(
                RunTask(
                    run_id=run_id,
                    name=name,
                    position=place,
                    state=state,
                    depends_on=list(needs),
                    started_at=start,
                    ended_at=end,
                    error=(errors or {}).get(name),
                )
            )
