"""What is done to chosen pairs: one act, what it needs to know, and a button that says to how many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import streamlit as st
from sqlmodel import Session

from app.ui.actions import attempt, plain, write
from app.ui.quality.words import OUTCOMES
from app.ui.show import choose
from app.ui.state import may_here
from core.access import Action, PersonView
from core.counted import counted
from core.labelling import COUNTING, ProjectView
from core.labelling.acts import (
    LONGEST_TAG,
    Done,
    bring_back,
    leave_out,
    settle_pairs,
    share_with_all,
    stop_sharing,
    tag_pairs,
    take_off_gold,
    untag_pairs,
    want_more,
)
from core.labelling.adjudication import LONGEST_NOTE
from core.labelling.judging import return_judgments
from core.labelling.project_view import MOST_JUDGMENTS

TOLD = "pairs_act_told"
"""The key of the field in which an act is told what it needs to know."""
Tell = Callable[[ProjectView], object]
"""Draws that field."""


def _text(label: str, **more: Any) -> Tell:
    return lambda _: st.text_input(label, key=TOLD, max_chars=LONGEST_NOTE, **more)


def _tag(_: ProjectView) -> None:
    st.text_input("Tag", key=TOLD, max_chars=LONGEST_TAG, placeholder="A word to find these pairs by")


def _more(project: ProjectView) -> None:
    most = MOST_JUDGMENTS - project.judgments_per_pair
    st.number_input("People more", min_value=0, max_value=most, value=1, step=1, key=TOLD)


def _answer(_: ProjectView) -> None:
    choose("Answer", {one: words for one, words in OUTCOMES.items() if one in COUNTING}, key=TOLD)


@dataclass(frozen=True)
class _Offered:
    """An act as it is offered; what it is told goes to ``do`` behind the pairs."""

    title: str
    action: Action
    icon: str
    do: Callable[..., Any]
    about: str
    tell: Tell | None = None


def _settle_as_most(
    session: Session, actor: PersonView, project: ProjectView, pairs: Sequence[int], note: str
) -> Done:
    return settle_pairs(session, actor, project, pairs, None, note)


class Act(_Offered, Enum):
    """What can be done to chosen pairs, in the order in which it is offered."""

    TAG = ("Tag", Action.MARK_PAIRS, "label", tag_pairs, "A tag is a word to find pairs by.", _tag)
    UNTAG = ("Take a tag off", Action.MARK_PAIRS, "label_off", untag_pairs, "", _tag)
    LEAVE_OUT = (
        "Leave out",
        Action.MARK_PAIRS,
        "visibility_off",
        leave_out,
        (
            "Nobody is given them any more, progress does not count them, and sets frozen from now on leave "
            "them out. Their judgments stay."
        ),
        _text("Reason", placeholder="What is wrong with them"),
    )
    BRING_BACK = (
        "Bring back",
        Action.MARK_PAIRS,
        "visibility",
        bring_back,
        "What was left out is in the queue and in sets to come again.",
    )
    SETTLE_AS_MOST = (
        "Settle as most say",
        Action.ADJUDICATE,
        "gavel",
        _settle_as_most,
        "Each gets what more than half of its judgments say; where no candidate has that it stays open.",
        _text("Note for the decisions", placeholder="Why"),
    )
    SETTLE_AS = (
        "Settle as one answer",
        Action.ADJUDICATE,
        "gavel",
        settle_pairs,
        "Pairs that are settled or gold stay as they are.",
        _answer,
    )
    RETURN = (
        "Return the answers",
        Action.ADJUDICATE,
        "undo",
        return_judgments,
        (
            "They count no longer, and the pairs come first among their annotators’ next ones. Answers that "
            "came with a file stay."
        ),
        _text("What should the annotators look at?"),
    )
    NOT_GOLD = (
        "Make no gold any more",
        Action.ADJUDICATE,
        "remove_moderator",
        take_off_gold,
        "They are pairs like any other; one is made gold when it is open.",
    )
    MORE = (
        "Give to more people",
        Action.MANAGE_PROJECT,
        "group_add",
        want_more,
        (
            "So many more judgments than the project asks for; 0 takes that back. Progress counts by the "
            "project’s number."
        ),
        _more,
    )
    SHARE = (
        "Give to everybody",
        Action.MANAGE_PROJECT,
        "groups",
        share_with_all,
        "They go into the calibration pool, which everybody labels.",
    )
    STOP_SHARING = (
        "Give to everybody no longer",
        Action.MANAGE_PROJECT,
        "group_remove",
        stop_sharing,
        "They leave the calibration pool and are pairs like any other.",
    )


def act_form(project: ProjectView, pairs: Sequence[int], *, after: Callable[[], object], **more: Any) -> None:
    """Choose an act, say what it needs to know, and do it to these pairs; ``after`` follows when it is done.

    ``more`` goes to what returns answers: whose they are.
    """
    offered = {one: one.title for one in Act if may_here(one.action)}
    with st.container(border=True, gap="small"):
        which, told, go = st.columns([3, 5, 3], vertical_alignment="bottom")
        with which:
            act = choose("What to do", offered, key="pairs_act", on_change=_forget_told)
        with told:
            if act.tell is not None:
                act.tell(project)
        go.button(
            f"{act.title}: {counted(len(pairs), 'pair')}",
            key="pairs_act_go",
            type="primary",
            icon=f":material/{act.icon}:",
            width="stretch",
            on_click=_do,
            args=(act, project, pairs, after, more if act is Act.RETURN else {}),
        )
        if act.about:
            st.caption(act.about)


def _forget_told() -> None:
    st.session_state.pop(TOLD, None)


def _do(
    act: Act, project: ProjectView, pairs: Sequence[int], after: Callable[[], object], more: dict[str, Any]
) -> None:
    given = [st.session_state[TOLD]] if act.tell is not None else []
    done = attempt(lambda: write(act.do, project, pairs, *given, **more))
    if done is None:
        return
    _forget_told()
    st.toast(plain(done_words(act, done)), icon=":material/check:")
    after()


def done_words(act: Act, done: Done | tuple[int, int]) -> str:
    """What an act came to, in a sentence."""
    noun = "judgment" if act is Act.RETURN else "pair"
    changed, passed = done if isinstance(done, tuple) else (done.changed, done.passed)
    said = f"{act.title}: {counted(changed, noun)}."
    return f"{said} {counted(passed, noun)} could not be changed or needed no change." if passed else said
