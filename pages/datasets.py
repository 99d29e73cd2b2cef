"""Data sets: import rows, freeze them under a recipe, bring them out."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.dataset_exports import frozen_sets
from app.ui.dataset_freezing import freeze_preferences, freeze_prompts
from app.ui.dataset_imports import import_rows
from app.ui.state import project
from core.datasets import list_datasets

st.title("Data sets")
sets = ask(list_datasets, project().id)
frozen, freezing, importing = st.tabs(
    ["Frozen sets", "Freeze", "Import"], key="datasets_tab", on_change="rerun"
)
if frozen.open:
    with frozen:
        frozen_sets(sets)
if freezing.open:
    with freezing:
        left, right = st.columns(2)
        with left:
            freeze_preferences(project())
        with right:
            freeze_prompts(project())
if importing.open:
    with importing:
        import_rows(project(), person())
