"""What outside annotators see: the labeller, how far they are, and at the end their code; nothing else."""

from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.ui.access import person, waiting
from app.ui.actions import ask, attempt, attempt_now, plain, show_refusals, write
from app.ui.assigned import AHEAD, take_assignment
from app.ui.components.outbox import Meter
from app.ui.label import Beside, qualification_meter, show_work, wake_up
from app.ui.state import work_on
from app.ui.ways import way
from core.access import PersonView
from core.enrolment import End, Ending, Part, Step, finish, read_end, read_part
from core.labelling import MemberState
from core.labelling.queue import Assignment, AssignmentState

OVER = frozenset({AssignmentState.MINE_DONE, AssignmentState.DONE, AssignmentState.ALL_HELD})
FINISH = "Press Finish above for your code. (Undo takes your last answer back.)"
NOTHING = {
    AssignmentState.READY: ("Fetching the next pairs…", "They appear here by themselves."),
    AssignmentState.ALL_HELD: (
        "Others have the last pairs",
        "Some may come back within ten minutes. Stay, or finish above.",
    ),
    AssignmentState.MINE_DONE: ("Nothing is left for you", FINISH),
    AssignmentState.DONE: ("Nothing is left for you", FINISH),
}
NOT_READY = ("There is nothing to label yet", "Stay on this page, or come back later by your link.")
PAUSED = "Your work here is paused. What you gave is saved. Ask whoever invited you when it goes on."
MOVED = "You have gone on by another link since. Open that one to see how far you are."
ENDINGS = {
    Ending.TARGET: "You have given all the answers that were asked for.",
    Ending.NOTHING_LEFT: "Nothing was left for you to answer.",
    Ending.FAILED: "You did not qualify this time, so there is nothing more to do here.",
}


def outside(found: PersonView | None) -> None:
    """The one page there is; every other address leads to it."""
    st.navigation(
        [st.Page(lambda: _screen(found), title="Label", url_path="label", default=True)], position="hidden"
    ).run()


def _screen(found: PersonView | None) -> None:
    show_refusals()
    if found is None:
        with middle():
            if waiting() is not None:
                st.info(PAUSED, icon=":material/pause_circle:")
            way().show(waiting())
        return
    part = attempt_now(lambda: ask(read_part, found))
    if part is None:
        way().leave()
        return
    work_on(part.project)
    if part.step == Step.WORK:
        _work()
        wake_up()
    elif part.step == Step.ENDED:
        _ended(part, ask(read_end, found))
    else:
        with middle():
            st.info(PAUSED if part.step == Step.PAUSED else MOVED, icon=":material/pause_circle:")
            way().leave()
        _look_again(part.step)


@st.fragment
def _work() -> None:
    """The labeller, and the way to the code once the work is done."""
    part = ask(read_part, person())
    if part.step != Step.WORK:
        st.rerun()
    most = AHEAD if part.remaining is None else min(part.remaining, AHEAD)
    project, assignment = take_assignment(most)
    over = _is_over(part, assignment)
    if over:
        show_refusals()
    with st.container(horizontal=True, vertical_alignment="center"):  # above the work, which fills the window
        if over:
            st.button("Finish", key="finish", type="primary", icon=":material/check:", on_click=_finish)
        way().leave()
    show_work(project, assignment, Beside(_meters(part, assignment), _nothing(part, assignment)))


@st.fragment(run_every="15s")
def _look_again(shown: Step) -> None:
    """A pause may end while somebody waits."""
    if ask(read_part, person()).step != shown:
        st.rerun()


def _finish() -> None:
    attempt(lambda: write(finish))


def _is_over(part: Part, assignment: Assignment) -> bool:
    """Whether there is nothing to do but to finish; core decides it anew."""
    if assignment.held:
        return False
    return part.failed or part.remaining == 0 or assignment.state in OVER


def _meters(part: Part, assignment: Assignment) -> list[Meter]:
    """Their own progress, and nobody else's."""
    if assignment.standing.state == MemberState.QUALIFYING:
        return [qualification_meter(assignment.standing)]
    if part.target is None:
        return [Meter(label="You", text=f"{part.answered:,}", share=None)]
    share = min(part.answered / part.target, 1.0)
    return [Meter(label="You", text=f"{part.answered:,} of {part.target:,}", share=share)]


def _nothing(part: Part, assignment: Assignment) -> tuple[str, str]:
    standing = assignment.standing
    if part.failed:
        right = (
            f"{standing.right} of {standing.answered} answers were right, and {standing.needed} were needed."
        )
        return "You did not qualify this time", f"{right} Finish above."
    if part.remaining == 0:
        return "All your answers are given", FINISH
    return NOTHING.get(assignment.state, NOT_READY)


def _ended(part: Part, end: End) -> None:
    """The end of the work, with the code that is shown here and nowhere before."""
    with middle():
        st.title("Thank you")
        st.write(ENDINGS[end.ending])
        if part.answered:
            st.write(f"Answers given: {part.answered:,}. All of them are saved.")
        if end.code:
            st.subheader("Your completion code", anchor=False)
            st.code(end.code, language=None)
        if end.return_url:
            host = urlsplit(end.return_url).hostname or ""
            st.link_button(
                f"Go back to {plain(host)}", end.return_url, type="primary", icon=":material/arrow_forward:"
            )
        elif end.code:
            st.caption("Copy the code to where you were invited; then you can close this page.")
        way().leave()


def middle() -> DeltaGenerator:
    """The column of a screen that is read."""
    _, column, _ = st.columns([1, 2, 1])
    return column
