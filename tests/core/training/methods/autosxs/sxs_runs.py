"""Short ways to judge two models' answers on the made-up Google Cloud, without the studio's database."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from core.db import now
from core.storage import open_store
from core.training.google import staging_address
from core.training.method import Plan, RunHandle, RunReport, Submission
from core.training.methods.autosxs.method import AutoSxs
from core.training.methods.autosxs.parameters import AutoSxsParameters
from core.training.models import RunState
from core.training.side_by_side import Question, put_questions
from tests.doubles.google.task_work import UNJUDGED
from tests.doubles.google_cloud import GoogleCloud

JOB_ID = "autosxs-20260301120000-0a1b2c3d"
QUESTIONS = [
    Question(f"q{number}", f"Post {number}", "Short.", f"A longer answer to {number}.") for number in range(8)
] + [Question("q8", f"Post 8 {UNJUDGED}", "One.", "Two.")]


def checked(address: str, **parameters: Any) -> dict[str, Any]:
    """Parameters as preflight gives them."""
    given = {"evaluation_dataset": address, "rows": len(QUESTIONS), "instruction": "Summarize."} | parameters
    return AutoSxsParameters.model_validate(given).model_dump()


@dataclass
class SxsRuns:
    """One run at a time."""

    cloud: GoogleCloud
    method: AutoSxs = field(default_factory=AutoSxs)
    told: list[str] = field(default_factory=list)

    def file(self, questions: list[Question] = QUESTIONS) -> str:
        """The address of a file of questions in the bucket."""
        return put_questions(open_store(staging_address()), questions).address

    def plan(self, **parameters: Any) -> Plan:
        """What is to be launched."""
        return Plan(checked(parameters.pop("address", None) or self.file(), **parameters), {})

    def submission(self, **parameters: Any) -> Submission:
        """What a launch hands to the method."""
        plan = self.plan(**parameters)
        place = self.method.place(JOB_ID, plan, Path("/nowhere"))
        return Submission(
            JOB_ID, place.root, plan.parameters, {}, "Who is better", place.jobs, tell=self.told.append
        )

    def started(self, **parameters: Any) -> RunHandle:
        """A run that was submitted, as the follower knows it."""
        submission = self.submission(**parameters)
        jobs = self.method.submit(submission).jobs
        return RunHandle(
            self.method.name,
            JOB_ID,
            submission.root,
            RunState.RUNNING,
            now(),
            name=submission.name,
            parameters=submission.parameters,
            jobs=dict(jobs),
        )

    def poll(self, run: RunHandle, state: RunState = RunState.RUNNING) -> RunReport:
        """Look at a run that stands in a state."""
        return self.method.poll(replace(run, state=state))
