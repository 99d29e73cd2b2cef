"""The live parts of the quality page: drawn every few seconds, worked out when something has changed."""

import streamlit as st

from app.ui.quality.annotators import annotator_table, flags, one_annotator
from app.ui.quality.empty import say_what_is_missing
from app.ui.quality.headline import headline
from app.ui.quality.pictures import confidence_picture, pace_picture, people_pictures
from app.ui.quality.report import current_report
from app.ui.state import project

LOOK_SECONDS = 10


@st.fragment(run_every=LOOK_SECONDS)
def watch_figures() -> None:
    """The headline and the charts."""
    report = current_report(project())
    if not say_what_is_missing(project(), report):
        return
    headline(report)
    if report.annotators:
        people_pictures(report.annotators)
    left, right = st.columns(2)
    with left:
        pace_picture(report.annotators)
    with right:
        confidence_picture(report)


@st.fragment(run_every=LOOK_SECONDS)
def watch_annotators() -> None:
    """Who is flagged, the table of all, and the checks of one."""
    report = current_report(project())
    if not report.annotators:
        say_what_is_missing(project(), report)
        return
    flags(project(), report.annotators)
    annotator_table(report.annotators)
    one_annotator(report.annotators)
