"""A run's life: checked, launched, claimed, cancelled, given up, adopted, and what it left cleaned away."""

from core.training.runs.adopt import adopt_run
from core.training.runs.checks import Preflight, check_outside, preflight, tuned_on
from core.training.runs.clean import list_leftovers, remove_leftovers
from core.training.runs.control import cancel_run, give_up, may_give_up, poll_now
from core.training.runs.curves_again import fetch_curves, may_fetch_curves
from core.training.runs.launching import NotConfirmed, launch
from core.training.runs.requests import (
    LONGEST_KEY,
    TunedModel,
    bare_model,
    compare_runs,
    launch_defaults,
    list_tuned_models,
    request_of,
)
from core.training.runs.trying import Tried, code_to_ask, may_serve, served_models, try_models
from core.training.runs.views import (
    RunDetail,
    RunView,
    console_url,
    count_active_runs,
    get_run,
    is_here,
    list_runs,
    log_tail,
)

__all__ = [
    "LONGEST_KEY",
    "NotConfirmed",
    "Preflight",
    "RunDetail",
    "RunView",
    "Tried",
    "TunedModel",
    "adopt_run",
    "bare_model",
    "cancel_run",
    "check_outside",
    "code_to_ask",
    "compare_runs",
    "console_url",
    "count_active_runs",
    "fetch_curves",
    "get_run",
    "give_up",
    "is_here",
    "launch",
    "launch_defaults",
    "list_leftovers",
    "list_runs",
    "list_tuned_models",
    "log_tail",
    "may_fetch_curves",
    "may_give_up",
    "may_serve",
    "poll_now",
    "preflight",
    "remove_leftovers",
    "request_of",
    "served_models",
    "try_models",
    "tuned_on",
]
