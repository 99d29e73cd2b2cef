"""Accounts of a provider that wait to be let in, on the people page: a role and projects for each."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, write
from app.ui.resources import studio
from app.ui.state import here
from app.ui.words import ago
from core.access import PersonView, Role, list_people
from core.labelling import list_projects
from core.sign_in.providers import WaitingAccount, end_sign_ins_of, let_in, let_in_as, list_waiting, turn_away
from core.sign_in_settings import SignIn

MOST_SHOWN = 20
EVERY_PROJECT = 0
"""Among the numbers of projects: the role is held in all of them, also in those to come."""


def waiting_accounts() -> None:
    """Whoever came and has to be let in; nothing where accounts of a provider are not what lets people in."""
    if studio().settings.sign_in not in {SignIn.OIDC, SignIn.IAP}:
        return
    found = ask(list_waiting)
    waiting = [one for one in found if not one.turned_away]
    away = [one for one in found if one.turned_away]
    st.subheader("Waiting to be let in", anchor=False)
    if not waiting:
        st.caption("Nobody waits. Whoever signs in for the first time appears here.")
    projects = _led()
    for one in waiting[:MOST_SHOWN]:
        _draw(one, projects)
    if len(waiting) > MOST_SHOWN:
        st.caption(f"{len(waiting) - MOST_SHOWN} more appear when these are decided on.")
    if away:
        with st.expander(f"Turned away: {len(away)}", icon=":material/block:"):
            for one in away[:MOST_SHOWN]:
                _draw(one, projects)


def sign_out_of(one: PersonView) -> None:
    """Where people sign in with accounts of a provider, an admin may end all their sign-ins."""
    if studio().settings.sign_in is SignIn.OIDC and person().is_admin:
        st.button(
            "Sign out everywhere",
            key=f"end_sign_ins_{one.id}",
            icon=":material/logout:",
            on_click=_sign_out,
            args=(one,),
        )


def _sign_out(one: PersonView) -> None:
    attempt(lambda: write(end_sign_ins_of, one.id or 0), done=f"{one.name} is signed out everywhere.")


def _draw(account: WaitingAccount, projects: dict[int, str]) -> None:
    who = account.name or account.email or f"Account {account.id}"
    with st.container(border=True):
        st.markdown(f"**{plain(who)}** · {plain(account.email or 'no address')} · came {ago(account.since)}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                f"Role of {plain(who)}",
                list(Role),
                key=_key("role", account),
                format_func=lambda role: role.value,
                width=160,
            )
            st.multiselect(
                f"Projects of {plain(who)}",
                list(projects),
                default=[number for number in projects if number == here()],
                key=_key("projects", account),
                format_func=lambda number: projects[number],
                placeholder="Choose projects",
            )
            st.button(
                "Let in",
                key=_key("let_in", account),
                type="primary",
                icon=":material/check:",
                on_click=_let_in,
                args=(account, who),
            )
            if person().is_admin:
                _more(account, who)


def _more(account: WaitingAccount, who: str) -> None:
    """What only an admin decides."""
    with st.popover("More", icon=":material/more_horiz:"):
        people = ask(list_people)
        st.selectbox(
            "Is here already as",
            people,
            index=None,
            key=_key("same", account),
            format_func=lambda one: one.name,
            placeholder="Choose a name",
        )
        st.button(
            "Give them this account", key=_key("let_in_as", account), on_click=_let_in_as, args=(account, who)
        )
        if not account.turned_away:
            st.button(
                "Turn away",
                key=_key("turn_away", account),
                icon=":material/block:",
                on_click=_turn_away,
                args=(account, who),
            )


def _led() -> dict[int, str]:
    """The names of projects of which whoever looks is a lead, by number."""
    led = {one.id: one.name for one in ask(list_projects) if person().role_in(one.id) == Role.LEAD}
    return {EVERY_PROJECT: "every project", **led} if person().is_admin else led


def _key(widget: str, account: WaitingAccount) -> str:
    return f"waiting_{widget}_{account.id}"


def _let_in(account: WaitingAccount, who: str) -> None:
    role = Role(st.session_state[_key("role", account)])
    chosen: list[int] = st.session_state[_key("projects", account)]
    everywhere = role if EVERY_PROJECT in chosen else None
    projects = {number: role for number in chosen if number != EVERY_PROJECT and everywhere is None}
    attempt(lambda: write(let_in, account.id, everywhere=everywhere, projects=projects), done=f"{who} is in.")


def _let_in_as(account: WaitingAccount, who: str) -> None:
    same: PersonView | None = st.session_state[_key("same", account)]
    if same is not None:
        done = f"{who} is {same.name} from now on."
        attempt(lambda: write(let_in_as, account.id, same.id or 0), done=done)


def _turn_away(account: WaitingAccount, who: str) -> None:
    attempt(lambda: write(turn_away, account.id), done=f"{who} is turned away.")
