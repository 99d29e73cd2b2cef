"""The charts of the quality page: people compared, and how sure the consensus is."""

from collections.abc import Callable, Sequence
from statistics import fmean

import streamlit as st

from app.ui.quality.charts import Dot, Line, confidence_chart, dots_chart, pace_chart
from app.ui.quality.words import percent
from app.ui.show import show_chart
from core.labelling.quality import GOLD_THRESHOLD, AnnotatorQuality, Check, CheckName, ConsensusMethod, Share
from core.labelling.reports import AnnotatorLine, ConsensusSummary, QualityReport

METHODS = {
    ConsensusMethod.MAJORITY: "Majority",
    ConsensusMethod.WEIGHTED: "Weighted by gold",
    ConsensusMethod.DAWID_SKENE: "Dawid–Skene",
}
CERTAINTY = {
    ConsensusMethod.MAJORITY: "confidence",
    ConsensusMethod.WEIGHTED: "confidence",
    ConsensusMethod.DAWID_SKENE: "posterior",
}
"""What each method says of a choice."""
AXIS = "share of their {}, 95 % interval"
NO_GOLD = (
    "No gold pair has been answered yet. Gold pairs have a known right answer and come unannounced: they "
    "show whom to trust."
)
NOT_SHARED = "Nobody can be compared yet: no pair has answers of two people that outnumber the rest."
NO_CHOICE = "No choice yet."
EVEN = Line(0.5, "even")


def people_pictures(lines: Sequence[AnnotatorLine]) -> None:
    """Everybody on every measure."""
    agreement = share_dots(lines, lambda one: one.agreement, CheckName.RANDOM)
    gold = share_dots(lines, lambda one: one.gold, CheckName.GOLD)
    longer = check_dots(lines, CheckName.LENGTH)
    threshold = Line(GOLD_THRESHOLD, f"asked for: {percent(GOLD_THRESHOLD)}")
    first, second = st.columns(2), st.columns(2)  # in rows, so that cards beside each other are of one height
    with first[0]:
        title = "Agreement with the majority of the others"
        _dots(title, agreement, "shared pairs", _mean(agreement), NOT_SHARED)
    with first[1]:
        _dots("Right on gold pairs", gold, "gold pairs", threshold, NO_GOLD)
    with second[0]:
        _dots("Chose the left text", check_dots(lines, CheckName.SIDE), "choices", EVEN, NO_CHOICE)
    with second[1]:
        _dots("Chose the longer text", longer, "choices", _mean(longer), NO_CHOICE)


def pace_picture(lines: Sequence[AnnotatorLine]) -> None:
    """How fast everybody works."""
    with st.container(border=True, height="stretch"):
        st.caption("Pace")
        timed = [line for line in lines if line.judgments_an_hour is not None]
        if not timed:
            st.write("No answer has been timed yet.")
            return
        figure = pace_chart(
            {line.person_id: line.name for line in timed},
            [line.judgments_an_hour for line in timed],
            [line.quality.active_seconds if line.quality else None for line in timed],
        )
        show_chart(
            figure,
            key="quality_pace",
            alt=f"Judgments an active hour and median seconds of {len(timed)} people",
        )


def confidence_picture(report: QualityReport) -> None:
    """How sure the consensus is, by each method that can be applied."""
    with st.container(border=True, height="stretch"):
        st.caption("How sure the consensus is")
        method = st.segmented_control(
            "Method",
            list(report.consensus),
            key="quality_method",
            default=ConsensusMethod.MAJORITY,
            format_func=METHODS.__getitem__,
            label_visibility="collapsed",
            required=True,
        )
        summary = report.consensus[method or ConsensusMethod.MAJORITY]
        sentence = consensus_words(summary, CERTAINTY[method or ConsensusMethod.MAJORITY])
        show_chart(confidence_chart(summary.confidence_histogram), key="quality_confidence", alt=sentence)
        st.caption(sentence)


def _dots(title: str, dots: Sequence[Dot], noun: str, line: Line | None, empty: str) -> None:
    with st.container(border=True, height="stretch"):
        st.caption(title)
        if not dots:
            st.write(empty)
            return
        show_chart(
            dots_chart(dots, title=AXIS.format(noun), line=line),
            key=f"quality_{title}",
            alt=f"{title}: {spread(dots)}",
        )


def _mean(dots: Sequence[Dot]) -> Line | None:
    return Line(mean(dots), f"mean: {percent(mean(dots))}") if dots else None


def consensus_words(summary: ConsensusSummary, certainty: str) -> str:
    """What a method makes of the votes, and whether it is right as often as it says."""
    if summary.mean_confidence is None:
        return f"No judged pair comes to a candidate; {summary.undecided:,} are undecided."
    gold = ""
    if summary.gold is not None:
        noun = "gold pair" if summary.gold.n == 1 else "gold pairs"
        gold = (
            f" Calibration: right on {percent(summary.gold.value)} of {summary.gold.n:,} {noun}, where it "
            f"says {percent(summary.gold_confidence)}."
        )
    return (
        f"{summary.chosen:,} pairs come to a candidate, with a mean {certainty} of "
        f"{percent(summary.mean_confidence)}; {summary.undecided:,} are undecided.{gold}"
    )


def share_dots(
    lines: Sequence[AnnotatorLine], share: Callable[[AnnotatorQuality], Share | None], flag: CheckName
) -> list[Dot]:
    """A dot for everybody who has this share; ``flag`` is the check that makes it stand out."""
    found = [(line, share(line.quality)) for line in lines if line.quality]
    return [
        Dot(
            line.name,
            one.value,
            one.interval.lower,
            one.interval.upper,
            flagged=any(check.name == flag for check in line.flags),
            person_id=line.person_id,
        )
        for line, one in found
        if one is not None
    ]


def check_dots(lines: Sequence[AnnotatorLine], name: CheckName) -> list[Dot]:
    """A dot for everybody whose check of this name has a share."""
    return [
        Dot(
            line.name,
            check.value,
            check.interval.lower,
            check.interval.upper,
            flagged=check.flagged,
            person_id=line.person_id,
        )
        for line in lines
        if (check := _check(line, name)) is not None
        if check.value is not None and check.interval is not None
    ]


def mean(dots: Sequence[Dot]) -> float:
    """The mean of the people's shares, each person counting once."""
    return fmean(dot.value for dot in dots)


def spread(dots: Sequence[Dot]) -> str:
    """From whom to whom the shares go, in words."""
    least, most = min(dots, key=lambda dot: dot.value), max(dots, key=lambda dot: dot.value)
    return f"from {percent(least.value)} ({least.name}) to {percent(most.value)} ({most.name})"


def _check(line: AnnotatorLine, name: CheckName) -> Check | None:
    checks = line.quality.checks if line.quality else ()
    return next((check for check in checks if check.name == name), None)
