"""What an import did, in words, and what to do next."""

import streamlit as st

from app.ui.datasets.tabs import FREEZE, open_tab
from app.ui.routes import path_of
from core.datasets import DatasetKind
from core.datasets.importing import ImportResult


def show_result(result: ImportResult) -> None:
    """What was taken, what was not, and the way on."""
    with st.container(border=True):
        st.subheader("Imported")
        st.success(_sentence(result), icon=":material/check:")
        _warn(result)
        with st.container(horizontal=True, vertical_alignment="center"):
            if result.report.kind == DatasetKind.PREFERENCE:
                st.page_link(path_of("label"), label="Label", icon=":material/thumbs_up_down:")
            st.button(
                "Freeze a data set",
                icon=":material/ac_unit:",
                key="import_next",
                type="tertiary",
                on_click=open_tab,
                args=(FREEZE,),
            )


def _sentence(result: ImportResult) -> str:
    taken = result.counts
    parts = [f"{taken.rows:,} rows taken"]
    parts += [f"{taken.choices:,} choices"] if taken.choices else []
    parts += [f"{taken.already_there:,} were there already"] if taken.already_there else []
    parts += [f"{result.report.duplicates:,} repeated in the file"] if result.report.duplicates else []
    parts += [f"{result.report.refused:,} refused"] if result.report.refused else []
    return ", ".join(parts) + "."


def _warn(result: ImportResult) -> None:
    taken = result.counts
    if taken.judged:
        st.warning(
            f"{taken.judged:,} pairs did not become gold, because people have answered them already; "
            "they are left as they are.",
            icon=":material/warning:",
        )
    if taken.contradictions:
        st.warning(
            f"{taken.contradictions:,} choices contradict an earlier import of the same pair; "
            "the earlier stays.",
            icon=":material/warning:",
        )
