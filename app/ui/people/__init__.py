"""The people page: who waits, who is here in which role, two names of one person, and what was done last."""

from app.ui.people.page import audit_table, change_roles, merge_names
from app.ui.people.waiting import waiting_accounts

__all__ = ["audit_table", "change_roles", "merge_names", "waiting_accounts"]
