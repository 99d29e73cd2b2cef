"""The list of pairs: a page of rows, the way to its neighbours, and which rows are chosen."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from sqlmodel import Session

from app.ui.pages import neighbour_buttons
from app.ui.pairs.filters import AFTER, BEFORE, OPEN, go_to, narrowed
from app.ui.pairs.words import marks_of, state_of
from app.ui.show import room_for_tools
from app.ui.words import counted
from core.labelling import ProjectView, get_project
from core.labelling.finding import (
    FoundPair,
    Offered,
    PairFilter,
    PairPage,
    PairSort,
    Place,
    count_pairs,
    list_pairs,
    offered_values,
    waiting_for_search,
)

ROW, HEAD, MOST_HIGH = 35, 37, 560  # pixels
CLICKED, ACTED = "pairs_clicked", "pairs_acted"
NONE_AT_ALL = "There are no pairs yet. An engineer imports them on the data sets page."
NONE_FOUND = "No pair matches. Change the search or a filter, or clear them all."
NONE_HERE = "No pair stands on this page any more; the list begins elsewhere."


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list is drawn from, read in one view of the data; ``unsearched`` pairs have just come."""

    project: ProjectView
    page: PairPage
    count: int
    offered: Offered
    unsearched: int


def read_list(
    session: Session, project: ProjectView, wanted: PairFilter, sort: PairSort, query: dict[str, str]
) -> Listed:
    """The page that the address names, its project as it is now, how many there are, what filters offer."""
    now = get_project(session, project.id)
    after, before = (Place.parse(query.get(name, ""), sort) for name in (AFTER, BEFORE))
    page = list_pairs(session, now, wanted, sort, after=None if before else after, before=before)
    unsearched = waiting_for_search(session, now) if wanted.text else 0
    return Listed(now, page, count_pairs(session, now, wanted), offered_values(session, now), unsearched)


def count_and_pages(listed: Listed) -> None:
    """How many there are, and the ways to the pages before and behind."""
    if listed.unsearched:
        st.caption(f"{counted(listed.unsearched)} that have just come are not searched yet; soon they are.")
    with st.container(horizontal=True, vertical_alignment="center"):
        pairs = "pair" if listed.count == 1 else "pairs"
        st.markdown(f"**{counted(listed.count)}** {pairs}", width="content")
        st.space("stretch")
        ends = ((BEFORE, listed.page.before), (AFTER, listed.page.after))
        before, after = ({name: str(place)} if place is not None else None for name, place in ends)
        neighbour_buttons("pairs", before, after, lambda more: go_to(*narrowed(), more))


def rows_key() -> str:
    """Another page of another list has another choice of rows, and so has one that was acted on."""
    return f"pairs_rows_{st.session_state.get(ACTED, 0)}_{urlencode(st.query_params.to_dict())}"


def chosen_rows(listed: Listed) -> list[int]:
    """The numbers of the pairs whose rows are chosen."""
    state = st.session_state.get(rows_key())
    rows = state["selection"]["rows"] if state else []
    return [listed.page.rows[row].id for row in rows if row < len(listed.page.rows)]


def forget_rows() -> None:
    """No row is chosen any more."""
    st.session_state[ACTED] = st.session_state.get(ACTED, 0) + 1


def show_rows(listed: Listed, wanted: PairFilter) -> None:
    """The rows; the button of one opens its pair, the boxes on the left choose what is acted on."""
    rows = listed.page.rows
    if not rows:
        _say_why_none(listed, wanted)
        return
    room_for_tools()
    st.dataframe(
        pd.DataFrame([_row(one) for one in rows]),
        key=rows_key(),
        hide_index=True,
        alt="Pairs; the button of a row opens it, the boxes on the left choose rows to act on",
        on_select="rerun",
        selection_mode="multi-row",
        height=min(HEAD + ROW * len(rows), MOST_HIGH),
        column_config=_columns(),
    )
    st.caption("The number opens a pair. Boxes choose rows: click, or Shift with the blank key.")


def _say_why_none(listed: Listed, wanted: PairFilter) -> None:
    """Nothing is there, nothing matches, or the address names a page that pairs have left since."""
    if listed.count:
        st.info(NONE_HERE, icon=":material/search_off:")
        st.button("To the first page", key="pairs_first", icon=":material/first_page:", on_click=_to_first)
        return
    st.info(NONE_AT_ALL if wanted == PairFilter() else NONE_FOUND, icon=":material/search_off:")


def _to_first() -> None:
    go_to(*narrowed())


def _columns() -> dict[str, Any]:
    text = st.column_config.TextColumn
    return {
        "Pair": st.column_config.ButtonColumn(
            width=60, type="tertiary", key=CLICKED, on_click=_open_clicked, pinned=True
        ),
        "State": text(width=125),
        "Judgments": text(width=85, alignment="right", help="Those it has of those it needs."),
        "Votes": text(width=70, alignment="right", help="For candidate 0, for candidate 1, for neither."),
        "Marks": text(width=125, help="What it is besides, and its tags."),
        "Prompt": text(width=210),
        "Candidate 0": text(width=160),
        "Candidate 1": text(width=160),
        "Characters": st.column_config.NumberColumn(format="localized", width=90),
        "File": text(width=150),
    }


def _row(one: FoundPair) -> dict[str, object]:
    neither = one.judgment_count - one.votes_0 - one.votes_1
    return {
        "Pair": str(one.id),
        "State": state_of(one),
        "Judgments": f"{one.judgment_count} of {one.needed}",
        "Votes": f"{one.votes_0} · {one.votes_1} · {neither}" if one.judgment_count else "",
        "Marks": ", ".join(marks_of(one)),
        "Prompt": one.prompt,
        "Candidate 0": one.candidate_0,
        "Candidate 1": one.candidate_1,
        "Characters": one.characters,
        "File": f"{one.origin}:{one.line}" if one.line else one.origin,
    }


def _open_clicked() -> None:
    clicked = st.session_state[CLICKED]
    if clicked is not None:
        open_pair(int(clicked.label))


def open_pair(number: int) -> None:
    """Show this pair in the place of the list, within the same filter."""
    go_to(*narrowed(), {OPEN: str(number)})
