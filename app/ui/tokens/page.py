"""Your tokens: what programs show that work in your name."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, attempt_beside, show_beside, write
from app.ui.show import show_table
from app.ui.words import ago
from core.access import Action, PersonView, may
from core.db import now
from core.sign_in import (
    LONGEST_TOKEN_NAME,
    MOST_DAYS,
    USUAL_DAYS,
    NewToken,
    Scope,
    TokenView,
    list_tokens,
    make_token,
    revoke_token,
)

MADE = "made_token"
NAME, SCOPES, DAYS = "token_name", "token_scopes", "token_days"
FORM = "token_form"
SCOPE_WORDS = {
    Scope.READ: "Read: look at what you may see",
    Scope.DATA: "Data: add pairs",
    Scope.RUNS: "Runs: launch and cancel",
}
NEEDED = {Scope.DATA: Action.IMPORT, Scope.RUNS: Action.LAUNCH}
"""Without a role that includes this, a token for it would be good for nothing."""


def made_now() -> None:
    """The token that was just made, until its person has it: nobody can show it again."""
    whose, secret = st.session_state.get(MADE, (None, ""))
    if whose != person().id:
        return
    with st.container(border=True):
        st.markdown("**Your new token.** Copy it now: the studio keeps only a hash and cannot show it again.")
        st.code(secret, language=None)
        st.button("I have copied it", key="token_copied", icon=":material/check:", on_click=_forget)


def standing_tokens() -> None:
    """The tokens one has, and a way to end each."""
    found = ask(list_tokens, person(), person().id or 0)
    if not found:
        st.info(
            "You have no token. A program that works in your name, such as a nightly import, shows one; "
            "ask whoever runs the studio what it can do.",
            icon=":material/key:",
        )
        return
    st.subheader("Your tokens", anchor=False)
    show_table(
        [_row(one) for one in found],
        ["Name", "Ends with", "For", "Made", "Last used", "Stands"],
        alt="Your tokens, the newest first",
    )
    standing = [one for one in found if one.stands(now())]
    if standing:
        _revoke_form(standing)


def _revoke_form(standing: list[TokenView]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "A token to end",
            standing,
            index=None,
            key="token_to_revoke",
            format_func=lambda one: f"{one.name} (…{one.ending})",
            placeholder="Choose a token",
        )
        st.button(
            "Revoke", key="token_revoke", icon=":material/block:", disabled=chosen is None, on_click=_revoke
        )


def make_form() -> None:
    """A form for a new token."""
    st.subheader("A new token", anchor=False)
    with st.form(FORM, clear_on_submit=False):
        st.text_input(
            "Name",
            key=NAME,
            max_chars=LONGEST_TOKEN_NAME,
            placeholder="The program that will have it",
            help="It stands in the list above and in the audit log.",
        )
        st.pills(
            "What it is for",
            [one for one in Scope if one not in NEEDED or may_somewhere(person(), NEEDED[one])],
            key=SCOPES,
            default=[Scope.READ],
            selection_mode="multi",
            format_func=SCOPE_WORDS.__getitem__,
        )
        st.number_input("Days until it ends", 1, MOST_DAYS, USUAL_DAYS, key=DAYS)
        st.form_submit_button("Make token", icon=":material/key:", on_click=_make)
        show_beside(FORM)
    st.caption(
        "A token does what you may do at that moment, and no more than it is for. Give each program its own, "
        "so that you can end one without the others."
    )


def may_somewhere(who: PersonView, action: Action) -> bool:
    """Whether a role they have in any project includes this."""
    return any(may(role, action) for role in (who.role, *who.roles.values()))


def _make() -> None:
    state = st.session_state
    new = NewToken(state[NAME], list(state[SCOPES]), state[DAYS])

    def make() -> None:
        state[MADE] = person().id, write(make_token, person().id or 0, new).secret
        state[NAME] = ""

    attempt_beside(FORM, make, done="The token is made.")


def _revoke() -> None:
    chosen: TokenView | None = st.session_state["token_to_revoke"]
    if chosen is not None:
        done = f"{chosen.name} opens nothing any more."
        attempt(lambda: write(revoke_token, chosen.id), done=done)


def _forget() -> None:
    st.session_state.pop(MADE, None)


def _row(one: TokenView) -> tuple[str, ...]:
    """A token as people read it."""
    used = ago(one.last_used_at) if one.last_used_at else "never"
    if one.revoked_at is not None:
        stands = f"revoked {ago(one.revoked_at)}"
    elif one.stands(now()):
        stands = f"until {one.expires_at:%Y-%m-%d}"
    else:
        stands = f"ended {one.expires_at:%Y-%m-%d}"
    return one.name, f"…{one.ending}", ", ".join(one.scopes), ago(one.created_at), used, stands
