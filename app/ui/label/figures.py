"""The figures in the label page's header: they move with every answer, whatever kind of pair it was on."""

from dataclasses import dataclass

import streamlit as st

from app.ui.actions import ask
from app.ui.components.outbox import Meter, moving
from core.labelling import MemberState, ProjectView
from core.labelling.day import Ahead, goal_of, look_ahead, recent_pace, today_since
from core.labelling.progress import PersonProgress
from core.labelling.queue import Assignment, Standing

LOOK_SECONDS = 300
SHORTEST_PACE = 1  # second; below it nobody has read anything
JUDGMENTS = (
    "Judgments that pairs have of those they need, counted every five minutes. Your own answers since then "
    "are added at once."
)
LEFT = "Pairs that you may still be given, counted every five minutes, less your answers since then."
TODAY = "Your answers of today, skips too, and the median time of the last twenty."


@dataclass(frozen=True)
class Looked:
    """What was ahead of a person when it was last looked at, what they had answered, how many they held."""

    ahead: Ahead
    answered: int
    held: int


def header_figures(
    project: ProjectView, assignment: Assignment, mine: PersonProgress, number: int
) -> list[Meter]:
    """What the header shows; during a qualification, and where it was failed, how far that is."""
    standing = assignment.standing
    if standing.of and standing.state in {MemberState.QUALIFYING, MemberState.FAILED}:
        return [qualification_meter(standing)]
    looked = _look(project, number, mine, held=assignment.held)
    since = mine.answered - looked.answered
    return [
        _today(project, standing, mine, number),
        _left(looked, since, held=assignment.held),
        _everyone(looked.ahead, since),
    ]


def qualification_meter(standing: Standing) -> Meter:
    """How far a qualification is."""
    text = f"{standing.answered} of {standing.of} answered, {standing.right} right, {standing.needed} needed"
    return Meter(label="Qualification", text=text, share=standing.answered / standing.of)


def _today(project: ProjectView, standing: Standing, mine: PersonProgress, number: int) -> Meter:
    pace = ask(recent_pace, project, number, since=today_since()).seconds
    after = f", {pace:.0f} s each" if pace and pace >= SHORTEST_PACE else ""
    goal = goal_of(project, standing.goal)
    return moving("Today", mine.answered_today, of=goal, after=after, title=TODAY)


def _left(looked: Looked, since: int, *, held: int) -> Meter:
    """Not below what the person holds, for that is on its way to the screen already."""
    left = max(looked.ahead.left + looked.held - since, 0)
    if looked.ahead.more:
        return Meter(label="Left", text=f"{left:,} or more", share=None, title=LEFT)
    return moving("Left", max(left, held), step=-1, title=LEFT)


def _everyone(ahead: Ahead, since: int) -> Meter:
    given = min(max(ahead.given + since, 0), ahead.needed)
    return moving("Project", given, of=ahead.needed, most=ahead.needed, title=JUDGMENTS)


def _look(project: ProjectView, number: int, mine: PersonProgress, *, held: int) -> Looked:
    """A look of the last five minutes, unless there is nothing left that it could betray.

    Figures that were read after each answer would stand still where the pair was a gold one or a re-test.
    """
    key = (project.uid, project.judgments_per_pair, number, project, mine.answered, held)
    if not held:
        _kept.clear(*key)
    return _kept(*key)


@st.cache_data(ttl=LOOK_SECONDS, show_spinner=False, max_entries=1000)
def _kept(uid: str, needed: int, number: int, _project: ProjectView, _answered: int, _held: int) -> Looked:  # noqa: ARG001 - what it is kept by, and what it is worked out of
    return Looked(ask(look_ahead, _project, number), _answered, _held)
