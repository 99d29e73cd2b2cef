"""What the quality page says while there is little to show, and what to do about it."""

import streamlit as st

from app.ui.access import person
from app.ui.routes import can_see, path_of
from core.labelling import ProjectView
from core.labelling.reports import QualityReport

BEGIN = (
    "No judgment has been given yet. Once people label, this page shows how far they agree, how each of them "
    "works, and which pairs wait for a decision."
)
ONLY_IMPORTED = (
    "All choices so far came with a file. How far people agree and how each of them works shows once "
    "somebody labels here."
)
ONCE = (
    "Every pair is judged once, so agreement cannot be measured. Set judgments a pair to 2 or more, or add a "
    "calibration pool, on the project page."
)
NOT_YET = "No pair has been judged by two people yet; agreement shows as soon as one is."


def say_what_is_missing(project: ProjectView, report: QualityReport) -> bool:
    """Say what keeps figures from being shown, if anything does; whether there is anything to show at all."""
    if not report.annotators:
        st.info(ONLY_IMPORTED if report.votes else BEGIN, icon=":material/verified:")
        st.page_link(path_of("label"), label="Label", icon=":material/thumbs_up_down:")
        return report.votes > 0
    if report.agreement.percent.value is None:
        _agreement(project)
    return True


def _agreement(project: ProjectView) -> None:
    once = project.judgments_per_pair == 1 and not project.protocol.calibration_rate
    st.info(ONCE if once else NOT_YET, icon=":material/group:")
    if once and can_see(person(), "project"):
        st.page_link(path_of("project"), label="Project settings", icon=":material/tune:")
