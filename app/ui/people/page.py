"""The people page's parts."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, write
from app.ui.people.account import invitations
from app.ui.people.adding import add_many
from app.ui.people.roles import led_by, one_person, somebody_here
from app.ui.people.table import everybody
from app.ui.resources import studio
from app.ui.show import show_table
from app.ui.words import ago
from core.access import AuditView, PersonView, action_words, recent_actions
from core.labelling import list_projects
from core.merge_people import look_alike, merge_people, people_to_merge
from core.people import Access, list_lines
from core.sign_in_settings import SignIn


def people() -> None:
    """Who is here, how others come, and, for an admin, two names of one person and what was done last."""
    projects = led_by(person(), ask(list_projects))
    lines = ask(list_lines)
    chosen = everybody(lines, projects)
    everyone = [one.person for one in lines if one.access is not Access.REMOVED]
    one_person(everyone, projects, chosen[0].person if len(chosen) == 1 else None)
    if person().is_admin or studio().settings.sign_in is SignIn.ACCOUNTS:
        add_many(projects)
    if not person().is_admin:  # who sees everybody already
        somebody_here(projects)
    if studio().settings.sign_in is SignIn.ACCOUNTS:
        invitations(projects)
    if person().is_admin:
        merge_names(ask(people_to_merge))
        audit_table(ask(recent_actions, limit=100))


def merge_names(people: list[PersonView]) -> None:
    """Two names that are one person; those that look alike are proposed."""
    alike = look_alike(people)
    with st.expander("One person under two names", icon=":material/merge:", expanded=bool(alike)):
        for earlier, later in alike:
            st.markdown(f"“{plain(later.name)}” looks like “{plain(earlier.name)}”.")
        proposed = alike[0] if alike else (None, None)
        places = st.columns(2)
        kept = _choose(places[0], "Keep", people, proposed[0])
        other = _choose(places[1], "Is the same person", people, proposed[1])
        st.caption(
            "All that the second one did and gave becomes the first one’s, who keeps name and role. "
            "Where both have answered the same, the first one’s answer stands. This cannot be undone."
        )
        if kept is None or other is None:
            return
        st.button(
            f"{plain(other.name)} is {plain(kept.name)}",
            key="merge_people",
            icon=":material/merge:",
            on_click=_merge,
            args=(kept, other),
        )


def _choose(
    place: DeltaGenerator, title: str, people: list[PersonView], proposed: PersonView | None
) -> PersonView | None:
    chosen: PersonView | None = place.selectbox(
        title,
        people,
        index=people.index(proposed) if proposed else None,
        key=f"merge_{title}",
        format_func=lambda one: one.name,
        placeholder="Choose a name",
    )
    return chosen


def _merge(kept: PersonView, other: PersonView) -> None:
    done = f"{other.name} is {kept.name} from now on."
    attempt(lambda: write(merge_people, kept.id or 0, other.id or 0), done=done)


def audit_table(entries: list[AuditView]) -> None:
    """What was done last, by whom."""
    st.subheader("What was done last", anchor=False)
    rows = [(ago(one.at), one.person, action_words(one.action), one.subject) for one in entries]
    show_table(rows, ["When", "Who", "What", "On what"], alt="The latest actions, newest first")
