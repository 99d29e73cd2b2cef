"""Everybody as a table to work in: searched, narrowed, sorted by a click on a column, and rows chosen."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.ui.access import person
from app.ui.people.many import actions
from app.ui.show import show_table
from app.ui.words import role_words
from core.access import PersonView
from core.counted import counted
from core.labelling import ProjectView
from core.people import Access, PersonLine

TABLE = "people_table"
CHOSEN = "people_chosen"
"""The numbers of those who are chosen, in the session: the table itself knows positions only."""
LISTED = "people_listed"
COLUMNS = ("Name", "In every project", "In projects", "Quota a day", "Last seen", "Access")
ROW_PX = 35
MOST_ROWS = 12


def everybody(lines: Sequence[PersonLine], projects: Mapping[int, ProjectView]) -> list[PersonLine]:
    """The table with what is done to those who are chosen in it; gives these."""
    narrowed = _narrowing(projects)
    found = [one for one in lines if _wanted(one, *narrowed)]
    numbers = [one.person.id or 0 for one in found]
    chosen = [number for number in st.session_state.get(CHOSEN, []) if number in set(numbers)]
    st.session_state[LISTED], st.session_state[CHOSEN] = numbers, chosen
    if not found:
        st.info("Nobody is found: change the search or a choice above.", icon=":material/search_off:")
        return []
    rows = [numbers.index(number) for number in chosen]
    st.session_state[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    show_table(
        [_row(one, projects) for one in found],
        COLUMNS,
        key=TABLE,
        height=ROW_PX * (min(len(found), MOST_ROWS) + 1) + 3,
        row_height=ROW_PX,
        on_select=_choose,
        selection_mode="multi-row",
        column_config={"Last seen": st.column_config.DatetimeColumn(format="distance")},
        placeholder="–",
        alt=f"{counted(len(found), 'row')} of people with their roles; what is done with the chosen is below",
    )
    those = [one for one in found if one.person.id in set(chosen)]
    _choice(len(found), len(those))
    if those:
        actions(those, projects)
    return those


def _narrowing(projects: Mapping[int, ProjectView]) -> tuple[str, int | None, Access | None]:
    """The search and choices above the table."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Search", key="people_search", placeholder="A part of a name", width=260)
        project = st.selectbox(
            "In",
            list(projects),
            index=None,
            key="people_in",
            format_func=lambda number: projects[number].name,
            placeholder="Any project",
            width=260,
        )
        kinds = list(Access) if person().is_admin else [Access.HERE, Access.PAUSED]
        access = st.segmented_control(
            "Access", kinds, key="people_access", format_func=lambda kind: kind.value
        )
    return text, project, access


def _wanted(one: PersonLine, text: str, project: int | None, access: Access | None) -> bool:
    there = project is None or one.person.role_in(project) is not None
    within = one.access == access if access else one.access != Access.REMOVED
    return there and within and text.strip().casefold() in one.person.name.casefold()


def _choice(found: int, chosen: int) -> None:
    """How many are chosen, and all or none of them with one click, also for whoever has no mouse."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{chosen:,} of {found:,} chosen" if chosen else f"{found:,} listed; choose rows to act")
        if chosen < found:
            st.button(
                f"Choose all {found:,}" if found > 1 else "Choose",
                key="people_all",
                icon=":material/select_all:",
                type="tertiary",
                on_click=_choose_all,
            )
        if chosen:
            st.button(
                "Choose nobody",
                key="people_none",
                icon=":material/deselect:",
                type="tertiary",
                on_click=_choose_none,
            )


def _choose() -> None:
    """Keep who stood in the rows that are chosen, as they were when they were drawn."""
    listed = st.session_state[LISTED]
    rows = st.session_state[TABLE]["selection"]["rows"]
    st.session_state[CHOSEN] = [listed[row] for row in rows if row < len(listed)]


def _choose_all() -> None:
    st.session_state[CHOSEN] = list(st.session_state[LISTED])


def _choose_none() -> None:
    st.session_state[CHOSEN] = []


def _row(one: PersonLine, projects: Mapping[int, ProjectView]) -> tuple[object, ...]:
    return (
        one.person.name,
        role_words(one.person) if one.person.role else "–",
        _in_projects(one.person, projects),
        ", ".join(sorted({f"{quota:,}" for number, quota in one.quotas.items() if number in projects})),
        one.last_seen_at,
        "" if one.access is Access.HERE else one.access.value,
    )


def _in_projects(one: PersonView, projects: Mapping[int, ProjectView]) -> str:
    held = [
        f"{projects[number].name}: {role.value}" for number, role in one.roles.items() if number in projects
    ]
    return ", ".join(held) or "–"
