"""The launch page's parts: inputs, findings, the button."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.resources import studio
from app.ui.routes import path_of
from app.ui.runs import CHOSEN_RUN
from core.datasets import DatasetView, list_datasets, verify_dataset
from core.labelling import ProjectView
from core.storage import list_address
from core.training import InputRole, LaunchRequest, Level, Method, launch, preflight

ICONS = {
    Level.GOOD: ":material/check_circle:",
    Level.WARNING: ":material/warning:",
    Level.STOP: ":material/block:",
}
COLOURS = {Level.GOOD: "green", Level.WARNING: "orange", Level.STOP: "red"}


def choose_inputs(project: ProjectView, method: Method) -> dict[str, DatasetView]:
    """Ask for a frozen set for each of the method's inputs; the newest is offered first."""
    st.subheader("Data sets")
    sets = ask(list_datasets, project.id)
    chosen: dict[str, DatasetView] = {}
    for role in method.inputs:
        picked = _choose(project.id, role, [one for one in sets if one.kind == role.kind])
        if picked is not None:
            chosen[role.name] = picked
    if not sets:
        st.page_link(path_of("datasets"), label="Freeze data sets first", icon=":material/ac_unit:")
    return chosen


def _choose(project_id: int, role: InputRole, sets: list[DatasetView]) -> DatasetView | None:
    options: list[DatasetView | None] = [*sets] if role.required else [*sets, None]
    return st.selectbox(
        role.name,
        options,
        key=f"input_{project_id}_{role.name}",
        help=role.help,
        format_func=lambda one: "none" if one is None else f"{one.name} · {one.rows:,} rows",
        placeholder=f"No {role.kind.value} set has been frozen yet",
    )


def show_findings(project: ProjectView, request: LaunchRequest) -> bool:
    """Check the request and list what was found; whether nothing stands against launching."""
    checked = ask(preflight, project.id, request, verify=_verify)
    stops = [one for one in checked.findings if one.level == Level.STOP]
    with st.expander(
        "Checked before launch: "
        + ("nothing stands against it" if not stops else f"{len(stops)} to mend first"),
        expanded=True,
        icon=":material/fact_check:",
    ):
        for one in checked.findings:
            st.markdown(f":{COLOURS[one.level]}[{ICONS[one.level]}] {plain(one.text)}")
    return checked.ready


def _verify(dataset: DatasetView) -> None:
    """Compare a set's hash, once for every state of its object and not at every rerun."""
    found = list_address(dataset.address)
    _verify_once(dataset, found[0].generation if found else "")


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs={DatasetView: lambda one: one.sha256})
def _verify_once(dataset: DatasetView, generation: str) -> None:
    del generation  # part of the cache key
    verify_dataset(dataset)


def launch_button(project: ProjectView, request: LaunchRequest, *, ready: bool) -> None:
    """Start the run and go to where it can be watched."""
    if not st.button(
        "Launch", type="primary", icon=":material/rocket_launch:", key="launch_go", disabled=not ready
    ):
        return
    with st.spinner("Starting the run …"):
        detail = attempt_now(
            lambda: launch(studio().db, studio().settings.runs_folder, person(), project, request)
        )
    if detail is not None:
        st.session_state[CHOSEN_RUN] = detail.run.id
        st.switch_page(path_of("runs"))
