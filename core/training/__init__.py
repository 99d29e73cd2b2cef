"""Training: a run's tables. What is done with runs is in the rooms.

`methods` says how a model is tuned, `runs` launches, reads and ends runs, `following` keeps them up to date,
and `google` is what the methods there share. What they give each other is in `method`, `exchanged`, `costs`
and `passes`.
"""

from core.training.models import FileKind, Run, RunState, TaskState

__all__ = ["FileKind", "Run", "RunState", "TaskState"]
