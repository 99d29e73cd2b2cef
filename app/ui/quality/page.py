"""The parts of the quality page, drawn every few seconds and worked out when something has changed."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import plain
from app.ui.pairs import link_to_pairs
from app.ui.quality.annotators import annotator_table, flags, one_annotator
from app.ui.quality.pictures import confidence_picture, pace_picture, people_pictures
from app.ui.quality.report import current_report
from app.ui.quality.words import UNKNOWN, alpha_sentence, between, percent, percent_between
from app.ui.routes import can_see, path_of
from app.ui.state import here, project
from core.labelling import ProjectView
from core.labelling.finding import PairFilter, PairSort
from core.labelling.quality import (
    FEWEST_PAIRS,
    IntervalEstimate,
    NoiseFloor,
    least_rank_loss,
    rank_loss_floor,
)
from core.labelling.reports import QualityReport

LOOK_SECONDS = 10
BEGIN = (
    "No judgment has been given yet. Once people label, this page shows how far they agree, how each of them "
    "works, and which pairs wait for a decision."
)
ONLY_IMPORTED = (
    "All choices so far came with a file. How far people agree and how each of them works shows once "
    "somebody labels here."
)
ONCE = (
    "Every pair is judged once, so agreement cannot be measured. Set judgments a pair to 2 or more, or add a "
    "calibration pool, on the project page."
)
NOT_YET = "No pair has been judged by two people yet; agreement shows as soon as one is."
ALPHA_HELP = (
    "Krippendorff's alpha for nominal data, each pair weighing the same: agreement beyond what the answers' "
    "frequencies give by chance. "
    "The word beside it is a rough reading: how much agreement is enough depends on the task."
)
PERCENT_HELP = (
    "How often two answers on the same pair are equal; a tie is an answer of its own. Every pair counts the "
    "same. Gold pairs, qualification and re-tests are left out. The interval is the 95 % one."
)
TOO_FEW = f"too few pairs for an interval: {FEWEST_PAIRS} will do"


@st.fragment(run_every=LOOK_SECONDS)
def watch_figures() -> None:
    """The headline and the charts."""
    report = current_report(project())
    if not say_what_is_missing(project(), report):
        return
    headline(report)
    if report.annotators:
        people_pictures(report.annotators)
    left, right = st.columns(2)
    with left:
        pace_picture(report.annotators)
    with right:
        confidence_picture(report)


@st.fragment(run_every=LOOK_SECONDS)
def watch_annotators() -> None:
    """Who is flagged, the table of all, and the checks of one."""
    report = current_report(project())
    if not report.annotators:
        say_what_is_missing(project(), report)
        return
    flags(project(), report.annotators)
    annotator_table(report.annotators)
    one_annotator(report.annotators)


def say_what_is_missing(project: ProjectView, report: QualityReport) -> bool:
    """Say what keeps figures from being shown, if anything does; whether there is anything to show at all."""
    if not report.annotators:
        st.info(ONLY_IMPORTED if report.votes else BEGIN, icon=":material/verified:")
        st.page_link(path_of("label"), label="Label", icon=":material/thumbs_up_down:")
        return report.votes > 0
    if report.agreement.percent.value is None:
        _agreement(project)
    return True


def _agreement(project: ProjectView) -> None:
    once = project.judgments_per_pair == 1 and not project.protocol.calibration_rate
    st.info(ONCE if once else NOT_YET, icon=":material/group:")
    if once and can_see(person(), "project", here()):
        st.page_link(path_of("project"), label="Project settings", icon=":material/tune:")


def headline(report: QualityReport) -> None:
    """The figures of agreement with their intervals, and the counts beside them."""
    agreed = report.agreement
    columns = [place.container(border=True, height="stretch", gap="xsmall") for place in st.columns(3)]
    with columns[0]:
        _figure(
            "Agreement of two people",
            percent(agreed.percent.value),
            interval=TOO_FEW if agreed.percent.too_few else percent_between(agreed.percent),
            about=PERCENT_HELP,
        )
        st.caption(shared_words(report))
    with columns[1]:
        value = agreed.alpha.value
        shown = UNKNOWN if value is None else f"{value:.2f}"
        interval = TOO_FEW if agreed.alpha.too_few else between(agreed.alpha)
        _figure("Krippendorff's alpha", shown, interval=interval, about=ALPHA_HELP)
        st.caption(alpha_sentence(agreed.alpha))
    with columns[2]:
        _floor(report.noise_floor, agreed.choices)
    _counts(report)


def shared_words(report: QualityReport) -> str:
    """What the agreement rests on, and how far people agree on the pairs that everybody judges."""
    if report.only_calibration:
        n = report.agreement.percent.n
        return f"On {n:,} pairs of the calibration pool; no other pair has two judgments."
    pool = report.calibration.percent
    beside = (
        f" On {pool.n:,} of the calibration pool, left out here: {percent(pool.value)}." if pool.n else ""
    )
    return f"On {report.agreement.percent.n:,} pairs that two or more people judged.{beside}"


def _floor(floor: NoiseFloor | None, choices: IntervalEstimate) -> None:
    if floor is None:
        _figure("Noise floor of the loss", UNKNOWN, interval="", about="")
        st.caption("Known once two people have chosen on the same pair.")
        return
    interval = TOO_FEW
    if choices.lower is not None and choices.upper is not None:  # who agrees more, loses less
        interval = f"{least_rank_loss(choices.upper):.2f} to {rank_loss_floor(choices.lower):.2f}"
    about = f"From choices alone, ties left out. {floor.caveat}"
    _figure("Noise floor of the loss", floor.band, interval=interval, about=about)
    st.caption(plain(floor.sentence))


def _counts(report: QualityReport) -> None:
    with st.container(horizontal=True, gap="large", vertical_alignment="center"):
        shared = f"{report.shared_pairs:,} of {report.pairs:,}"
        st.markdown(f"**{shared}** :gray[judged pairs have two judgments or more]", width="content")
        link_to_pairs(f"{report.disputed:,} open disputes", PairFilter(disputed=True), PairSort.MOST_DISPUTED)
        link_to_pairs(f"{report.flagged:,} flagged judgments", PairFilter(flagged=True))
        st.markdown(f"**{report.surplus:,}** :gray[surplus judgments]", width="content")


def _figure(label: str, value: str, *, interval: str, about: str) -> None:
    st.metric(label, value, delta=interval or None, delta_color="off", delta_arrow="off", help=about or None)
