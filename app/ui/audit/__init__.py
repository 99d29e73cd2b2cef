"""What the audit page is made of."""

from app.ui.audit.page import audit_log

__all__ = ["audit_log"]
