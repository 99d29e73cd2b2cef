"""The labelling screen: gives the labeller or the ranker what is assigned and saves what comes back."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, write_together
from app.ui.assigned import AHEAD, take_assignment
from app.ui.components.answer_ranker import answer_ranker, read_rankings
from app.ui.components.pair_labeller import AnswerForm, Feedback, pair_labeller, read_answers
from app.ui.label.words import instruction, meters, words
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
from core.labelling.progress import person_progress, project_progress
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
        progress=meters(assignment, ask(person_progress, project, number), everyone),
        words=words(assignment, everyone, region="Label pairs"),
        form=_form(project.protocol, undo=assignment.standing.state != MemberState.QUALIFYING),
        feedback=_feedback(key, assignment),
        leave=_leave(assignment),
        instruction=instruction(project, assignment),
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
        progress=meters(assignment, ask(person_progress, project, number), everyone),
        words=words(assignment, everyone, region="Rank answers"),
        skip_reasons=list(project.protocol.skip_reasons),
        flag_reasons=list(project.protocol.flag_reasons),
        instruction=instruction(project, assignment),
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
