"""What goes for good: a project with all that hangs on it, an import on which nothing rests."""

from core.removing.imports import Withdrawn, what_rests_on, withdraw_import
from core.removing.leftovers import finish_removals
from core.removing.project import Hanging, remove_project, what_hangs_on

__all__ = [
    "Hanging",
    "Withdrawn",
    "finish_removals",
    "remove_project",
    "what_hangs_on",
    "what_rests_on",
    "withdraw_import",
]
