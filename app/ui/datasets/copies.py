"""Where a frozen set was exported to, and whether each copy is still what was sent there."""

import pandas as pd
import streamlit as st

from app.ui.actions import ask
from app.ui.words import ago, size
from core.datasets import DatasetView
from core.datasets.delivery import CopyView, list_copies, verify_copy
from core.errors import StudioError

AS_SENT = "as it was sent"


def show_copies(dataset: DatasetView) -> None:
    """The copies as a table; their stores are asked only when somebody wants to know."""
    copies = ask(list_copies, dataset.id)
    if not copies:
        return
    with st.container(border=True):
        st.subheader("Copies")
        table = _table(copies)
        if st.button("Check copies", icon=":material/fact_check:", key=f"check_copies_{dataset.id}"):
            with st.spinner("Asking where they lie …"):
                table["State"] = [_state(one) for one in copies]
            _tell(list(table["State"]))
        st.dataframe(table, hide_index=True, alt="Copies of the set: format, size, age, address")


def _table(copies: list[CopyView]) -> pd.DataFrame:
    rows = [(one.form, size(one.size), ago(one.at), one.address) for one in copies]
    return pd.DataFrame(rows, columns=["Format", "Size", "Exported", "Address"])


def _tell(states: list[str]) -> None:
    changed = sum(one != AS_SENT for one in states)
    if changed:
        st.warning(
            f"{changed:,} of {len(states):,} copies are not as they were sent.", icon=":material/warning:"
        )
    else:
        st.success("All copies are as they were sent.", icon=":material/check:")


def _state(copy: CopyView) -> str:
    try:
        verify_copy(copy)
    except StudioError as error:
        return str(error)
    return AS_SENT
