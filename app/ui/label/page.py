"""The labelling screen: gives the labeller or the ranker what is assigned and saves what comes back."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, save
from app.ui.assigned import AHEAD, take_assignment, why_nothing
from app.ui.components.answer_ranker import answer_ranker, read_rankings
from app.ui.components.outbox import Meter, SessionData, Words
from app.ui.components.pair_labeller import AnswerForm, Feedback, pair_labeller, read_answers
from app.ui.desk import desk_data, keep_desk
from app.ui.label.day import day_data, keep_day
from app.ui.label.earlier import forget_found, found_answer, look_back, may_reopen
from app.ui.label.figures import header_figures
from app.ui.outbox import (
    acknowledged,
    as_item,
    as_ranking_item,
    as_undoable,
    as_undoable_ranking,
    feedback,
    keep,
    refused,
    shown_as,
)
from core.labelling import MemberState, Mode, ProjectView
from core.labelling.judging import last_answer
from core.labelling.progress import ProjectProgress, person_progress, project_progress
from core.labelling.queue import Assignment, AssignmentState, Attempt, Standing, read_attempt


@dataclass(frozen=True)
class Beside:
    """The figures in the header, and why there are no pairs, as a title and a text."""

    meters: list[Meter]
    nothing: tuple[str, str]


@st.fragment
def label() -> None:
    """Show what is assigned; a fragment, so that an answer reruns only this."""
    project, assignment = take_assignment()
    number = person().id or 0
    meters = header_figures(project, assignment, ask(person_progress, project, number), number)
    show_work(project, assignment, Beside(meters, why_nothing(assignment, _everyone(project, assignment))))


def show_work(project: ProjectView, assignment: Assignment, beside: Beside) -> None:
    """The labeller, or the ranker, with what is assigned."""
    show = _rank if project.protocol.mode == Mode.RANKINGS else _choose
    show(project, assignment, beside, person().id or 0)


def _everyone(project: ProjectView, assignment: Assignment) -> ProjectProgress:
    """How far the project is, asked only where it is told: not while there are pairs."""
    ready = assignment.state == AssignmentState.READY
    return ProjectProgress({}, 0) if ready else ask(project_progress, project)


def _choose(project: ProjectView, assignment: Assignment, beside: Beside, number: int) -> None:
    key = f"label_{project.id}_{number}"
    said = _feedback(key, assignment)
    pair_labeller(
        key=key,
        on_answers=lambda: _take(key, project, read_answers(key)),
        on_earlier=lambda: look_back(key, project),
        on_desk=lambda: keep_desk(key),
        on_day=lambda: keep_day(key, project),
        items=[as_item(pair) for pair in assignment.pairs],
        undoable=as_undoable(ask(last_answer, project, number)),
        form=_form(project, assignment.standing, told=said is not None),
        feedback=said,
        **_session(project, assignment, beside, key, (f"label/{project.uid}/{number}", "Label pairs")),
    )


def _rank(project: ProjectView, assignment: Assignment, beside: Beside, number: int) -> None:
    key = f"rank_{project.id}_{number}"
    answer_ranker(
        key=key,
        on_answers=lambda: _take(key, project, read_rankings(key)),
        on_earlier=lambda: look_back(key, project),
        on_desk=lambda: keep_desk(key),
        on_day=lambda: keep_day(key, project),
        items=[as_ranking_item(shown) for shown in assignment.sets],
        undoable=as_undoable_ranking(ask(last_answer, project, number)),
        skip_reasons=list(project.protocol.skip_reasons),
        flag_reasons=list(project.protocol.flag_reasons),
        **_session(project, assignment, beside, key, (f"rank/{project.uid}/{number}", "Rank answers")),
    )


def _take(key: str, project: ProjectView, answers: list[Any]) -> None:
    forget_found(key)
    keep(key, save(project, answers))


def _session(
    project: ProjectView, assignment: Assignment, beside: Beside, key: str, place: tuple[str, str]
) -> SessionData:
    """What both show alike; a place is whose answers these are, and what the region is called."""
    (owner, region), (title, text) = place, beside.nothing
    return {
        "owner": owner,
        "acknowledged": acknowledged(key),
        "refused": refused(key),
        "progress": beside.meters,
        "words": Words(
            region=region,
            post=project.presentation.prompt,
            candidate=project.presentation.answer,
            done_title=title,
            done_text=text,
        ),
        "content": shown_as(project.presentation),
        "instruction": _instruction(project, assignment),
        "guidelines": project.guidelines,
        "exhausted": assignment.held < AHEAD // 2,
        "reopening": may_reopen(project, assignment.standing),
        "earlier": found_answer(key, project),
        "leave": f"/leave/{assignment.leave_token}" if assignment.leave_token else "",
        "read_to_end": project.presentation.read_to_end,
        "desk": desk_data(key),
        "day": day_data(key, project, assignment, person().id or 0),
    }


def _form(project: ProjectView, standing: Standing, *, told: bool) -> AnswerForm:
    """What may be said; ``told`` says whether somebody has just been told how their last answer was."""
    protocol = project.protocol
    qualifying = standing.state == MemberState.QUALIFYING
    return AnswerForm(
        tie=protocol.tie,
        both_bad=protocol.both_bad,
        strength=protocol.strength,
        confidence=protocol.confidence,
        axes=list(protocol.axes),
        rationale_minimum=protocol.rationale_minimum,
        skip_reasons=list(protocol.skip_reasons),
        flag_reasons=list(protocol.flag_reasons),
        undo=not qualifying,
        lessons=qualifying or told,
        read_first=qualifying and not standing.answered and bool(project.guidelines),
    )


def _feedback(key: str, assignment: Assignment) -> Feedback | None:
    """What was said about the last answer, but not when somebody begins to qualify once more."""
    anew = assignment.standing.state == MemberState.QUALIFYING and not assignment.standing.answered
    return None if anew else feedback(key)


def _instruction(project: ProjectView, assignment: Assignment) -> str:
    """The line above the pair; during a qualification it says so."""
    standing = assignment.standing
    if standing.state != MemberState.QUALIFYING:
        return project.instruction
    again = "" if standing.answered else _about_retry(ask(read_attempt, project, person().id or 0))
    told = "Qualification: you are told after each pair whether you were right."
    return " ".join(part for part in (told, again, project.instruction) if part)


def _about_retry(attempt: Attempt) -> str:
    """Whether a second try asks other pairs than the first."""
    if not attempt.is_retry:
        return ""
    if not attempt.again:
        return "These are other pairs than before."
    return f"{attempt.again} of the {attempt.of} pairs were yours before: there are too few other gold pairs."
