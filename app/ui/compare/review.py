"""One review in tabs; what would tell whose answers are whose stays shut until it closes, or one looks."""

from collections.abc import Callable

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain, show_refusals
from app.ui.assigned import leave_comparisons
from app.ui.compare.design_tab import design_tab
from app.ui.compare.ending import offer_look, results_tab
from app.ui.compare.explore import explore
from app.ui.compare.judges import judges_tab
from app.ui.compare.judging import judge
from app.ui.compare.onward import onward, onward_all
from app.ui.compare.reviews import DESIGN, EXPLORE, JUDGE, JUDGES, RESULTS, TAB, show_list, show_tab
from app.ui.compare.words import state_words
from app.ui.resources import studio
from app.ui.show import download, when_open
from app.ui.state import may_here
from core.access import Action
from core.review import ReviewView, has_looked
from core.review.report import KINDS, ReportKind, export_report, file_name

PAGE = (
    "The report is one page that needs no network: question, design, data, figures with formulas, examples, "
    "what was left out, limits."
)
TABLES = (
    "The tables hold every text and every verdict, with people as numbers. LLM Comparator is a viewer of "
    "Google's at pair-code.github.io/llm-comparator, which reads the file in your browser."
)


def show_review(chosen: ReviewView) -> None:
    """Its title, where it stands, and a tab for each thing to do with it; only the open one is drawn."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "All reviews",
            icon=":material/arrow_back:",
            key="all_reviews",
            type="tertiary",
            on_click=show_list,
        )
        st.markdown(f"#### {plain(chosen.title)} :small[:gray[· {plain(state_words(chosen))}]]")
        st.space("stretch")
        _offer_files(chosen)
    show_refusals()
    if not chosen.is_open and TAB not in st.session_state and TAB not in st.query_params:
        show_tab(RESULTS)
    places = st.tabs(list(TABS), key=TAB, bind="query-params")
    if not places[0].open:
        leave_comparisons()
    for place, draw in zip(places, TABS.values(), strict=True):
        when_open(place, draw, chosen)


def _explore(chosen: ReviewView) -> None:
    """The items; before the close without a word on models, and the way to look all the same."""
    if chosen.is_open and not ask(has_looked, chosen, person().id or 0):
        offer_look(chosen)
    explore(chosen, onward, onward_all)


def _offer_files(chosen: ReviewView) -> None:
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
        lambda: export_report(db, who, chosen, kind, models=models).content,
        file_name(chosen.id, kind, models),
        mime=KINDS[kind].media_type,
        key=f"download_{chosen.id}_{kind.value}_{models}",
    )


TABS: dict[str, Callable[[ReviewView], None]] = {
    JUDGE: judge,
    RESULTS: results_tab,
    EXPLORE: _explore,
    JUDGES: judges_tab,
    DESIGN: design_tab,
}
"""What each tab draws, in their order; none names a model before the close, or an open look."""
