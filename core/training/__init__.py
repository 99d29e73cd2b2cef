"""Training: methods, their parameters, launching a run, following it, and what it leaves behind."""

from core.training.follow import Follower, follow_once
from core.training.launch import cancel_run, launch, log_tail
from core.training.method import InputRole, LaunchRequest, Method
from core.training.methods import METHODS, get_method
from core.training.models import Run, RunState, TaskState
from core.training.parameters import BATCH_SIZE, RlhfParameters, steps_for_epochs
from core.training.preflight import Finding, Level, Preflight, preflight
from core.training.runs import RunDetail, RunView, TaskView, get_run, list_runs
from core.training.wait import wait_for_success

__all__ = [
    "BATCH_SIZE",
    "METHODS",
    "Finding",
    "Follower",
    "InputRole",
    "LaunchRequest",
    "Level",
    "Method",
    "Preflight",
    "RlhfParameters",
    "Run",
    "RunDetail",
    "RunState",
    "RunView",
    "TaskState",
    "TaskView",
    "cancel_run",
    "follow_once",
    "get_method",
    "get_run",
    "launch",
    "list_runs",
    "log_tail",
    "preflight",
    "steps_for_epochs",
    "wait_for_success",
]
