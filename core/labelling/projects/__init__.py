"""What a lead decides: projects, presets, and who may label in them."""

from core.labelling.projects.archive import archive_project, restore_project
from core.labelling.projects.members import (
    RosterLine,
    let_in,
    pause_member,
    read_member,
    read_roster,
    try_again,
)
from core.labelling.projects.presets import KEPT, Preset, preset_of
from core.labelling.projects.projects import change_project, count_gold, create_project
from core.labelling.projects.quotas import check_quota, set_quota

__all__ = [
    "KEPT",
    "Preset",
    "RosterLine",
    "archive_project",
    "change_project",
    "check_quota",
    "count_gold",
    "create_project",
    "let_in",
    "pause_member",
    "preset_of",
    "read_member",
    "read_roster",
    "restore_project",
    "set_quota",
    "try_again",
]
