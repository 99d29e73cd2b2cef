"""The settings that keep labels honest: who may label, the qualification, gold, shared pairs, re-tests."""

import streamlit as st
from annotated_types import Le

from app.ui.project.fields import Fields
from core.labelling import LabellingProtocol
from core.labelling.protocol import MOST_QUALIFICATION_PAIRS, right_needed

WHERE_GOLD = (
    "Gold pairs come with a file that is imported as gold on the data sets page, or from adjudicating "
    "disputed pairs."
)


def honesty_group(fields: Fields) -> None:
    """Who may label, and how one learns whom to trust."""
    if fields.ranks:
        st.caption("Qualification, gold, shared pairs and re-tests are for pairs; rankings go without.")
    left, right = st.columns(2, gap="large")
    with left:
        _who(fields)
        _qualification(fields)
    with right:
        _rate(fields, "gold_rate", "Gold pairs, in % of a person's work")
        st.caption("Their right answer is known, and nobody is told which they are.")
        _shared(fields)
        _rate(fields, "retest_rate", "Re-tests, in % of a person's work")
        st.caption("A pair comes back to the same person with its sides swapped: do they answer alike?")
        st.toggle("People may change earlier answers", key=fields.key("reopening"))
        st.caption("Their own, until a lead decides about the pair. The first answer stays on record.")


def gold_warning(protocol: LabellingProtocol, gold: int) -> str:
    """What the settings lack in gold pairs, and where these come from; empty if nothing."""
    if protocol.qualification_pairs > gold:
        return (
            f"The qualification asks for {protocol.qualification_pairs} gold pairs and the project has "
            f"{gold}: newcomers have to wait. {WHERE_GOLD}"
        )
    if protocol.gold_rate and not gold:
        return f"The project has no gold pairs, so none are mixed in. {WHERE_GOLD}"
    return ""


def _who(fields: Fields) -> None:
    st.segmented_control(
        "Who may label",
        [False, True],
        key=fields.key("members_only"),
        format_func=lambda only: "Only people let in" if only else "Everyone with a role",
        required=True,
    )
    st.caption("Everyone with a role in this project, or only those whom a lead lets in below.")


def _qualification(fields: Fields) -> None:
    pairs = st.number_input(
        "Gold pairs of the qualification",
        0,
        MOST_QUALIFICATION_PAIRS,
        key=fields.key("qualification_pairs"),
        disabled=fields.ranks,
        help="Newcomers label these first and are told after each whether it was right; 0 is none.",
    )
    share = st.number_input(
        "Share that must be right, in %",
        1.0,
        100.0,
        step=5.0,
        format="%g",
        key=fields.key("qualification_threshold"),
        disabled=not pairs,
    )
    needed = right_needed(pairs, share / 100)
    st.caption(
        f"{needed} of {pairs} must be right; leads need no qualification."
        if pairs
        else "No qualification: whoever may label starts at once."
    )


def _shared(fields: Fields) -> None:
    rate, size = st.columns(2)
    with rate:
        _rate(fields, "calibration_rate", "Shared pairs, in %")
    size.number_input(
        "Shared pairs in all",
        1,
        int(_most("calibration_pairs")),
        key=fields.key("calibration_pairs"),
        disabled=fields.ranks or not fields["calibration_rate"],
    )
    st.caption("They go to everybody, so that people can be compared on the same pairs.")


def _rate(fields: Fields, name: str, label: str) -> None:
    st.number_input(
        label, 0.0, 100 * _most(name), step=1.0, format="%g", key=fields.key(name), disabled=fields.ranks
    )


def _most(name: str) -> float:
    limits = LabellingProtocol.model_fields[name].metadata
    return next(float(one.le) for one in limits if isinstance(one, Le))  # type: ignore[arg-type]
