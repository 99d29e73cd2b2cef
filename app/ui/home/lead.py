"""A lead's home: when the project will be done, whom to help, and quality at a glance."""

from datetime import date

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.quality import last_report
from app.ui.quality.words import ANNOTATORS, FIGURES, OPEN, percent, percent_between
from app.ui.routes import path_of
from app.ui.words import days_ago
from core.counted import counted
from core.labelling import ProjectView
from core.labelling.overview import (
    FEWEST_DAYS,
    Forecast,
    Trouble,
    TroubledMember,
    forecast,
    paces_of,
    read_troubles,
)
from core.labelling.progress import DayOfWork, ProjectProgress, today

MOST_NAMED = 5
HOW_SURE = (
    "From the judgments a day of the last whole weeks, days without work included, as a prediction interval: "
    "done between these days in at least four of five such cases."
)


def when_done(project: ProjectView, progress: ProjectProgress, worked: list[DayOfWork]) -> None:
    """How much is left, at what pace, and between which days it will be done."""
    left = progress.needed * progress.pairs - progress.given
    found = forecast(left, paces_of(worked, project.protocol, today=today()), today=today())
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown("**When it will be done**", help=HOW_SURE)
        st.markdown(f"### {forecast_words(found)}")
        if left:
            pace = "" if found.a_day is None else f" · {found.a_day:,.0f} a day lately"
            st.caption(f"{counted(left, 'judgment')} to go{pace}")
        st.caption(f"{progress.complete:,} of {counted(progress.pairs, 'pair')} complete")


def forecast_words(found: Forecast) -> str:
    """Between which days, or why that is not known."""
    if not found.left:
        return "Done"
    if found.a_day is None:
        return f"Not known before {FEWEST_DAYS} days of work"
    if found.earliest is None:
        return "Not known: hardly anything was judged lately"
    if found.latest is None:
        return f"Not before {_day(found.earliest)}; the pace is too uneven to say more"
    if found.latest == found.earliest:
        return f"On {_day(found.earliest)}"
    return f"{_day(found.earliest)} to {_day(found.latest)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}" if day.year != today().year else f"{day.day} {day:%b}"


def who_needs_help(project: ProjectView) -> None:
    """Who is stuck or silent, and where to help them."""
    troubled = ask(read_troubles, project)
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown("**Who needs you**")
        if not troubled:
            st.caption("Nobody is stuck, and nobody who worked lately has stopped.")
            return
        for one in troubled[:MOST_NAMED]:
            st.markdown(f"**{plain(one.name)}** {plain(trouble_words(one))}")
        if len(troubled) > MOST_NAMED:
            st.caption(f"and {len(troubled) - MOST_NAMED:,} more")
        st.page_link(path_of("project"), label="Who labels here", icon=":material/group:")


def trouble_words(one: TroubledMember) -> str:
    """What keeps somebody, and since when."""
    since = "" if one.since is None else f", {days_ago(one.since)}"
    standing = one.standing
    if one.trouble == Trouble.FAILED:
        return f"{one.trouble.value}: {standing.right} of {standing.of} right, {standing.needed} needed"
    if one.trouble == Trouble.QUALIFYING:
        return f"{one.trouble.value}, at {standing.answered} of {standing.of}{since}"
    if one.trouble == Trouble.RETURNED:
        return f"{one.trouble.value}: {counted(one.returned, 'pair')}{since}"
    if one.trouble == Trouble.SILENT:
        return f"last answered {days_ago(one.since) if one.since else 'long ago'}"
    return f"{one.trouble.value}{since}"


def quality_glance(project: ProjectView) -> None:
    """Agreement and flags as somebody saw them last: the report of many judgments is not worked out here."""
    report = last_report(project)
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown("**Quality**")
        if report is None or report.agreement.percent.value is None:
            st.caption("Not known yet, or nobody has looked since the studio started.")
        else:
            agreed = report.agreement.percent
            between = percent_between(agreed)
            st.markdown(f"### {percent(agreed.value)} {f':gray[({between})]' if between else ''}")
            st.caption("Two people agree, when it was last looked at")
            flagged = sum(bool(line.flags) for line in report.annotators)
            if flagged:
                st.page_link(
                    path_of("quality"),
                    label=f"{counted(flagged, 'annotator')} flagged",
                    icon=":material/flag:",
                    query_params={OPEN: ANNOTATORS},
                )
        st.page_link(
            path_of("quality"), label="Look now", icon=":material/verified:", query_params={OPEN: FIGURES}
        )
