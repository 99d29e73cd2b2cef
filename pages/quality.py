"""Quality: how far people agree, how each annotator works, and the pairs that wait for a decision."""

import streamlit as st

from app.ui.quality import OPEN, TABS, by_models, gold, inbox, watch_annotators, watch_figures
from app.ui.show import when_open
from app.ui.state import open_from_address

st.title("Quality")
open_from_address(OPEN, TABS)
figures, annotators, waiting, known, models = st.tabs(TABS, key=OPEN, on_change="rerun")
when_open(figures, watch_figures)
when_open(annotators, watch_annotators)
when_open(waiting, inbox)
when_open(known, gold)
when_open(models, by_models)
