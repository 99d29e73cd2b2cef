"""Quality: how far people agree, how each annotator works, and the pairs that wait for a decision."""

import streamlit as st

from app.ui.quality import inbox, watch_annotators, watch_figures

st.title("Quality")
figures, annotators, waiting = st.tabs(
    ["Figures", "Annotators", "Inbox"], key="quality_tab", on_change="rerun"
)
if figures.open:
    with figures:
        watch_figures()
if annotators.open:
    with annotators:
        watch_annotators()
if waiting.open:
    with waiting:
        inbox()
