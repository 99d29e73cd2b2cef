"""What Google Cloud itself says of a run that costs money: asked on a click, and kept for this very run."""

from collections.abc import Hashable
from datetime import datetime

import streamlit as st

from app.ui.launch.findings import show_findings
from app.ui.words import ago
from app.ui.work import Work, result_of
from core.db import now
from core.findings import Finding
from core.training.runs import Preflight, check_outside

OUTSIDE = "launch_outside"

Answer = tuple[datetime, list[Finding]]


def about(checked: Preflight) -> Hashable:
    """What tells one request from another: the method, its data sets and its parameters, not the name."""
    plan = checked.plan
    inputs = sorted((role, one.id) for role, one in plan.inputs.items())
    return (checked.method.name, repr(inputs), repr(sorted(plan.parameters.items())))


def ask_outside(checked: Preflight) -> list[Finding] | None:
    """Offer the check; what it found for this request, or None before it was done."""
    answer: Answer | None = result_of(OUTSIDE, about(checked))
    if st.button(
        "Check with Google Cloud" if answer is None else "Check again",
        icon=":material/cloud_sync:",
        key="launch_check",
        type="primary" if answer is None else "secondary",
        disabled=not checked.ready,
    ):
        _ask(checked)
        st.rerun()
    return answer[1] if answer is not None else None


def show_outside(checked: Preflight) -> None:
    """What the check found, if it was done for this request."""
    answer: Answer | None = result_of(OUTSIDE, about(checked))
    if answer is not None:
        show_findings(f"Checked with Google Cloud {ago(answer[0])}", answer[1])


def _ask(checked: Preflight) -> None:
    """Ask now. The answer goes into an object the session holds already, so that no click can lose it."""
    work = Work(about(checked), undone="")
    st.session_state[OUTSIDE] = work
    with st.spinner("Asking Google Cloud …", show_time=True):
        work.result = (now(), check_outside(checked))
        work.ended = True
