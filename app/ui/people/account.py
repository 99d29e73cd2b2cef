"""What a lead does about accounts: invitations, links that set a password, and sessions of others."""

from collections.abc import Mapping

import streamlit as st

from app.ui.access import person
from app.ui.account import show_sessions
from app.ui.actions import ask, attempt, attempt_beside, plain, show_beside, write
from app.ui.resources import studio
from app.ui.show import when_open
from app.ui.state import here, keep_for_visit, of_visit
from app.ui.words import ago
from core.access import PersonView, Role
from core.labelling import ProjectView
from core.sign_in import (
    INVITATION_DAYS,
    LinkKind,
    LinkView,
    NewInvitation,
    end_sessions_of,
    invite,
    make_reset,
    may_reach,
    open_links,
    revoke_link,
)

NEW_LINK = "new_link"
PLACE = "invitation"
USUAL_DAYS = 7


def account_of(one: PersonView) -> None:
    """What may be done about somebody's account."""
    if not may_reach(person(), one):
        return
    st.button(
        "Password link",
        key=f"reset_{one.id}",
        icon=":material/key:",
        help="A link that sets the password anew, good once, for 24 hours; it ends all sessions and tokens.",
        on_click=_reset,
        args=(one,),
    )
    st.button(
        "Sign out everywhere",
        key=f"end_sessions_{one.id}",
        icon=":material/logout:",
        help="Ends all their sessions, and their tokens for programs.",
        on_click=_end_sessions,
        args=(one,),
    )


def sessions_of(one: PersonView) -> None:
    """Where somebody is signed in, for whoever may end that; read once it is opened."""
    if may_reach(person(), one):
        place = st.expander(
            "Where they are signed in", icon=":material/devices:", key=f"sessions_{one.id}", on_change="rerun"
        )
        when_open(place, show_sessions, one.id or 0)


def invitations(projects: Mapping[int, ProjectView]) -> None:
    """Invite somebody, and see which links are still open."""
    st.subheader("Invite somebody", anchor=False)
    links = ask(open_links)
    _show_new_link(links)
    with st.form("invite", border=True):
        st.text_input("Name", key="invite_name", placeholder="Whom the link is for", max_chars=60)
        with st.container(horizontal=True):
            st.selectbox(
                "Role", list(Role), key="invite_role", format_func=lambda role: role.value, width=180
            )
            st.multiselect(
                "In projects",
                list(projects),
                default=[here()] if here() in projects else [],
                key="invite_projects",
                format_func=lambda number: projects[number].name,
                width=360,
            )
            st.selectbox(
                "Good for",
                INVITATION_DAYS,
                index=INVITATION_DAYS.index(USUAL_DAYS),
                key="invite_days",
                format_func=lambda days: f"{days} day{'s' if days > 1 else ''}",
                width=120,
            )
        if person().is_admin:
            st.checkbox(
                "In every project, also those to come; as lead: an admin",
                key="invite_everywhere",
                value=False,
            )
        show_beside(PLACE)
        st.form_submit_button("Make a link", type="primary", icon=":material/link:", on_click=_invite)
    _open_links(links, projects)


def _show_new_link(links: list[LinkView]) -> None:
    """A link that was just made, until it ends or the page is left: the studio keeps no copy of it."""
    what, url, number = of_visit(NEW_LINK) or ("", "", 0)
    if number not in {link.id for link in links}:
        return
    with st.container(border=True):
        st.markdown(f":material/link: **{plain(what)}**")
        st.code(url, language=None, wrap_lines=True)
        st.caption(
            "It is shown until you leave this page. Send it in a way that nobody else reads: it belongs to "
            "whoever sets a password with it first."
        )
        st.button("Done", key="link_done", on_click=keep_for_visit, args=(NEW_LINK, None))


def _open_links(links: list[LinkView], projects: Mapping[int, ProjectView]) -> None:
    if not links:
        st.caption("No link is open: each was used, has expired, or was revoked.")
        return
    st.markdown("**Open links**")
    for link in links:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(_words(link, projects)), width=640)
            st.button(
                "Revoke",
                key=f"revoke_{link.id}",
                icon=":material/link_off:",
                type="tertiary",
                on_click=_revoke,
                args=(link,),
            )


def _words(link: LinkView, projects: Mapping[int, ProjectView]) -> str:
    made = f"made by {link.made_by} {ago(link.made_at)}, good until {link.expires_at:%Y-%m-%d %H:%M} UTC"
    if link.kind is LinkKind.RESET:
        return f"{link.name}: sets the password; {made}"
    parts = [f"{link.role.value} in every project"] if link.role else []
    parts += [
        f"{role.value} in “{projects[number].name if number in projects else number}”"
        for number, role in link.roles.items()
    ]
    return f"{link.name}: {', '.join(parts)}; {made}"


def _invite() -> None:
    state = st.session_state
    role = state.invite_role
    everywhere = bool(state.get("invite_everywhere"))
    new = NewInvitation(
        state.invite_name,
        role if everywhere else None,
        {} if everywhere else dict.fromkeys(state.invite_projects, role),
        state.invite_days,
    )
    token = attempt_beside(PLACE, lambda: write(invite, new), done="The link is ready.")
    if token:
        days = f"{new.days} day{'s' if new.days > 1 else ''}"
        _keep(f"The link for {new.name}, good once, for {days}", LinkKind.INVITATION, token)


def _reset(one: PersonView) -> None:
    token = attempt(lambda: write(make_reset, one.id or 0), done="The link is ready.")
    if token:
        _keep(
            f"The link with which {one.name} sets the password, good once, for 24 hours",
            LinkKind.RESET,
            token,
        )


def _keep(what: str, kind: LinkKind, token: str) -> None:
    # Behind the # of an address: browsers send that to no server, so it stands in no log on the way.
    url = f"{studio().settings.url}/#{kind.value}={token}"
    mine = [one.id for one in ask(open_links) if one.kind is kind and one.made_by == person().name]
    keep_for_visit(NEW_LINK, (what, url, max(mine, default=0)))


def _end_sessions(one: PersonView) -> None:
    attempt(lambda: write(end_sessions_of, one.id or 0), done=f"{one.name} is signed out everywhere.")


def _revoke(link: LinkView) -> None:
    attempt(lambda: write(revoke_link, link.id), done=f"The link for {link.name} is good for nothing now.")
