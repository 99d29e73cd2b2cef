"""One run in detail, drawn anew while it goes on: only the database is asked. What sets two runs apart."""

import json
from collections.abc import Mapping, Sequence

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, show_refusals
from app.ui.components.browser import live
from app.ui.resources import studio
from app.ui.rewards.labels import show_next
from app.ui.routes import path_of
from app.ui.runs.labels import method_title, run_label, show_curve_flag, state_badge
from app.ui.runs.stopping import offer_cancel, say_why_unseen
from app.ui.runs.tasks import show_tasks
from app.ui.show import choose_by_id, show_table, when_open
from app.ui.state import may_here
from app.ui.words import ago, lasted
from core.access import Action
from core.rewards import reward_label
from core.training.methods import all_methods
from core.training.models import RunState
from core.training.runs import (
    RunDetail,
    RunView,
    compare_runs,
    console_url,
    fetch_curves,
    get_run,
    log_tail,
    may_fetch_curves,
)

REFRESH_SECONDS, LONGEST_REFRESH_SECONDS = 1.0, 10.0
"""How often a run is drawn: as often as its method asks its service, within these."""

SETTINGS = ["Setting", "This run", "The other run", "Same"]


def watch_run(run: RunView, names: Mapping[int, str]) -> None:
    """One run in detail, drawn again while it is active.

    Args:
        run: The run as the list has it.
        names: The runs of the project, for what refers to another one.
    """
    st.fragment(_show)(run.id, run.state.active, names)


def _show(run_id: int, was_active: bool, names: Mapping[int, str]) -> None:  # noqa: FBT001 - positional for fragments
    show_refusals()
    detail = ask(get_run, run_id)
    if was_active and not detail.run.state.active:
        st.rerun()
    _headline(detail.run, names)
    show_tasks(detail.run)
    _inputs(detail)
    _reward(detail)
    if detail.run.state in {RunState.FAILED, RunState.LOST}:
        with st.expander("End of the log", expanded=True, icon=":material/terminal:"):
            text = detail.run.log or ask(log_tail, run_id)
            st.code(text or "The run wrote no log.", language=None, wrap_lines=True)
    if detail.run.state.active:
        live(f"run_live_{run_id}", every_s=_refresh_seconds(detail.run))


def _refresh_seconds(run: RunView) -> float:
    method = all_methods().get(run.method)
    seconds = method.poll_seconds if method else REFRESH_SECONDS
    return min(max(seconds, REFRESH_SECONDS), LONGEST_REFRESH_SECONDS)


def _inputs(detail: RunDetail) -> None:
    left, right = st.columns(2)
    with left, st.expander("Data sets it used", icon=":material/dataset:"):
        for role, dataset in detail.inputs.items():
            st.markdown(
                f"`{role}`: {plain(dataset.name)}, {dataset.rows:,} rows, sha256 `{dataset.sha256[:12]}`"
            )
        if not detail.inputs:
            st.caption("The studio does not know them: the run was started elsewhere.")
    with right, st.expander("Parameters and addresses", icon=":material/tune:"):
        st.code(json.dumps(detail.run.parameters, indent=2), language="json")
        left_there = {f"{name} of {task}": address for (task, name), address in detail.artifacts.items()}
        addresses = {"root": detail.run.root} | detail.run.jobs | left_there
        lines = (f"{name}: {address}" for name, address in addresses.items())
        st.code("\n".join(lines), language=None, wrap_lines=True)


def _reward(detail: RunDetail) -> None:
    """What it was trained on, for a method that takes a reward, and the way to it."""
    if (reward := detail.reward) is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/award_star: Trained on reward {plain(reward_label(reward))}", width="content")
        if st.button("See the reward", key=f"run_reward_{detail.run.id}", type="tertiary"):
            show_next(reward.id)
            st.switch_page(path_of("rewards"))


def _headline(run: RunView, names: Mapping[int, str]) -> None:
    """Everything about a run but its tasks and what it was given."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(run.name), anchor=False, width="content")
        state_badge(run.state)
        if run.adopted:
            st.badge("taken over", icon=":material/move_to_inbox:", color="gray", help="Started elsewhere.")
    st.caption(_facts(run, names))
    if run.error:
        st.error(plain(run.error), icon=":material/error:")
    show_curve_flag(run)
    _links(run)  # above what comes and goes, so that no button moves away from a click
    if run.state.active:
        if run.doing:
            st.info(plain(run.doing), icon=":material/pending:")
        say_why_unseen(run)


def _facts(run: RunView, names: Mapping[int, str]) -> str:
    facts = [plain(f"#{run.id}"), plain(method_title(run.method)), plain(run.job_id)]
    facts.append(f"launched {ago(run.created_at)}")
    if run.started_at is not None:
        facts.append(f"{'took' if run.ended_at else 'goes on for'} {lasted(run.started_at, run.ended_at)}")
    if run.retried_from is not None:
        earlier = names.get(run.retried_from, f"run number {run.retried_from}")
        facts.append(f"repeats {plain(earlier)}")
    return " · ".join(facts)


def _links(run: RunView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(path_of("curves"), label="Curves", icon=":material/show_chart:")
        if run.state in {RunState.SUCCEEDED, RunState.UNKNOWN}:
            st.page_link(path_of("compare"), label="Compare answers", icon=":material/balance:")
        if url := console_url(run):
            st.link_button("Open in the Google Cloud console", url, icon=":material/open_in_new:")
        offer_cancel(run)
        _offer_curves(run)


def _offer_curves(run: RunView) -> None:
    """Of a run that has ended: reading them may have been refused then, or the service writes some late."""
    if may_fetch_curves(run) and may_here(Action.CANCEL_RUN):
        st.button(
            "Fetch the curves again",
            icon=":material/sync:",
            key=f"fetch_curves_{run.id}",
            on_click=lambda: attempt(
                lambda: fetch_curves(studio().db, person(), run.id), done="The curves are read again."
            ),
        )


def offer_differences(run: RunView, runs: Sequence[RunView]) -> None:
    """An expander that compares this run with another one, once it is open."""
    others = {one.id: one for one in runs if one.id != run.id}
    if not others:
        return
    expander = st.expander(
        "Compare settings with another run",
        icon=":material/difference:",
        key=f"differences_{run.id}",
        on_change="rerun",
    )
    when_open(expander, _differences, run, others)


def _differences(run: RunView, others: Mapping[int, RunView]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        index, key = _nearest(run, others), f"differences_with_{run.id}"
        other = choose_by_id("Other run", others, run_label, index=index, key=key)
        everything = st.toggle("Also what is the same", key="differences_all")
    lines = compare_runs(ask(get_run, run.id), ask(get_run, other.id))
    shown = [one for one in lines if everything or not one.same]
    if not shown:
        st.success("Both runs have the same method, data sets and parameters.", icon=":material/equal:")
        return
    table = [(one.name, one.left, one.right, "=" if one.same else "≠") for one in shown]
    show_table(
        table if everything else [one[:3] for one in table],
        SETTINGS if everything else SETTINGS[:3],
        alt=f"Settings of {run_label(run)} and {run_label(other)} side by side",
    )


def _nearest(run: RunView, others: Mapping[int, RunView]) -> int:
    """Which of them to offer first: the one that this repeats, else the last before it of its method."""
    numbers = list(others)
    if run.retried_from is not None and run.retried_from in others:
        return numbers.index(run.retried_from)
    earlier = [number for number in numbers if number < run.id]
    alike = [number for number in earlier if others[number].method == run.method]
    return numbers.index((alike or earlier or numbers)[0])
