"""Before the launch: what it may cost, what was checked, and the start, as far as these allow it."""

import streamlit as st

from app.ui.actions import ask
from app.ui.launch.costs import show_cost
from app.ui.launch.findings import show_findings
from app.ui.launch.inputs import verify
from app.ui.launch.outside import ask_outside, show_outside
from app.ui.launch.start import launch_button, launch_confirmed, tell_undone
from core.findings import Finding, Level
from core.labelling import ProjectView
from core.training.method import LaunchRequest
from core.training.runs import Preflight, preflight


def review(project: ProjectView, request: LaunchRequest) -> Preflight:
    """Check the request, show what it may cost and what was found, and below that offer the launch."""
    checked = ask(preflight, project.id, request, verify=verify)
    show_cost(checked)
    tell_undone()
    show_findings("Checked before launch", checked.findings)
    if checked.method.paid:
        _launch_paid(project, request, checked)
    else:
        launch_button(project, request, ready=checked.ready)
    return checked


def _launch_paid(project: ProjectView, request: LaunchRequest, checked: Preflight) -> None:
    """First Google Cloud is asked, then the name is typed, then it is launched."""
    with st.container(border=True):
        missing = _missing(checked, request, ask_outside(checked))
        show_outside(checked)
        launch_confirmed(project, request, ready=not missing, missing=missing)


def _missing(checked: Preflight, request: LaunchRequest, outside: list[Finding] | None) -> str:
    """What is to be done before the launch, as a sentence; empty when nothing is."""
    if not checked.ready:
        return "Mend first what was found above."
    if outside is None:
        return "Check with Google Cloud first."
    if any(one.level == Level.STOP for one in outside):
        return "Mend first what Google Cloud refuses, and check again."
    return "" if request.name.strip() else "Give the run a name above first."
