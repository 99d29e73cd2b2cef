"""The runs page before the first run."""

import streamlit as st

from app.ui.access import person
from app.ui.routes import can_see, path_of


def no_runs() -> None:
    """What to do before the first run."""
    st.info(
        "No run has been launched yet. A run tunes a model on frozen data sets; here you will see its tasks, "
        "parameters and data sets.",
        icon=":material/rocket_launch:",
    )
    if can_see(person(), "launch"):
        st.page_link(path_of("launch"), label="Launch a run", icon=":material/rocket_launch:")
