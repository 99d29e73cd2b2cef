"""The pairs page: a list of pairs that can be narrowed, and one of them in full."""

import streamlit as st

from app.ui.actions import ask, show_refusals
from app.ui.pairs.acts import act_form
from app.ui.pairs.filters import filter_fields, narrowed
from app.ui.pairs.listing import Listed, chosen_rows, count_and_pages, forget_rows, read_list, show_rows
from app.ui.pairs.one import one_pair, opened
from app.ui.state import project
from core.labelling.finding import PairFilter, pair_numbers

ALL = "pairs_all_found"
"""With the filter, the numbers of all pairs that it finds, while they are to be acted on."""


@st.fragment
def pairs() -> None:
    """The list, or the pair that the address names; a fragment, so that a click reruns only this."""
    show_refusals()
    wanted, sort = narrowed()
    number = opened(wanted)
    if number is not None:
        one_pair(project(), number, wanted, sort)
        return
    listed = ask(read_list, project(), wanted, sort, st.query_params.to_dict())
    filter_fields(wanted, sort, listed.offered)
    count_and_pages(listed)
    _act_on_chosen(listed, wanted)
    show_rows(listed, wanted)


def _act_on_chosen(listed: Listed, wanted: PairFilter) -> None:
    """What is done to the rows that are chosen, or to all pairs that are found; their number is said."""
    if not listed.page.rows:
        return
    numbers = _all_found(wanted)
    st.toggle(
        "Act on all that are found",
        key=_toggled(on=numbers is not None),
        on_change=_find_all,
        args=(wanted,),
        help="Else on the rows that are chosen below.",
    )
    chosen = chosen_rows(listed) if numbers is None else numbers
    if chosen:
        whose = {} if wanted.person is None else {"person_id": wanted.person}
        act_form(listed.project, chosen, after=_forget, **whose)


def _toggled(*, on: bool) -> str:
    """The key of the switch, which shows whether all are found."""
    st.session_state["pairs_act_on_all"] = on
    return "pairs_act_on_all"


def _all_found(wanted: PairFilter) -> list[int] | None:
    """The numbers that were found when the switch was turned on, unless the filter is another one by now."""
    of, numbers = st.session_state.get(ALL, (None, None))
    return numbers if of == (project().id, wanted) else None


def _find_all(wanted: PairFilter) -> None:
    _forget()
    if st.session_state["pairs_act_on_all"]:
        st.session_state[ALL] = ((project().id, wanted), ask(pair_numbers, project(), wanted))


def _forget() -> None:
    st.session_state.pop(ALL, None)
    forget_rows()
