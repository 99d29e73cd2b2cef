"""What is done to the people that are chosen in the table: to all of them, or to nobody."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st
from sqlmodel import Session

from app.ui.access import person
from app.ui.actions import attempt, plain, write
from app.ui.show import choose_by_id
from app.ui.state import here
from app.ui.words import people_counted
from core.access import PersonView, Role, pause_person, set_project_role
from core.labelling import ProjectView
from core.labelling.projects import set_quota
from core.people import Access, PersonLine, bring_back_person, remove_person, to_each

USUAL_QUOTA = 50


def actions(chosen: Sequence[PersonLine], projects: Mapping[int, ProjectView]) -> None:
    """A row of what may be done to them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if person().is_admin:
            _access(chosen)
        here_now = [one for one in chosen if one.access is not Access.REMOVED]
        if here_now and projects:
            _to_project(here_now, projects)
            _quota(here_now, projects)
        if here_now and person().is_admin:
            _removal(here_now)


def _access(chosen: Sequence[PersonLine]) -> None:
    """Pause those who are here, let in those who are not."""
    of = {kind: _numbers([one for one in chosen if one.access is kind]) for kind in Access}
    if of[Access.HERE]:
        _button("Pause", "pause_circle", "pause", of[Access.HERE], partial(pause_person, paused=True))
    if of[Access.PAUSED]:
        _button(
            "Let in again", "play_circle", "resume", of[Access.PAUSED], partial(pause_person, paused=False)
        )
    if of[Access.REMOVED]:
        _button("Bring back", "undo", "bring_back", of[Access.REMOVED], bring_back_person)


def _to_project(chosen: Sequence[PersonLine], projects: Mapping[int, ProjectView]) -> None:
    with st.popover("Role in a project", icon=":material/group_add:"):
        project = _project("people_role_project", projects)
        role = st.selectbox(
            "As",
            [*Role, None],
            key="people_role",
            format_func=lambda one: one.value if one else "no part in it",
        )
        _button(
            f"Give it to {_people(chosen)}",
            "check",
            "give_role",
            _numbers(chosen),
            lambda session, actor, number: set_project_role(session, actor, number, project.id, role),
        )


def _quota(chosen: Sequence[PersonLine], projects: Mapping[int, ProjectView]) -> None:
    with st.popover("Quota a day", icon=":material/hourglass_top:"):
        st.caption(
            "After so many judgments the queue gives no more until the next day, where the studio runs."
        )
        project = _project("people_quota_project", projects)
        number = st.number_input(
            "Judgments a day", min_value=1, value=USUAL_QUOTA, step=10, key="people_quota", width=180
        )
        with st.container(horizontal=True):
            for label, icon, key, quota in (
                (f"Set it for {_people(chosen)}", "check", "set_quota", int(number)),
                ("No quota", "all_inclusive", "no_quota", None),
            ):
                _button(label, icon, key, _numbers(chosen), partial(_set_quota, project.id, quota))


def _set_quota(project_id: int, quota: int | None, session: Session, actor: PersonView, number: int) -> None:
    set_quota(session, actor, project_id, number, quota)


def _removal(chosen: Sequence[PersonLine]) -> None:
    with st.popover("Remove", icon=":material/person_remove:"):
        names = ", ".join(plain(one.person.name) for one in chosen[:5])
        more = f" and {len(chosen) - 5:,} more" if len(chosen) > 5 else ""  # noqa: PLR2004 - as many as are named
        st.markdown(f"{names}{more} cannot come in any more: sessions, tokens and roles end.")
        st.caption(
            "What they gave stays and is counted, under their name, which nobody else gets. Whoever has left "
            "no trace at all is deleted."
        )
        _button(f"Remove {_people(chosen)}", "person_remove", "remove", _numbers(chosen), remove_person)


def _project(key: str, projects: Mapping[int, ProjectView]) -> ProjectView:
    if st.session_state.get(key) not in projects:
        st.session_state[key] = here() if here() in projects else next(iter(projects))
    return choose_by_id("In", projects, lambda view: view.name, key=key, width=260)


def _button(
    label: str, icon: str, key: str, people: list[int], action: Callable[[Session, PersonView, int], Any]
) -> None:
    st.button(
        label, key=f"people_{key}", icon=f":material/{icon}:", on_click=_do, args=(label, people, action)
    )


def _do(label: str, people: list[int], action: Callable[[Session, PersonView, int], Any]) -> None:
    attempt(lambda: write(to_each, people, action), done=f"{label}: done for {people_counted(len(people))}.")


def _numbers(lines: Sequence[PersonLine]) -> list[int]:
    return [one.person.id or 0 for one in lines]


def _people(chosen: Sequence[PersonLine]) -> str:
    return plain(chosen[0].person.name) if len(chosen) == 1 else people_counted(len(chosen))
