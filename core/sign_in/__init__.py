"""Signing in: sessions, and what lets somebody begin one."""

from core.sign_in.accounts import (
    Browser,
    accept_invitation,
    change_password,
    forget_account,
    invited,
    reset_password,
    sign_in,
    sign_out_everywhere,
    without_password,
)
from core.sign_in.attempts import TooManyAttempts
from core.sign_in.links import (
    INVITATION_DAYS,
    LinkView,
    NewInvitation,
    invite,
    make_reset,
    may_reset,
    open_links,
    revoke_link,
)
from core.sign_in.models import LinkKind, SessionKind, SignInSession
from core.sign_in.passwords import SHORTEST
from core.sign_in.sessions import (
    Lifetime,
    OpenSession,
    SignedIn,
    end_all_sessions,
    end_session,
    note_seen,
    open_sessions,
    session_person,
    start_session,
)
from core.sign_in.unguessable import may_be_token, new_token, token_hash

__all__ = [
    "INVITATION_DAYS",
    "SHORTEST",
    "Browser",
    "Lifetime",
    "LinkKind",
    "LinkView",
    "NewInvitation",
    "OpenSession",
    "SessionKind",
    "SignInSession",
    "SignedIn",
    "TooManyAttempts",
    "accept_invitation",
    "change_password",
    "end_all_sessions",
    "end_session",
    "forget_account",
    "invite",
    "invited",
    "make_reset",
    "may_be_token",
    "may_reset",
    "new_token",
    "note_seen",
    "open_links",
    "open_sessions",
    "reset_password",
    "revoke_link",
    "session_person",
    "sign_in",
    "sign_out_everywhere",
    "start_session",
    "token_hash",
    "without_password",
]
