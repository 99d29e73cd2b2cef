"""The audit page's parts: which entries are wanted, a page of them, and all of them as a file."""

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.resources import studio
from app.ui.show import choose, download, show_table
from app.ui.state import here
from core.access import (
    LOOKED_THROUGH,
    MOST_IN_A_FILE,
    ON_RECORD,
    SYSTEM,
    THE_STUDIO,
    Action,
    AuditFilter,
    LoggedAction,
    action_words,
    audit_csv,
    list_people,
    read_audit,
)
from core.labelling import list_projects

PAGES_BEFORE = "audit_pages_before"
"""Where the pages that were left by “Older” began; the last one is that of the page on screen."""
COLUMNS = ("Number", "When (UTC)", "Who", "What", "On what", "Project", "Details")
ANY = "Any"
ROWS = 100
"""On a page."""
ACTIONS: dict[str | None, str] = {None: ANY} | {one: action_words(one) for one in ON_RECORD}


def audit_log() -> None:
    """The filter, and what it leaves."""
    projects = projects_to_see()
    show_log(choose_filter(projects), projects)


def choose_filter(projects: dict[int | None, str]) -> AuditFilter:
    """Which entries are wanted; another choice begins with the newest again."""
    first, second, third = st.columns(3)
    with first:
        project = choose("Project", projects, key="audit_project", on_change=_newest)
    with second:
        who = choose("Who", _people(project), key="audit_person", on_change=_newest)
    with third:
        action = choose("What", ACTIONS, key="audit_action", on_change=_newest)
    since = first.date_input("From (UTC)", None, key="audit_since", on_change=_newest)
    until = second.date_input("Up to and with (UTC)", None, key="audit_until", on_change=_newest)
    end = _midnight(until + timedelta(days=1)) if isinstance(until, date) else None
    return AuditFilter(project, who, action, _midnight(since) if isinstance(since, date) else None, end)


def show_log(wanted: AuditFilter, projects: dict[int | None, str]) -> None:
    """A page of the log, the way to the older ones, and the file."""
    before = st.session_state.get(PAGES_BEFORE, [])
    page = ask(read_audit, wanted, before=before[-1] if before else None, limit=ROWS)
    if page.entries:
        rows = [_row(one, projects) for one in page.entries]
        show_table(rows, COLUMNS, alt="What was done, newest first", key="audit_table")
    elif page.older is not None:
        st.info(f"None of these {LOOKED_THROUGH:,} entries is one of those. “Older” looks further back.")
    else:
        st.info("Nothing that was done is one of those. Choose fewer conditions above.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Newest", icon=":material/first_page:", disabled=not before, on_click=_newest)
        st.button(
            "Older",
            icon=":material/navigate_next:",
            disabled=page.older is None,
            on_click=lambda: st.session_state.update({PAGES_BEFORE: [*before, page.older]}),
        )
        _download(wanted)
    st.caption(
        "Answers are a record of their own and not listed here.",
        help=f"The file has the newest {MOST_IN_A_FILE:,} entries at most. Each entry holds the hash of the "
        "one before: `prefstudio audit verify` finds what was changed, removed or inserted.",
    )


def _download(wanted: AuditFilter) -> None:
    db, who = studio().db, person()
    download(
        "Download as CSV",
        lambda: audit_csv(db, who, wanted),
        "audit.csv",
        mime="text/csv",
        key=f"audit_csv_{wanted}",
    )


def projects_to_see() -> dict[int | None, str]:
    """Those whose log the person may see; the whole studio is the admin's."""
    who = person()
    seen = [one for one in ask(list_projects) if who.may(Action.SEE_AUDIT, one.id)]
    names: dict[int | None, str] = {None: "The whole studio"} if who.may(Action.SEE_WHOLE_AUDIT) else {}
    chosen = here()
    return names | {one.id: one.name for one in sorted(seen, key=lambda one: one.id != chosen)}


def _people(project_id: int | None) -> dict[int | None, str]:
    """Everybody who has a part in what is shown."""
    people = [one for one in ask(list_people) if project_id is None or one.role_in(project_id)]
    names: dict[int | None, str] = {None: ANY, THE_STUDIO: SYSTEM.name}
    return names | {one.id: one.name for one in people}


def _row(one: LoggedAction, projects: dict[int | None, str]) -> tuple[object, ...]:
    number = one.project_id
    project = "" if number is None else projects.get(number, f"number {number}")
    moment = one.at.strftime("%Y-%m-%d %H:%M:%S")
    return one.number, moment, one.person, action_words(one.action), one.subject, project, one.words


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _newest() -> None:
    st.session_state[PAGES_BEFORE] = []
