"""The account page's parts."""

from app.ui.account.page import change_password, sessions, show_sessions

__all__ = ["change_password", "sessions", "show_sessions"]
