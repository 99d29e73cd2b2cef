"""What the documentation says of roles is what the policy says."""

from pathlib import Path

from core.access import STUDIO_WIDE, Action, Role, may

DOCUMENT = Path(__file__).parents[3] / "docs" / "policy.md"
MEANS = {
    Action.SEE_PROJECT: "the project's name, instruction, guidelines and progress, and one's own",
    Action.LABEL: "to be given pairs, and to answer them",
    Action.COMPARE: "reviews, one's own verdicts, and what a review came to once it is closed",
    Action.DESIGN_REVIEW: "to plan reviews, and to change a plan, which stays on record",
    Action.CLOSE_REVIEW: "to close a review before its rule does",
    Action.ASK_JUDGE: "to set models as judges beside a review's people, to ask and to stop them, to bring "
    "AutoSxS's judgments, to let a model label pairs",
    Action.SEE_DATA: "pairs with their sources, prompts, imports, frozen sets and their cards",
    Action.SEE_RUNS: "runs with what they left, curves, addresses in the cloud",
    Action.SEE_QUALITY: "others' answers and progress, agreement, gold and disputed pairs",
    Action.ADJUDICATE: "to decide on pairs, and to return answers",
    Action.MARK_PAIRS: "to tag pairs, and to leave them out of the queue and of sets",
    Action.IMPORT: "to check and to import files",
    Action.FREEZE: "to freeze sets",
    Action.EXPORT: "to download, stream and export sets, and the tables of closed reviews",
    Action.MAKE_REWARD: "to make rewards for reinforcement, and to try them",
    Action.LAUNCH: "to launch runs, to take runs over, and to see prices",
    Action.CANCEL_RUN: "to cancel runs, to give them up, to delete what they left",
    Action.MANAGE_PROJECT: "the project's settings, who labels in it, which pairs everybody labels and which "
    "get more people, links for outside annotators",
    Action.ARCHIVE_PROJECT: "to archive the project, and to bring it back",
    Action.DELETE_PROJECT: "to delete the project with all that hangs on it",
    Action.MANAGE_MEMBERS: "who has which role in the project, how much a day, invitations to it",
    Action.SEE_AUDIT: "the audit log of the project",
    Action.CREATE_PROJECT: "new projects",
    Action.MANAGE_PEOPLE: "new people, roles in every project, names, pauses, merging two names of one "
    "person, removing people",
    Action.SET_PRICES: "the prices that costs are worked out with",
    Action.SEE_WHOLE_AUDIT: "the audit log of the whole studio",
}
"""Each action in words."""


def table(*, studio_wide: bool) -> str:
    """The documentation's table of the actions in a project, or of those that concern the whole studio."""
    actions = [one for one in Action if (one in STUDIO_WIDE) == studio_wide]
    rows = [[one.value, MEANS[one], *("yes" if may(role, one) else "" for role in Role)] for one in actions]
    head = ["action", "what it is", *(role.value for role in Role)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows]) + "\n"


def test_the_documentation_has_the_tables():
    """Made of the policy, so no cell can differ; where one does, paste these."""
    for studio_wide in (False, True):
        assert table(studio_wide=studio_wide) in DOCUMENT.read_text(), table(studio_wide=studio_wide)
