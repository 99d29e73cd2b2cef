"""What a closed review leaves, to take along: a page for people, tables for programs."""

import streamlit as st

from app.ui.access import person
from app.ui.resources import studio
from app.ui.show import download
from app.ui.state import may_here
from core.access import Action
from core.review import ReviewView
from core.review.report import KINDS, ReportKind, bring_out, file_name

PAGE = (
    "The report is one page that needs no network: question, design, data, figures with formulas, examples, "
    "what was left out, limits."
)
TABLES = (
    "The tables hold every text and every verdict, with people as numbers. LLM Comparator is a viewer of "
    "Google's at pair-code.github.io/llm-comparator, which reads the file in your browser."
)


def offer_downloads(chosen: ReviewView) -> None:
    """A menu of files, each made when it is clicked; of an open review there is none."""
    if chosen.is_open:
        return
    with st.popover("Download", icon=":material/download:"):
        st.caption(PAGE)
        _offer(chosen, ReportKind.PAGE)
        if not may_here(Action.EXPORT):
            return
        st.caption(TABLES)
        for kind in KINDS:
            if kind not in (ReportKind.PAGE, ReportKind.LLM_COMPARATOR):
                _offer(chosen, kind)
        names = chosen.models
        for first, second in ((one, other) for one in names for other in names if one.number < other.number):
            of = f" {first.number}–{second.number}" if len(names) > len((first, second)) else ""
            _offer(chosen, ReportKind.LLM_COMPARATOR, (first.number, second.number), of)


def _offer(chosen: ReviewView, kind: ReportKind, models: tuple[int, int] = (0, 1), of: str = "") -> None:
    db, who = studio().db, person()
    download(
        KINDS[kind].label + of,
        lambda: bring_out(db, who, chosen, kind, models=models).content,
        file_name(chosen.id, kind, models),
        mime=KINDS[kind].media_type,
        key=f"download_{chosen.id}_{kind.value}_{models}",
    )
