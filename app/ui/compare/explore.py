"""The items of a review: searched, filtered and sorted, a page at a time, and one of them in full.

What is chosen stands in the address of the page, so that it can be shared.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.compare.explore_charts import show_spreads
from app.ui.compare.explore_filters import (
    AFTER,
    BEFORE,
    ITEM,
    VIEW,
    choice,
    forget_others,
    from_the_start,
    search_field,
    wanted_items,
)
from app.ui.compare.explore_item import SHOWN, names_of, show_item
from app.ui.compare.words import REASONS
from app.ui.show import show_table
from app.ui.state import in_address, put_in_address
from app.ui.words import ago, counted
from core.review import Reviewing, ReviewView, get_review, left_out_counts
from core.review.answers import Reason
from core.review.explore import (
    PAGE,
    ItemDetail,
    ItemRow,
    Order,
    Place,
    Sight,
    Wanted,
    read_items,
    read_not_compared,
    sight_of,
)

COMPARED, NOT_COMPARED, SPREAD = "Compared prompts", "Not compared", "Lengths and copying"
LONGEST_NUMBER = 20
"""Digits in an address; what is longer is no item's number."""
Actions = Callable[[ReviewView, ItemDetail], None]
"""What can be made of an item, drawn below it."""
ForAll = Callable[[Reviewing, Wanted, int], None]
"""What can be made of all items that are wanted, of which there are so many; drawn above them."""


@st.fragment
def explore(review: ReviewView, actions: Actions | None = None, for_all: ForAll | None = None) -> None:
    """Look at the items of a review; before it closes nothing tells models, unless an open look was taken."""
    forget_others(review.id)
    reviewing = Reviewing(ask(get_review, review.id), person().id or 0)
    sight = ask(sight_of, reviewing)
    wanted_item = in_address(ITEM)
    if wanted_item.isdecimal() and len(wanted_item) < LONGEST_NUMBER:
        show_item(reviewing, int(wanted_item), actions, leave=lambda: put_in_address(ITEM, ""), go=_open)
        return
    view = _view([COMPARED, NOT_COMPARED, *([SPREAD] if sight.models else [])])
    if view == SPREAD:
        show_spreads(reviewing)
    elif view == NOT_COMPARED:
        _not_compared(reviewing, sight)
    else:
        _compared(reviewing, sight, for_all)


def _view(views: list[str]) -> str:
    if st.session_state.get("explore_view") not in views:
        told = in_address(VIEW)
        st.session_state.explore_view = told if told in views else COMPARED
    view = st.segmented_control(
        "What to look at",
        views,
        required=True,
        key="explore_view",
        label_visibility="collapsed",
        on_change=from_the_start,
    )
    put_in_address(VIEW, "" if view in {None, COMPARED} else str(view))
    return view or COMPARED


def _compared(reviewing: Reviewing, sight: Sight, for_all: ForAll | None) -> None:
    review = reviewing.review
    wanted = wanted_items(reviewing, sight)
    after = Place.parse(in_address(AFTER), wanted.order) if in_address(AFTER) else None
    page = ask(read_items, reviewing, wanted, after=after)
    if page.found is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{counted(page.found)} prompt{'' if page.found == 1 else 's'}")
            if for_all is not None and page.found:
                for_all(reviewing, wanted, page.found)
    if not page.rows:
        st.info("No prompt matches: change the search or a filter above.", icon=":material/search_off:")
        return
    st.session_state[SHOWN] = [one.id for one in page.rows]
    key = f"explore_rows_{review.id}"
    names = names_of(review)
    parts = any(one.stratum for one in page.rows)
    show_table(
        [_row(one, names, sight, parts=parts) for one in page.rows],
        _columns(names, sight, parts=parts),
        alt="Prompts of this review; choose a row to read its answers",
        key=key,
        on_select=lambda: _chosen(key),
        selection_mode="single-row",
        height=min(38 * (len(page.rows) + 1), 560),
        column_config={
            "Prompt": st.column_config.TextColumn(width=280),
            "Disagreement": st.column_config.NumberColumn(format="percent"),
        },
    )
    _pages(page.further)


def _columns(names: Mapping[int, str], sight: Sight, *, parts: bool) -> list[str]:
    lengths = list(names.values()) if sight.models else ["shortest", "longest"]
    words = [f"Words: {name}" for name in lengths]
    told = [*(f"Won: {name}" for name in names.values()), "Ties", "Disagreement", "Flags", "Newest"]
    return [
        "Item",
        "Prompt",
        *(["Part"] if parts else []),
        *words,
        "Difference",
        *(told if sight.verdicts else []),
    ]


def _row(one: ItemRow, names: Mapping[int, str], sight: Sight, *, parts: bool) -> list[object]:
    lengths = [one.words.get(model) for model in names] if one.words else [one.shortest, one.longest]
    part = [one.stratum] if parts else []
    row = [one.id, one.prompt, *part, *lengths, one.longest - one.shortest]
    if not sight.verdicts or one.told is None:
        return row
    told = one.told
    won = [told.won.get(model, 0) for model in names]
    return [*row, *won, told.ties + told.both_bad, told.disagreement, told.flags, ago(told.newest)]


def _pages(further: Place | None) -> None:
    with st.container(horizontal=True):
        if in_address(AFTER):
            st.button("Previous", icon=":material/arrow_back:", on_click=_back, key="explore_back")
        if further is not None:
            st.button(f"Next {PAGE}", on_click=_on, args=(str(further),), key="explore_next")


def _on(further: str) -> None:
    st.session_state.setdefault(BEFORE, []).append(in_address(AFTER))
    put_in_address(AFTER, further)


def _back() -> None:
    before = st.session_state.get(BEFORE) or [""]
    put_in_address(AFTER, before.pop())


def _chosen(key: str) -> None:
    rows = st.session_state[key].selection.rows
    if rows:
        _open(st.session_state[SHOWN][rows[0]])


def _open(item_id: int) -> None:
    put_in_address(ITEM, str(item_id))


def _not_compared(reviewing: Reviewing, sight: Sight) -> None:
    counts = ask(left_out_counts, reviewing.review)
    if not counts:
        st.info("Every prompt is compared: each has one answer of each model.", icon=":material/check:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = search_field()
        names: dict[str, str] = {
            one.value: f"{words} ({counts[one.value]:,})"
            for one, words in REASONS.items()
            if one.value in counts
        }
        chosen = choice("Reason", "reason", names)
    reason = Reason(chosen) if chosen else None
    place = Place.parse(in_address(AFTER), Order.NUMBER)
    rows = ask(read_not_compared, reviewing, reason=reason, search=search, after=place.id if place else 0)
    if not rows:
        st.info("No prompt matches: change the search or the reason above.", icon=":material/search_off:")
        return
    models = names_of(reviewing.review)
    columns = ["Prompt", "Reason", *(["Models", "Detail"] if sight.models else [])]
    told = [
        [", ".join(models[one] for one in row.models), row.detail] if sight.models else [] for row in rows
    ]
    show_table(
        [[row.prompt, REASONS[row.reason], *more] for row, more in zip(rows, told, strict=True)],
        columns,
        alt="Prompts that are not compared, with the reason",
        key="explore_not_compared",
    )
    if not sight.models:
        st.caption("Which models are concerned is shown once you may see whose answers are whose.")
    _pages(Place(rows[-1].id) if len(rows) == PAGE else None)
