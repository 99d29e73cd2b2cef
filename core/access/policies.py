"""Who may do what: pure, and one table."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for; each sees the pages of that work."""

    ANNOTATOR = "annotator"
    REVIEWER = "reviewer"
    ENGINEER = "engineer"
    LEAD = "lead"


class Action(StrEnum):
    """Everything that writes, and the reads that not everyone may do."""

    SEE_PROJECT = "see project"
    LABEL = "label"
    COMPARE = "compare"
    DESIGN_REVIEW = "design review"
    CLOSE_REVIEW = "close review"
    ASK_JUDGE = "ask judge"
    SEE_DATA = "see data"
    SEE_RUNS = "see runs"
    SEE_QUALITY = "see quality"
    ADJUDICATE = "adjudicate"
    MARK_PAIRS = "mark pairs"
    IMPORT = "import"
    FREEZE = "freeze"
    EXPORT = "export"
    MAKE_REWARD = "make reward"
    LAUNCH = "launch"
    CANCEL_RUN = "cancel run"
    MANAGE_PROJECT = "manage project"
    ARCHIVE_PROJECT = "archive project"
    DELETE_PROJECT = "delete project"
    MANAGE_MEMBERS = "manage members"
    SEE_AUDIT = "see audit"
    CREATE_PROJECT = "create project"
    MANAGE_PEOPLE = "manage people"
    SET_PRICES = "set prices"
    SEE_WHOLE_AUDIT = "see whole audit"


EVERYONE = frozenset(Role)
LEADS = frozenset({Role.LEAD})
ENGINEERS = frozenset({Role.ENGINEER, Role.LEAD})
ADJUDICATORS = frozenset({Role.REVIEWER, Role.LEAD})
REVIEWERS = frozenset({Role.REVIEWER, Role.ENGINEER, Role.LEAD})

POLICY: Mapping[Action, frozenset[Role]] = {
    Action.SEE_PROJECT: EVERYONE,
    Action.LABEL: EVERYONE,
    Action.COMPARE: REVIEWERS,
    Action.DESIGN_REVIEW: ENGINEERS,
    Action.CLOSE_REVIEW: LEADS,
    Action.ASK_JUDGE: ENGINEERS,
    Action.SEE_DATA: REVIEWERS,
    Action.SEE_RUNS: REVIEWERS,
    Action.SEE_QUALITY: REVIEWERS,
    Action.ADJUDICATE: ADJUDICATORS,
    Action.MARK_PAIRS: REVIEWERS,
    Action.IMPORT: ENGINEERS,
    Action.FREEZE: ENGINEERS,
    Action.EXPORT: ENGINEERS,
    Action.MAKE_REWARD: ENGINEERS,
    Action.LAUNCH: ENGINEERS,
    Action.CANCEL_RUN: ENGINEERS,
    Action.MANAGE_PROJECT: LEADS,
    Action.ARCHIVE_PROJECT: LEADS,
    Action.DELETE_PROJECT: LEADS,
    Action.MANAGE_MEMBERS: LEADS,
    Action.SEE_AUDIT: LEADS,
    Action.CREATE_PROJECT: LEADS,
    Action.MANAGE_PEOPLE: LEADS,
    Action.SET_PRICES: ENGINEERS,
    Action.SEE_WHOLE_AUDIT: LEADS,
}
"""What a role includes: in its project, or, for `STUDIO_WIDE` actions, a role held in every project."""

STUDIO_WIDE = frozenset(
    {Action.CREATE_PROJECT, Action.MANAGE_PEOPLE, Action.SET_PRICES, Action.SEE_WHOLE_AUDIT}
)
"""Actions that concern no single project. A lead everywhere, the admin, may do them all."""

WHILE_ARCHIVED = frozenset(
    {
        Action.SEE_PROJECT,
        Action.SEE_DATA,
        Action.SEE_RUNS,
        Action.SEE_QUALITY,
        Action.SEE_AUDIT,
        Action.EXPORT,
        Action.CANCEL_RUN,
        Action.ARCHIVE_PROJECT,
        Action.DELETE_PROJECT,
        Action.MANAGE_MEMBERS,
    }
)
"""Of the actions in a project, those that an archived one does not refuse: to read it, to bring it back."""


def may(role: Role | None, action: Action) -> bool:
    """Whether ``role`` includes ``action``; nobody's role includes nothing."""
    return role is not None and role in POLICY[action]
