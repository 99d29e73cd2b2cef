"""Who may do what: pure, and one table."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is here for; each sees the pages of that work."""

    ANNOTATOR = "annotator"
    REVIEWER = "reviewer"
    ENGINEER = "engineer"
    LEAD = "lead"


class Action(StrEnum):
    """Everything that writes, and the reads that not everyone may do."""

    LABEL = "label"
    COMPARE = "compare"
    SEE_RUNS = "see runs"
    SEE_QUALITY = "see quality"
    ADJUDICATE = "adjudicate"
    IMPORT = "import"
    FREEZE = "freeze"
    EXPORT = "export"
    LAUNCH = "launch"
    CANCEL_RUN = "cancel run"
    MANAGE_PROJECT = "manage project"
    MANAGE_PEOPLE = "manage people"


EVERYONE = frozenset(Role)
LEADS = frozenset({Role.LEAD})
ENGINEERS = frozenset({Role.ENGINEER, Role.LEAD})
ADJUDICATORS = frozenset({Role.REVIEWER, Role.LEAD})
REVIEWERS = frozenset({Role.REVIEWER, Role.ENGINEER, Role.LEAD})

POLICY: dict[Action, frozenset[Role]] = {
    Action.LABEL: EVERYONE,
    Action.COMPARE: REVIEWERS,
    Action.SEE_RUNS: REVIEWERS,
    Action.SEE_QUALITY: REVIEWERS,
    Action.ADJUDICATE: ADJUDICATORS,
    Action.IMPORT: ENGINEERS,
    Action.FREEZE: ENGINEERS,
    Action.EXPORT: ENGINEERS,
    Action.LAUNCH: ENGINEERS,
    Action.CANCEL_RUN: ENGINEERS,
    Action.MANAGE_PROJECT: LEADS,
    Action.MANAGE_PEOPLE: LEADS,
}


def may(role: Role, action: Action) -> bool:
    """Whether ``role`` includes ``action``."""
    return role in POLICY[action]
