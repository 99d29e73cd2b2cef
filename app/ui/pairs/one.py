"""One pair in full: its texts, who said what, its decision, where it came from, what happened to it."""

from dataclasses import replace

import streamlit as st
from sqlmodel import Session

from app.ui.actions import ask, plain
from app.ui.pages import neighbour_buttons
from app.ui.pairs.acts import act_form
from app.ui.pairs.filters import OPEN, go_to, narrowed
from app.ui.pairs.listing import open_pair
from app.ui.pairs.words import marks_of, state_of
from app.ui.quality.case import Case
from app.ui.quality.ruling import note_shown, read_case, undo_button
from app.ui.state import may_here
from core.access import Action
from core.labelling import ProjectView, get_project
from core.labelling.adjudication import opinions_on, pair_text, settled_pair
from core.labelling.finding import FoundPair, PairFilter, PairSort, list_pairs

LONGEST_NUMBER = 19
"""Digits in an address; what is longer is no pair's number."""


def one_pair(project: ProjectView, number: int, wanted: PairFilter, sort: PairSort) -> None:
    """The pair with this number, and the ways to its neighbours in the list."""
    now, case, found, neighbours = ask(_read, project, number, wanted, sort)
    may_decide = may_here(Action.ADJUDICATE)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("All pairs", key="pairs_back", icon=":material/list:", on_click=_close)
        if may_decide:
            undo_button(now)
        if found is None or case is None:
            st.info("There is no such pair in this project (any more).", icon=":material/search_off:")
            return
        marks = "".join(f" · {plain(one)}" for one in marks_of(found))
        st.markdown(f"**Pair {number}** :gray[{plain(state_of(found))}{marks}]", width="content")
        st.space("stretch")
        neighbour_buttons("pairs_one", *neighbours, open_pair)
    if found.left_out is not None:
        st.warning(f"Left out: {plain(found.left_out)}", icon=":material/visibility_off:")
    with read_case(now, case, may_decide=may_decide):
        _came_from(found)
    act_form(now, [number], after=lambda: None)
    note_shown(number)


def _read(
    session: Session, project: ProjectView, number: int, wanted: PairFilter, sort: PairSort
) -> tuple[ProjectView, Case | None, FoundPair | None, tuple[int | None, int | None]]:
    now = get_project(session, project.id)
    found = next(iter(list_pairs(session, now, PairFilter(pair=number)).rows), None)
    if found is None:
        return now, None, None, (None, None)
    given = tuple(opinions_on(session, now, [number]).get(number, ()))
    settled = settled_pair(session, now, number)
    case = Case(0, 1, pair_text(session, now, number), given, settled)
    place = found.place(sort)
    before = list_pairs(session, now, wanted, sort, before=place, limit=1).rows
    after = list_pairs(session, now, wanted, sort, after=place, limit=1).rows
    neighbours = tuple(rows[0].id if rows else None for rows in (before, after))
    return now, case, found, (neighbours[0], neighbours[1])


def _came_from(found: FoundPair) -> None:
    """The file and the models, once somebody asks: whoever decides shall not see at once who wrote what."""
    more = st.expander(
        "Where it came from", key=f"pairs_source_{found.id}", on_change="rerun", icon=":material/description:"
    )
    if not more.open:
        return
    with more:
        line = f", line {found.line:,}" if found.line else ""
        st.text(f"{found.origin or 'No file'}{line}")
        for place, source in (("Candidate 0", found.source_0), ("Candidate 1", found.source_1)):
            st.text(f"{place}: {source or 'nothing said by whom'}")


def _close() -> None:
    """Back to the list; a filter by one number would be a list of one."""
    wanted, sort = narrowed()
    go_to(replace(wanted, pair=None), sort)


def opened(wanted: PairFilter) -> int | None:
    """The number of the pair that the address opens."""
    told = st.query_params.get(OPEN, "")
    return int(told) if told.isdecimal() and len(told) < LONGEST_NUMBER else wanted.pair
