"""Signing in: sessions, and what lets somebody begin one."""

from core.sign_in.models import SessionKind, SignInSession
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
    "Lifetime",
    "OpenSession",
    "SessionKind",
    "SignInSession",
    "SignedIn",
    "end_all_sessions",
    "end_session",
    "may_be_token",
    "new_token",
    "note_seen",
    "open_sessions",
    "session_person",
    "start_session",
    "token_hash",
]
