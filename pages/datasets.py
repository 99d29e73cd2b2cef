"""Data sets: import rows, freeze them under a recipe, bring them out."""

import streamlit as st

from app.ui.actions import ask
from app.ui.datasets.freeze_tab import freeze_tab
from app.ui.datasets.frozen_tab import frozen_tab
from app.ui.datasets.import_tab import import_tab
from app.ui.datasets.tabs import FROZEN, IMPORT, OPEN, TABS
from app.ui.show import when_open
from app.ui.state import open_from_address, project
from core.datasets import list_datasets

st.title("Data sets")
sets = ask(list_datasets, project().id)
open_from_address(OPEN, TABS)
st.session_state.setdefault(OPEN, FROZEN if sets else IMPORT)
importing, freezing, frozen = st.tabs(TABS, key=OPEN, on_change="rerun")
when_open(importing, import_tab, project())
when_open(freezing, freeze_tab, project())
when_open(frozen, frozen_tab, project(), sets)
