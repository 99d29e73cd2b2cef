"""A person's own labelling on their home: how today goes, what came back, how it went before."""

import plotly.graph_objects as go
import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.palette import EDGE, TIE, person_colour
from app.ui.show import show_chart, when_open
from core.counted import counted
from core.labelling import MemberState, ProjectView
from core.labelling.day import MyDay, my_day
from core.labelling.queue import Assignment, ShownPair, ShownSet

BEGINNING = 160
"""Characters of a post that are enough to know it again."""
MINUTE_S = 60


def own_work(project: ProjectView, assignment: Assignment) -> None:
    """Everything of it, for whoever is here to label."""
    day = ask(my_day, project, person().id or 0)
    returned_work(assignment)
    _qualification(day)
    with st.container(border=True):
        _today(day)
        if any(one.answered for one in day.days):
            show_chart(days_chart(day, person().id or 0), key="home_days", alt=_alt(day))


def folded_own_work(project: ProjectView, assignment: Assignment) -> None:
    """The same behind a fold, for whoever labels beside other work; read once it is opened."""
    returned_work(assignment)
    place = st.expander(
        "Your own labelling", icon=":material/thumbs_up_down:", key="home_own", on_change="rerun"
    )
    when_open(place, own_work, project, assignment)


def returned_work(assignment: Assignment) -> None:
    """Pairs that came back, each with what was written on it."""
    shown: tuple[ShownPair | ShownSet, ...] = (*assignment.pairs, *assignment.sets)
    back = [one for one in shown if one.note is not None]
    if not back:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            f":material/undo: **{counted(len(back), 'pair')} came back to you**, to be answered first."
        )
        for one in back:
            text = " ".join(one.input_text.split())
            st.markdown(f"“{plain(one.note or '')}”", width="stretch")
            st.caption(plain(text if len(text) <= BEGINNING else f"{text[:BEGINNING]} …"))


def _qualification(day: MyDay) -> None:
    standing = day.standing
    if not standing.of or (standing.state is MemberState.ACTIVE and not standing.answered):
        return
    score = f"{standing.right} of {standing.of} right, {standing.needed} needed"
    words = {
        MemberState.QUALIFYING: f":material/school: **Qualification: {standing.answered} of {standing.of} "
        f"answered.** {standing.needed} must be right.",
        MemberState.ACTIVE: f":green[:material/verified:] You have qualified: {score}.",
        MemberState.FAILED: f":material/block: **Not qualified**: {score}. A lead can let you try again.",
    }
    if standing.state in words:
        st.markdown(words[standing.state])


def _today(day: MyDay) -> None:
    goal = f" of {day.goal:,}" if day.goal else ""
    said = [f"**{day.today.answered:,}{goal}** today", f"**{day.yesterday.answered:,}** yesterday"]
    if day.pace.seconds:
        said.append(f"**{day.pace.seconds:.0f} s** each")
    if day.streak.total_seconds() >= MINUTE_S:
        said.append(f"**{day.streak.total_seconds() // MINUTE_S:.0f} min** without a break")
    with st.container(horizontal=True, gap="large"):
        for one in said:
            st.markdown(one, width="content")


def days_chart(day: MyDay, person_id: int) -> go.Figure:
    """Answers of each of the last days in the person's colour, and the goal as a line."""
    figure = go.Figure(
        go.Bar(
            x=[one.day.strftime("%d %b") for one in day.days],
            y=[one.answered for one in day.days],
            marker={"color": person_colour(person_id), "line": {"color": EDGE, "width": 0.5}},
            hovertemplate="%{y:,} answers on %{x}<extra></extra>",
        )
    )
    if day.goal:
        figure.add_hline(
            y=day.goal,
            line={"dash": "dash", "color": TIE, "width": 1.5},
            annotation={"text": "goal", "font": {"size": 11}},
            annotation_position="top left",
        )
    figure.update_layout(
        height=180,
        margin={"l": 0, "r": 0, "t": 18, "b": 30},
        xaxis={"type": "category"},
        yaxis={"title": "answers", "rangemode": "tozero"},
    )
    return figure


def _alt(day: MyDay) -> str:
    worked = sum(one.answered > 0 for one in day.days)
    total = sum(one.answered for one in day.days)
    return f"{counted(total, 'answer')} on {counted(worked, 'day')} of the last {len(day.days)}"
