"""What the list of pairs is narrowed to: fields whose values are those of the page's address.

The address is the truth and fields show it, so that a link, a bookmark and the browser's Back all lead to the
same list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.pairs.address import query_of, read_query
from app.ui.pairs.words import MARKS, SORTS, STATES, filter_words
from app.ui.quality.words import OUTCOMES
from app.ui.show import choose
from core.labelling.finding import Offered, PairFilter, PairSort
from core.languages import language_words

OPEN, AFTER, BEFORE = "open", "after", "before"
"""What stands in the address beside the filter: the pair that is open, and where the page begins or ends."""
ANY = "Any"
SEARCHED = "Whole words, all of them; sum* finds what begins so, quotation marks find words in a row."
NOTHING: Mapping[str, str] = {}
LANGUAGES_OF = "What rows say of themselves; of others the script of their letters."
DAYS = "By when a judgment came to the server, by its clock."


def go_to(wanted: PairFilter, sort: PairSort, more: Mapping[str, str] = NOTHING) -> None:
    """Make this the address of the page."""
    st.query_params.from_dict(query_of(wanted, sort) | dict(more))


def narrowed() -> tuple[PairFilter, PairSort]:
    """What the address says."""
    return read_query(st.query_params.to_dict())


def filter_fields(wanted: PairFilter, sort: PairSort, offered: Offered) -> None:
    """A row of what is asked for most, and the rest behind “More filters”."""
    search, state, order = st.columns([5, 2, 2], vertical_alignment="bottom")
    with search:
        st.text_input(
            "Search the texts",
            key=_show("text", wanted.text),
            placeholder="Words of the prompt and the answers",
            icon=":material/search:",
            help=SEARCHED,
            on_change=_take,
            args=("text",),
        )
    with state:
        _choice("How far", "state", STATES, wanted.state)
    with order:
        choose("Order", SORTS, key=_show("sort", sort), on_change=_take, args=("sort",))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.pills(
            "Only those that are",
            list(MARKS),
            selection_mode="multi",
            format_func=MARKS.__getitem__,
            key=_show("marks", [name for name in MARKS if getattr(wanted, name)]),
            label_visibility="collapsed",
            on_change=_take_marks,
            width="content",
        )
        with st.popover("More filters", icon=":material/filter_list:", width="content"):
            _more(wanted, offered)
        if wanted != PairFilter():
            st.button(
                "Clear all", key="pairs_clear", icon=":material/close:", on_click=_clear, type="tertiary"
            )
    told = filter_words(wanted, offered.people)
    if told:
        st.caption(plain("Only pairs " + "; ".join(told) + "."))


def _more(wanted: PairFilter, offered: Offered) -> None:
    left, right = st.columns(2)
    with left:
        _choice("File", "origin", _with(offered.origins, wanted.origin), wanted.origin or None)
        _choice("Model of an answer", "model", _with(offered.models, wanted.model), wanted.model or None)
        _choice("Tag", "tag", _with(offered.tags, wanted.tag), wanted.tag or None)
        languages = {one: language_words(one) for one in _with(offered.languages, wanted.language)}
        _choice("Language", "language", languages, wanted.language or None, help=LANGUAGES_OF)
        _number("Characters, at least", "shortest", wanted.shortest)
        _number("Characters, at most", "longest", wanted.longest)
    with right:
        _choice("Judged by", "person", offered.people, wanted.person)
        _choice("What was said", "choice", OUTCOMES, wanted.choice)
        _day("Judged since", "since", wanted.since)
        _day("Judged up to", "until", wanted.until)
        _number("Number of the pair", "pair", wanted.pair)


def _choice(label: str, name: str, names: Mapping[Any, str], value: Any, **more: Any) -> None:
    options = dict(names)
    if value is not None:
        options.setdefault(value, str(value))
    key = _show(name, value)
    choose(label, options, key=key, index=None, placeholder=ANY, on_change=_take, args=(name,), **more)


def _number(label: str, name: str, value: int | None) -> None:
    key = _show(name, value)
    st.number_input(label, min_value=0, step=1, key=key, value=None, on_change=_take, args=(name,))


def _day(label: str, name: str, value: Any) -> None:
    st.date_input(label, key=_show(name, value), value=None, on_change=_take, args=(name,), help=DAYS)


def _with(offered: Iterable[str], value: str) -> dict[str, str]:
    """What is offered, and what was asked for though it is not among it."""
    return {one: one for one in (*offered, value) if one}


def _show(name: str, value: Any) -> str:
    """The key of a field that shows what the address says."""
    key = f"pairs_{name}"
    st.session_state[key] = value
    return key


def _take(name: str) -> None:
    """Put what a field says into the address; the list begins at its first page again."""
    wanted, sort = narrowed()
    value = st.session_state[f"pairs_{name}"]
    if name == "sort":
        go_to(wanted, value)
        return
    changes: dict[str, Any] = {name: getattr(PairFilter(), name) if value is None else value}
    go_to(replace(wanted, **changes), sort)


def _take_marks() -> None:
    wanted, sort = narrowed()
    chosen = st.session_state["pairs_marks"] or []
    changes: dict[str, Any] = {name: True if name in chosen else None for name in MARKS}
    go_to(replace(wanted, **changes), sort)


def _clear() -> None:
    go_to(PairFilter(), narrowed()[1])
