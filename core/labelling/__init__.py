"""Labelling: projects and their protocol, the queue and its leases, judgments, progress, consensus."""

from core.labelling.adjudication import (
    DisputedPair,
    FlaggedJudgment,
    Opinion,
    PairText,
    Ruling,
    decide,
    disputed_pairs,
    flagged_judgments,
    reopen,
)
from core.labelling.adjudication.pair_history import Happened, HistoryEntry, pair_history
from core.labelling.consensus import Consensus, ConsensusRule, TiePolicy, coin, consensus
from core.labelling.judging.answers import Feedback, Refusal, Saved
from core.labelling.judging.judge import save_answers
from core.labelling.judging.last_answer import LastAnswer, last_answer
from core.labelling.judging.returning import return_judgment, returned_to
from core.labelling.models import (
    AnswerSet,
    Coverage,
    Judgment,
    Outcome,
    Pair,
    Pool,
    Project,
    Purpose,
    Tally,
)
from core.labelling.progress import (
    DayOfWork,
    PersonProgress,
    ProjectProgress,
    person_progress,
    project_progress,
    work_by_day,
)
from core.labelling.project_view import ProjectSettings, ProjectView, find_project, get_project, list_projects
from core.labelling.projects.members import MemberView, let_in, list_members, pause_member, try_again
from core.labelling.projects.projects import change_project, create_project
from core.labelling.protocol import Choices, Mode, Order, Protocol
from core.labelling.queue.assign import deal
from core.labelling.queue.assignment import Desk, DeskState, has_work, look
from core.labelling.queue.leases import leave, leave_by_token
from core.labelling.queue.members import Standing, standing_of
from core.labelling.queue.next_pairs import fair_share
from core.labelling.queue.showing import Candidate, ShownPair, ShownSet
from core.labelling.queue_models import Decision, Lease, Member, MemberState, Return

__all__ = [
    "AnswerSet",
    "Candidate",
    "Choices",
    "Consensus",
    "ConsensusRule",
    "Coverage",
    "DayOfWork",
    "Decision",
    "Desk",
    "DeskState",
    "DisputedPair",
    "Feedback",
    "FlaggedJudgment",
    "Happened",
    "HistoryEntry",
    "Judgment",
    "LastAnswer",
    "Lease",
    "Member",
    "MemberState",
    "MemberView",
    "Mode",
    "Opinion",
    "Order",
    "Outcome",
    "Pair",
    "PairText",
    "PersonProgress",
    "Pool",
    "Project",
    "ProjectProgress",
    "ProjectSettings",
    "ProjectView",
    "Protocol",
    "Purpose",
    "Refusal",
    "Return",
    "Ruling",
    "Saved",
    "ShownPair",
    "ShownSet",
    "Standing",
    "Tally",
    "TiePolicy",
    "change_project",
    "coin",
    "consensus",
    "create_project",
    "deal",
    "decide",
    "disputed_pairs",
    "fair_share",
    "find_project",
    "flagged_judgments",
    "get_project",
    "has_work",
    "last_answer",
    "leave",
    "leave_by_token",
    "let_in",
    "list_members",
    "list_projects",
    "look",
    "pair_history",
    "pause_member",
    "person_progress",
    "project_progress",
    "reopen",
    "return_judgment",
    "returned_to",
    "save_answers",
    "standing_of",
    "try_again",
    "work_by_day",
]
