"""The people page's parts."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.ui.actions import attempt, plain, write
from app.ui.show import show_table
from app.ui.words import ago
from core.access import AuditView, PersonView, Role, change_role
from core.merge_people import look_alike, merge_people

ROLES = [*Role, None]


def change_roles(people: list[PersonView]) -> None:
    """Everybody with a role that can be changed; more people add themselves at the sign-in."""
    for one in people:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/person: **{plain(one.name)}**", width=260)
            st.selectbox(
                f"Role of {plain(one.name)}",
                ROLES,
                index=ROLES.index(one.role),
                key=_role_key(one),
                label_visibility="collapsed",
                format_func=lambda role: role.value if role else "only in projects",
                width=200,
                on_change=_change,
                args=(one,),
            )
    st.caption("Others add their name at the sign-in: choose “Change person” in the sidebar.")


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
    rows = [(ago(one.at), one.person, one.action, one.subject) for one in entries]
    show_table(rows, ["When", "Who", "What", "On what"], alt="The latest actions, newest first")


def _change(one: PersonView) -> None:
    role: Role | None = st.session_state[_role_key(one)]
    done = f"{one.name} is now {role.value}." if role else f"{one.name} has their roles in projects only."
    attempt(lambda: write(change_role, one.id or 0, role), done=done)


def _role_key(one: PersonView) -> str:
    return f"role_{one.id}_{one.role.value if one.role else ''}"
