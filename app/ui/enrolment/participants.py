"""The people of an enrolment as a lead watches them: a picture of the places, figures, and one person."""

import plotly.graph_objects as go
import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, write
from app.ui.enrolment.links import do
from app.ui.palette import GREEN, LEGEND_ABOVE, PEOPLE, TIE
from app.ui.project import member_row
from app.ui.resources import studio
from app.ui.show import choose_by_id, download, show_chart, show_table
from app.ui.words import ago
from core.access import act_as
from core.enrolment import Ending, EnrolmentView, PayLine, PayReport, export_pay, read_pay, release_browser
from core.labelling import MemberState, ProjectView
from core.labelling.projects import read_member

UNKNOWN = "–"


def participants_panel(project: ProjectView, enrolment: EnrolmentView) -> None:
    """How many have come, how far they are, what they are paid by, and what can be done about one."""
    report = ask(read_pay, enrolment.id)
    _figures(report)
    if not report.lines:
        st.info("Nobody has come by this link yet.", icon=":material/hourglass_empty:")
        return
    counts = _counts(report)
    said = ", ".join(f"{count:,} {name}" for name, count, _ in counts)
    show_chart(places_chart(counts), key="enrolment_places", alt=f"Places: {said}")
    rows = [_row(line) for line in report.lines]
    show_table(rows, COLUMNS, alt="Everybody who has come by this link, in their order")
    _export(enrolment)
    _one_participant(project, report)


def _figures(report: PayReport) -> None:
    enrolled, complete, minutes, _ = st.columns([1, 1, 1, 2])
    places = report.enrolment.settings.cap
    enrolled.metric("Enrolled", f"{len(report.lines):,} of {places:,}")
    complete.metric("Work done", f"{report.complete:,}")
    median = report.median_minutes
    minutes.metric(
        "Median active time",
        UNKNOWN if median is None else f"{median:.1f} min",
        help="Of those whose work is done; how it is worked out stands in the documentation.",
    )


COLUMNS = (
    "Participant id", "Person", "Came", "Answers", "Skips", "Active minutes", "Gold right", "Qualification",
    "State",
)  # fmt: skip


def _row(line: PayLine) -> list[object]:
    qualified = f"{line.qualification_right} of {line.qualification_answered}"
    return [
        line.participant_id or UNKNOWN,
        line.person_id,
        ago(line.enrolled_at),
        line.answers,
        line.skips,
        line.active_minutes,
        f"{line.gold_right} of {line.gold_answered}" if line.gold_answered else UNKNOWN,
        qualified if line.qualification_answered else UNKNOWN,
        _state(line),
    ]


def _state(line: PayLine) -> str:
    if line.ending is not None and line.code_shown_at is not None:
        return f"{line.ending.value}, code shown"
    if line.complete:
        return "work done, not finished"
    if line.state == MemberState.FAILED:
        return "not qualified"
    if line.state == MemberState.PAUSED:
        return "paused"
    return "at work" if line.last_at else "not begun"


def _counts(report: PayReport) -> list[tuple[str, int, str]]:
    """Places by what became of them, each with its colour."""
    failed = sum(line.state == MemberState.FAILED or line.ending == Ending.FAILED for line in report.lines)
    free = max(report.enrolment.settings.cap - len(report.lines), 0)
    rest = max(len(report.lines) - report.complete - failed, 0)
    counts = [
        ("done", report.complete, GREEN),
        ("at work", rest, PEOPLE[0]),
        ("not qualified", failed, PEOPLE[1]),
        ("free", free, TIE),
    ]
    return [one for one in counts if one[1]]


def places_chart(counts: list[tuple[str, int, str]]) -> go.Figure:
    """One bar of all places."""
    figure = go.Figure()
    for name, count, colour in counts:
        figure.add_bar(
            y=[""],
            x=[count],
            name=name,
            orientation="h",
            marker_color=colour,
            text=f"{count:,}",
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": "#12161f", "size": 15},
            hovertemplate=f"{count:,} {name}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=90,
        margin={"l": 0, "r": 0, "t": 30, "b": 0},
        xaxis={"visible": False, "fixedrange": True, "range": [0, sum(count for _, count, _ in counts)]},
        yaxis={"visible": False, "fixedrange": True},
        legend=LEGEND_ABOVE | {"traceorder": "normal"},
    )
    return figure


def _export(enrolment: EnrolmentView) -> None:
    db, who = studio().db, person()

    def make() -> str:
        with db.write() as session:
            act_as(session, who)
            return export_pay(session, who, enrolment.id)

    download(
        "Pay figures as CSV",
        make,
        f"enrolment-{enrolment.id}.csv",
        mime="text/csv",
        key=f"pay_{enrolment.id}",
    )


def _one_participant(project: ProjectView, report: PayReport) -> None:
    """What a lead can do about one of them."""
    by_id = {line.participant: line for line in report.lines}
    with st.expander("One participant", icon=":material/person:"):
        line = choose_by_id("Participant", by_id, _name, key=f"participant_of_{report.enrolment.id}")
        member_row(project, ask(read_member, project, line.person_id))
        if line.participant_id is not None and not report.enrolment.settings.anywhere:
            st.button(
                "Let go on in another browser",
                key=f"release_{line.participant}",
                icon=":material/devices:",
                help="The next browser that comes with this id is theirs.",
                on_click=do,
                args=(lambda: write(release_browser, line.participant),),
            )


def _name(line: PayLine) -> str:
    return f"{line.person_id} · {line.participant_id or 'without an id'}"
