"""What a run is launched with: the method, and a frozen set for each of its roles."""

import streamlit as st

from app.ui.actions import ask
from app.ui.routes import path_of
from core.datasets import DatasetView, list_datasets
from core.datasets.delivery import verify_dataset
from core.labelling import ProjectView
from core.storage import list_address
from core.training.method import InputRole, Method
from core.training.methods import all_methods, get_method

REMEMBERED = "60s"
"""How long the state of an object in the cloud is remembered, so that not every click asks for it."""


def choose_method() -> Method:
    """Ask for a method, and say plainly what it is and what is known of it today."""
    name = next(iter(all_methods()))
    if len(all_methods()) > 1:
        name = st.selectbox(
            "Method", list(all_methods()), key="method", format_func=_title, persist_state="session"
        )
    method = get_method(name)
    st.info(f"**{method.title}.** {method.about}", icon=":material/science:")
    if method.notice:
        st.warning(method.notice, icon=":material/campaign:")
    return method


def _title(name: str) -> str:
    return get_method(name).title + (" · costs money" if get_method(name).paid else "")


def choose_inputs(project: ProjectView, method: Method) -> dict[str, DatasetView]:
    """Ask for a frozen set for each of the method's inputs; the newest is offered first.

    An optional one of a kind that an earlier one has already begins as none: the same set twice says nothing.
    """
    if not method.inputs:
        return {}
    st.subheader("Data sets")
    sets = ask(list_datasets, project.id)
    chosen: dict[str, DatasetView] = {}
    for place, role in enumerate(method.inputs):
        repeated = role.kind in {earlier.kind for earlier in method.inputs[:place]}
        of_its_kind = [one for one in sets if one.kind == role.kind]
        picked = _choose(project.id, role, _options(role, of_its_kind, repeated=repeated))
        if picked is not None:
            chosen[role.name] = picked
    if not sets:
        st.page_link(path_of("datasets"), label="Freeze data sets first", icon=":material/ac_unit:")
    return chosen


def _options(role: InputRole, sets: list[DatasetView], *, repeated: bool) -> list[DatasetView | None]:
    """What can be chosen; the first is chosen until somebody chooses."""
    if role.required:
        return [*sets]
    return [None, *sets] if repeated else [*sets, None]


def _choose(project_id: int, role: InputRole, options: list[DatasetView | None]) -> DatasetView | None:
    return st.selectbox(
        role.title,
        options,
        key=f"input_{project_id}_{role.name}",
        help=f"{role.help} In commands: `{role.name}`.",
        format_func=lambda one: "none" if one is None else f"{one.name} · {one.rows:,} rows",
        placeholder=f"No {role.kind.value} set has been frozen yet",
    )


def verify(dataset: DatasetView) -> None:
    """Compare a set's hash, once for every state of its object and not at every rerun."""
    in_the_cloud = dataset.address.startswith("gs://")
    _verify_once(dataset, (_remembered if in_the_cloud else _generation)(dataset.address))


def _generation(address: str) -> str:
    found = list_address(address)
    return found[0].generation if found else ""


@st.cache_data(show_spinner=False, max_entries=200, ttl=REMEMBERED)
def _remembered(address: str) -> str:
    return _generation(address)


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs={DatasetView: lambda one: one.sha256})
def _verify_once(dataset: DatasetView, generation: str) -> None:
    del generation  # part of the cache key
    verify_dataset(dataset)
