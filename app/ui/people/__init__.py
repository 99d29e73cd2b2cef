"""The people page: who is here in which role, two names of one person, and what was done last."""

from app.ui.people.page import audit_table, change_roles, merge_names

__all__ = ["audit_table", "change_roles", "merge_names"]
