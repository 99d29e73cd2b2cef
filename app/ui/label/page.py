"""The labelling screen: gives the labeller or the ranker what is assigned and saves what comes back."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, write_together
from app.ui.assigned import AHEAD, take_assignment, why_nothing
from app.ui.components.answer_ranker import answer_ranker, read_rankings
from app.ui.components.outbox import Meter, Words
from app.ui.components.pair_labeller import AnswerForm, Feedback, pair_labeller, read_answers
from app.ui.outbox import (
    acknowledged,
    as_item,
    as_ranking_item,
    as_undoable,
    as_undoable_ranking,
    feedback,
    keep,
    refused,
)
from core.labelling import LabellingProtocol, MemberState, Mode, ProjectView
from core.labelling.judging import last_answer, save_answers
from core.labelling.progress import PersonProgress, ProjectProgress, person_progress, project_progress
from core.labelling.queue import Assignment


@st.fragment
def label() -> None:
    """Show what is assigned; a fragment, so that an answer reruns only this."""
    project, assignment = take_assignment()
    if project.protocol.mode == Mode.RANKINGS:
        _rank(project, assignment)
    else:
        _choose(project, assignment)


def _choose(project: ProjectView, assignment: Assignment) -> None:
    number = person().id or 0
    key = f"label_{project.id}_{number}"
    everyone = ask(project_progress, project)
    pair_labeller(
        key=key,
        on_answers=lambda: keep(key, write_together(save_answers, project, read_answers(key))),
        owner=f"label/{project.uid}/{number}",
        items=[as_item(pair) for pair in assignment.pairs],
        acknowledged=acknowledged(key),
        refused=refused(key),
        undoable=as_undoable(ask(last_answer, project, number)),
        progress=_meters(assignment, ask(person_progress, project, number), everyone),
        words=_words(assignment, everyone, region="Label pairs"),
        form=_form(project.protocol, undo=assignment.standing.state != MemberState.QUALIFYING),
        feedback=_feedback(key, assignment),
        leave=_leave(assignment),
        instruction=_instruction(project, assignment),
        guidelines=project.guidelines,
        exhausted=assignment.held < AHEAD // 2,
    )


def _rank(project: ProjectView, assignment: Assignment) -> None:
    number = person().id or 0
    key = f"rank_{project.id}_{number}"
    everyone = ask(project_progress, project)
    answer_ranker(
        key=key,
        on_answers=lambda: keep(key, write_together(save_answers, project, read_rankings(key))),
        owner=f"rank/{project.uid}/{number}",
        items=[as_ranking_item(shown) for shown in assignment.sets],
        acknowledged=acknowledged(key),
        refused=refused(key),
        undoable=as_undoable_ranking(ask(last_answer, project, number)),
        progress=_meters(assignment, ask(person_progress, project, number), everyone),
        words=_words(assignment, everyone, region="Rank answers"),
        skip_reasons=list(project.protocol.skip_reasons),
        flag_reasons=list(project.protocol.flag_reasons),
        instruction=_instruction(project, assignment),
        guidelines=project.guidelines,
        exhausted=assignment.held < AHEAD // 2,
        leave=_leave(assignment),
    )


def _form(protocol: LabellingProtocol, *, undo: bool) -> AnswerForm:
    return AnswerForm(
        tie=protocol.tie,
        both_bad=protocol.both_bad,
        strength=protocol.strength,
        confidence=protocol.confidence,
        axes=list(protocol.axes),
        rationale_minimum=protocol.rationale_minimum,
        skip_reasons=list(protocol.skip_reasons),
        flag_reasons=list(protocol.flag_reasons),
        undo=undo,
    )


def _feedback(key: str, assignment: Assignment) -> Feedback | None:
    """What was said about the last answer, but not when somebody begins to qualify once more."""
    anew = assignment.standing.state == MemberState.QUALIFYING and not assignment.standing.answered
    return None if anew else feedback(key)


def _leave(assignment: Assignment) -> str:
    return f"/leave/{assignment.leave_token}" if assignment.leave_token else ""


def _words(assignment: Assignment, everyone: ProjectProgress, *, region: str) -> Words:
    """The labeller's words, with the reason why nothing is assigned."""
    title, text = why_nothing(assignment, everyone)
    return Words(region=region, post="Post", candidate="Summary", done_title=title, done_text=text)


def _meters(assignment: Assignment, mine: PersonProgress, everyone: ProjectProgress) -> list[Meter]:
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


def _instruction(project: ProjectView, assignment: Assignment) -> str:
    """The line above the pair; during a qualification it says so."""
    if assignment.standing.state != MemberState.QUALIFYING:
        return project.instruction
    return (
        f"Qualification: you are told after each pair whether you were right. {project.instruction}".strip()
    )
