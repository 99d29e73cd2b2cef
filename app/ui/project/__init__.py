"""The project page: how labels are given, who gives them, new projects, how one ends, the sample."""

from app.ui.project.ending import archived_project, ending, put_away
from app.ui.project.members import member_row, members_panel
from app.ui.project.page import PROJECT_TAB, TABS, new_project, this_project

__all__ = [
    "PROJECT_TAB",
    "TABS",
    "archived_project",
    "ending",
    "member_row",
    "members_panel",
    "new_project",
    "put_away",
    "this_project",
]
