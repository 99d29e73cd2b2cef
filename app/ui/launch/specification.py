"""What would be sent, such as the compiled pipeline, to be read and downloaded before anything is paid."""

import streamlit as st

from app.ui.launch.outside import about
from app.ui.work import once
from core.training.method import Method
from core.training.runs import Preflight

SPECIFICATION = "launch_specification"


def show_specification(checked: Preflight) -> None:
    """Made only while the expander is open: compiling needs libraries that are slow to import."""
    if type(checked.method).specification is Method.specification:
        return  # it has none of its own
    place = st.expander(
        "What will be sent", icon=":material/description:", key="specification_open", on_change="rerun"
    )
    if not place.open:
        return
    with place:
        if checked.ready:
            _show(checked)
        else:
            st.caption("It can be made when nothing stands against launching any more.")


def _show(checked: Preflight) -> None:
    with st.spinner("Making it …"):
        made = once(SPECIFICATION, about(checked), lambda: checked.method.specification(checked.plan))
    if made is None:
        return
    st.download_button(
        f"Download {made.file_name}",
        data=made.text,
        file_name=made.file_name,
        mime="text/plain",
        icon=":material/download:",
        key="specification_download",
        on_click="ignore",
    )
    st.code(made.text, language=None, height=420, wrap_lines=True)
