"""Who is there, who may do what, and who did what."""

from core.access.audit import SYSTEM, AuditView, PersonView, check, check_anew, permit, recent_actions
from core.access.models import IMPORTED_NAME, AuditEntry, Person, PersonKind
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
)
from core.access.policies import Action, Role, may

__all__ = [
    "IMPORTED_NAME",
    "IS_HERE",
    "LONGEST_NAME",
    "SYSTEM",
    "Action",
    "AuditEntry",
    "AuditView",
    "NewPerson",
    "Person",
    "PersonKind",
    "PersonView",
    "Role",
    "add_person",
    "change_role",
    "check",
    "check_anew",
    "find_or_add_person",
    "find_person",
    "folded",
    "imported_name",
    "list_people",
    "may",
    "permit",
    "recent_actions",
]
