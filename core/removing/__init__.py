"""What goes for good: a project with all that hangs on it, an import on which nothing rests."""

from core.removing.leftovers import finish_removals
from core.removing.project import Hanging, remove_project, what_hangs_on

__all__ = ["Hanging", "finish_removals", "remove_project", "what_hangs_on"]
