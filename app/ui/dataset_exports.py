"""The frozen sets on the data sets page: what each is, a download, and an upload elsewhere."""

import json

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.ui.access import person
from app.ui.actions import attempt_now, plain
from app.ui.resources import studio
from app.ui.words import ago, size
from core.datasets import DatasetView, download_dataset, export_dataset


def frozen_sets(sets: list[DatasetView]) -> None:
    """The sets as a table; the chosen one in detail."""
    if not sets:
        st.info(
            "No data set has been frozen yet. Freezing writes the rows once, numbers and hashes them; "
            "a run names the exact sets it used. Begin under “Freeze”, after labelling or importing.",
            icon=":material/ac_unit:",
        )
        return
    st.dataframe(_table(sets), hide_index=True, alt="Frozen data sets, newest first")
    chosen = st.selectbox(
        "Data set", sets, key="dataset", format_func=lambda one: f"{one.name} · {one.rows:,} rows"
    )
    _details(chosen)
    left, right = st.columns(2)
    with left:
        _download(chosen)
    with right:
        _upload(chosen)


def _table(sets: list[DatasetView]) -> pd.DataFrame:
    rows = [
        (one.name, one.rows, size(one.size), ago(one.created_at), one.sha256[:12], one.address)
        for one in sets
    ]
    return pd.DataFrame(rows, columns=["Data set", "Rows", "Size", "Frozen", "sha256", "Object"])


def _details(dataset: DatasetView) -> None:
    counts = ", ".join(f"{number:,} {plain(reason)}" for reason, number in sorted(dataset.counts.items()))
    st.caption(f"{dataset.rows:,} rows · {size(dataset.size)} · {counts or 'every row of its pool'}")
    with st.expander("Recipe, hash and address", icon=":material/receipt_long:"):
        st.code(json.dumps(dataset.recipe, indent=2), language="json")
        st.code(f"sha256 {dataset.sha256}\n{dataset.address}", language=None)


def _download(dataset: DatasetView) -> None:
    db, who = studio().db, person()
    with st.container(border=True, height="stretch"):
        st.markdown("**Download** as JSONL, exactly as Vertex AI's RLHF pipeline reads it.")
        st.download_button(
            "Download",
            data=lambda: download_dataset(db, who, dataset),
            file_name=dataset.file_name,
            mime="application/jsonl",
            icon=":material/download:",
            key=f"download_{dataset.id}",
            on_click="ignore",
        )


def _move(bar: DeltaGenerator, done: int, total: int) -> None:
    bar.progress(min(done / max(total, 1), 1.0), f"Copied {size(done)} of {size(total)}")


def _upload(dataset: DatasetView) -> None:
    with st.container(border=True, height="stretch"):
        default = str(studio().settings.home / "exports")
        target = st.text_input(
            "Export to a folder, `file://` or `gs://` address", default, key="export_target"
        )
        if st.button("Export", icon=":material/cloud_upload:", key=f"export_{dataset.id}"):
            bar = st.progress(0.0, "Copying …")
            stored = attempt_now(
                lambda: export_dataset(
                    studio().db,
                    person(),
                    dataset,
                    target,
                    progress=lambda done, _: _move(bar, done, dataset.size),
                )
            )
            bar.empty()
            if stored is not None:
                st.success(f"Exported to {plain(stored.address)}", icon=":material/check:")
