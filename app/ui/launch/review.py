"""Before the launch: what was checked, here and at Google Cloud, what will be sent, and the start."""

import re
from collections.abc import Hashable, Sequence
from datetime import datetime

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.launch.costs import show_cost
from app.ui.launch.inputs import verify
from app.ui.launch.start import LAUNCH, launch_button, launch_confirmed
from app.ui.show import download, when_open
from app.ui.words import ago
from app.ui.work import Work, once, result_of, tell_cancelled
from core.db import now
from core.findings import Finding, Level
from core.labelling import ProjectView
from core.training.method import LaunchRequest, Method
from core.training.runs import Preflight, check_outside, preflight

SIGNS = {
    Level.STOP: ":red[:material/block:]",
    Level.WARNING: ":orange[:material/warning:]",
    Level.UNKNOWN: ":gray[:material/help:]",
    Level.GOOD: ":green[:material/check_circle:]",
}
COMMAND = re.compile(
    r"`((?:gcloud|gsutil|prefstudio|export|curl) [^`]+)`|^((?:gcloud|gsutil|prefstudio|export|curl) .+)$",
    re.MULTILINE,
)

OUTSIDE = "launch_outside"
SPECIFICATION = "launch_specification"
Answer = tuple[datetime, list[Finding]]


def review(project: ProjectView, request: LaunchRequest) -> Preflight:
    """Check the request, show what it may cost and what was found, and below that offer the launch."""
    checked = ask(preflight, project.id, request, verify=verify)
    show_cost(checked)
    tell_cancelled(LAUNCH)
    show_findings("Checked before launch", checked.findings)
    if checked.method.paid:
        _launch_paid(project, request, checked)
    else:
        launch_button(project, request, ready=checked.ready)
    return checked


def _launch_paid(project: ProjectView, request: LaunchRequest, checked: Preflight) -> None:
    """First Google Cloud is asked, then the name is typed, then it is launched."""
    with st.container(border=True):
        answer: Answer | None = result_of(OUTSIDE, about(checked))
        _offer_check(checked, again=answer is not None)
        if answer is not None:
            show_findings(f"Checked with Google Cloud {ago(answer[0])}", answer[1])
        missing = _missing(checked, request, answer[1] if answer is not None else None)
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


def show_findings(title: str, findings: Sequence[Finding]) -> None:
    """A line that says what they come to, below it what to look at; what is well can be unfolded."""
    st.markdown(f":material/fact_check: **{title}: {outcome(findings)}**")
    for level in (Level.STOP, Level.WARNING, Level.UNKNOWN):
        for one in _of(findings, level):
            _show(one)
    if good := _of(findings, Level.GOOD):
        passed = "1 check" if len(good) == 1 else f"{len(good):,} checks"
        with st.expander(f"{passed} passed", icon=":material/check_circle:"):
            for one in good:
                _show(one)


def outcome(findings: Sequence[Finding]) -> str:
    """What findings come to, such as "nothing stands against it · 4 warnings"."""
    stops, warnings = len(_of(findings, Level.STOP)), len(_of(findings, Level.WARNING))
    result = f"{stops:,} to mend first" if stops else "nothing stands against it"
    if not warnings:
        return result
    return f"{result} · {warnings:,} warning{'' if warnings == 1 else 's'}"


def _of(findings: Sequence[Finding], level: Level) -> list[Finding]:
    return [one for one in findings if one.level == level]


def _show(finding: Finding) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(f"{SIGNS[finding.level]} {plain(finding.text)}")
        sentence, commands = parted(finding.remedy)
        if sentence:
            st.caption(plain(sentence))
        for one in commands:
            st.code(one, language=None, wrap_lines=True)


def parted(remedy: str) -> tuple[str, list[str]]:
    """A remedy as its sentence and the commands in it, which can be copied one by one."""
    commands = [quoted or line for quoted, line in COMMAND.findall(remedy)]
    sentence = COMMAND.sub("", remedy) if commands else remedy
    return " ".join(sentence.split()), commands


def about(checked: Preflight) -> Hashable:
    """What tells one request from another: the method, its data sets and its parameters, not the name."""
    plan = checked.plan
    inputs = sorted((role, one.id) for role, one in plan.inputs.items())
    return (checked.method.name, repr(inputs), repr(sorted(plan.parameters.items())))


def _offer_check(checked: Preflight, *, again: bool) -> None:
    if st.button(
        "Check again" if again else "Check with Google Cloud",
        icon=":material/cloud_sync:",
        key="launch_check",
        type="secondary" if again else "primary",
        disabled=not checked.ready,
    ):
        _ask(checked)
        st.rerun()


def _ask(checked: Preflight) -> None:
    """Ask now. The answer goes into an object the session holds already, so that no click can lose it."""
    work = Work(about(checked), undone="")
    st.session_state[OUTSIDE] = work
    with st.spinner("Asking Google Cloud …", show_time=True):
        work.result = (now(), check_outside(checked))
        work.ended = True


def show_specification(checked: Preflight) -> None:
    """Made only while the expander is open: compiling needs libraries that are slow to import."""
    if type(checked.method).specification is Method.specification:
        return  # it has none of its own
    place = st.expander(
        "What will be sent", icon=":material/description:", key="specification_open", on_change="rerun"
    )
    when_open(place, _show_sent, checked)


def _show_sent(checked: Preflight) -> None:
    if not checked.ready:
        st.caption("It can be made when nothing stands against launching any more.")
        return
    with st.spinner("Making it …"):
        made = once(SPECIFICATION, about(checked), lambda: checked.method.specification(checked.plan))
    if made is None:
        return
    label, key = f"Download {made.file_name}", "specification_download"
    download(label, made.text, made.file_name, mime="text/plain", key=key)
    st.code(made.text, language=None, height=420, wrap_lines=True)
