"""Labelling: projects and their pairs, the queue, judgments, progress, consensus."""

from core.labelling.answers import Refusal, Saved
from core.labelling.consensus import Consensus, ConsensusRule, TiePolicy, coin, consensus
from core.labelling.judge import save_answers
from core.labelling.models import Coverage, Judgment, Outcome, Pair, Project, Tally
from core.labelling.pair_queue import LastAnswer, ShownPair, last_answer, next_pairs
from core.labelling.progress import (
    DayOfWork,
    PersonProgress,
    ProjectProgress,
    person_progress,
    project_progress,
    work_by_day,
)
from core.labelling.projects import (
    ProjectSettings,
    ProjectView,
    change_project,
    create_project,
    find_project,
    get_project,
    list_projects,
)

__all__ = [
    "Consensus",
    "ConsensusRule",
    "Coverage",
    "DayOfWork",
    "Judgment",
    "LastAnswer",
    "Outcome",
    "Pair",
    "PersonProgress",
    "Project",
    "ProjectProgress",
    "ProjectSettings",
    "ProjectView",
    "Refusal",
    "Saved",
    "ShownPair",
    "Tally",
    "TiePolicy",
    "change_project",
    "coin",
    "consensus",
    "create_project",
    "find_project",
    "get_project",
    "last_answer",
    "list_projects",
    "next_pairs",
    "person_progress",
    "project_progress",
    "save_answers",
    "work_by_day",
]
