"""How curves are looked at: a row of controls, whose choices stand in the address of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from app.ui.curves.view import Band, View
from core.curves import Along

ALONG = {
    Along.RELATIVE_STEP: "Steps from the start",
    Along.STEP: "Steps as written",
    Along.EPOCH: "Epochs",
    Along.SAMPLES: "Samples seen",
    Along.RELATIVE_TIME: "Time from the start",
    Along.WALL_TIME: "Time of day",
}
BANDS = {Band.STANDARD_ERROR: "Standard error", Band.RANGE: "Least to greatest", Band.NONE: "No band"}
UNGROUPED = "Each run by itself"


class Section(StrEnum):
    """What the charts of the page are; the value stands on the page and in its address."""

    CURVES = "Curves"
    OVER_KL = "Reward against KL"
    ANY_TWO = "Any two"


@dataclass(frozen=True, slots=True)
class Look:
    """A view, and what stands in charts beside curves.

    Attributes:
        section: Which charts.
        view: How curves are drawn.
        group: The parameter by whose values runs are drawn together; empty for none.
        floor: Whether the noise floor is drawn.
        reference: Whether the public course's run is drawn.
    """

    section: Section
    view: View
    group: str = ""
    floor: bool = True
    reference: bool = False


def _section() -> Section:
    """Which charts."""
    chosen = st.segmented_control(
        "Charts",
        [one.value for one in Section],
        default=Section.CURVES.value,
        required=True,
        key="charts",
        label_visibility="collapsed",
        bind="query-params",
    )
    return Section(chosen or Section.CURVES)


def choose_look(parameters: Sequence[str], *, floor: bool) -> Look:
    """One row of controls.

    Args:
        parameters: Those by which runs can be grouped.
        floor: Whether there is a noise floor that could be drawn.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        section = _section()
        smoothing = st.slider(
            "Smoothing",
            0.0,
            0.99,
            0.6,
            0.01,
            key="smoothing",
            help="Debiased moving average, as in TensorBoard.",
            width=140,
            bind="query-params",
        )
        x = st.selectbox(
            "Along",
            list(ALONG),
            format_func=ALONG.__getitem__,
            key="along",
            width=180,
            disabled=section != Section.CURVES,
            bind="query-params",
        )
        group = _group(parameters, disabled=section != Section.CURVES)
        with st.popover("Axes and lines", icon=":material/tune:"):
            log_x, log_y, outliers, band, with_floor, reference = _axes(floor=floor, grouped=bool(group))
    view = View(
        x=x, smoothing=smoothing, log_x=log_x, log_y=log_y, outliers=outliers, grouped=bool(group), band=band
    )
    return Look(section, view, group, with_floor, reference)


def _group(parameters: Sequence[str], *, disabled: bool) -> str:
    if not parameters:
        return ""
    chosen = st.selectbox(
        "Group by",
        [UNGROUPED, *parameters],
        key="group_by",
        width=165,
        disabled=disabled,
        bind="query-params",
    )
    return "" if chosen == UNGROUPED else chosen


def _axes(*, floor: bool, grouped: bool) -> tuple[bool, bool, bool, Band, bool, bool]:
    log_x = st.toggle("Logarithmic steps or time", key="log_x", bind="query-params")
    log_y = st.toggle("Logarithmic values", key="log_y", bind="query-params")
    outliers = st.toggle(
        "Axes reach to outliers",
        value=True,
        key="outliers",
        bind="query-params",
        help="Otherwise the axis of values reaches to where nearly all of them lie.",
    )
    band = Band.STANDARD_ERROR
    if grouped:
        band = st.selectbox(
            "Band of a group", list(BANDS), format_func=BANDS.__getitem__, key="band", bind="query-params"
        )
    with_floor = not floor or st.toggle("Noise floor of people", value=True, key="floor", bind="query-params")
    reference = st.toggle(
        "The public course’s run",
        key="reference",
        bind="query-params",
        help="Curves of a tuning run on the same pipeline that a public course has shown, to compare with.",
    )
    return log_x, log_y, outliers, band, with_floor, reference
