"""Who is there, who may do what, and who did what."""

from core.access.audit import SYSTEM, AuditView, PersonView, check, check_anew, permit, recent_actions
from core.access.models import IMPORTED_NAME, AuditEntry, Person, PersonKind
from core.access.people import NewPerson, add_person, change_role, find_person, list_people
from core.access.policies import Action, Role, may

__all__ = [
    "IMPORTED_NAME",
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
    "find_person",
    "list_people",
    "may",
    "permit",
    "recent_actions",
]
