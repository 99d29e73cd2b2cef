"""The people page: who waits, who is here in which role, links to come in by, two names of one person."""

from app.ui.people.page import people
from app.ui.people.waiting import waiting_accounts

__all__ = ["people", "waiting_accounts"]
