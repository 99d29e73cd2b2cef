"""Who is there, who may do what, and who did what."""

from core.access.actor import SYSTEM, PersonView, act_as, acting, check, ensure_may, view_of, views_of
from core.access.audit import AuditView, check_anew, permit, recent_actions
from core.access.audit_pages import THE_STUDIO, AuditFilter, AuditPage, LoggedAction, all_audit, read_audit
from core.access.chain import Fault, Link, Verification, verify_log
from core.access.models import IMPORTED_NAME, AuditEntry, AuditHead, Person, PersonKind, ProjectRole
from core.access.people import (
    IS_HERE,
    LONGEST_NAME,
    NewPerson,
    add_person,
    change_role,
    find_or_add_person,
    find_person,
    folded,
    imported_name,
    list_people,
    pause_person,
    set_project_role,
)
from core.access.policies import STUDIO_WIDE, Action, Role, may

__all__ = [
    "IMPORTED_NAME",
    "IS_HERE",
    "LONGEST_NAME",
    "STUDIO_WIDE",
    "SYSTEM",
    "THE_STUDIO",
    "Action",
    "AuditEntry",
    "AuditFilter",
    "AuditHead",
    "AuditPage",
    "AuditView",
    "Fault",
    "Link",
    "LoggedAction",
    "NewPerson",
    "Person",
    "PersonKind",
    "PersonView",
    "ProjectRole",
    "Role",
    "Verification",
    "act_as",
    "acting",
    "add_person",
    "all_audit",
    "change_role",
    "check",
    "check_anew",
    "ensure_may",
    "find_or_add_person",
    "find_person",
    "folded",
    "imported_name",
    "list_people",
    "may",
    "pause_person",
    "permit",
    "read_audit",
    "recent_actions",
    "set_project_role",
    "verify_log",
    "view_of",
    "views_of",
]
