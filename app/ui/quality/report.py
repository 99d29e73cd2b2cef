"""The quality report, worked out once for each state of the data and kept for everybody who looks."""

from typing import Any

import streamlit as st

from app.ui.actions import ask
from core.labelling import ProjectView
from core.labelling.reports import QualityReport, quality_report, quality_stamp

KEPT = 16


def current_report(project: ProjectView) -> QualityReport:
    """The report of what is there now; costs a few rows if nothing has changed since somebody last looked."""
    # The stamp is read first: a report may be newer than its stamp, never older.
    return _report(project, (project.uid, *ask(quality_stamp, project)))


@st.cache_data(show_spinner="Working out the figures …", max_entries=KEPT)
def _report(_project: ProjectView, stamp: tuple[Any, ...]) -> QualityReport:
    del stamp  # part of the cache key
    return ask(quality_report, _project)
