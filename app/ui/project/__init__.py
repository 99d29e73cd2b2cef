"""The project page: how labels are given, who gives them, new projects, the sample."""

from app.ui.project.members import member_row, members_panel
from app.ui.project.page import new_project, sample_project, this_project

__all__ = ["member_row", "members_panel", "new_project", "sample_project", "this_project"]
