"""The quality report, worked out once for each state of the data and kept for everybody who looks."""

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

import streamlit as st

from app.ui.actions import ask
from core.labelling import ProjectView
from core.labelling.reports import QualityReport, quality_report, quality_stamp

QUICK_SECONDS = 1.0
PATIENCE = 20
"""A report that is not quick is worked out anew only after so many times its cost: people are labelling on
the same machine."""


@dataclass(frozen=True)
class Kept:
    """A report, the state of the data it is of, what it cost and when it was ready, in seconds."""

    stamp: tuple[Any, ...]
    report: QualityReport
    cost: float
    ready: float

    def serves(self, stamp: tuple[Any, ...]) -> bool:
        """Whether it is of this state of the data, or too dear to be worked out again so soon."""
        dear = self.cost > QUICK_SECONDS and monotonic() - self.ready < PATIENCE * self.cost
        return self.stamp == stamp or dear


@dataclass
class Shelf:
    """The last report of each project; one person at a time works one out."""

    lock: Lock
    kept: dict[str, Kept]


@st.cache_resource(show_spinner=False)
def report_shelf() -> Shelf:
    """The one shelf of this server process."""
    return Shelf(Lock(), {})


def current_report(project: ProjectView) -> QualityReport:
    """The report of what is there now; costs a few rows if nothing has changed since somebody last looked."""
    # The stamp is read first: a report may be newer than its stamp, never older.
    stamp = tuple(ask(quality_stamp, project))
    shelf = report_shelf()
    with shelf.lock:
        kept = shelf.kept.get(project.uid)
        if kept is None or not kept.serves(stamp):
            kept = _work_out(project, stamp)
            shelf.kept[project.uid] = kept
    return kept.report


def last_report(project: ProjectView) -> QualityReport | None:
    """The report that somebody saw last, whatever has come since; None if nobody has looked yet."""
    kept = report_shelf().kept.get(project.uid)
    return kept.report if kept else None


def _work_out(project: ProjectView, stamp: tuple[Any, ...]) -> Kept:
    began = monotonic()
    with st.spinner("Working out the figures …"):
        report = ask(quality_report, project)
    ready = monotonic()
    return Kept(stamp, report, ready - began, ready)
