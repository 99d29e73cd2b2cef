"""One's own answers: a page of them, each with its texts as they were shown, and the way to change it."""

from datetime import datetime

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.answers.below import older_answers
from app.ui.answers.narrowing import own_filter
from app.ui.label import reopen
from app.ui.pages import place_of
from app.ui.quality.case import LONG, PANE
from app.ui.quality.words import CONFIDENCE, OUTCOMES, STRENGTH
from app.ui.routes import path_of
from app.ui.state import project
from app.ui.words import ago
from core.labelling import Outcome, ProjectView
from core.labelling.given import AnswerFilter, OwnAnswer, list_own_answers
from core.labelling.judging import LastAnswer, own_answer

LIST = "own_answers"


def own_answers() -> None:
    """The list, and what is open in it."""
    work = project()
    wanted = own_filter(work)
    after = place_of(LIST, (work.id, wanted))
    page = ask(list_own_answers, work, person().id or 0, wanted, after=after)
    if not page.rows and not page.looked:
        _nothing(wanted)
    for one in page.rows:
        line = st.expander(_line(work, one), key=f"own_{one.id}", on_change="rerun")
        if line.open:
            with line:
                _opened(work, one.id)
    older_answers(LIST, page)


def _nothing(wanted: AnswerFilter) -> None:
    if wanted == AnswerFilter():
        nothing = "Nothing here yet: your answers appear as you give them. A qualification's are not listed."
        st.info(nothing, icon=":material/thumbs_up_down:")
        if st.button("Label pairs", key="begin_labelling", icon=":material/arrow_forward:"):
            st.switch_page(path_of("label"))
    else:
        st.info("No answer of yours is like that; take away some of what you look for.")


def _line(work: ProjectView, one: OwnAnswer) -> str:
    """One answer as a line: what was said, when, and how the post begins."""
    marks = [":orange[:material/flag:]"] * bool(one.flag) + [":material/edit:"] * one.changed
    said = plain(", ".join(part for part in _said(work, one) if part))
    return f"**{said}** {' '.join(marks)} :gray[· {plain(ago(one.at))} ·] {plain(one.post[:90])}"


def _said(work: ProjectView, one: OwnAnswer) -> list[str]:
    called = work.presentation.answer
    if one.ranked and one.outcome != Outcome.SKIP:
        return ["Ranking"]
    chosen = f"{called} {one.side}" if one.side else OUTCOMES[one.outcome]
    return [chosen, STRENGTH.get(one.strength or 0, ""), CONFIDENCE.get(one.confidence or 0, "")]


def _opened(work: ProjectView, number: str) -> None:
    found = attempt_now(lambda: ask(own_answer, work, person().id or 0, number))
    if found is None:
        return
    _texts(work, found)
    _beside(found)
    if found.closed:
        st.caption(plain(found.closed))
    elif st.button("Reopen and change", key=f"reopen_{number}", icon=":material/edit:"):
        reopen(number)
        st.switch_page(path_of("label"))


def _texts(work: ProjectView, found: LastAnswer) -> None:
    """The prompt and its answers on the sides where they stood; text is text."""
    called = work.presentation.answer
    shown = found.pair or found.ranked
    if shown is None:
        return
    with st.container(border=True, height=PANE if len(shown.input_text) > LONG else "content"):
        st.text(shown.input_text)
    if found.pair is not None:
        sides = (found.pair.left, found.pair.right)
        texts = [(f"{called} {place}", one) for place, one in enumerate(sides, start=1)]
    else:
        by_token = {one.token: one for one in found.ranked.answers} if found.ranked else {}
        order = found.ranking or list(by_token)
        texts = [(f"Rank {place}", by_token[token]) for place, token in enumerate(order, start=1)]
    for column, (title, one) in zip(st.columns(len(texts)), texts, strict=True):
        with column, st.container(border=True, height="stretch", gap="xsmall"):
            yours = " · your choice" if one.token == found.outcome else ""
            st.markdown(f"**{plain(title)}**:gray[{yours}]")
            st.text(one.text)


def _beside(found: LastAnswer) -> None:
    if found.axes and found.pair:
        places = {found.pair.left.token: "1", found.pair.right.token: "2"}
        told = ", ".join(f"{axis}: {places.get(better, 'the same')}" for axis, better in found.axes.items())
        st.caption(plain(f"Better in {told}"))
    for words in (found.rationale, found.reason and f"Skipped: {found.reason}", found.flag):
        if words:
            st.text(words)
    first = f" You first answered it on {_moment(found.first_at)}." if found.first_at else ""
    if found.at:
        st.caption(f"Answered on {_moment(found.at)}.{first}")


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d at %H:%M}"
