"""The headline of the quality page: agreement, what it means for a reward model, and what waits."""

import streamlit as st

from app.ui.actions import plain
from app.ui.quality.figures import UNKNOWN, alpha_sentence, between, percent, percent_between
from core.labelling.quality import FEWEST_PAIRS, Estimate, NoiseFloor, least_rank_loss, rank_loss_floor
from core.labelling.reports import QualityReport

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


def headline(report: QualityReport) -> None:
    """The figures of agreement with their intervals, and the counts beside them."""
    agreed = report.agreement
    columns = st.columns(3)
    with columns[0], st.container(border=True, height="stretch", gap="xsmall"):
        _figure(
            "Agreement of two people",
            percent(agreed.percent.value),
            interval=TOO_FEW if agreed.percent.too_few else percent_between(agreed.percent),
            about=PERCENT_HELP,
        )
        st.caption(shared_words(report))
    with columns[1], st.container(border=True, height="stretch", gap="xsmall"):
        value = agreed.alpha.value
        shown = UNKNOWN if value is None else f"{value:.2f}"
        interval = TOO_FEW if agreed.alpha.too_few else between(agreed.alpha)
        _figure("Krippendorff's alpha", shown, interval=interval, about=ALPHA_HELP)
        st.caption(alpha_sentence(agreed.alpha))
    with columns[2], st.container(border=True, height="stretch", gap="xsmall"):
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


def _floor(floor: NoiseFloor | None, choices: Estimate) -> None:
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
    figures = (
        ("judged pairs have two judgments or more", f"{report.shared_pairs:,} of {report.pairs:,}"),
        ("open disputes", f"{report.disputed:,}"),
        ("flagged judgments", f"{report.flagged:,}"),
        ("surplus judgments", f"{report.surplus:,}"),
    )
    with st.container(horizontal=True, gap="large"):
        for label, figure in figures:
            st.markdown(f"**{figure}** :gray[{label}]", width="content")


def _figure(label: str, value: str, *, interval: str, about: str) -> None:
    st.metric(
        label,
        value,
        delta=interval or None,
        delta_color="off",
        delta_arrow="off",
        help=about or None,
    )
