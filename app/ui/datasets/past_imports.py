"""What was imported before, each with its report."""

import pandas as pd
import streamlit as st

from app.ui.actions import ask
from app.ui.datasets.report_view import show_report
from app.ui.words import ago
from core.datasets.importing import ImportView, get_import, list_imports
from core.labelling import ProjectView

COUNTS = ("New rows", "New choices")


def past_imports(project: ProjectView) -> None:
    """A table, and the report of the one that is chosen."""
    imports = {one.id: one for one in ask(list_imports, project)}
    if not imports:
        st.caption("Nothing has been imported into this project yet. What is will be listed here.")
        return
    st.subheader("Imported so far")
    st.dataframe(
        _table(list(imports.values())),
        hide_index=True,
        alt="Imports, newest first",
        column_config={name: st.column_config.NumberColumn(format="localized") for name in COUNTS},
    )
    chosen = st.selectbox(
        "Report of",
        list(imports),
        index=None,
        key="import_past",
        # Streamlit finds a choice by its label, and a file may be imported twice in a minute
        format_func=lambda number: f"{imports[number].name} · {ago(imports[number].at)} · #{number}",
        placeholder="Choose an import to read its report",
    )
    if chosen:
        show_report(ask(get_import, chosen), key="import_past_report")


def _table(imports: list[ImportView]) -> pd.DataFrame:
    rows = [(one.name, one.kind.value, one.rows, one.choices, ago(one.at)) for one in imports]
    return pd.DataFrame(rows, columns=["Files", "Kind", *COUNTS, "When"])
