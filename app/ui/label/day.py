"""My day on the label page: how it goes, the goal, and whether to be reminded of a break."""

from datetime import timedelta

import streamlit as st

from app.ui.actions import ask, write
from app.ui.components.day import DayData, DayFigure
from app.ui.components.outbox import sent_of
from app.ui.kept import kept_preferences, read_preferences_again
from core.access import keep_preference
from core.counted import counted
from core.errors import InvalidInput, StudioError
from core.labelling import ProjectView
from core.labelling.day import MyDay, WorkedDay, my_day, set_goal
from core.labelling.queue import Assignment

BREAKS = "breaks"
"""The preference under which somebody has no reminders; without it they have."""
A_WEEK = 7


def day_data(key: str, project: ProjectView, assignment: Assignment, number: int) -> DayData:
    """What the browser is told of a person's day: figures once asked for, and where nothing is left to do."""
    wanted = st.session_state.pop(_asked(key), False) or not assignment.held
    return DayData(
        figures=day_figures(ask(my_day, project, number)) if wanted else None,
        own_goal=assignment.standing.goal,
        lead_goal=project.protocol.daily_goal,
        remind=BREAKS not in kept_preferences(),
        problem=st.session_state.get(_problem(key), ""),
    )


def keep_day(key: str, project: ProjectView) -> None:
    """Do what the browser wants of the day; the run that follows shows it, or why not."""
    change = sent_of(key, "day")
    st.session_state[_asked(key)] = True
    st.session_state[_problem(key)] = ""
    try:
        if "goal" in change:
            write(set_goal, project, _goal(change["goal"]))
        if isinstance(change.get("remind"), bool):
            write(keep_preference, BREAKS, None if change["remind"] else "off")
            read_preferences_again()
    except StudioError as error:
        st.session_state[_problem(key)] = str(error)


def day_figures(day: MyDay) -> list[DayFigure]:
    """A person's day in lines."""
    without = f"at most {_longest(day.longest)} without a break"
    lines = {
        "Today": _with_goal(day),
        "Yesterday": _answers(day.yesterday),
        "Last seven days": _week(day.days[-A_WEEK:]),
        "Pace": f"{day.pace.seconds:.0f} s an answer" if day.pace.seconds else "not known yet",
        "At it today": f"{_minutes(day.today.active_minutes)}, {without}",
    }
    if day.returned:
        lines["Returned to you"] = f"{day.returned:,}"
    return [DayFigure(label=label, text=text) for label, text in lines.items()]


def _goal(said: object) -> int | None:
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int):
        raise InvalidInput("A goal is a whole number of answers a day; type it again.")
    return said


def _with_goal(day: MyDay) -> str:
    done = _answers(day.today)
    if day.goal is None:
        return done
    return f"{done}, goal {day.goal:,}{' reached' if day.today.answered >= day.goal else ''}"


def _answers(day: WorkedDay) -> str:
    return counted(day.answered, "answer")


def _week(days: tuple[WorkedDay, ...]) -> str:
    return " · ".join(f"{one.day:%a} {one.answered:,}" for one in days)


def _minutes(minutes: float) -> str:
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _longest(stretch: timedelta) -> str:
    return _minutes(stretch.total_seconds() / 60)


def _asked(key: str) -> str:
    return f"day_asked_{key}"


def _problem(key: str) -> str:
    return f"day_problem_{key}"
