"""Labelling: its tables, and projects as everybody sees them. What is done with them lies in the rooms.

``projects`` is what a lead decides, ``queue`` who is given which pair, ``judging`` answers that become
judgments, ``adjudication`` what people disagree on, ``quality`` and ``reports`` how good the labels are.
"""

from core.labelling.holders import Lease, Member, MemberState
from core.labelling.judgments import Decision, Judgment, Return, Tally
from core.labelling.models import (
    CHOICES,
    COUNTING,
    AnswerSet,
    Coverage,
    Outcome,
    Pair,
    PairTag,
    Pool,
    Project,
    Provenance,
    Purpose,
)
from core.labelling.presentation import Content, Presentation, Texts, texts_of
from core.labelling.project_view import ProjectSettings, ProjectView, find_project, get_project, list_projects
from core.labelling.protocol import Choices, LabellingProtocol, Mode, Order

__all__ = [
    "CHOICES",
    "COUNTING",
    "AnswerSet",
    "Choices",
    "Content",
    "Coverage",
    "Decision",
    "Judgment",
    "LabellingProtocol",
    "Lease",
    "Member",
    "MemberState",
    "Mode",
    "Order",
    "Outcome",
    "Pair",
    "PairTag",
    "Pool",
    "Presentation",
    "Project",
    "ProjectSettings",
    "ProjectView",
    "Provenance",
    "Purpose",
    "Return",
    "Tally",
    "Texts",
    "find_project",
    "get_project",
    "list_projects",
    "texts_of",
]
