"""Training: methods, their parameters, launching a run, following it, and what it leaves behind."""

from core.findings import Finding, Level
from core.training.costs import Cost, CostLine, Estimate, cost
from core.training.following.follow import Follower, follow_once, mirror_files
from core.training.following.poll_now import look_now
from core.training.following.wait import wait_for_success
from core.training.method import InputRole, LaunchRequest, Leftover, Method, Plan, Specification
from core.training.methods import METHODS, get_method
from core.training.methods.instruction import carries
from core.training.methods.local_rlhf.parameters import RlhfParameters
from core.training.models import FileKind, Run, RunState, TaskState
from core.training.passes import BATCH_SIZE, OnePass, steps_for_epochs
from core.training.runs.adopt import adopt_run
from core.training.runs.again import Difference, compare_runs, request_of
from core.training.runs.clean import list_leftovers, remove_leftovers
from core.training.runs.defaults import launch_defaults
from core.training.runs.give_up import give_up, may_give_up
from core.training.runs.launch import cancel_run, launch, log_tail
from core.training.runs.preflight import Preflight, check_outside, preflight
from core.training.runs.prices import list_prices, save_prices
from core.training.runs.tuned_models import TunedModel, list_tuned_models
from core.training.runs.views import (
    FileView,
    RunDetail,
    RunView,
    TaskView,
    console_url,
    get_run,
    is_here,
    list_runs,
)

__all__ = [
    "BATCH_SIZE",
    "METHODS",
    "Cost",
    "CostLine",
    "Difference",
    "Estimate",
    "FileKind",
    "FileView",
    "Finding",
    "Follower",
    "InputRole",
    "LaunchRequest",
    "Leftover",
    "Level",
    "Method",
    "OnePass",
    "Plan",
    "Preflight",
    "RlhfParameters",
    "Run",
    "RunDetail",
    "RunState",
    "RunView",
    "Specification",
    "TaskState",
    "TaskView",
    "TunedModel",
    "adopt_run",
    "cancel_run",
    "carries",
    "check_outside",
    "compare_runs",
    "console_url",
    "cost",
    "follow_once",
    "get_method",
    "get_run",
    "give_up",
    "is_here",
    "launch",
    "launch_defaults",
    "list_leftovers",
    "list_prices",
    "list_runs",
    "list_tuned_models",
    "log_tail",
    "look_now",
    "may_give_up",
    "mirror_files",
    "preflight",
    "remove_leftovers",
    "request_of",
    "save_prices",
    "steps_for_epochs",
    "wait_for_success",
]
