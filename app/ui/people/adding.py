"""Add many people at once: paste a list, see what is wrong with each line, add all of them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_beside, attempt_now, plain, show_beside, write
from app.ui.resources import studio
from app.ui.show import choose, download, show_table
from app.ui.state import here, keep_for_visit, of_visit
from app.ui.words import people_counted
from core.access import Role
from core.counted import counted
from core.csv_text import csv_text
from core.labelling import ProjectView
from core.people import AddedPerson, NewLine, Wanted, add_lines, read_lines
from core.sign_in import INVITATION_DAYS
from core.sign_in_settings import SignIn

PLACE = "add_many"
LINKS = "links_of_many"
TEXT = "add_many_text"
USUAL_DAYS = 7
EXAMPLE = "Ben\nCleo\n\nor, with columns:\n\nname,role,projects,quota\nBen,annotator,Posts,50"


def add_many(projects: Mapping[int, ProjectView]) -> None:
    """The list, what a line gets that says nothing else, and what would come of it."""
    links = studio().settings.sign_in is SignIn.ACCOUNTS
    _links_once()
    with st.expander("Add many people at once", icon=":material/group_add:"):
        st.text_area(
            "Names, one a line, or a table whose first line names columns",
            key=TEXT,
            height=160,
            placeholder=EXAMPLE,
            help="Columns are name, role, projects (several with | between them, * for every one) and quota, "
            "the most judgments a day; apart by commas, semicolons or, as copied from a sheet, tabs.",
        )
        usual = _usual(projects)
        days = _days() if links else USUAL_DAYS
        text: str = st.session_state[TEXT]
        if not text.strip():
            st.caption("What each line comes to is shown here before anybody is added.")
            return
        lines = attempt_now(lambda: ask(read_lines, text, usual))
        if lines:
            _preview(lines, links=links, days=days)
        show_beside(PLACE)


def _usual(projects: Mapping[int, ProjectView]) -> Wanted:
    """What a line gets that does not say otherwise."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        role = choose("Role", {one: one.value for one in Role}, key="add_many_role", width=160)
        chosen = st.multiselect(
            "In projects",
            list(projects),
            default=[here()] if here() in projects else [],
            key="add_many_projects",
            format_func=lambda number: projects[number].name,
            width=320,
        )
        quota = st.number_input(
            "Judgments a day",
            min_value=1,
            value=None,
            step=10,
            key="add_many_quota",
            placeholder="no quota",
            width=160,
        )
        everywhere = person().is_admin and st.checkbox("In every project", key="add_many_everywhere")
    return Wanted(role, tuple(chosen), bool(everywhere), None if quota is None else int(quota))


def _days() -> int:
    days: int = st.selectbox(
        "Links are good for",
        INVITATION_DAYS,
        index=INVITATION_DAYS.index(USUAL_DAYS),
        key="add_many_days",
        format_func=lambda days: counted(days, "day"),
        width=160,
    )
    return days


def _preview(lines: Sequence[NewLine], *, links: bool, days: int) -> None:
    wrong = sum(bool(one.problem) for one in lines)
    if wrong:
        st.warning(
            f"{wrong:,} of {len(lines):,} cannot be added, so nobody is until they are mended.",
            icon=":material/warning:",
        )
    show_table(
        [_row(one, links=links) for one in sorted(lines, key=lambda one: not one.problem)],
        ["Line", "Name", "What is wrong", "Role", "In projects", "A day", "Comes"],
        alt="What each line comes to, those with something wrong first",
        height=min(35 * (len(lines) + 1) + 3, 320),
        placeholder="–",
    )
    st.button(
        f"Add {people_counted(len(lines))}",
        key=PLACE,
        type="primary",
        icon=":material/group_add:",
        disabled=bool(wrong),
        on_click=_add,
        args=(lines, links, days),
    )


def _row(one: NewLine, *, links: bool) -> tuple[object, ...]:
    if one.problem:
        return (one.line, one.name, one.problem, "", "", None, "")
    where = "every project" if one.everywhere else ", ".join(one.projects.values())
    comes = "is here already" if one.known is not None else "by a link" if links else "new"
    return (one.line, one.name, "", one.role.value if one.role else "", where, one.quota, comes)


def _add(lines: Sequence[NewLine], links: bool, days: int) -> None:  # noqa: FBT001 - Streamlit calls it with what stands in args
    done = f"Taken in: {people_counted(len(lines))}{'; the links are ready' if links else ''}."
    added = attempt_beside(PLACE, lambda: write(add_lines, lines, links=links, days=days), done=done)
    if added is not None:
        st.session_state[TEXT] = ""
        keep_for_visit(LINKS, [one for one in added if one.token])


def _links_once() -> None:
    """The links that were just made, as a table to take along: the studio keeps no copy of them."""
    made: list[AddedPerson] = of_visit(LINKS) or []
    if not made:
        return
    with st.container(border=True):
        names = ", ".join(plain(one.name) for one in made[:3])
        st.markdown(
            f":material/link: **{len(made):,} invitations are ready**, for {names}{' …' if made[3:] else ''}"
        )
        rows = [(one.name, f"{studio().settings.url}/#invitation={one.token}") for one in made]
        download(
            "Download the links",
            csv_text(("name", "link"), rows),
            "invitations.csv",
            mime="text/csv",
            key="links_of_many_file",
        )
        st.caption(
            "They can be had until you leave this page, and not again. Send each in a way that nobody else "
            "reads: it belongs to whoever sets a password with it first."
        )
        st.button("Done", key="links_of_many_done", on_click=keep_for_visit, args=(LINKS, None))
