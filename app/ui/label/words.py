"""What the label page says when there is nothing to label, and what stands in its header."""

from app.ui.components.outbox import Meter, Words
from core.labelling import MemberState, ProjectView
from core.labelling.progress import PersonProgress, ProjectProgress
from core.labelling.queue import Assignment, AssignmentState

ASK_A_LEAD = "A lead can change that on the project page; this page notices by itself."


def words(assignment: Assignment, everyone: ProjectProgress, *, region: str) -> Words:
    """The labeller's words, with the reason why nothing is assigned."""
    title, text = why_nothing(assignment, everyone)
    return Words(region=region, post="Post", candidate="Summary", done_title=title, done_text=text)


def why_nothing(assignment: Assignment, everyone: ProjectProgress) -> tuple[str, str]:
    """Why nothing is assigned to a person, as a title and a text."""
    standing = assignment.standing
    done = f"{everyone.complete:,} of {everyone.pairs:,} pairs have all their judgments."
    failed = (
        f"{standing.right} of {standing.answered} answers were right, and {standing.needed} were needed. "
        "Read the guidelines (G) and talk to a lead, who can let you try again on the project page."
    )
    no_gold = (
        f"New annotators first label {standing.of} gold pairs here, and there are not so many yet. "
        "An engineer imports gold pairs on the data sets page."
    )
    return {
        AssignmentState.READY: ("Fetching the next pairs…", "They appear here by themselves."),
        AssignmentState.NO_PAIRS: (
            "No pairs yet",
            "An engineer imports pairs on the data sets page; then they appear here.",
        ),
        AssignmentState.ALL_HELD: (
            "Others have the last pairs",
            f"{done} The others are on somebody's screen now; what is left there comes back by itself.",
        ),
        AssignmentState.MINE_DONE: (
            "You have answered all that is open",
            f"{done} The others wait for somebody else's judgment. Press U to take back your last answer.",
        ),
        AssignmentState.DONE: (
            "Nothing left for you to label",
            f"{done} Press U to take back your last answer; the home page says what comes next.",
        ),
        AssignmentState.PAUSED: (
            "Labelling is paused",
            "A lead has paused this project. Everything you gave is saved. Pairs come when it goes on.",
        ),
        AssignmentState.NOT_LET_IN: (
            "You have not been let in yet",
            f"In this project only people whom a lead lets in may label. {ASK_A_LEAD}",
        ),
        AssignmentState.LEFT_OUT: (
            "You are not labelling in this project now",
            f"A lead has paused your labelling here. Everything you gave is saved. {ASK_A_LEAD}",
        ),
        AssignmentState.FAILED: (
            "You did not qualify this time",
            failed,
        ),
        AssignmentState.NO_GOLD: (
            "The qualification is not ready",
            no_gold,
        ),
    }[assignment.state]


def meters(assignment: Assignment, mine: PersonProgress, everyone: ProjectProgress) -> list[Meter]:
    """The figures in the labeller's header."""
    standing = assignment.standing
    if standing.state == MemberState.QUALIFYING:
        text = f"{standing.answered} of {standing.of} answered, {standing.needed} must be right"
        return [Meter(label="Qualification", text=text, share=standing.answered / standing.of)]
    pace = f", {mine.seconds_each:.0f} s each" if mine.seconds_each and mine.seconds_each >= 1 else ""
    return [
        Meter(label="You", text=f"{mine.judged:,}", share=None),
        Meter(label="Today", text=f"{mine.judged_today:,}{pace}", share=None),
        Meter(label="Project", text=f"{everyone.complete:,} of {everyone.pairs:,}", share=everyone.share),
    ]


def instruction(project: ProjectView, assignment: Assignment) -> str:
    """The line above the pair; during a qualification it says so."""
    if assignment.standing.state != MemberState.QUALIFYING:
        return project.instruction
    return (
        f"Qualification: you are told after each pair whether you were right. {project.instruction}".strip()
    )
