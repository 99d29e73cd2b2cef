"""What is asked for of a review's items: a row of filters whose choices stand in the address of the page."""

from collections.abc import Mapping

import streamlit as st

from app.ui.actions import ask
from app.ui.compare.explore_item import names_of
from app.ui.show import choose
from app.ui.state import in_address, put_in_address
from core.review import Reviewing
from core.review.explore import Given, LengthBand, Order, Sight, Wanted, reviewers_in, strata_of

ITEM, AFTER, VIEW = "item", "after", "view"
NAMES = (ITEM, AFTER, VIEW, "search", "said", "reviewer", "length", "part", "order", "reason")
"""What stands in the address: the item that is read, where the page of the table begins, and the filters."""
REVIEW = "explore_review"
BEFORE = "explore_before"
"""Where the pages before this one began, in the session: an address knows its own page only."""
DISAGREE, AGREE, FLAGGED = "disagree", "agree", "flagged"


def wanted_items(reviewing: Reviewing, sight: Sight) -> Wanted:
    """One row of filters; those that would tell verdicts are there once the review is closed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = search_field()
        said = choice("Verdicts", "said", _said(reviewing)) if sight.verdicts else ""
        reviewer = choice("Reviewer", "reviewer", _reviewers(reviewing)) if sight.verdicts else ""
        length = choice("Length difference", "length", {one.value: one.value for one in LengthBand})
        strata = {one: one for one in _strata(reviewing.review.blinding_key, reviewing)}
        part = choice("Part", "part", strata) if len(strata) > 1 else ""
        orders = [one for one in Order if sight.verdicts or not Wanted(order=one).tells_verdicts]
        order = choice("Order", "order", {one.value: f"by {one.value}" for one in orders}, any_word="")
    kind, _, value = said.partition(" ")
    return Wanted(
        search=search,
        length=LengthBand(length) if length else None,
        stratum=part or None,
        chosen=int(value) if kind == "won" else None,
        given=Given(value) if kind == "given" else None,
        disagreed={DISAGREE: True, AGREE: False}.get(kind),
        reviewer=int(reviewer) if reviewer else None,
        flagged=kind == FLAGGED,
        order=Order(order) if order else Order.NUMBER,
    )


def _said(reviewing: Reviewing) -> dict[str, str]:
    won = {f"won {model}": f"{name} is better" for model, name in names_of(reviewing.review).items()}
    given = {f"given {one.value}": one.value for one in Given}
    return won | given | {DISAGREE: "reviewers disagree", AGREE: "reviewers agree", FLAGGED: FLAGGED}


def _reviewers(reviewing: Reviewing) -> dict[str, str]:
    return {str(number): name for number, name in ask(reviewers_in, reviewing).items()}


@st.cache_data(max_entries=64, show_spinner=False)
def _strata(key: str, _reviewing: Reviewing) -> list[str]:  # noqa: ARG001 - what is kept is known by the key
    """They never change, and to look for them every prompt is read."""
    return ask(strata_of, _reviewing)


def search_field() -> str:
    """Words that are looked for."""
    key = "explore_search"
    if key not in st.session_state:
        st.session_state[key] = in_address("search")
    search: str = st.text_input(
        "Search",
        key=key,
        placeholder="words of prompt and answers",
        on_change=from_the_start,
        icon=":material/search:",
    )
    put_in_address("search", search.strip())
    return search


def choice(label: str, name: str, names: Mapping[str, str], *, any_word: str = "any") -> str:
    """A select box whose choice stands in the address; nothing for any."""
    key = f"explore_{name}"
    options = ({"": any_word} if any_word else {}) | dict(names)
    first = next(iter(options))
    if st.session_state.get(key) not in options:
        st.session_state[key] = in_address(name) if in_address(name) in options else first
    chosen = choose(label, options, key=key, on_change=from_the_start, width=170)
    put_in_address(name, "" if chosen == first else chosen)
    return chosen


def forget_others(review_id: int) -> None:
    """What was chosen in another review during this session is no choice in this one."""
    if st.session_state.get(REVIEW, review_id) != review_id:
        for name in NAMES:
            put_in_address(name, "")
            st.session_state.pop(f"explore_{name}", None)
        st.session_state.pop(BEFORE, None)
    st.session_state[REVIEW] = review_id


def from_the_start() -> None:
    """Another choice begins on its first page."""
    st.session_state.pop(BEFORE, None)
    put_in_address(AFTER, "")
