"""The frozen sets: a table, the card of the one that is chosen, and the ways to bring it out."""

import json

import pandas as pd
import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.card_view import show_card
from app.ui.datasets.copies import show_copies
from app.ui.datasets.delivery import deliver
from app.ui.datasets.tabs import FREEZE, open_tab
from app.ui.words import ago, size
from core.datasets import DatasetView
from core.datasets.delivery import card_of
from core.labelling import ProjectView


def frozen_tab(project: ProjectView, sets: list[DatasetView]) -> None:
    """The sets as a table; the chosen one in detail."""
    if not sets:
        st.info(
            "No data set has been frozen yet. Freezing writes the rows once, numbers and hashes them; "
            "a run names the exact sets it used. Begin under “Freeze”, after labelling or importing.",
            icon=":material/ac_unit:",
        )
        st.button("Freeze a data set", icon=":material/ac_unit:", on_click=open_tab, args=(FREEZE,))
        return
    st.dataframe(
        _table(sets),
        hide_index=True,
        alt="Frozen data sets, newest first",
        column_config={"Rows": st.column_config.NumberColumn(format="localized")},
    )
    by_number = {one.id: one for one in sets}
    chosen = st.selectbox(
        "Data set",
        list(by_number),
        key="dataset",
        format_func=lambda number: f"{by_number[number].full_name} · {by_number[number].rows:,} rows",
    )
    dataset = by_number[chosen]
    with st.container(border=True):
        st.subheader(plain(dataset.full_name))
        show_card(dataset)
        _beside(project, dataset)
    deliver(dataset)
    show_copies(dataset)


def _table(sets: list[DatasetView]) -> pd.DataFrame:
    rows = [
        (one.name, one.title, one.rows, size(one.size), ago(one.created_at), one.sha256[:12]) for one in sets
    ]
    return pd.DataFrame(rows, columns=["Data set", "Title", "Rows", "Size", "Frozen", "sha256"])


def _beside(project: ProjectView, dataset: DatasetView) -> None:
    """What only some will read; the README as text, because texts from outside stand in it."""
    card = st.expander("README data card", icon=":material/description:", key="card", on_change="rerun")
    if card.open:
        with card:
            readme = card_of(dataset, project)
            st.code(readme, language=None, wrap_lines=True, height=360)
            st.download_button(
                "Download the card",
                data=readme,
                file_name="README.md",
                mime="text/markdown",
                icon=":material/download:",
                key=f"readme_{dataset.id}",
                on_click="ignore",
            )
    with st.expander("Recipe, hash and address", icon=":material/receipt_long:"):
        st.code(json.dumps(dataset.recipe, indent=2), language="json")
        st.code(f"sha256 {dataset.sha256}\n{dataset.address}", language=None, wrap_lines=True)
